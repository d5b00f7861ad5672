"""An indicator's page, every authority beside it, its files; and the list that leads there."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from throughline.foundation.access.gate import requires
from throughline.foundation.access.http import Request
from throughline.foundation.sheets.api import CSV_TYPE, EXCEL_TYPE, csv_file, excel_file
from throughline.foundation.ui.site import NavigationItem
from throughline.office.dataset.forms.benchmarks import BenchmarkChoice
from throughline.office.dataset.models import Indicator
from throughline.office.dataset.permissions import DatasetPermission
from throughline.office.dataset.presenters import charts, indicator, listing
from throughline.office.dataset.queries.indicator import IndicatorPage, indicator_page
from throughline.office.dataset.queries.narrative import said_of
from throughline.office.dataset.queries.overview import overview


@requires(DatasetPermission.SEE)
@require_safe
def home(request: Request) -> HttpResponse:
    rows, place = overview()
    return render(request, "dataset/home.html", {"sectors": listing.sectors(rows, place), "place": place is not None})


@requires(DatasetPermission.SEE)
@require_safe
def page(request: Request, indicator_id: int) -> HttpResponse:
    found = _found(indicator_id)
    form, chosen = asked(request, found)
    query = f"?model={chosen.model}&aggregator={chosen.aggregator}" if found.place else ""
    context = {
        "indicator": found.indicator,
        "crumbs": crumbs(),
        "facts": indicator.facts(found),
        "tiles": indicator.latest_tiles(found),
        "benchmarks": indicator.benchmarks_table(found),
        "standing": indicator.standing_words(found),
        "rounding_note": indicator.rounding_note(found),
        "models_note": indicator.missing_note(found, chosen),
        "choice": form if found.place and found.place.sets else None,
        "charts": indicator.all_charts(found, chosen),
        "manages": request.actor.may(DatasetPermission.MANAGE),
        "points": indicator.point_links(found),
        "variations": indicator.variations(found, said_of(indicator_id)),
        "table": indicator.side_by_side(found, chosen),
        "files": {
            "csv": reverse("dataset:indicator_csv", args=[indicator_id]) + query,
            "excel": reverse("dataset:indicator_excel", args=[indicator_id]) + query,
        },
        "compare": found.compared is not None,
    }
    return render(request, "dataset/indicator.html", context)


@requires(DatasetPermission.SEE)
@require_safe
def compare(request: Request, indicator_id: int) -> HttpResponse:
    """Every authority of the latest official period, and the funnel."""
    found = _found(indicator_id)
    funnel = charts.funnel(found)
    context = {
        "indicator": found.indicator,
        "crumbs": [*crumbs(), NavigationItem(str(found.indicator), reverse("dataset:indicator", args=[indicator_id]))],
        "funnel": indicator.picture(funnel) if funnel else "",
        "table": listing.authorities_table(found),
        "standing": indicator.standing_words(found),
    }
    return render(request, "dataset/compare.html", context)


@requires(DatasetPermission.SEE)
@require_safe
def as_csv(request: Request, indicator_id: int) -> HttpResponse:
    found, rows = _rows(request, indicator_id)
    return attachment(csv_file([indicator.HEADING, *rows]), CSV_TYPE, f"{found.indicator.slug}.csv")


@requires(DatasetPermission.SEE)
@require_safe
def as_excel(request: Request, indicator_id: int) -> HttpResponse:
    found, rows = _rows(request, indicator_id)
    content = excel_file(str(found.indicator), indicator.HEADING, rows)
    return attachment(content, EXCEL_TYPE, f"{found.indicator.slug}.xlsx")


def _rows(request: Request, indicator_id: int) -> tuple[IndicatorPage, list[list[indicator.FileCell]]]:
    found = _found(indicator_id)
    return found, indicator.data_rows(found, asked(request, found)[1])


def asked(request: Request, found: IndicatorPage) -> tuple[BenchmarkChoice, indicator.Chosen]:
    models = [each.year for each in found.place.sets] if found.place else []
    form = BenchmarkChoice(models, found.default_model, request.GET)
    model, aggregator = form.settled(found.default_model)
    return form, indicator.Chosen(model, "median" if aggregator == "median" else "mean")


def _found(indicator_id: int) -> IndicatorPage:
    try:
        return indicator_page(indicator_id)
    except Indicator.DoesNotExist as error:
        raise Http404 from error


def crumbs() -> list[NavigationItem]:
    return [NavigationItem("Dataset", reverse("dataset:home"))]


def attachment(content: bytes, kind: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
