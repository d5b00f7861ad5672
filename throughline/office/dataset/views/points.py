"""A point of a series: explain it, ask about it, note what happened, raise an action; and what waits for an agency."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from throughline.foundation.access.gate import requires
from throughline.foundation.access.http import Request
from throughline.foundation.clock import business_now, real_now
from throughline.foundation.ui.site import NavigationItem
from throughline.office.dataset.forms.narrative import (
    AnswerForm,
    ExplanationForm,
    NoteForm,
    PointActionForm,
    QuestionForm,
    TakeBackForm,
)
from throughline.office.dataset.models import Indicator, Question, SeriesNote
from throughline.office.dataset.operations import narrative
from throughline.office.dataset.operations.narrative import Where
from throughline.office.dataset.permissions import DatasetPermission
from throughline.office.dataset.presenters import indicator as presenter
from throughline.office.dataset.presenters import points as presenting
from throughline.office.dataset.queries import narrative as queries
from throughline.office.dataset.queries.indicator import IndicatorPage, indicator_page
from throughline.office.dataset.views.indicators import crumbs
from throughline.office.dataset.views.steps import Words, step

ANSWER, MANAGE = DatasetPermission.ANSWER, DatasetPermission.MANAGE
both = require_http_methods(["GET", "HEAD", "POST"])
NOBODY = "Nobody is known who answers for this agency, so nobody was written to."
type Found = tuple[IndicatorPage, presenting.PointPage, Where]


@requires(ANSWER)
@require_safe
def point(request: Request, indicator_id: int, series: str, period: str) -> HttpResponse:
    page, found, where = _found(request, indicator_id, series, period)
    here = presenter.point_url(indicator_id, where.kind, where.unit, where.period)
    sees = request.actor.may(DatasetPermission.SEE)
    context = {
        "crumbs": [
            *crumbs(), NavigationItem(str(page.indicator), reverse("dataset:indicator", args=[indicator_id]))
        ] if sees else [],
        "title": f"{page.indicator}, {found.label}",
        "found": found,
        "explains": _explains(request, page),
        "manages": request.actor.may(MANAGE),
        "urls": {
            name: here.replace("/?", f"/{name}/?") if "?" in here else f"{here}{name}/"
            for name in ("explain", "ask", "note", "action")
        },
    }  # fmt: skip
    return render(request, "dataset/point.html", context)


def _explains(request: Request, page: IndicatorPage) -> bool:
    return request.actor.may(MANAGE) or queries.leads_agency(request.actor, page.indicator.owner_id)


def _found(request: Request, indicator_id: int, series: str, period: str) -> Found:
    """For who may see the dataset, and for the agency that answers for the indicator or was asked; else 404."""
    unit = request.GET.get("unit", "")
    try:
        page = indicator_page(indicator_id)
    except Indicator.DoesNotExist as error:
        raise Http404 from error
    said = queries.said_of(indicator_id)
    led = queries.led_agencies(request.actor)
    told = said.get((series, unit, period))
    asked = {question.organisation_id for question in told.questions} if told else set()
    if not request.actor.may(DatasetPermission.SEE) and not led & {page.indicator.owner_id, *asked}:
        raise Http404
    known = presenting.find_series(page, series, unit, period)
    if known is None:
        raise Http404
    may = presenting.May(request.actor.may(MANAGE), frozenset(led))
    found = presenting.point_page(page, known[1], known[0], period, said, may=may)
    return page, found, Where(indicator_id, series, unit, period)


def _words(found: Found, title: str, button: str, **more: Any) -> Words:
    page, shown, where = found
    back = presenter.point_url(where.indicator_id, where.kind, where.unit, where.period)
    return Words(title, button, back, caption=f"{page.indicator}, {shown.label}: {shown.value}", **more)


@requires(ANSWER)
@both
def explain(request: Request, indicator_id: int, series: str, period: str) -> HttpResponse:
    found = _found(request, indicator_id, series, period)
    words = _words(
        found, "Explain the point", "Save the explanation",
        refusals=() if _explains(request, found[0]) else (narrative.NOT_YOURS,),
    )  # fmt: skip

    def do(given: Mapping[str, Any]) -> tuple[str, str]:
        also = found[1].alike if given.get("whole") else {}
        made = narrative.explain(
            where=found[2], text=given["text"], value=found[1].value, also=also, by=request.actor, at=business_now()
        )
        many = len(made) > 1
        return f"The explanation stays with {f'the {len(made)} points' if many else 'the point'}.", words.back

    return step(request, ExplanationForm(request.POST or None, alike=len(found[1].alike)), words, do)


@requires(MANAGE)
@both
def ask(request: Request, indicator_id: int, series: str, period: str) -> HttpResponse:
    found = _found(request, indicator_id, series, period)
    words = _words(found, "Ask an agency", "Ask")

    def do(given: Mapping[str, Any]) -> tuple[str, str]:
        _, told = narrative.ask_agency(
            where=found[2], organisation_id=int(given["organisation"]), text=given["text"], by=request.actor,
            at=business_now(), real_at=real_now(),
        )  # fmt: skip
        if not told:
            return f"The question waits. {NOBODY}", words.back
        return f"The question waits, and {told} {'person was' if told == 1 else 'people were'} written to.", words.back

    return step(request, QuestionForm(request.POST or None), words, do)


@requires(MANAGE)
@both
def note(request: Request, indicator_id: int, series: str, period: str) -> HttpResponse:
    found = _found(request, indicator_id, series, period)
    words = _words(found, "Note what happened", "Save the note")

    def do(given: Mapping[str, Any]) -> tuple[str, str]:
        narrative.note(
            where=found[2], said=given["said"], rebase=given["rebase"], why=given["why"], by=request.actor,
            at=business_now(),
        )  # fmt: skip
        return "The note stands on the chart.", words.back

    return step(request, NoteForm(request.POST or None), words, do)


@requires(MANAGE)
@both
def raise_action(request: Request, indicator_id: int, series: str, period: str) -> HttpResponse:
    found = _found(request, indicator_id, series, period)
    words = _words(found, "Raise an action", "Raise it", intro="It is yours until you hand it over in the tracker.")

    def do(given: Mapping[str, Any]) -> tuple[str, str]:
        made = narrative.raise_from_point(
            where=found[2], title=given["title"], due=given["due"], text=given["text"],
            owner_id=request.user.pk, by=request.actor, at=business_now(),
        )  # fmt: skip
        return f"{made.reference} is in the tracker.", reverse("actions:action", args=[made.pk])

    return step(request, PointActionForm(request.POST or None), words, do)


@requires(ANSWER)
@both
def answer(request: Request, question_id: int) -> HttpResponse:
    try:
        row = queries.find_question(question_id)
    except Question.DoesNotExist as error:
        raise Http404 from error
    if not request.actor.may(MANAGE) and not queries.leads_agency(request.actor, row.organisation_id):
        raise Http404
    done = (f"It was answered already: {row.answer}",) if row.answer else ()
    words = Words(
        "Answer a question", "Send the answer", reverse("dataset:mine"), caption=str(row.point), intro=row.text,
        refusals=done,
    )  # fmt: skip

    def do(given: Mapping[str, Any]) -> tuple[str, str]:
        narrative.answer_question(
            question_id=row.pk, text=given["text"], by=request.actor, at=business_now(), real_at=real_now()
        )
        return "Your answer stays with the point.", words.back

    return step(request, AnswerForm(request.POST or None), words, do)


@requires(MANAGE)
@both
def take_back_note(request: Request, note_id: int) -> HttpResponse:
    try:
        row = queries.find_note(note_id)
    except SeriesNote.DoesNotExist as error:
        raise Http404 from error
    where = row.point
    back = presenter.point_url(where.indicator_id, where.kind, where.unit, where.period)
    done = ("It was taken back already.",) if row.ended_at else ()
    words = Words("Take a note back", "Take it back", back, caption=row.said, refusals=done)

    def do(given: Mapping[str, Any]) -> tuple[str, str]:
        narrative.take_back_note(note_id=row.pk, why=given["why"], by=request.actor, at=business_now())
        return "The charts no longer show it; it stays on record.", back

    return step(request, TakeBackForm(request.POST or None), words, do)


@requires(ANSWER)
@require_safe
def mine(request: Request) -> HttpResponse:
    """What waits for the person's agencies: points to explain, questions to answer."""
    waiting = []
    for row in queries.own_indicators(request.actor):
        page = indicator_page(row.pk)
        said = queries.said_of(row.pk)
        waiting += [
            NavigationItem(f"{row}, {signal.label}: {signal.shown}, {signal.said}", signal.url)
            for drawn in presenter.variations(page, said)
            for signal in drawn.signals
            if not signal.explained
        ]
    questions = queries.questions_for(request.actor)
    may = presenting.May(request.actor.may(MANAGE), frozenset(queries.led_agencies(request.actor)))
    table = presenting.questions_table("Questions to your agency", questions, may, where=True) if questions else None
    return render(request, "dataset/mine.html", {"waiting": waiting, "questions": table})
