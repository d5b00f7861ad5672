"""The review that follows a case: its page, who carries it out, who takes part, what runs beside it."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from throughline.foundation.access.http import Request
from throughline.foundation.clock import LONDON, business_now, business_today, real_now
from throughline.foundation.restricted.api import Entered, NotHere, member_page
from throughline.foundation.ui import formats
from throughline.foundation.ui.parts import Cell, Column, SummaryRow, Table
from throughline.foundation.ui.site import NavigationItem
from throughline.foundation.workflow.api import way_of
from throughline.office.reviews.forms import cases as case_forms
from throughline.office.reviews.forms import works as forms
from throughline.office.reviews.models import Attendee, Contribution, PanelMember, ParallelProcess, Work
from throughline.office.reviews.operations import works as operations
from throughline.office.reviews.queries import cases as queries
from throughline.office.reviews.queries import works
from throughline.office.reviews.rules.reviewing import Process, Taking, WorkKind
from throughline.office.reviews.rules.words import Stage
from throughline.office.reviews.views.case import views_table
from throughline.office.reviews.views.steps import Words, both, frame, page, step
from throughline.office.reviews.workflow import REVIEW

WAYS = ("start", "take_back", "close_comments", "agree", "redraft")


def ways_on(work: Work, inside: Entered, *names: str) -> list[dict[str, str]]:
    """Transitions that have a page, of those named."""
    if not inside.may_write:
        return []
    return [
        {"label": way.label, "url": page("work_go", inside, transition=way.name)}
        for way in REVIEW.ways_on(work.state)
        if way.name in names
    ]


@member_page("Review")
@require_safe
def work(request: Request, inside: Entered) -> HttpResponse:
    case = queries.case_in(inside)
    found = works.work_of(case)
    context: dict[str, Any] = {**frame(inside, "reviews:work"), "found": found is not None}
    if found is None:
        return render(request, "reviews/work.html", context)
    state, open_now = REVIEW.state(found.state), inside.may_write and not REVIEW.state(found.state).final
    facts = works.work_facts(found, business_today())
    first = next((way.name for way in REVIEW.ways_on(found.state)), "")
    context |= {
        "title": WorkKind(found.kind).label,
        "state": state.label,
        "colour": state.colour,
        "says": state.says,
        "rows": _rows(found, inside, change=open_now),
        "missing": REVIEW.refusals(found.state, first, facts, reason="asked for") if first else [],
        "steps": [] if state.final else _steps(found, inside),
        "tables": [table for table in (
            _panel(found, inside, change=open_now), _processes(found, inside, change=open_now),
            _contributions(found, inside, change=open_now), views_table(case, Stage.REPORT),
        ) if table is not None],
        "story": _story(found),
    }  # fmt: skip
    return render(request, "reviews/work.html", context)


def _rows(found: Work, inside: Entered, *, change: bool) -> list[SummaryRow]:
    link = NavigationItem("Change", page("work_set_up", inside), False) if change else None
    rows = [
        SummaryRow("Began", formats.day(found.began_on)),
        SummaryRow("Led by", found.led_by or "Not said yet", link),
        SummaryRow("Reviewer", found.reviewer or "Not named yet", link),
        SummaryRow("Independent because", found.independent or "Not said yet", link),
        SummaryRow("Time looked at", found.period or "Not said yet", link),
        SummaryRow("Terms of reference", found.terms or "Not written yet", link),
    ]
    if found.delay:
        rows.append(SummaryRow("Reasons for the delay", found.delay, link))
    if found.ended_on:
        rows.append(SummaryRow("Ended", formats.day(found.ended_on)))
    return rows


def _steps(found: Work, inside: Entered) -> list[dict[str, str]]:
    signs = [("sign_report", "Sign the report for a partner")]
    plain = [
        ("panel_member_add", "Add somebody to the panel"), ("process_add", "Record what runs beside the review"),
        ("contribution_add", "Record who takes part, or plan a learning event"),
    ]  # fmt: skip
    if found.state in ("setting_up", "under_way", "commenting"):
        plain.insert(0, ("draft", "The draft: write it, send it out, answer comments"))
    elif found.state in ("agreed", "copied"):
        plain.insert(0, ("publication", "Make it ready and publish it"))
    plain = plain if inside.may_write else []
    if found.state == "agreeing" and WorkKind(found.kind).statutory:
        plain += signs
    return [
        *ways_on(found, inside, *WAYS),
        *({"label": label, "url": page(name, inside)} for name, label in plain),
    ]


def _panel(found: Work, inside: Entered, *, change: bool) -> Table | None:
    rows: list[list[str | Cell]] = [
        [row.name, row.agency,
         Cell(f"Take {row.name} off", page("panel_member_remove", inside, panel_member_id=row.pk)) if change else ""]
        for row in PanelMember.objects.filter(work=found)
    ]  # fmt: skip
    return Table("The panel", [Column("Name"), Column("Agency"), Column("Change")], rows) if rows else None


def _processes(found: Work, inside: Entered, *, change: bool) -> Table | None:
    def standing(row: ParallelProcess) -> str:
        if row.ended_on:
            return f"Ended on {formats.day(row.ended_on)}"
        return f"Publication waits: {row.reason}" if row.pauses else "Runs; publication does not wait"

    rows: list[list[str | Cell]] = [
        [
            f"{Process(row.kind).label}: {row.what}", formats.day(row.since), standing(row),
            Cell(f"{row.what} ended", page("process_end", inside, process_id=row.pk))
            if change and not row.ended_on else "",
        ]
        for row in ParallelProcess.objects.filter(work=found)
    ]  # fmt: skip
    columns = [Column("What"), Column("Since"), Column("State"), Column("Change")]
    return Table("What runs beside the review", columns, rows) if rows else None


def _contributions(found: Work, inside: Entered, *, change: bool) -> Table | None:
    def link(row: Contribution) -> str | Cell:
        if not change:
            return ""
        if row.kind == Taking.EVENT:
            return Cell(f"Who is asked to {row.what}", page("event", inside, contribution_id=row.pk))
        return Cell(f"Change {row.what}", page("contribution", inside, contribution_id=row.pk))

    rows: list[list[str | Cell]] = [
        [
            f"{Taking(row.kind).label}: {row.what}", formats.day(row.on) if row.on else "No day yet", row.where,
            row.said, link(row),
        ]
        for row in Contribution.objects.filter(work=found)
    ]  # fmt: skip
    columns = [Column("Who"), Column("When"), Column("How or where"), Column("What they said"), Column("Change")]
    return Table("The family’s and practitioners’ part", columns, rows) if rows else None


def _story(found: Work) -> Table:
    rows = [
        [formats.moment(each.at.astimezone(LONDON)), REVIEW.state(each.state).label, str(each.by), each.reason]
        for each in way_of(REVIEW, found.pk)
    ]
    return Table("How it came here", [Column("When"), Column("State"), Column("By"), Column("Reasons")], rows)


def work_here(inside: Entered) -> Work:
    """404 where no review follows."""
    try:
        return works.work_in(inside)
    except NotHere as error:
        raise Http404 from error


@member_page("Review")
@both
def set_up(request: Request, inside: Entered) -> HttpResponse:
    found = work_here(inside)
    initial = {name: getattr(found, name) for name in operations.SET_UP}

    def do(given: Mapping[str, Any]) -> tuple[str, str]:
        operations.set_up(inside=inside, words=given, by=request.actor, at=business_now())
        return "Saved.", page("work", inside)

    words = Words("Reviewer and terms of reference", WorkKind(found.kind).label, "Save", page("work", inside))
    return step(request, forms.SetUpForm(request.POST or None, initial=initial), words, do)


@member_page("Review")
@both
def panel_member_add(request: Request, inside: Entered) -> HttpResponse:
    found = work_here(inside)

    def do(given: Mapping[str, Any]) -> tuple[str, str]:
        operations.add_panel_member(inside=inside, **given, by=request.actor, at=business_now())
        return f"{given['name']} is on the panel.", page("work", inside)

    words = Words("Add somebody to the panel", WorkKind(found.kind).label, "Add them", page("work", inside))
    return step(request, forms.PanelMemberForm(request.POST or None), words, do)


@member_page("Review")
@both
def panel_member_remove(request: Request, inside: Entered, panel_member_id: int) -> HttpResponse:
    row = PanelMember.objects.filter(work=work_here(inside), pk=panel_member_id).first()
    if row is None:
        raise Http404

    def do(given: Mapping[str, Any]) -> tuple[str, str]:
        operations.remove_panel_member(inside=inside, member_id=row.pk, by=request.actor, at=business_now())
        return f"{row.name} is off the panel.", page("work", inside)

    words = Words(f"Take {row.name} off the panel", row.agency, "Take them off", page("work", inside))
    return step(request, case_forms.PlainForm(request.POST or None), words, do)


@member_page("Review")
@both
def process_add(request: Request, inside: Entered) -> HttpResponse:
    found = work_here(inside)

    def do(given: Mapping[str, Any]) -> tuple[str, str]:
        operations.add_process(
            inside=inside, kind=Process(given["kind"]), what=given["what"], since=given["since"],
            pauses=given["pauses"] == "yes", reason=given["reason"], by=request.actor, at=business_now(),
        )  # fmt: skip
        return "It is on record beside the review.", page("work", inside)

    words = Words("What runs beside the review", WorkKind(found.kind).label, "Save", page("work", inside))
    return step(request, forms.ProcessForm(request.POST or None), words, do)


@member_page("Review")
@both
def process_end(request: Request, inside: Entered, process_id: int) -> HttpResponse:
    row = ParallelProcess.objects.filter(work=work_here(inside), pk=process_id).first()
    if row is None:
        raise Http404

    def do(given: Mapping[str, Any]) -> tuple[str, str]:
        operations.end_process(inside=inside, process_id=row.pk, on=given["on"], by=request.actor, at=business_now())
        return "It is over; publication does not wait for it any more.", page("work", inside)

    words = Words(f"{row.what} ended", Process(row.kind).label, "Save", page("work", inside))
    return step(request, case_forms.DayForm(request.POST or None), words, do)


def _contribution_form(request: Request, inside: Entered, row: Contribution | None) -> HttpResponse:
    found = work_here(inside)
    names = ("kind", "what", "where", "on", "said")
    initial = {name: getattr(row, name) for name in names} if row else {}

    def do(given: Mapping[str, Any]) -> tuple[str, str]:
        operations.write_contribution(
            inside=inside, contribution_id=row.pk if row else None, **{**given, "kind": Taking(given["kind"])},
            by=request.actor, at=business_now(),
        )  # fmt: skip
        return "Saved.", page("work", inside)

    words = Words("Who takes part", WorkKind(found.kind).label, "Save", page("work", inside))
    return step(request, forms.ContributionForm(request.POST or None, initial=initial), words, do)


@member_page("Review")
@both
def contribution_add(request: Request, inside: Entered) -> HttpResponse:
    return _contribution_form(request, inside, None)


def _contribution(inside: Entered, contribution_id: int) -> Contribution:
    row = Contribution.objects.filter(work=work_here(inside), pk=contribution_id).first()
    if row is None:
        raise Http404
    return row


@member_page("Review")
@both
def contribution(request: Request, inside: Entered, contribution_id: int) -> HttpResponse:
    return _contribution_form(request, inside, _contribution(inside, contribution_id))


@member_page("Learning event")
@both
def event(request: Request, inside: Entered, contribution_id: int) -> HttpResponse:
    """Who is asked, and afterwards who came."""
    row = _contribution(inside, contribution_id)
    asked = list(Attendee.objects.filter(event=row).select_related("person"))
    here = page("event", inside, contribution_id=row.pk)

    def do(given: Mapping[str, Any]) -> tuple[str, str]:
        operations.ask_to_event(
            inside=inside, contribution_id=row.pk, person_id=given["person"].pk, by=request.actor, at=business_now(),
            real_at=real_now(),
        )  # fmt: skip
        return f"{given['person']} was asked.", here

    people = [(str(each.pk), str(each.person)) for each in asked]
    came = [str(each.pk) for each in asked if each.came]
    more = {
        "people": forms.AttendanceForm(people=people, initial={"came": came}) if people else None,
        "attendance_url": page("attendance", inside, contribution_id=row.pk),
        "change_url": page("contribution", inside, contribution_id=row.pk),
    }
    words = Words(row.what, Taking(row.kind).label, "Ask them", page("work", inside),
                  "People who were involved are asked by name. The mail says a reference and a day.")  # fmt: skip
    return step(request, forms.PersonForm(request.POST or None), words, do, more, template="reviews/event.html")


@member_page("Learning event")
@require_POST
def attendance(request: Request, inside: Entered, contribution_id: int) -> HttpResponse:
    row = _contribution(inside, contribution_id)
    came = {int(value) for value in request.POST.getlist("came") if value.isdigit()}
    operations.mark_attendance(inside=inside, contribution_id=row.pk, came=came, by=request.actor, at=business_now())
    messages.success(request, "It is on record who came.")
    return redirect(page("event", inside, contribution_id=row.pk))


@member_page("Review")
@both
def go(request: Request, inside: Entered, transition: str) -> HttpResponse:
    """One step of the review's machine that needs nothing but a reason."""
    if transition not in WAYS:
        raise Http404
    found, way = work_here(inside), REVIEW.transition(transition)

    def do(given: Mapping[str, Any]) -> tuple[str, str]:
        operations.go_on(
            inside=inside, transition=transition, reason=given.get("reason", ""), by=request.actor, at=business_now()
        )
        return f"{REVIEW.state(way.target).label}.", page("work", inside)

    facts = works.work_facts(found, business_today())
    refusals = REVIEW.refusals(found.state, transition, facts, reason="asked for")
    form = (
        case_forms.ReasonForm(request.POST or None) if way.asks_reason else case_forms.PlainForm(request.POST or None)
    )
    words = Words(way.label, WorkKind(found.kind).label, way.label, page("work", inside), refusals=tuple(refusals))
    return step(request, form, words, do)
