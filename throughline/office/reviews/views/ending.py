"""How a review ends: name, briefing, anonymity, the copy before publication, published or not."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from throughline.foundation.access.http import Request
from throughline.foundation.clock import business_now, business_today
from throughline.foundation.restricted.api import Entered, member_page
from throughline.foundation.ui import formats
from throughline.foundation.ui.parts import Column, SummaryRow, Table
from throughline.office.reviews.forms import cases as case_forms
from throughline.office.reviews.forms import works as forms
from throughline.office.reviews.models import Work
from throughline.office.reviews.operations import publication as operations
from throughline.office.reviews.operations import works as operations_of_works
from throughline.office.reviews.queries import cases as queries
from throughline.office.reviews.queries import works
from throughline.office.reviews.rules.reviewing import BRIEFING, ONE_SIDE, WorkKind, words_in
from throughline.office.reviews.rules.words import Stage
from throughline.office.reviews.views.case import sign
from throughline.office.reviews.views.steps import Words, both, frame, page, step
from throughline.office.reviews.views.work import ways_on, work_here
from throughline.office.reviews.workflow import REVIEW


@member_page("Publication")
@require_safe
def publication(request: Request, inside: Entered) -> HttpResponse:
    found, today = work_here(inside), business_today()
    statutory, final = WorkKind(found.kind).statutory, REVIEW.state(found.state).final
    briefing, facts = works.briefing_of(found), works.work_facts(found, today)
    clock = next((row for row in queries.clocks_of(found.case, today) if row.code == "RV-04"), None)
    rows = [
        SummaryRow("Name", found.name or "Not said yet"),
        SummaryRow("Themes", found.themes or "None"),
        SummaryRow("What should improve", found.improvements or "Not written yet"),
        SummaryRow("To be published on", formats.weekday(found.planned_on) if found.planned_on else "No day yet"),
    ]
    if statutory:
        sent = formats.day(found.copy_sent_on) if found.copy_sent_on else "Not sent yet"
        last = f", by {formats.weekday(clock.due_on)} at the latest" if clock and not found.copy_sent_on else ""
        rows.append(SummaryRow("Copy to the Panel and the Secretary of State", sent + last))
    cleared = [[row.word, row.reason, str(row.by)] for row in works.cleared_of(found)]
    context = {
        **frame(inside, "reviews:publication"),
        "state": REVIEW.state(found.state).label,
        "rows": rows,
        "why_url": page("clock", inside, clock_id=clock.id) if clock else "",
        "found": facts.found,
        "cleared": Table("Words that may stand", [Column("Word"), Column("Why"), Column("By")], cleared)
        if cleared
        else None,
        "pausing": facts.pausing,
        "briefing": [SummaryRow(point, briefing.get(point, "Not written yet")) for point in BRIEFING],
        "length": f"{words_in(briefing.values())} of {ONE_SIDE} words that fit on one side",
        "missing": [] if final else REVIEW.refusals("copied" if statutory else "agreed", "publish", facts),
        "steps": [] if final else _steps(found, inside, statutory, bool(facts.found)),
        "published_url": reverse("links:thread", args=["reviews.review", found.review_id]) if found.review_id else "",
    }
    return render(request, "reviews/publication.html", context)


def _steps(found: Work, inside: Entered, statutory: bool, found_words: bool) -> list[dict[str, str]]:
    if not inside.may_write:
        return []
    ways = [("plan_publication", "Name, themes, summary and day"), ("briefing", "Write the briefing")]
    if found_words:
        ways.append(("clear_word", "Clear a word of the record"))
    if found.state == "agreed" and statutory:
        ways.append(("send_copy", "Record that the copy was sent"))
    if found.state in ("agreed", "copied"):
        ways += [("publish", "Publish it"), ("withhold", "Decide not to publish it")]
    return [
        *({"label": label, "url": page(name, inside)} for name, label in ways),
        *ways_on(found, inside, "redraft"),
    ]


@member_page("Publication")
@both
def plan(request: Request, inside: Entered) -> HttpResponse:
    found = work_here(inside)
    initial = {name: getattr(found, name) for name in ("name", "themes", "improvements", "planned_on")}

    def do(given: Mapping[str, Any]) -> tuple[str, str]:
        operations_of_works.plan_publication(inside=inside, **given, by=request.actor, at=business_now())
        return "Saved.", page("publication", inside)

    words = Words("Name, themes, summary and day", WorkKind(found.kind).label, "Save", page("publication", inside))
    return step(request, forms.PlanPublicationForm(request.POST or None, initial=initial), words, do)


@member_page("Publication")
@both
def briefing(request: Request, inside: Entered) -> HttpResponse:
    """Made from the findings: where a point is empty, what is on record of it stands there to begin with."""
    found = work_here(inside)
    texts = {**_begun(found), **works.briefing_of(found)}
    form = forms.BriefingForm(
        request.POST or None, initial={f"point_{n}": texts.get(point, "") for n, point in enumerate(BRIEFING)}
    )

    def do(given: Mapping[str, Any]) -> tuple[str, str]:
        operations.write_briefing(inside=inside, points=form.points(), by=request.actor, at=business_now())
        return "The briefing is saved.", page("publication", inside)

    words = Words("The briefing in seven points", WorkKind(found.kind).label, "Save", page("publication", inside),
                  f"One side of A4: {ONE_SIDE} words at most in all.")  # fmt: skip
    return step(request, form, words, do)


def _begun(found: Work) -> dict[str, str]:
    findings = works.findings_of(found)
    return {
        "What was found": "\n".join(row.text for row in findings),
        "What is recommended": "\n".join(row.recommendation for row in findings if row.recommendation),
    }


@member_page("Publication")
@both
def clear_word(request: Request, inside: Entered) -> HttpResponse:
    standing, _ = works.found_of(work_here(inside))

    def do(given: Mapping[str, Any]) -> tuple[str, str]:
        operations.clear_word(inside=inside, **given, by=request.actor, at=business_now())
        return f"‘{given['word']}’ may stand.", page("publication", inside)

    refusals = () if standing else ("No word of the record stands in the text.",)
    words = Words("Clear a word of the record", "Publication", "Clear it", page("publication", inside),
                  "Such as a first name that is a month as well.", refusals)  # fmt: skip
    return step(request, forms.ClearForm(request.POST or None, words=standing), words, do)


def _last(request: Request, inside: Entered, transition: str, form: Any, do: Any, intro: str) -> HttpResponse:
    found, way = work_here(inside), REVIEW.transition(transition)
    facts = works.work_facts(found, business_today())
    refusals = REVIEW.refusals(found.state, transition, facts, reason="asked for")
    words = Words(way.label, WorkKind(found.kind).label, way.label, page("publication", inside), intro, tuple(refusals))
    return step(request, form, words, do)


@member_page("Publication")
@both
def send_copy(request: Request, inside: Entered) -> HttpResponse:
    def do(given: Mapping[str, Any]) -> tuple[str, str]:
        operations.send_copy(inside=inside, on=given["on"], by=request.actor, at=business_now())
        return "It is on record that the copy was sent.", page("publication", inside)

    return _last(request, inside, "send_copy", case_forms.DayForm(request.POST or None), do, "")


@member_page("Publication")
@both
def publish(request: Request, inside: Entered) -> HttpResponse:
    def do(given: Mapping[str, Any]) -> tuple[str, str]:
        review = operations.publish(inside=inside, by=request.actor, at=business_now())
        return f"‘{review.name}’ is published.", page("publication", inside)

    intro = (
        "The report and the briefing are on the public site from now on, and the recommendations in the tracker. "
        "Nothing leads from there to this case."
    )
    return _last(request, inside, "publish", case_forms.PlainForm(request.POST or None), do, intro)


@member_page("Publication")
@both
def withhold(request: Request, inside: Entered) -> HttpResponse:
    def do(given: Mapping[str, Any]) -> tuple[str, str]:
        operations.withhold(inside=inside, reason=given["reason"], by=request.actor, at=business_now())
        return "The report is not published. What should improve is public.", page("publication", inside)

    intro = "The reasons stay here. The summary of what should improve is published, and the recommendations followed."
    return _last(request, inside, "withhold", case_forms.ReasonForm(request.POST or None), do, intro)


@member_page("Signature", writes=False)
@both
def sign_report(request: Request, inside: Entered) -> HttpResponse:
    return sign(request, inside, Stage.REPORT, page("work", inside))
