"""Pages that lie in no case: mine, refer, record, what I am asked for."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from throughline.foundation.access.gate import requires
from throughline.foundation.access.http import Request
from throughline.foundation.access.operations import Refused
from throughline.foundation.clock import business_now, business_today, real_now
from throughline.foundation.restricted.api import NotHere, RestrictedPermission, entered, for_one_record, leads, mine
from throughline.foundation.sheets.api import EXCEL_TYPE, Unreadable, excel_file
from throughline.foundation.ui import formats
from throughline.foundation.ui.parts import Cell, Column, SummaryRow, Table
from throughline.office.reviews import chronology_sheet
from throughline.office.reviews.forms import cases as forms
from throughline.office.reviews.models import ChronologyEntry, Slip
from throughline.office.reviews.operations import cases, returns
from throughline.office.reviews.permissions import ReviewsPermission
from throughline.office.reviews.queries import cases as queries
from throughline.office.reviews.restricted_spaces import CASE
from throughline.office.reviews.rules.timeline import Entry
from throughline.office.reviews.rules.words import Origin
from throughline.office.reviews.views import outside_review
from throughline.office.reviews.views.steps import Words, both, step
from throughline.office.reviews.workflow import CASE as MACHINE

REFER = ReviewsPermission.REFER


@requires(RestrictedPermission.ENTER)
@require_safe
def index(request: Request) -> HttpResponse:
    """One's own cases with their clocks, and what one is asked for. Opening the list looks into each of them."""
    today = business_today()
    rows: list[list[str | Cell]] = []
    for member in mine(request.actor).filter(restricted__kind=CASE):
        with entered(request.actor, member.restricted_id, what="List of cases", at=real_now()) as inside:
            try:
                case = queries.case_in(inside)
            except NotHere:
                continue
            clocks = [clock for clock in queries.clocks_of(case, today) if clock.met_on is None]
            said = "; ".join(
                f"{each.code} {formats.day(each.due_on)}: {each.light.label.lower()}"
                + (" (check)" if each.check else "")
                for each in clocks
            )
            address = reverse("reviews:case", args=[inside.id])
            rows.append([Cell(f"{inside.reference} {case.title}", address), Origin(case.origin).label,
                         MACHINE.state(case.state).label, said or "None runs"])  # fmt: skip
    columns = [Column("Case"), Column("What it is"), Column("State"), Column("Dates")]
    context = {
        "table": Table("Your cases", columns, rows) if rows else None,
        "slips": _slips(request),
        "is_member": bool(rows),
        "may_open": request.actor.may(ReviewsPermission.OPEN),
        "may_learn": request.actor.may(ReviewsPermission.LEARN),
    }
    return render(request, "reviews/index.html", context)


def _slips(request: Request) -> Table | None:
    rows: list[list[str | Cell]] = [
        [
            Cell(f"{Slip.Kind(slip.kind).label} {slip.restricted.reference}", reverse("reviews:slip", args=[slip.pk])),
            formats.day(slip.due) if slip.due else "",
            f"Done on {formats.day(slip.done_on)}" if slip.done_on else "Open",
        ]
        for slip in queries.my_slips(request.actor)
    ]
    return (
        Table("What you referred and what you are asked for", [Column("What"), Column("Due"), Column("State")], rows)
        if rows
        else None
    )


@requires(REFER)
@both
def refer(request: Request) -> HttpResponse:
    def do(given: Mapping[str, Any]) -> tuple[str, str]:
        slip = cases.refer(
            given=cases.CaseInput(Origin.REFERRAL, given["title"], given["what"], given["from_whom"]),
            by=request.actor, at=business_now(), real_at=real_now(),
        )  # fmt: skip
        said = f"Your referral is with the business unit as {slip.restricted.reference}. You are told of the decision."
        return said, reverse("reviews:slip", args=[slip.pk])

    intro = "The business unit reads it, and whoever they name. Is a child in danger now? Act on that first."
    words = Words("Refer a case for a review", "Reviews", "Send the referral", reverse("reviews:index"), intro)
    return step(request, forms.ReferForm(request.POST or None), words, do)


@requires(ReviewsPermission.OPEN)
@both
def new(request: Request) -> HttpResponse:
    def do(given: Mapping[str, Any]) -> tuple[str, str]:
        case = cases.open_case(
            given=cases.CaseInput(
                Origin(given["origin"]), given["title"], given["what"], given["from_whom"], given["came_on"],
                given["expected_on"],
            ),
            by=request.actor, at=business_now(), real_at=real_now(),
        )  # fmt: skip
        return "The case is open. You lead it; name its members.", reverse("reviews:case", args=[case.restricted_id])

    words = Words("Record an incident or a request", "Reviews", "Open the case", reverse("reviews:index"),
                  "The case lies in a restricted space. Only its named members enter it.")  # fmt: skip
    return step(request, forms.NewCaseForm(request.POST or None), words, do)


