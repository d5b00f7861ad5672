"""The rapid review: agencies, timeline, household, analysis, decision, the Panel's answer."""

from collections.abc import Mapping
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_POST, require_safe

from throughline.foundation.access.http import Request
from throughline.foundation.access.operations import NotPermitted, Refused
from throughline.foundation.clock import LONDON, business_now, business_today, real_now
from throughline.foundation.restricted.api import Entered, member_page
from throughline.foundation.ui import formats
from throughline.foundation.ui.parts import Cell, Column, Table
from throughline.office.reviews.forms import cases as forms
from throughline.office.reviews.models import ChronologyEntry, InformationRequest
from throughline.office.reviews.operations import cases, returns
from throughline.office.reviews.queries import cases as queries
from throughline.office.reviews.rules import timeline as rules
from throughline.office.reviews.rules.words import ANALYSIS, REVIEW_CRITERIA, Outcome, Part, Stage
from throughline.office.reviews.views.case import criteria_table, views_table
from throughline.office.reviews.views.outside import entry_input, entry_said
from throughline.office.reviews.views.steps import Words, both, frame, page, step
from throughline.office.reviews.workflow import CASE

ON_A_PAGE = 200
KEPT = "The lead of the review can still read what it said, who changed it and when."
ANSWERS = {"": "Open", "known": "Answered", "not_known": "Not known to them", "withdrawn": "Taken back"}


@member_page("Agencies")
@require_safe
def requests(request: Request, inside: Entered) -> HttpResponse:
    found, today = queries.case_in(inside), business_today()

    def standing(row: InformationRequest) -> str:
        late = "" if row.answer or row.due >= today else ", late"
        chased = f", chased {formats.counted(row.chased, 'time')}" if row.chased and not row.answer else ""
        return f"{ANSWERS[row.answer]}{late}{chased}"

    rows: list[list[str | Cell]] = [
        [Cell(str(row.agency), page("request", inside, request_id=row.pk)), str(row.person), formats.day(row.due),
         standing(row)]
        for row in queries.requests_of(found)
    ]  # fmt: skip
    columns = [Column("Agency"), Column("Who answers"), Column("Due"), Column("State")]
    table = Table("Requests for information", columns, rows) if rows else None
    return render(request, "reviews/requests.html", {**frame(inside, "reviews:requests"), "table": table})


@member_page("Agencies")
@both
def ask(request: Request, inside: Entered) -> HttpResponse:
    def do(given: Mapping[str, Any]) -> tuple[str, str]:
        returns.ask_agency(
            inside=inside, agency_id=int(given["agency"]), person_id=given["person"].pk, child=given["child"],
            asks=given["asks"], due=given["due"], by=request.actor, at=business_now(), real_at=real_now(),
        )  # fmt: skip
        return f"{given['person']} was asked.", page("requests", inside)

    words = Words("Ask an agency", queries.case_in(inside).title, "Ask them", page("requests", inside),
                  "They get a mail with a reference and a link, and see this request alone.")  # fmt: skip
    return step(request, forms.AskForm(request.POST or None), words, do)


def _request(inside: Entered, request_id: int) -> InformationRequest:
    rows = queries.requests_of(queries.case_in(inside))
    found = next((row for row in rows if row.pk == request_id), None)
    if found is None:
        raise Http404
    return found


@member_page("An agency's answer")
@require_safe
def one_request(request: Request, inside: Entered, request_id: int) -> HttpResponse:
    row = _request(inside, request_id)
    entries = queries.entries_of(row.case, row.pk)
    context = {
        **frame(inside, "reviews:requests"), "row": {
            "agency": str(row.agency), "person": str(row.person), "child": row.child, "asks": row.asks,
            "due": formats.day(row.due), "answer": ANSWERS[row.answer], "summary": row.summary,
            "entries": len(entries), "id": row.pk, "open": row.answer == "",
        },
    }  # fmt: skip
    return render(request, "reviews/one_request.html", context)


@member_page("Agencies")
@require_POST
def chase(request: Request, inside: Entered, request_id: int) -> HttpResponse:
    row = _request(inside, request_id)
    return _post(request, inside, lambda: returns.chase(
        inside=inside, request_id=row.pk, by=request.actor, at=business_now(), real_at=real_now()
    ), "They were reminded.", "requests")  # fmt: skip


@member_page("Agencies")
@require_POST
def withdraw(request: Request, inside: Entered, request_id: int) -> HttpResponse:
    row = _request(inside, request_id)
    return _post(request, inside, lambda: returns.withdraw_request(
        inside=inside, request_id=row.pk, by=request.actor, at=business_now()
    ), "The request is taken back.", "requests")  # fmt: skip


