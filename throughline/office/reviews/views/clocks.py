"""Dates: the clocks of a case, why this date, pauses; and what is certain of the statute."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from throughline.foundation.access.gate import requires
from throughline.foundation.access.http import Request
from throughline.foundation.clock import business_now, business_today, real_now
from throughline.foundation.restricted.api import Entered, NotHere, RestrictedPermission, entered, member_page, mine
from throughline.foundation.statute.editions import SURE, Clock, editions
from throughline.foundation.ui import formats
from throughline.foundation.ui.parts import Cell, Column, Table, Tile
from throughline.office.reviews.forms import cases as forms
from throughline.office.reviews.models import CaseClock, Confirmation
from throughline.office.reviews.operations import clocks as operations
from throughline.office.reviews.permissions import ReviewsPermission
from throughline.office.reviews.queries import cases as queries
from throughline.office.reviews.restricted_spaces import CASE
from throughline.office.reviews.rules.lights import Light, light_of
from throughline.office.reviews.rules.words import Origin
from throughline.office.reviews.views.steps import Words, both, frame, page, step

CHECK = "check"


@member_page("Dates")
@require_safe
def clocks(request: Request, inside: Entered) -> HttpResponse:
    rows = queries.clocks_of(queries.case_in(inside), business_today())
    lines = [
        {
            "title": f"{row.code} {row.title}", "due": formats.weekday(row.due_on), "light": row.light.label,
            "colour": row.light.colour, "check": row.check, "why": page("clock", inside, clock_id=row.id),
            "paused": row.paused, "met": formats.day(row.met_on) if row.met_on else "",
        }
        for row in rows
    ]  # fmt: skip
    return render(request, "reviews/clocks.html", {**frame(inside, "reviews:clocks"), "lines": lines})


def _clock(inside: Entered, clock_id: int) -> CaseClock:
    try:
        return queries.clock(queries.case_in(inside), clock_id)
    except CaseClock.DoesNotExist as error:
        raise Http404 from error


@member_page("Why this date")
@require_safe
def clock(request: Request, inside: Entered, clock_id: int) -> HttpResponse:
    row = _clock(inside, clock_id)
    today = business_today()
    standing = next(each for each in queries.clocks_of(queries.case_in(inside), today) if each.id == row.pk)
    pauses = [
        [formats.day(each.starts), formats.day(each.ends) if each.ends else "Still", each.reason, str(each.by)]
        for each in row.pauses.all()
    ]
    columns = [Column("From"), Column("Until"), Column("Why"), Column("Recorded by")]
    context = {
        **frame(inside, "reviews:clocks"),
        "title": f"{row.code} {standing.title}",
        "due": formats.weekday(row.due_on),
        "light": standing.light.label,
        "colour": standing.light.colour,
        "check": standing.check,
        "explanation": queries.reckoned(row).explanation,
        "pauses": Table("Pauses", columns, pauses) if pauses else None,
        "open": row.met_on is None,
        "paused": bool(standing.paused),
        "clock_id": row.pk,
    }
    return render(request, "reviews/clock.html", context)


@member_page("Dates")
@both
def pause(request: Request, inside: Entered, clock_id: int) -> HttpResponse:
    row = _clock(inside, clock_id)
    back = page("clock", inside, clock_id=row.pk)

    def do(given: Mapping[str, Any]) -> tuple[str, str]:
        operations.pause_clock(
            inside=inside, clock_id=row.pk, reason=given["reason"], by=request.actor, at=business_now()
        )
        return "The pause is recorded. The day of the statute stays.", back

    intro = "A pause says what stands in the way, such as a criminal trial. The day of the statute stays as it is."
    words = Words("Pause the clock", row.code, "Record the pause", back, intro)
    return step(request, forms.ReasonForm(request.POST or None), words, do)


@member_page("Dates")
@require_POST
def end_pause(request: Request, inside: Entered, clock_id: int) -> HttpResponse:
    from django.shortcuts import redirect

    row = _clock(inside, clock_id)
    operations.end_pause(inside=inside, clock_id=row.pk, by=request.actor, at=business_now())
    return redirect(page("clock", inside, clock_id=row.pk))


@requires(RestrictedPermission.ENTER)
@require_safe
def limits(request: Request) -> HttpResponse:
    """Every time limit of every edition, how sure it is, and who confirmed it."""
    known = {(each.edition, each.code): each for each in queries.confirmations()}
    may = request.actor.may(ReviewsPermission.CONFIRM)
    tables = []
    for edition in reversed(editions().all):
        rows = [_limit(edition.id, limit, known.get((edition.id, limit.code)), may) for limit in edition.clocks]
        columns = [Column("Clock"), Column("Time"), Column("Where it stands"), Column("How sure")]
        columns += [Column("Confirm")] if may else []
        table = Table(f"{edition.title}, from {formats.day(edition.starts)}", columns, rows)
        tables.append({"table": table, "says": f"{edition.starts_note} {edition.source}."})
    return render(request, "reviews/limits.html", {"tables": tables})


def _limit(edition_id: str, limit: Clock, found: Confirmation | None, may: bool) -> list[str | Cell]:
    sure = SURE[limit.sure].removesuffix(": see the note")
    if found is not None:
        sure = f"Confirmed by {found.by}, {formats.day(found.at)}: {found.note}"
    elif limit.sure != "high":
        sure = f"Check: {sure}"
    row: list[str | Cell] = [
        f"{limit.code} {limit.title}", f"{limit.days} {limit.unit} {limit.counts} {limit.anchor}",
        f"{limit.source}. {limit.note}", sure,
    ]  # fmt: skip
    if may:
        open_now = found is None and limit.sure != "high"
        row.append(Cell("Confirm it", reverse("reviews:confirm", args=[edition_id, limit.code])) if open_now else "")
    return row


@requires(ReviewsPermission.CONFIRM)
@both
def confirm(request: Request, edition_id: str, limit_code: str) -> HttpResponse:
    found = next((c for e in editions().all if e.id == edition_id for c in e.clocks if c.code == limit_code), None)
    if found is None:
        raise Http404
    title = f"{found.code} {found.title}"
    back = reverse("reviews:limits")

    def do(given: Mapping[str, Any]) -> tuple[str, str]:
        operations.confirm_limit(
            edition=edition_id, code=limit_code, note=given["note"], by=request.actor, at=real_now()
        )
        return f"{title} is confirmed.", back

    words = Words("Confirm a time limit", title, "Confirm it", back, found.note)
    return step(request, forms.ConfirmForm(request.POST or None), words, do)


@requires(RestrictedPermission.ENTER)
@require_safe
def dashboard(request: Request) -> HttpResponse:
    """Every clock that runs in one's own cases, and the days by which others expect our answer or send their report."""
    today = business_today()
    found: list[tuple[date, dict[str, Any]]] = []
    lights: list[Light] = []
    for member in mine(request.actor).filter(restricted__kind=CASE):
        with entered(request.actor, member.restricted_id, what="Days", at=real_now()) as inside:
            try:
                case = queries.case_in(inside)
            except NotHere:
                continue
            words = {"case": f"{inside.reference} {case.title}", "case_url": page("case", inside)}
            for row in queries.clocks_of(case, today):
                if row.met_on is None:
                    lights.append(row.light)
                    found.append((row.due_on, {
                        **words, "due": formats.weekday(row.due_on), "light": row.light.label,
                        "colour": row.light.colour, "check": row.check, "what": f"{row.code} {row.title}",
                        "why_url": page("clock", inside, clock_id=row.id), "why": "",
                    }))  # fmt: skip
            if case.expected_on and case.answered_on is None and case.state != "closed":
                light = light_of(due=case.expected_on, today=today, met_on=None, paused=False)
                lights.append(light)
                found.append((case.expected_on, {
                    **words, "due": formats.weekday(case.expected_on), "light": light.label, "colour": light.colour,
                    "check": False, "what": Origin(case.origin).label, "why_url": "", "why": "As who asked us said",
                }))  # fmt: skip
    context = {
        "lines": [line for _, line in sorted(found, key=lambda each: each[0])],
        "tiles": [Tile(light.label, formats.number(lights.count(light)))
                  for light in (Light.RED, Light.AMBER, Light.RUNNING, Light.PAUSED)],
    }  # fmt: skip
    return render(request, "reviews/dashboard.html", context)
