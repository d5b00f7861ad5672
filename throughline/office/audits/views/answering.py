"""A return as those see it who answer it: its page, one question, all on one page."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from throughline.foundation.access.gate import requires
from throughline.foundation.access.http import Request
from throughline.foundation.access.operations import Refused
from throughline.foundation.clock import business_now, business_today
from throughline.foundation.ui import formats
from throughline.foundation.ui.site import NavigationItem
from throughline.office.audits import forms
from throughline.office.audits.models import Answer, Return
from throughline.office.audits.operations import answering
from throughline.office.audits.operations.answering import AnswerInput, Conflict
from throughline.office.audits.permissions import AuditsPermission
from throughline.office.audits.presenters import board, returns
from throughline.office.audits.presenters import panel as panel_presenter
from throughline.office.audits.presenters.answer_fields import answer_fields
from throughline.office.audits.queries import answers as reads
from throughline.office.audits.queries import cases as case_reads
from throughline.office.audits.queries import cycles as cycle_reads
from throughline.office.audits.queries import panel as panel_reads
from throughline.office.audits.queries import staff as staff_reads
from throughline.office.audits.queries.people import Part, editable, given_to_panel, own, reader
from throughline.office.audits.rules.question_sets import FORCES, Question, QuestionSet, Standard
from throughline.office.audits.rules.returns import missing, unproven
from throughline.office.audits.views.steps import load

ANSWER = AuditsPermission.ANSWER
both = require_http_methods(["GET", "HEAD", "POST"])


def crumbs(row: Return | None = None) -> list[NavigationItem]:
    found = [NavigationItem("Self-assessments", reverse("audits:mine"), False)]
    if row is not None:
        found.append(NavigationItem(row.name, reverse("audits:return", args=[row.pk]), False))
    return found


@requires(ANSWER)
@require_safe
def mine(request: Request) -> HttpResponse:
    rows = list(
        own(reader(request.actor))
        .select_related("cycle")
        .defer("cycle__content")
        .order_by("-cycle__state", "due", "pk")
    )
    waiting = given_to_panel(reader(request.actor)).count()
    return render(
        request,
        "audits/mine.html",
        {
            "table": board.mine_table(rows, business_today()),
            "for_panel": waiting,
            "case_audits": len(case_reads.seats(reader(request.actor))),
        },
    )


@requires(ANSWER)
@require_safe
def return_page(request: Request, return_id: int) -> HttpResponse:
    row, part = load(request, return_id)
    today = business_today()
    asked, given = reads.asked(row), reads.in_brief(row)
    evidence = reads.evidence_of(row)
    gaps = missing(asked, row.kind, given)
    wordless = unproven(asked, row.kind, given)
    words, colour = returns.state_words(row)
    expired = reads.expired_of(row, asked, evidence, today)
    signature = reads.current_signature(row)
    open_now = editable(row)
    return render(
        request,
        "audits/return.html",
        {
            "crumbs": crumbs(),
            "row": row,
            "title": row.name,
            "cycle": row.cycle.title,
            "introduction": row.cycle.introduction or asked.introduction,
            "based_on": asked.based_on,
            "state": words,
            "colour": colour,
            "summary": returns.summary(row, signature, today),
            "sent_back": row.sent_back,
            "steps": returns.steps(
                row,
                part,
                open_now,
                len(gaps) + len(wordless) + len(expired),
                staff=staff_reads.survey_of(row.cycle_id) is not None,
                awaits=signature is not None and signature.awaits_second,
            ),
            "office_steps": returns.office_steps(row) if part.manages else [],
            "extensions": cycle_reads.extensions(row.pk) if part.sees_all else [],
            "standards": returns.standard_parts(
                row, asked, given, reads.evidence_by_question(evidence), reads.comment_counts(row)
            ),
            "missing": returns.missing_list(row, asked, gaps) if part.works else [],
            "wordless": returns.missing_list(row, asked, wordless) if part.works else [],
            "expired": returns.missing_list(row, asked, expired) if part.works else [],
            "evidence": returns.evidence_table(evidence, today),
            "panel": part.sees_all or part.panel_id is not None,
            **_feedback(row, asked),
            "next": _first_gap(row, asked, part, gaps) if open_now else "",
        },
    )


def _feedback(row: Return, asked: QuestionSet) -> dict[str, Any]:
    """What the panel told the body: seen by the body once feedback was given."""
    feedback = panel_reads.feedback_of(row)
    if feedback is None:
        return {"feedback": None, "moderated": None}
    own_grades = panel_reads.own_grades(row)
    table = panel_presenter.moderated_table(asked, own_grades, panel_reads.moderated_of(row))
    return {"feedback": feedback, "moderated": table}


def _first_gap(row: Return, asked: QuestionSet, part: Part, gaps: list[str]) -> str:
    mine = [code for code in gaps if part.answers(asked.standard_of(code).code)]
    return reverse("audits:question", args=[row.pk, mine[0]]) if mine else ""


@requires(ANSWER)
@both
def question(request: Request, return_id: int, question_code: str) -> HttpResponse:
    """One question: guidance and last time's answer beside, saved by compare-and-set."""
    row, part = load(request, return_id)
    asked = reads.asked(row)
    try:
        standard, found = answering.question_of(asked, row, question_code)
    except KeyError as error:
        raise Http404 from error
    may = part.answers(standard.code) and editable(row)
    make: dict[str, Any] = {"standard": standard, "question": found, "asked": asked}
    theirs, status = None, 200
    if request.method == "POST":
        form = forms.AnswerForm(request.POST, **make)
        status = 422
        if form.is_valid():
            try:
                saved = answering.save_answer(
                    return_id=row.pk, question=question_code, given=AnswerInput(**form.given()), by=request.actor,
                    at=business_now(),
                )  # fmt: skip
            except Conflict as conflict:
                theirs, status = conflict.theirs, 409
                data = request.POST.copy()
                data["seen"] = str(conflict.theirs.number)
                form = forms.AnswerForm(data, **make)
                form.is_valid()
                form.add_error(None, str(conflict))
            except Refused as refused:
                form.add_error(None, str(refused))
            else:
                words = "is saved." if saved.is_answered else "is saved without a grade: it still counts as missing."
                messages.success(request, f"{question_code} {words}")
                return redirect(_after(request, row, asked, question_code))
    current = Answer.objects.filter(of=row, question=question_code).select_related("by").first()
    if request.method != "POST":
        form = forms.AnswerForm(initial=_initial(current), **make)
    return render(
        request, "audits/question.html",
        _question_context(request, row, part, asked, standard, found, current, theirs, form, may), status=status,
    )  # fmt: skip


