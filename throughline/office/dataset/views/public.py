"""Open data: a page an indicator, its files, and what each release was. Only what went out, and only while the owner's
leave holds."""

import json

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from throughline.foundation.access.gate import public
from throughline.foundation.access.http import Request
from throughline.foundation.sheets.api import CSV_TYPE, csv_file
from throughline.foundation.ui.site import NavigationItem
from throughline.office.dataset.models import OpenRelease
from throughline.office.dataset.presenters import indicator as drawing
from throughline.office.dataset.presenters import releasing as presenter
from throughline.office.dataset.queries import releasing as queries
from throughline.office.dataset.release_content import csv_rows, csvw


@public
@require_safe
def catalogue(request: Request) -> HttpResponse:
    return render(request, "dataset/public_list.html", {"cards": presenter.cards(queries.open_indicators())})


@public
@require_safe
def indicator(request: Request, indicator_slug: str) -> HttpResponse:
    return _page(request, _found(indicator_slug), latest=True)


@public
@require_safe
def release(request: Request, indicator_slug: str, number: int) -> HttpResponse:
    return _page(request, _found(indicator_slug, number), latest=False)


def _page(request: Request, found: OpenRelease, *, latest: bool) -> HttpResponse:
    slug, content = found.indicator.slug, found.content
    numbers = queries.release_numbers(found.indicator_id)
    address = "open_data:" if latest else "open_data:release_"
    parts = [slug] if latest else [slug, found.number]
    values, earlier = presenter.data_tables(content)
    context = {
        "title": content["title"],
        "area": content["area"],
        "crumbs": [NavigationItem("Open data", reverse("open_data:catalogue"))],
        "charts": [drawing.picture(chart) for chart in presenter.public_charts(content)],
        "facts": presenter.public_facts(content),
        "values": values,
        "earlier": earlier,
        "licence": content["licence"],
        "urls": {kind: reverse(f"{address}{kind}", args=parts) for kind in ("csv", "csvw", "json")},
        "number": found.number,
        "old": found.number != max(numbers),
        "latest_url": reverse("open_data:indicator", args=[slug]),
        "releases": [
            NavigationItem(f"Release {number}", reverse("open_data:release", args=[slug, number]))
            for number in numbers
            if number != found.number
        ],
    }
    return render(request, "dataset/public_indicator.html", context)


@public
@require_safe
def as_csv(request: Request, indicator_slug: str, number: int | None = None) -> HttpResponse:
    found = _found(indicator_slug, number)
    answer = HttpResponse(csv_file(csv_rows(found.content)), content_type=CSV_TYPE)
    answer["Content-Disposition"] = f'inline; filename="{indicator_slug}.csv"'
    answer["Link"] = f'<{_address(request, found, number, "csvw")}>; rel="describedby"; type="application/csvm+json"'
    return answer


@public
@require_safe
def as_csvw(request: Request, indicator_slug: str, number: int | None = None) -> HttpResponse:
    found = _found(indicator_slug, number)
    described = csvw(found.content, _address(request, found, number, "csv"), request.partnership.name)
    return _json(described, "application/csvm+json")


@public
@require_safe
def as_json(request: Request, indicator_slug: str, number: int | None = None) -> HttpResponse:
    return _json(_found(indicator_slug, number).content, "application/json")


def _address(request: Request, found: OpenRelease, number: int | None, kind: str) -> str:
    slug = found.indicator.slug
    path = (
        reverse(f"open_data:{kind}", args=[slug])
        if number is None
        else reverse(f"open_data:release_{kind}", args=[slug, number])
    )
    return request.build_absolute_uri(path)


def _json(content: object, kind: str) -> HttpResponse:
    return HttpResponse(json.dumps(content, ensure_ascii=False, indent=1), content_type=kind)


def _found(slug: str, number: int | None = None) -> OpenRelease:
    found = queries.open_release(slug, number)
    if found is None:
        raise Http404
    return found
