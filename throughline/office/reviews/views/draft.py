"""The draft of a review: its sections, who comments, what became of each comment, findings and recommendations."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from throughline.foundation.access.http import Request
from throughline.foundation.clock import business_now, business_today, real_now
from throughline.foundation.restricted.api import Entered, member_page
from throughline.foundation.ui import formats
from throughline.foundation.ui.parts import Cell, Column, Table
from throughline.office.reviews.forms import cases as case_forms
from throughline.office.reviews.forms import works as forms
from throughline.office.reviews.models import DraftComment, DraftReader, DraftSection, Work, WorkFinding
from throughline.office.reviews.operations import drafts as operations
from throughline.office.reviews.queries import works
from throughline.office.reviews.rules.reviewing import WorkKind
from throughline.office.reviews.views.steps import Words, both, frame, page, step
from throughline.office.reviews.views.work import work_here
from throughline.office.reviews.workflow import REVIEW


@member_page("Draft")
@require_safe
def draft(request: Request, inside: Entered) -> HttpResponse:
    found = work_here(inside)
    comments = works.comments_of(found)
    writing = inside.may_write and found.state in ("setting_up", "under_way")
    open_now = inside.may_write and not REVIEW.state(found.state).final
    sections = [
        {
            "heading": row.heading,
            "text": row.text,
            "url": page("section", inside, section_id=row.pk) if writing else "",
            "comments": [_comment(each, inside, open_now) for each in comments if each.section_id == row.pk],
        }
        for row in works.sections_of(found)
    ]
    context = {
        **frame(inside, "reviews:draft"),
        "state": REVIEW.state(found.state).label,
        "number": found.draft,
        "sections": sections,
        "readers": _readers(found, list(works.readers_of(found))),
        "findings": _findings(found, inside, open_now),
        "steps": _steps(found, inside),
    }
    return render(request, "reviews/draft.html", context)


def _comment(row: DraftComment, inside: Entered, open_now: bool) -> dict[str, str]:
    return {
        "who": f"{row.reader.agency}, draft {row.reader.draft}",
        "text": row.text,
        "answer": row.answer,
        "url": page("comment_answer", inside, draft_comment_id=row.pk) if open_now else "",
    }


def _readers(found: Work, rows: list[DraftReader]) -> Table | None:
    def standing(row: DraftReader) -> str:
        if row.draft > found.draft:
            return "Gets it when it is sent out"
        if row.done_on:
            return f"Has said all, {formats.day(row.done_on)}"
        return "Open" if found.state == "commenting" and row.draft == found.draft else "Said no more"

    said = [[str(row.agency), str(row.person), str(row.draft), formats.day(row.due), standing(row)] for row in rows]
    columns = [Column("Agency"), Column("Who"), Column("Draft", numeric=True), Column("Due"), Column("State")]
    return Table("Who is asked for comments", columns, said) if said else None


def _findings(found: Work, inside: Entered, open_now: bool) -> Table | None:
    rows: list[list[str | Cell]] = [
        [
            row.text, row.recommendation or "None yet", str(row.agency or ""),
            Cell(f"Change finding {number}", page("finding", inside, work_finding_id=row.pk)) if open_now else "",
        ]
        for number, row in enumerate(works.findings_of(found), start=1)
    ]  # fmt: skip
    columns = [Column("Finding"), Column("Recommendation"), Column("To"), Column("Change")]
    return Table("Findings and recommendations", columns, rows) if rows else None


def _steps(found: Work, inside: Entered) -> list[dict[str, str]]:
    if not inside.may_write:
        return []
    finding = ("finding_add", "Add a finding with its recommendation")
    ways = {
        "setting_up": [("section_add", "Add a section"), finding],
        "under_way": [("section_add", "Add a section"), finding, ("reader_add", "Ask an agency for comments"),
                      ("send_out", "Send the draft out for comments")],
        "commenting": [("reader_add", "Ask an agency for comments"), finding],
        "agreeing": [finding],
    }.get(found.state, [])  # fmt: skip
    return [{"label": label, "url": page(name, inside)} for name, label in ways]


def _section_form(request: Request, inside: Entered, row: DraftSection | None) -> HttpResponse:
    found = work_here(inside)
    initial = {"heading": row.heading, "text": row.text} if row else {}

    def do(given: Mapping[str, Any]) -> tuple[str, str]:
        operations.write_section(
            inside=inside, section_id=row.pk if row else None, **given, by=request.actor, at=business_now()
        )
        return "The section is saved.", page("draft", inside)

    words = Words("A section of the draft", WorkKind(found.kind).label, "Save", page("draft", inside))
    more = {"remove_url": page("section_remove", inside, section_id=row.pk) if row else ""}
    return step(request, forms.SectionForm(request.POST or None, initial=initial), words, do, more)


@member_page("Draft")
@both
def section_add(request: Request, inside: Entered) -> HttpResponse:
    return _section_form(request, inside, None)


def _section(inside: Entered, section_id: int) -> DraftSection:
    row = DraftSection.objects.filter(work=work_here(inside), pk=section_id).first()
    if row is None:
        raise Http404
    return row


@member_page("Draft")
@both
def section(request: Request, inside: Entered, section_id: int) -> HttpResponse:
    return _section_form(request, inside, _section(inside, section_id))


@member_page("Draft")
@both
def section_remove(request: Request, inside: Entered, section_id: int) -> HttpResponse:
    row = _section(inside, section_id)

    def do(given: Mapping[str, Any]) -> tuple[str, str]:
        operations.remove_section(inside=inside, section_id=row.pk, by=request.actor, at=business_now())
        return f"‘{row.heading}’ is taken out.", page("draft", inside)

    words = Words(f"Take out ‘{row.heading}’", "Draft", "Take it out", page("draft", inside))
    return step(request, case_forms.PlainForm(request.POST or None), words, do)


def _finding_form(request: Request, inside: Entered, row: WorkFinding | None) -> HttpResponse:
    found = work_here(inside)
    initial: dict[str, Any] = {}
    if row is not None:
        initial = {"text": row.text, "recommendation": row.recommendation, "agency": str(row.agency_id or "")}

    def do(given: Mapping[str, Any]) -> tuple[str, str]:
        operations.write_finding(
            inside=inside, finding_id=row.pk if row else None, text=given["text"],
            recommendation=given["recommendation"], agency_id=int(given["agency"]) if given["agency"] else None,
            by=request.actor, at=business_now(),
        )  # fmt: skip
        return "The finding is saved.", page("draft", inside)

    words = Words("A finding", WorkKind(found.kind).label, "Save", page("draft", inside),
                  "It goes into the tracker with its recommendation when the review ends.")  # fmt: skip
    more = {"remove_url": page("finding_remove", inside, work_finding_id=row.pk) if row else ""}
    return step(request, forms.FindingForm(request.POST or None, initial=initial), words, do, more)


@member_page("Draft")
@both
def finding_add(request: Request, inside: Entered) -> HttpResponse:
    return _finding_form(request, inside, None)


def _finding(inside: Entered, work_finding_id: int) -> WorkFinding:
    row = WorkFinding.objects.filter(work=work_here(inside), pk=work_finding_id).first()
    if row is None:
        raise Http404
    return row


@member_page("Draft")
@both
def finding(request: Request, inside: Entered, work_finding_id: int) -> HttpResponse:
    return _finding_form(request, inside, _finding(inside, work_finding_id))


@member_page("Draft")
@both
def finding_remove(request: Request, inside: Entered, work_finding_id: int) -> HttpResponse:
    row = _finding(inside, work_finding_id)

    def do(given: Mapping[str, Any]) -> tuple[str, str]:
        operations.remove_finding(inside=inside, finding_id=row.pk, by=request.actor, at=business_now())
        return "The finding is taken out.", page("draft", inside)

    words = Words("Take out a finding", row.text[:100], "Take it out", page("draft", inside))
    return step(request, case_forms.PlainForm(request.POST or None), words, do)


@member_page("Draft")
@both
def reader_add(request: Request, inside: Entered) -> HttpResponse:
    found = work_here(inside)

    def do(given: Mapping[str, Any]) -> tuple[str, str]:
        operations.ask_reader(
            inside=inside, agency_id=int(given["agency"]), person_id=given["person"].pk, due=given["due"],
            by=request.actor, at=business_now(), real_at=real_now(),
        )  # fmt: skip
        return f"{given['person']} is asked for comments.", page("draft", inside)

    words = Words("Ask an agency for comments", WorkKind(found.kind).label, "Ask them", page("draft", inside),
                  "They get a mail with a reference and a link when the draft is sent out.")  # fmt: skip
    return step(request, forms.ReaderForm(request.POST or None), words, do)


@member_page("Draft")
@both
def send_out(request: Request, inside: Entered) -> HttpResponse:
    found = work_here(inside)

    def do(given: Mapping[str, Any]) -> tuple[str, str]:
        operations.send_out(inside=inside, by=request.actor, at=business_now(), real_at=real_now())
        return "The draft is out for comments.", page("draft", inside)

    refusals = REVIEW.refusals(found.state, "send_out", works.work_facts(found, business_today()))
    words = Words("Send the draft out for comments", WorkKind(found.kind).label, "Send it out", page("draft", inside),
                  "While it is out its text stands still.", tuple(refusals))  # fmt: skip
    return step(request, case_forms.PlainForm(request.POST or None), words, do)


@member_page("Draft")
@both
def comment_answer(request: Request, inside: Entered, draft_comment_id: int) -> HttpResponse:
    row = next((each for each in works.comments_of(work_here(inside)) if each.pk == draft_comment_id), None)
    if row is None:
        raise Http404

    def do(given: Mapping[str, Any]) -> tuple[str, str]:
        operations.answer_comment(
            inside=inside, comment_id=row.pk, answer=given["answer"], by=request.actor, at=business_now()
        )
        return "The comment is answered.", page("draft", inside)

    words = Words("Answer a comment", f"{row.section.heading}: {row.reader.agency}", "Save", page("draft", inside),
                  row.text)  # fmt: skip
    return step(request, forms.AnswerCommentForm(request.POST or None, initial={"answer": row.answer}), words, do)