def _question_context(
    request: Request, row: Return, part: Part, asked: QuestionSet, standard: Standard, found: Question,
    current: Answer | None, theirs: Answer | None, form: forms.AnswerForm, may: bool,
) -> dict[str, Any]:  # fmt: skip
    evidence = reads.evidence_by_question(reads.evidence_of(row)).get(found.code, [])
    order = [q.code for _, questions in asked.asked_of(row.kind) for q in questions]
    return {
        "crumbs": crumbs(row),
        "row": row,
        "question": found,
        "standard": standard,
        "force": FORCES[found.force],
        "place": f"Question {order.index(found.code) + 1} of {len(order)}",
        "form": form,
        "may": may,
        "shown": returns.grade_words(current, asked.scale),
        "current": current,
        "descriptors": [
            (f"{s.sign} {s.label}", standard.descriptor(found, s.rank)) for s in reversed(asked.scale.steps)
        ],
        "before": returns.before_view(reads.before(row).get(found.code)),
        "seen": current.number if current else 0,
        "theirs": theirs,
        "their_grade": returns.grade_words(theirs, asked.scale) if theirs else "",
        "evidence": returns.evidence_table(evidence, business_today()),
        "comments": reads.comments(row, found.code),
        "comment_form": forms.CommentForm(prefix="comment") if part.works else None,
        "neighbours": _neighbours(row, order, found.code),
        "draft_key": draft_key(request, row, found.code),
        "refused": bool(form.errors),
    }


def draft_key(request: Request, row: Return, what: str) -> str:
    """By which the person's browser keeps what is not saved yet."""
    return f"{request.user.pk}:{row.pk}:{what}"


def said_saved(url: str, key: str) -> str:
    """The page that follows tells the browser that this is saved; without it the browser keeps what was typed."""
    return f"{url}?{urlencode({'saved': key})}"


def _neighbours(row: Return, order: list[str], code: str) -> list[NavigationItem]:
    at = order.index(code)
    found = []
    if at:
        found.append(NavigationItem(f"Before: {order[at - 1]}", _question_url(row, order[at - 1]), False))
    if at + 1 < len(order):
        found.append(NavigationItem(f"Next: {order[at + 1]}", _question_url(row, order[at + 1]), False))
    return found


def _question_url(row: Return, code: str) -> str:
    return reverse("audits:question", args=[row.pk, code])


def _after(request: Request, row: Return, asked: QuestionSet, code: str) -> str:
    """The next question with 'save and go on', else the return."""
    order = [q.code for _, questions in asked.asked_of(row.kind) for q in questions]
    at = order.index(code)
    onwards = "onwards" in request.POST and at + 1 < len(order)
    url = _question_url(row, order[at + 1]) if onwards else reverse("audits:return", args=[row.pk])
    return said_saved(url, draft_key(request, row, code))