def _post(request: Request, inside: Entered, do: Any, said: str, to: str) -> HttpResponse:
    from django.contrib import messages

    try:
        do()
    except NotPermitted:
        raise
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, said)
    return redirect(page(to, inside))


@member_page("Timeline")
@require_safe
def timeline(request: Request, inside: Entered) -> HttpResponse:
    """Every agency's entries as one; `?print=1` shows all of it on one page."""
    found = queries.case_in(inside)
    entries = queries.entries_of(found)
    values = {name: queries.names_of_values(entries, name) for name in ("agency", "child", "theme")}
    form = forms.FilterForm(request.GET or None, values=values)
    given = form.cleaned_data if form.is_valid() else {}
    wanted = rules.Wanted(**{name: given.get(name) or "" for name in values}, marked=bool(given.get("marked")))
    lines = rules.merged(entries, wanted)
    query = urlencode({**{n: getattr(wanted, n) for n in values if getattr(wanted, n)},
                       **({"marked": "on"} if wanted.marked else {})})  # fmt: skip
    whole = "print" in request.GET
    shown = Paginator(lines, max(len(lines), 1) if whole else ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        **frame(inside, "reviews:timeline"),
        "filter": form,
        "table": timeline_table(list(shown), inside if inside.may_write and not whole else None) if lines else None,
        "leads": inside.leads,
        "count": formats.number(len(lines)),
        "of": formats.number(len(entries)),
        "page_obj": shown,
        "query": f"{query}&" if query else "",
        "whole": whole,
        "narrowed": wanted != rules.Wanted(),
    }
    return render(request, "reviews/timeline.html", context)


def timeline_table(lines: list[rules.Line], inside: Entered | None) -> Table:
    """With `inside` for who may correct what members typed; the column is there when there is such an entry."""
    typed = inside is not None and any(line.entry.request is None for line in lines)

    def correct(number: int, entry: rules.Entry) -> list[str | Cell]:
        if not typed or inside is None:
            return []
        if entry.request is not None:
            return [""]
        return [Cell(f"Correct entry {number}", page("entry_correct", inside, typed_entry_id=entry.id))]

    columns = [Column("Day"), Column("What is on record"), Column("Notice"), Column("Agency"), Column("Child")]
    return Table("Timeline", [*columns, Column("Correct")] if typed else columns, [
        [
            _when(line.entry),
            line.entry.words,
            ". ".join(rules.said(line, [formats.day(on) for _, on in line.against])),
            line.entry.agency, line.entry.child, *correct(number, line.entry),
        ]
        for number, line in enumerate(lines, start=1)
    ])  # fmt: skip


def _when(entry: rules.Entry) -> str:
    return f"{formats.day(entry.on)} {entry.time}".strip()


@member_page("Timeline")
@both
def entry_add(request: Request, inside: Entered) -> HttpResponse:
    def do(given: Mapping[str, Any]) -> tuple[str, str]:
        returns.add_entries(
            inside=inside, agency_id=int(given["agency"]), rows=[entry_input(given)], by=request.actor,
            at=business_now(),
        )  # fmt: skip
        return "The entry is in the timeline.", page("timeline", inside)

    words = Words("Add an entry", queries.case_in(inside).title, "Add it", page("timeline", inside))
    return step(request, forms.MemberEntryForm(request.POST or None), words, do)


def _typed(inside: Entered, entry_id: int) -> ChronologyEntry:
    try:
        return queries.typed_entry(queries.case_in(inside), entry_id)
    except ChronologyEntry.DoesNotExist as error:
        raise Http404 from error


@member_page("Timeline")
@both
def entry_correct(request: Request, inside: Entered, typed_entry_id: int) -> HttpResponse:
    entry = _typed(inside, typed_entry_id)

    def do(given: Mapping[str, Any]) -> tuple[str, str]:
        returns.correct_entry(
            inside=inside, entry_id=entry.pk, agency_id=int(given["agency"]), row=entry_input(given),
            by=request.actor, at=business_now(),
        )  # fmt: skip
        return "The entry is corrected.", page("timeline", inside)

    initial = {"agency": entry.agency_id, **entry_said(entry)}
    form = forms.MemberEntryForm(request.POST or None, initial=initial)
    words = Words("Correct an entry", entry.case.title, "Save", page("timeline", inside), KEPT)
    more = {"remove_url": page("entry_take_out", inside, typed_entry_id=entry.pk)}
    return step(request, form, words, do, more)


