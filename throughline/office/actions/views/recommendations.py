"""Findings and recommendations, and all that came of one source."""

from collections.abc import Mapping
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from throughline.foundation.access.gate import requires
from throughline.foundation.access.http import Request
from throughline.foundation.clock import business_now, business_today
from throughline.foundation.links import api as links
from throughline.foundation.ui import formats
from throughline.foundation.ui.parts import Cell, Column, SummaryRow, Table
from throughline.foundation.ui.site import NavigationItem
from throughline.office.actions import forms, operations, queries, sources
from throughline.office.actions.forms import id_or_none
from throughline.office.actions.models import Recommendation
from throughline.office.actions.permissions import ActionsPermission
from throughline.office.actions.presenters import listing
from throughline.office.actions.presenters.action import source_url
from throughline.office.actions.views.action import both, crumbs
from throughline.office.actions.views.steps import Words, step
from throughline.office.actions.workflow import RECOMMENDATION

SEE_ALL, MANAGE = ActionsPermission.SEE_ALL, ActionsPermission.MANAGE
PAGE = 50
Given = Mapping[str, Any]


def to_words(row: Recommendation) -> str:
    return ", ".join(str(body) for body in (row.to_agency, row.to_group) if body)


def answer_words(row: Recommendation) -> str:
    words = RECOMMENDATION.state(row.state).label
    if row.answered_on:
        words += f" by {row.answered_for}, {formats.day(row.answered_on)}"
    return f"{words}: {row.decline_reason}" if row.decline_reason else words


def table_of(rows: list[Recommendation]) -> Table | None:
    if not rows:
        return None
    return Table(
        "Recommendations",
        [Column("Recommendation"), Column("Because"), Column("To"), Column("Answer"), Column("Actions", numeric=True)],
        [
            [
                Cell(row.text, reverse("actions:recommendation", args=[row.pk])),
                row.finding.text,
                to_words(row),
                answer_words(row),
                str(len(row.actions.all())),
            ]
            for row in rows
        ],
    )


@requires(SEE_ALL)
@require_safe
def recommendations(request: Request) -> HttpResponse:
    page = Paginator(queries.recommendations(), PAGE).get_page(request.GET.get("page"))
    context = {
        "crumbs": crumbs(), "table": table_of(list(page)), "page_obj": page,
        "manages": request.actor.holds(MANAGE),
    }  # fmt: skip
    return render(request, "actions/recommendations.html", context)


@requires(SEE_ALL)
@require_safe
def recommendation(request: Request, recommendation_id: int) -> HttpResponse:
    row = _load(recommendation_id)
    finding = row.finding
    pair = (finding.source_kind, finding.source_id)
    found = sources.named(request.actor, [pair]).get(pair)
    label = sources.label_of(finding.source_kind)
    today = business_today()
    return render(
        request,
        "actions/recommendation.html",
        {
            "crumbs": [*crumbs(), NavigationItem("Recommendations", reverse("actions:recommendations"), False)],
            "text": row.text,
            "recommendation_id": row.pk,
            "rows": [
                SummaryRow(
                    "Where it comes from",
                    f"{label}: {found.title}" if found else label,
                    NavigationItem("See all from it", source_url(*pair), False) if found else None,
                ),
                SummaryRow("Finding", finding.text),
                SummaryRow("To", to_words(row)),
                SummaryRow("Answer", answer_words(row)),
            ],
            "actions": [listing.card(each, today) for each in _with_agency(row)],
            "answerable": row.state != "accepted" and request.actor.holds(MANAGE),
            "accepted": row.state == "accepted" and request.actor.holds(MANAGE),
        },
    )


def _with_agency(row: Recommendation) -> list[Any]:
    return list(row.actions.select_related("owner", "post", "agency"))


@requires(MANAGE)
@both
def answer(request: Request, recommendation_id: int) -> HttpResponse:
    row = _load(recommendation_id)
    where = reverse("actions:recommendation", args=[row.pk])
    refusals = () if row.state != "accepted" else ("It was accepted already.",)

    def do(given: Given) -> tuple[str, str]:
        operations.answer_recommendation(
            recommendation_id=row.pk, accept=given["decision"] == "accept", reason=given["reason"],
            answered_for=given["answered_for"], by=request.actor, at=business_now(),
        )  # fmt: skip
        return "The answer is on record.", where

    words = Words("Answer the recommendation", row.text, "Save the answer", where, refusals=refusals)
    return step(request, forms.AnswerForm(request.POST or None), words, do)


@requires(MANAGE)
@both
def new(request: Request) -> HttpResponse:
    """A finding raised directly, with its recommendation."""

    def do(given: Given) -> tuple[str, str]:
        made = operations.raise_with_recommendation(
            finding=given["finding"], text=given["text"], to_agency_id=id_or_none(given["agency"]),
            to_group_id=id_or_none(given["group"]), by=request.actor, at=business_now(),
        )  # fmt: skip
        return "The recommendation is on record.", reverse("actions:recommendation", args=[made.pk])

    words = Words("New recommendation", "Raised directly", "Put it on record", reverse("actions:recommendations"))
    return step(request, forms.RecommendForm(request.POST or None), words, do)


@requires(SEE_ALL)
@require_safe
def source(request: Request, kind: str, source_id: int) -> HttpResponse:
    """What one review, audit … led to."""
    found = sources.named(request.actor, [(kind, source_id)]).get((kind, source_id))
    if found is None:
        raise Http404
    today = business_today()
    wanted = queries.Wanted(source=kind, source_id=source_id)
    rows = list(queries.listed(queries.reader(request.actor), wanted, today))
    return render(
        request,
        "actions/source.html",
        {
            "crumbs": crumbs(),
            "label": sources.label_of(kind),
            "title": found.title,
            "url": found.url,
            "thread": reverse("links:thread", args=[kind, source_id]) if links.known(kind) else "",
            "recommendations": table_of(queries.recommendations_of_source(kind, source_id)),
            "actions": listing.table(rows, {(kind, source_id): found}, today),
        },
    )


def _load(recommendation_id: int) -> Recommendation:
    try:
        return queries.recommendation(recommendation_id)
    except Recommendation.DoesNotExist as error:
        raise Http404 from error