def _slip(request: Request, slip_id: int) -> Slip:
    try:
        return queries.my_slip(request.actor, slip_id)
    except Slip.DoesNotExist as error:
        raise Http404 from error


@requires(REFER)
@both
def slip(request: Request, slip_id: int) -> HttpResponse:
    """One's referral with the reply, one request with its answer, a draft with one's comments, an invitation; nothing
    else of the case."""
    found = _slip(request, slip_id)
    try:
        with for_one_record(request.actor, found.restricted_id, what="One request", at=real_now()):
            if found.kind == Slip.Kind.REFERRAL:
                return _referral(request, found)
            if found.kind == Slip.Kind.DRAFT:
                return outside_review.draft(request, found)
            if found.kind == Slip.Kind.EVENT:
                return outside_review.event(request, found)
            return _request(request, found)
    except NotHere as error:
        raise Http404 from error


def _referral(request: Request, found: Slip) -> HttpResponse:
    case = queries.my_referral(request.actor, found)
    reply = queries.texts_of(case).get("triage")
    rows = [
        SummaryRow("Sent on", formats.day(case.came_on)),
        SummaryRow("Your agency", case.from_whom),
        SummaryRow("Working name", case.title),
        SummaryRow("Why you referred it", case.what),
        SummaryRow(
            "Decision",
            f"{case.get_triage_display()}, {formats.day(case.triaged_on)}" if case.triaged_on else "Not decided yet",
        ),
        SummaryRow("Reply", reply.text if reply else "None yet"),
    ]
    return render(request, "reviews/referral.html", {"reference": found.restricted.reference, "rows": rows})


def _request(request: Request, found: Slip) -> HttpResponse:
    row = queries.my_request(request.actor, found)
    here = reverse("reviews:slip", args=[found.pk])
    entries = queries.entries_of(row.case, row.pk)
    rows = [
        SummaryRow("For", str(row.agency)),
        SummaryRow("About", row.child),
        SummaryRow("What is asked", row.asks),
        SummaryRow("Due", formats.weekday(row.due)),
        SummaryRow("Ask about it", ", ".join(f"{lead}, {lead.email}" for lead in leads(found.restricted_id))),
        SummaryRow("Your answer", {"": "Open", "known": row.summary, "not_known": "Not known to us"}[row.answer]),
    ]

    def do(given: Mapping[str, Any]) -> tuple[str, str]:
        returns.answer_request(
            slip=found, known=given["known"] == "yes", summary=given["summary"], by=request.actor, at=business_now()
        )
        return "Your answer is with the review. Thank you.", here

    status, form = 200, forms.AnswerForm(request.POST or None)
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                said, where = do(form.cleaned_data)
            except Refused as refused:
                form.add_error(None, str(refused))
            else:
                messages.success(request, said)
                return redirect(where)
    context = {
        "reference": found.restricted.reference, "rows": rows, "form": form, "open": row.answer == "",
        "table": _chronology(found, entries, row.answer == "") if entries else None, "slip_id": found.pk,
    }  # fmt: skip
    return render(request, "reviews/request.html", context, status=status)


def _chronology(found: Slip, entries: list[Entry], open_now: bool) -> Table:
    """One's own entries; each can be changed until the answer is sent."""
    rows: list[list[str | Cell]] = []
    for number, each in enumerate(entries, start=1):
        url = reverse("reviews:slip_entry_change", args=[found.pk, each.id])
        what = f"{each.words} ({each.child})" if each.child else each.words
        change = [Cell(f"Change entry {number}", url)] if open_now else []
        rows.append([f"{formats.day(each.on)} {each.time}".strip(), what, *change])
    columns = [Column("Day"), Column("What is on record"), *([Column("Change")] if open_now else [])]
    return Table(_entries(len(entries)), columns, rows)


def _entries(number: int) -> str:
    return "1 entry" if number == 1 else f"{formats.number(number)} entries"


@requires(REFER)
@both
def slip_entry(request: Request, slip_id: int) -> HttpResponse:
    """One entry of the chronology, typed by who was asked."""
    found = _slip(request, slip_id)
    here = reverse("reviews:slip", args=[found.pk])

    def do(given: Mapping[str, Any]) -> tuple[str, str]:
        returns.return_entries(slip=found, rows=[entry_input(given)], by=request.actor, at=business_now())
        return "The entry is in your chronology.", here

    try:
        with for_one_record(request.actor, found.restricted_id, what="One request", at=real_now()):
            row = queries.my_request(request.actor, found)
            words = Words("Add an entry", str(row.agency), "Add it", here, refusals=_closed(row.answer))
            return step(request, forms.EntryForm(request.POST or None), words, do)
    except NotHere as error:
        raise Http404 from error