@member_page("Timeline")
@both
def entry_take_out(request: Request, inside: Entered, typed_entry_id: int) -> HttpResponse:
    entry = _typed(inside, typed_entry_id)

    def do(given: Mapping[str, Any]) -> tuple[str, str]:
        returns.take_out_entry(inside=inside, entry_id=entry.pk, by=request.actor, at=business_now())
        return "The entry is taken out of the timeline.", page("timeline", inside)

    words = Words("Take an entry out", entry.case.title, "Take it out", page("timeline", inside),
                  f"{formats.day(entry.on)}: {entry.what} {KEPT}")  # fmt: skip
    return step(request, forms.PlainForm(request.POST or None), words, do)


@member_page("Corrections of the timeline")
@require_safe
def corrections(request: Request, inside: Entered) -> HttpResponse:
    """For the lead: who corrected or took out what, and when."""
    if not inside.leads:
        raise NotPermitted("Only the lead of this case reads what was corrected.")

    def said(entry: rules.Entry | None) -> str:
        if entry is None:
            return "Taken out"
        known = f"Known to them on {formats.day(entry.known_on)}" if entry.known_on else ""
        words = [f"{_when(entry)}, {entry.agency}", entry.words, entry.child, entry.theme, known, entry.source]
        return ". ".join(word.rstrip(".") for word in words if word)

    rows = [
        [formats.moment(each.at.astimezone(LONDON)), each.by, said(each.was), said(each.now)]
        for each in queries.corrections_of(queries.case_in(inside))
    ]
    columns = [Column("When"), Column("Who"), Column("It said"), Column("It says")]
    table = Table("Corrections", columns, rows) if rows else None
    return render(request, "reviews/corrections.html", {**frame(inside, "reviews:timeline"), "table": table})


@member_page("Household")
@require_safe
def household(request: Request, inside: Entered) -> HttpResponse:
    people = [
        {
            "words": f"{row.name}: {row.relation}"
            + (f", born {formats.day(row.born)}" if row.born else "")
            + (", lived in the household" if row.at_home else ", lived elsewhere")
            + (f". {row.note}" if row.note else ""),
            "remove": page("household_remove", inside, household_person_id=row.pk),
        }
        for row in queries.household_of(queries.case_in(inside))
    ]
    return render(request, "reviews/household.html", {**frame(inside, "reviews:household"), "people": people})


@member_page("Household")
@both
def household_add(request: Request, inside: Entered) -> HttpResponse:
    def do(given: Mapping[str, Any]) -> tuple[str, str]:
        cases.add_household_person(
            inside=inside, **{**given, "at_home": given["at_home"] == "yes"}, by=request.actor, at=business_now()
        )
        return f"{given['name']} is on the list.", page("household", inside)

    words = Words("Add a person", queries.case_in(inside).title, "Add them", page("household", inside))
    return step(request, forms.HouseholdForm(request.POST or None), words, do)


@member_page("Household")
@require_POST
def household_remove(request: Request, inside: Entered, household_person_id: int) -> HttpResponse:
    return _post(request, inside, lambda: cases.remove_household_person(
        inside=inside, person_id=household_person_id, by=request.actor, at=business_now()
    ), "Taken off the list.", "household")  # fmt: skip


@member_page("Analysis")
@require_safe
def analysis(request: Request, inside: Entered) -> HttpResponse:
    texts = queries.texts_of(queries.case_in(inside))
    parts = [
        {
            "label": part.label,
            "text": texts[part].text if part in texts else "",
            "by": f"{texts[part].written_by}, {formats.day(texts[part].written_at)}" if part in texts else "",
            "url": reverse("reviews:write", kwargs={"restricted_id": inside.id, "heading": part.value}),
        }
        for part in ANALYSIS
    ]
    return render(request, "reviews/analysis.html", {**frame(inside, "reviews:analysis"), "parts": parts})


@member_page("Analysis")
@both
def write(request: Request, inside: Entered, heading: str) -> HttpResponse:
    if heading not in ANALYSIS:
        raise Http404
    wanted, texts = Part(heading), queries.texts_of(queries.case_in(inside))
    initial = {"text": texts[heading].text if heading in texts else ""}

    def do(given: Mapping[str, Any]) -> tuple[str, str]:
        cases.write_text(inside=inside, part=heading, text=given["text"], by=request.actor, at=business_now())
        return "Saved.", page("analysis", inside)

    words = Words(wanted.label, queries.case_in(inside).title, "Save", page("analysis", inside))
    return step(request, forms.TextForm(request.POST or None, initial=initial, label=wanted.label), words, do)


