"""How long cases are kept: holds inside a case, and for who answers for it, what is to be deleted and what was."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from throughline.foundation.access.gate import requires
from throughline.foundation.access.http import Request
from throughline.foundation.clock import business_now, business_today, real_now
from throughline.foundation.restricted.api import Entered, member_page
from throughline.foundation.ui import formats
from throughline.foundation.ui.parts import Cell, Column, SummaryRow, Table
from throughline.office.reviews.forms import cases as case_forms
from throughline.office.reviews.forms import learning as forms
from throughline.office.reviews.models import Deletion
from throughline.office.reviews.operations import retention as operations
from throughline.office.reviews.permissions import ReviewsPermission
from throughline.office.reviews.queries import cases as case_queries
from throughline.office.reviews.queries import retention as queries
from throughline.office.reviews.rules.retention import delete_from, not_now
from throughline.office.reviews.views.steps import Words, both, frame, page, step

APPROVE = ReviewsPermission.APPROVE_DELETION


@member_page("How long it is kept")
@require_safe
def keeping(request: Request, inside: Entered) -> HttpResponse:
    case, rule, today = case_queries.case_in(inside), queries.rule(), business_today()
    ended, held = queries.ended_on(case), queries.is_held(case)
    years = rule.years if rule else None
    rows = [
        SummaryRow(
            "Kept for",
            f"{formats.counted(years or 0, 'year')} after its end: {rule.source}" if rule else "No period is set",
        ),
        SummaryRow("Ended", formats.day(ended) if ended else "Not yet"),
        SummaryRow(
            "Due for deletion", formats.day(delete_from(ended, years)) if ended and years else "Not settled yet"
        ),
        SummaryRow("Legal hold", "Stands: nothing is deleted" if held else "None"),
    ]
    holds = [
        [formats.day(each.since), formats.day(each.ended_on) if each.ended_on else "Stands", each.reason, str(each.by)]
        for each in queries.holds_of(case)
    ]
    columns = [Column("Since"), Column("Until"), Column("Reason"), Column("By")]
    why_not = not_now(ended_on=ended, years=years, held=held, today=today)
    context = {
        **frame(inside, "reviews:keeping"),
        "rows": rows,
        "holds": Table("Legal holds", columns, holds) if holds else None,
        "held": held,
        "why_not": why_not,
        "may_propose": inside.leads and not why_not,
    }
    return render(request, "reviews/keeping.html", context)


@member_page("How long it is kept")
@both
def hold(request: Request, inside: Entered) -> HttpResponse:
    def do(given: Mapping[str, Any]) -> tuple[str, str]:
        operations.hold(inside=inside, reason=given["reason"], by=request.actor, at=business_now())
        return "The legal hold stands from today.", page("keeping", inside)

    refusals = ("A legal hold stands already.",) if queries.is_held(case_queries.case_in(inside)) else ()
    words = Words("Place a legal hold", "Nothing of the case is deleted while it stands", "Place it",
                  page("keeping", inside), refusals=refusals)  # fmt: skip
    return step(request, case_forms.ReasonForm(request.POST or None), words, do)


@member_page("How long it is kept")
@both
def end_hold(request: Request, inside: Entered) -> HttpResponse:
    def do(given: Mapping[str, Any]) -> tuple[str, str]:
        operations.end_hold(inside=inside, by=request.actor, at=business_now())
        return "The legal hold has ended.", page("keeping", inside)

    refusals = () if queries.is_held(case_queries.case_in(inside)) else ("No legal hold stands.",)
    words = Words("End the legal hold", "How long it is kept", "End it", page("keeping", inside), refusals=refusals)
    return step(request, case_forms.PlainForm(request.POST or None), words, do)


@member_page("How long it is kept")
@both
def propose(request: Request, inside: Entered) -> HttpResponse:
    case, rule = case_queries.case_in(inside), queries.rule()

    def do(given: Mapping[str, Any]) -> tuple[str, str]:
        operations.propose_deletion(inside=inside, by=request.actor, at=business_now())
        return "The deletion is proposed. The data guardian approves it, or not.", page("keeping", inside)

    why_not = not_now(
        ended_on=queries.ended_on(case), years=rule.years if rule else None, held=queries.is_held(case),
        today=business_today(),
    )  # fmt: skip
    words = Words(
        "Propose the deletion",
        "How long it is kept",
        "Propose it",
        page("keeping", inside),
        "Every record, history and answer of the case goes, for good.",
        (why_not,) if why_not else (),
    )
    return step(request, case_forms.PlainForm(request.POST or None), words, do)


@requires(APPROVE)
@require_safe
def retention(request: Request) -> HttpResponse:
    """The period; what is proposed; what was deleted, with its proof. References alone."""
    rule = queries.rule()
    found = queries.deletions()
    waiting: list[list[str | Cell]] = [
        [Cell(f"Case {row.restricted.reference}", reverse("reviews:delete_case", args=[row.pk])),
         formats.day(row.due_on), str(row.proposed_by)]
        for row in found if row.deleted_at is None
    ]  # fmt: skip
    proofs: list[list[str | Cell]] = [
        [
            f"Case {row.restricted.reference}", formats.moment(row.deleted_at), str(row.proposed_by),
            str(row.approved_by), formats.number(sum(row.counts.values())), formats.number(row.left or 0),
        ]
        for row in found if row.deleted_at is not None
    ]  # fmt: skip
    context = {
        "rule": f"{formats.counted(rule.years, 'year')} after its end."
        f" {rule.source} ({rule.set_by}, {formats.day(rule.set_at)})"
        if rule
        else "",
        "waiting": Table(
            "Proposed for deletion", [Column("Case"), Column("Due since"), Column("Proposed by")], waiting
        )
        if waiting
        else None,
        "proofs": Table(
            "Deleted, with the proof",
            [Column("Case"), Column("When"), Column("Proposed by"), Column("Approved by"),
             Column("Rows deleted", numeric=True), Column("Rows left", numeric=True)],
            proofs,
        )
        if proofs
        else None,
    }  # fmt: skip
    return render(request, "reviews/retention.html", context)


@requires(APPROVE)
@both
def set_rule(request: Request) -> HttpResponse:
    rule = queries.rule()
    initial = {"years": rule.years, "source": rule.source} if rule else {}

    def do(given: Mapping[str, Any]) -> tuple[str, str]:
        operations.set_rule(**given, by=request.actor, at=real_now())
        return "The retention period is set.", reverse("reviews:retention")

    words = Words("How long are cases kept?", "Reviews", "Save", reverse("reviews:retention"))
    return step(request, forms.RuleForm(request.POST or None, initial=initial), words, do)


@requires(APPROVE)
@both
def delete_case(request: Request, deletion_id: int) -> HttpResponse:
    try:
        row = queries.deletion(deletion_id)
    except Deletion.DoesNotExist as error:
        raise Http404 from error

    def do(given: Mapping[str, Any]) -> tuple[str, str]:
        done = operations.delete_case(deletion_id=row.pk, today=business_today(), by=request.actor, at=real_now())
        gone = formats.counted(sum(done.counts.values()), "row")
        return f"{row.restricted.reference} is deleted: {gone}, and none is left.", reverse("reviews:retention")

    refusals = ("This case was deleted already.",) if row.deleted_at else ()
    words = Words(
        f"Delete case {row.restricted.reference}",
        "Reviews",
        "Delete it for good",
        reverse("reviews:retention"),
        "Its records, their history and the answers of agencies go. Who had looked stays on record.",
        refusals,
    )
    return step(request, case_forms.PlainForm(request.POST or None), words, do)