@requires(REFER)
@both
def slip_entry_change(request: Request, slip_id: int, entry_id: int) -> HttpResponse:
    """Other words for one entry, while the request is not answered."""
    found = _slip(request, slip_id)
    here = reverse("reviews:slip", args=[found.pk])

    def do(given: Mapping[str, Any]) -> tuple[str, str]:
        returns.change_entry(slip=found, entry_id=entry_id, row=entry_input(given), by=request.actor, at=business_now())
        return "The entry is changed.", here

    try:
        with for_one_record(request.actor, found.restricted_id, what="One request", at=real_now()):
            row = queries.my_request(request.actor, found)
            entry = queries.my_entry(row, entry_id)
            form = forms.EntryForm(request.POST or None, initial=entry_said(entry))
            words = Words("Change an entry", str(row.agency), "Save", here, refusals=_closed(row.answer))
            more = {"remove_url": reverse("reviews:slip_entry_remove", args=[found.pk, entry_id])}
            return step(request, form, words, do, more)
    except NotHere as error:
        raise Http404 from error


@requires(REFER)
@both
def slip_entry_remove(request: Request, slip_id: int, entry_id: int) -> HttpResponse:
    found = _slip(request, slip_id)
    here = reverse("reviews:slip", args=[found.pk])

    def do(given: Mapping[str, Any]) -> tuple[str, str]:
        returns.remove_entry(slip=found, entry_id=entry_id, by=request.actor, at=business_now())
        return "The entry is taken out of your chronology.", here

    try:
        with for_one_record(request.actor, found.restricted_id, what="One request", at=real_now()):
            row = queries.my_request(request.actor, found)
            entry = queries.my_entry(row, entry_id)
            words = Words("Take an entry out", str(row.agency), "Take it out", here,
                          f"{formats.day(entry.on)}: {entry.what}", _closed(row.answer))  # fmt: skip
            return step(request, forms.PlainForm(request.POST or None), words, do)
    except NotHere as error:
        raise Http404 from error


@requires(REFER)
@both
def slip_sheet(request: Request, slip_id: int) -> HttpResponse:
    """The whole chronology as a spreadsheet: all rows are taken, or none, with what must be put right."""
    found = _slip(request, slip_id)
    here = reverse("reviews:slip", args=[found.pk])
    try:
        with for_one_record(request.actor, found.restricted_id, what="One request", at=real_now()):
            row = queries.my_request(request.actor, found)
            form = forms.SheetForm(request.POST or None, request.FILES or None)
            more: dict[str, Any] = {"template_url": reverse("reviews:chronology_template")}
            words = Words("Send your chronology as a spreadsheet", str(row.agency), "Send it", here,
                          refusals=_closed(row.answer))  # fmt: skip

            def do(given: Mapping[str, Any]) -> tuple[str, str]:
                try:
                    parsed = chronology_sheet.read(given["file"])
                except Unreadable as unreadable:
                    raise Refused(str(unreadable)) from unreadable
                if parsed.problems:
                    more["problems"] = chronology_sheet.problems_table(parsed.problems)
                    raise Refused("Nothing was taken. See what must be put right in the file.")
                rows = chronology_sheet.inputs(parsed)
                number = returns.return_entries(slip=found, rows=rows, by=request.actor, at=business_now())
                return f"{_entries(number)} came from the file into your chronology.", here

            return step(request, form, words, do, more)
    except NotHere as error:
        raise Http404 from error


def _closed(answer: str) -> tuple[str, ...]:
    return (returns.ANSWERED,) if answer else ()


def entry_said(entry: ChronologyEntry) -> dict[str, Any]:
    """As a form takes it."""
    names = ("on", "time", "child", "event", "theme", "what", "known_on", "source")
    return {name: getattr(entry, name) for name in names}


def entry_input(given: Mapping[str, Any]) -> returns.EntryInput:
    names = ("on", "what", "child", "event", "theme", "known_on", "source")
    return returns.EntryInput(**{name: given[name] for name in names}, time=forms.clock_text(given["time"]))


@requires(REFER)
@require_safe
def chronology_template(request: Request) -> HttpResponse:
    layout = chronology_sheet.LAYOUT
    content = excel_file("Chronology", layout.heading, [], note=layout.instructions)
    answer = HttpResponse(content, content_type=EXCEL_TYPE)
    answer["Content-Disposition"] = 'attachment; filename="chronology.xlsx"'
    return answer