def _initial(current: Answer | None) -> dict[str, Any]:
    if current is None:
        return {"seen": 0}
    grade = forms.NOT_APPLICABLE if current.not_applicable else current.grade
    return {
        "seen": current.number, "grade": "" if grade is None else str(grade), "text": current.text,
        "improvement": current.improvement,
    }  # fmt: skip


@requires(ANSWER)
@require_POST
def take_over(request: Request, return_id: int, question_code: str) -> HttpResponse:
    row, _ = load(request, return_id)
    seen = request.POST.get("seen", "")
    try:
        answering.take_over(
            return_id=row.pk, question=question_code, seen=int(seen) if seen.isdigit() and len(seen) < 9 else 0,
            by=request.actor, at=business_now(),
        )  # fmt: skip
    except KeyError as error:
        raise Http404 from error
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"Last time’s answer to {question_code} is taken over. Check that it still holds.")
    return redirect(_question_url(row, question_code))


@requires(ANSWER)
@require_POST
def comment(request: Request, return_id: int, question_code: str) -> HttpResponse:
    row, _ = load(request, return_id)
    form = forms.CommentForm(request.POST, prefix="comment")
    try:
        text = form.cleaned_data["text"] if form.is_valid() else ""
        answering.comment(return_id=row.pk, question=question_code, text=text, by=request.actor, at=business_now())
    except KeyError as error:
        raise Http404 from error
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "The comment is there.")
    return redirect(_question_url(row, question_code))


@requires(ANSWER)
@both
def all_questions(request: Request, return_id: int) -> HttpResponse:
    """Every question that this person answers, on one page; each part is saved by its own button, or all at once."""
    row, part = load(request, return_id)
    asked, answers, before = reads.asked(row), reads.given(row), reads.before(row)
    may = editable(row)
    mine = [(s, q) for s, questions in asked.asked_of(row.kind) for q in questions if part.answers(s.code)]
    shown: list[Any]
    status = 200
    if request.method == "POST":
        made = [
            (s, q, forms.AnswerForm(request.POST, prefix=q.code, standard=s, question=q, asked=asked)) for s, q in mine
        ]
        saved, wrong = _save_all(request, row, made, answers) if may else (0, True)
        if not wrong:
            messages.success(request, f"{formats.counted(saved, 'answer')} saved." if saved else "Nothing changed.")
            return redirect(said_saved(reverse("audits:return", args=[row.pk]), draft_key(request, row, "all")))
        status = 409 if may else 422
        shown = [form for _, _, form in made]
    else:
        shown = [answer_fields(s, q, asked, _initial(answers.get(q.code))) for s, q in mine]
    sections = [
        {"standard": s, "question": q, "force": FORCES[q.force], "before": returns.before_view(before.get(q.code)),
         "fields": fields}
        for (s, q), fields in zip(mine, shown, strict=True)
    ]  # fmt: skip
    return render(
        request,
        "audits/all.html",
        {"crumbs": crumbs(row), "row": row, "sections": sections, "may": may, "refused": status != 200,
         "draft_key": draft_key(request, row, "all")},
        status=status,
    )  # fmt: skip


def _save_all(
    request: Request, row: Return, made: list[tuple[Standard, Question, forms.AnswerForm]],
    answers: dict[str, Answer],
) -> tuple[int, bool]:  # fmt: skip
    """Each answer that was changed: at once where nothing stands against it, else one by one, so that one conflict
    holds up no other. (saved, was one refused?)"""
    changed, wrong = {}, False
    for _, q, form in made:
        if not form.is_valid():
            wrong = True
            continue
        given = AnswerInput(**form.given())
        current = answers.get(q.code)
        empty = given.grade is None and not given.not_applicable and not given.text and not given.improvement
        if (current is None and empty) or (current is not None and given.same_as(current)):
            continue
        changed[q.code] = (form, given)
    if not changed:
        return 0, wrong
    here: dict[str, Any] = {"return_id": row.pk, "by": request.actor, "at": business_now()}
    try:
        return answering.save_many(answers={code: given for code, (_, given) in changed.items()}, **here), wrong
    except Refused:
        pass  # by which of them is found below
    saved = 0
    for code, (form, given) in changed.items():
        try:
            answering.save_answer(question=code, given=given, **here)
            saved += 1
        except Conflict as conflict:
            wrong = True
            form.add_error("text", f"{conflict} Theirs: {conflict.theirs.text or 'no words'}")
            data = request.POST.copy()
            data[f"{code}-seen"] = str(conflict.theirs.number)
            form.data = data
        except Refused as refused:
            wrong = True
            form.add_error(None, str(refused))
    return saved, wrong
