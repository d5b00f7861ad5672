"""National reviews, and our response to what they recommend."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from throughline.foundation.access.gate import requires
from throughline.foundation.access.http import Request
from throughline.foundation.clock import business_now, business_today
from throughline.foundation.ui import formats
from throughline.foundation.ui.parts import Cell, Column, SummaryRow, Table
from throughline.foundation.ui.site import NavigationItem
from throughline.office.actions import api as actions
from throughline.office.reviews.action_sources import NATIONAL
from throughline.office.reviews.forms import learning as forms
from throughline.office.reviews.models import NationalReview
from throughline.office.reviews.operations import learning as operations
from throughline.office.reviews.permissions import ReviewsPermission
from throughline.office.reviews.queries import learning as queries
from throughline.office.reviews.views.learning import recommendations_table
from throughline.office.reviews.views.steps import Words, both, step

LEARN = ReviewsPermission.LEARN


@requires(LEARN)
@require_safe
def national_reviews(request: Request) -> HttpResponse:
    today = business_today()

    def standing(row: NationalReview) -> str:
        if row.published_on:
            return f"Published on {formats.day(row.published_on)}"
        if row.expected_on is None:
            return "No day is known"
        late = ", late" if row.expected_on < today else ""
        return f"Expected on {formats.day(row.expected_on)}{late}"

    rows: list[list[str | Cell]] = [
        [Cell(row.name, reverse("reviews:national", args=[row.pk])), row.body, standing(row)]
        for row in queries.national_reviews()
    ]
    columns = [Column("Review"), Column("By"), Column("Report")]
    table = Table("National reviews", columns, rows) if rows else None
    return render(request, "reviews/national_reviews.html", {"table": table})


def _national(national_id: int) -> NationalReview:
    try:
        return queries.national(national_id)
    except NationalReview.DoesNotExist as error:
        raise Http404 from error


@requires(LEARN)
@require_safe
def national(request: Request, national_id: int) -> HttpResponse:
    row = _national(national_id)
    rows = actions.recommendations_of_source(NATIONAL, row.pk)
    answered = len([each for each in rows if each.answered_on])
    link = NavigationItem("Change", reverse("reviews:national_change", args=[row.pk]), False)
    context = {
        "name": row.name,
        "national_id": row.pk,
        "url": row.url,
        "rows": [
            SummaryRow("By", row.body, link),
            SummaryRow("Report expected", formats.day(row.expected_on) if row.expected_on else "Not known", link),
            SummaryRow("Published", formats.day(row.published_on) if row.published_on else "Not yet", link),
            SummaryRow("Our response", f"{answered} of {len(rows)} recommendations answered"),
        ],
        "table": recommendations_table(rows),
    }
    return render(request, "reviews/national.html", context)


def _form(request: Request, row: NationalReview | None) -> HttpResponse:
    names = ("name", "body", "url", "expected_on", "published_on")
    initial = {name: getattr(row, name) for name in names} if row else {}
    back = reverse("reviews:national", args=[row.pk]) if row else reverse("reviews:national_reviews")

    def do(given: Mapping[str, Any]) -> tuple[str, str]:
        made = operations.write_national(
            national_id=row.pk if row else None, **given, by=request.actor, at=business_now()
        )
        return "The national review is on record.", reverse("reviews:national", args=[made.pk])

    words = Words("A national review", "Reviews", "Save", back)
    return step(request, forms.NationalForm(request.POST or None, initial=initial), words, do)


@requires(LEARN)
@both
def national_add(request: Request) -> HttpResponse:
    return _form(request, None)


@requires(LEARN)
@both
def national_change(request: Request, national_id: int) -> HttpResponse:
    return _form(request, _national(national_id))


@requires(LEARN)
@both
def take_up(request: Request, national_id: int) -> HttpResponse:
    row = _national(national_id)
    back = reverse("reviews:national", args=[row.pk])

    def do(given: Mapping[str, Any]) -> tuple[str, str]:
        operations.take_up(
            national_id=row.pk, text=given["text"], recommendation=given["recommendation"],
            agency_id=int(given["agency"]), by=request.actor, at=business_now(),
        )  # fmt: skip
        return "It is in the tracker. The agency accepts it there, or says why not.", back

    words = Words("Take up a recommendation", row.name, "Put it into the tracker", back)
    return step(request, forms.TakeUpForm(request.POST or None), words, do)