@member_page("Decision")
@require_safe
def decision(request: Request, inside: Entered) -> HttpResponse:
    found = queries.case_in(inside)
    texts = queries.texts_of(found)
    facts = queries.facts_of(found, Stage.DECISION)
    ways = {
        "rapid_review": [("review_criteria", "Judge the criteria of a review"), ("decide", "Record the decision"),
                         ("sign_decision", "Sign a partner’s view"), ("pack_sent", "Record that the pack was sent")],
        "panel": [("panel", "Record the Panel’s answer"), ("begin_review", "Begin the review"),
                  ("begin_learning", "Take up the learning without such a review"), ("close", "Close the case")],
    }.get(found.state, [])  # fmt: skip
    if not inside.may_write:
        ways = [way for way in ways if way[0].startswith("sign")]
    context = {
        **frame(inside, "reviews:decision"),
        "criteria": criteria_table(found, REVIEW_CRITERIA),
        "outcome": Outcome(found.outcome).label if found.outcome else "",
        "reasons": texts["decision"].text if "decision" in texts else "",
        "views": views_table(found, Stage.DECISION),
        "panel": texts["panel"].text if "panel" in texts else "",
        "missing": CASE.refusals(found.state, "send_pack", facts) if found.state == "rapid_review" else [],
        "steps": [{"label": label, "url": page(name, inside)} for name, label in ways],
        "pack": forms.PackForm(initial={"parts": forms.PACK_PARTS}),
    }  # fmt: skip
    return render(request, "reviews/decision.html", context)


@member_page("Decision")
@both
def decide(request: Request, inside: Entered) -> HttpResponse:
    found = queries.case_in(inside)

    def do(given: Mapping[str, Any]) -> tuple[str, str]:
        cases.decide(
            inside=inside, outcome=Outcome(given["outcome"]), reasons=given["reasons"], by=request.actor,
            at=business_now(),
        )  # fmt: skip
        return "The decision is recorded. The three partners sign it now, each for itself.", page("decision", inside)

    refusals = () if found.state == "rapid_review" else ("A decision is taken in the rapid review.",)
    words = Words("The decision", found.title, "Record it", page("decision", inside), refusals=refusals)
    return step(request, forms.DecideForm(request.POST or None), words, do)


@member_page("Decision")
@both
def pack_sent(request: Request, inside: Entered) -> HttpResponse:
    found = queries.case_in(inside)

    def do(given: Mapping[str, Any]) -> tuple[str, str]:
        cases.send_pack(inside=inside, on=given["on"], by=request.actor, at=business_now())
        return "The pack is with the Panel.", page("decision", inside)

    refusals = CASE.refusals(found.state, "send_pack", queries.facts_of(found, Stage.DECISION))
    words = Words("The pack was sent", found.title, "Save", page("decision", inside), refusals=tuple(refusals))
    return step(request, forms.DayForm(request.POST or None), words, do)


@member_page("Decision")
@both
def panel(request: Request, inside: Entered) -> HttpResponse:
    found = queries.case_in(inside)

    def do(given: Mapping[str, Any]) -> tuple[str, str]:
        cases.panel_answered(inside=inside, **given, by=request.actor, at=business_now())
        return "The Panel’s answer is recorded.", page("decision", inside)

    refusals = () if found.state == "panel" else ("The Panel answers once the pack was sent.",)
    words = Words("The Panel’s answer", found.title, "Save", page("decision", inside), refusals=refusals)
    return step(request, forms.PanelForm(request.POST or None), words, do)


def _go_on(request: Request, inside: Entered, transition: str, title: str, form: Any) -> HttpResponse:
    found = queries.case_in(inside)

    def do(given: Mapping[str, Any]) -> tuple[str, str]:
        cases.go_on(
            inside=inside, transition=transition, reason=given.get("reason", ""), by=request.actor, at=business_now()
        )
        return f"{CASE.state(CASE.transition(transition).target).label}.", page("case", inside)

    facts = queries.facts_of(found, Stage.DECISION)
    refusals = CASE.refusals(found.state, transition, facts, reason="asked for")
    words = Words(title, found.title, title, page("decision", inside), refusals=tuple(refusals))
    return step(request, form, words, do)


@member_page("Decision")
@both
def begin_review(request: Request, inside: Entered) -> HttpResponse:
    return _go_on(request, inside, "begin_review", "Begin the review", forms.PlainForm(request.POST or None))


@member_page("Decision")
@both
def begin_learning(request: Request, inside: Entered) -> HttpResponse:
    return _go_on(request, inside, "begin_learning", "Take up the learning", forms.PlainForm(request.POST or None))


@member_page("Decision")
@both
def close(request: Request, inside: Entered) -> HttpResponse:
    return _go_on(request, inside, "close", "Close the case", forms.ReasonForm(request.POST or None))
