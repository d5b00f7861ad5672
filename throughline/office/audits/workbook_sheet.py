"""A return as a workbook that is filled in without a connection, and what it would change when it comes back."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.urls import reverse

from throughline.foundation.access.actors import Actor
from throughline.foundation.sheets.api import (
    Cell,
    ChoiceColumn,
    Column,
    Exchange,
    Layout,
    NumberColumn,
    Plan,
    Problem,
    SheetChange,
)
from throughline.office.audits.models import Answer, Return
from throughline.office.audits.operations.answering import LONGEST, AnswerInput
from throughline.office.audits.queries import answers as reads
from throughline.office.audits.queries.people import Part, editable
from throughline.office.audits.rules.question_sets import QuestionSet
from throughline.office.audits.rules.scales import Scale

PURPOSE = "audits.workbook"
NOT_APPLICABLE = "Does not apply"
SHOWN = 200
Values = Mapping[str, Any]


def layout(scale: Scale) -> Layout:
    grades: dict[str, Any] = {step.label: step.rank for step in reversed(scale.steps)}
    grades |= {step.mark: step.rank for step in scale.steps}
    grades[NOT_APPLICABLE] = NOT_APPLICABLE
    labels = [step.label for step in reversed(scale.steps)]
    return Layout(
        (
            Column("code", "Question", "Its code. Do not change it.", required=True, longest=12),
            Column("asked", "Text", "What is asked; changes here are not read.", longest=4000),
            Column("guidance", "Guidance", "Where to look; changes here are not read.", longest=4000),
            ChoiceColumn("grade", "Grade", f"One of: {'; '.join([*labels, NOT_APPLICABLE])}.", choices=grades),
            Column("text", "How do you know?", "Name no child, no family and no member of staff.", longest=LONGEST),
            Column("improvement", "What will be better, and by when?", "In plain words.", longest=LONGEST),
            NumberColumn("seen", "Version", "Do not change it: by it we see whether somebody changed the answer online "
                         "meanwhile.", whole=True, least=0),
        )
    )  # fmt: skip


def exchange(row: Return, part: Part, apply: Callable[[Plan, int, Actor], str]) -> Exchange:
    asked = reads.asked(row)
    here = reverse("audits:return", args=[row.pk])
    return Exchange(
        purpose=f"{PURPOSE}:{row.pk}", title=f"Answers of {row.name}"[:200],
        says="Download the workbook, fill it in wherever you are, and send it back: you see what would change first.",
        layout=lambda: layout(asked.scale), current=lambda actor: current(row, part, asked),
        plan=lambda rows, actor: plan(row, part, asked, rows), apply=apply, done=lambda: here,
        template_url=lambda: reverse("audits:workbook_file", args=[row.pk]), back=lambda: (here, row.name),
    )  # fmt: skip


def current(row: Return, part: Part, asked: QuestionSet) -> list[list[Cell]]:
    """The questions that this person answers, with what stands there."""
    answers = reads.given(row)
    return [
        [q.code, q.text, q.guidance, *_words(answers.get(q.code), asked.scale)]
        for s, questions in asked.asked_of(row.kind)
        for q in questions
        if part.answers(s.code)
    ]


def _words(answer: Answer | None, scale: Scale) -> list[Cell]:
    if answer is None:
        return ["", "", "", 0]
    grade = NOT_APPLICABLE if answer.not_applicable else ""
    if answer.grade is not None:
        grade = scale.step(answer.grade).label
    return [grade, answer.text, answer.improvement, answer.number]


def plan(row: Return, part: Part, asked: QuestionSet, rows: Sequence[tuple[int, Values]]) -> Plan:
    """AU-04 holds here too: an answer that was changed online since is a problem with its place, never overwritten."""
    answers = reads.given(row)
    known = {q.code: s.code for s, questions in asked.asked_of(row.kind) for q in questions}
    problems: list[Problem] = []
    changes: list[SheetChange] = []
    settled: dict[str, AnswerInput] = {}
    if not editable(row):
        problems.append(Problem(1, "", "cannot be taken: the return was signed or handed in, or the cycle is closed"))
    for number, values in rows:
        code = values["code"]
        if code not in known:
            problems.append(Problem(number, "Question", f"{code} is not asked here"))
            continue
        if code in settled:
            problems.append(Problem(number, "Question", f"{code} stands in the file twice"))
            continue
        given = _given(values)
        before = answers.get(code)
        if before is None and given == AnswerInput(given.seen):
            continue
        if before is not None and given.same_as(before):
            continue
        if not part.answers(known[code]):
            problems.append(Problem(number, "Question", f"{code} was not given to you"))
            continue
        if before is not None and before.number != given.seen:
            says = f"{before.by} changed {code} online meanwhile. It says now: {before.text[:SHOWN] or 'no words'}"
            problems.append(Problem(number, "Version", f"{says}. Take a new workbook for this answer"))
            continue
        settled[code] = given
        what = "add" if before is None else "change"
        changes.append(SheetChange(number, what, code, _difference(before, given, asked.scale)))
    return Plan(problems=tuple(problems)) if problems else Plan(tuple(changes), data=settled)


def _given(values: Values) -> AnswerInput:
    grade = values["grade"]
    return AnswerInput(
        seen=values["seen"] or 0, grade=grade if isinstance(grade, int) else None,
        not_applicable=grade == NOT_APPLICABLE, text=values["text"].strip(),
        improvement=values["improvement"].strip(),
    )  # fmt: skip


def _difference(before: Answer | None, given: AnswerInput, scale: Scale) -> str:
    def grade_of(grade: int | None, not_applicable: bool) -> str:
        return NOT_APPLICABLE if not_applicable else scale.step(grade).label if grade is not None else "none"

    old = before or Answer()
    pairs = (
        ("grade", grade_of(old.grade, old.not_applicable), grade_of(given.grade, given.not_applicable)),
        ("how you know", old.text[:SHOWN] or "nothing", given.text[:SHOWN] or "nothing"),
        ("what will be better", old.improvement[:SHOWN] or "nothing", given.improvement[:SHOWN] or "nothing"),
    )
    return "; ".join(f"{label}: {was} → {now}" for label, was, now in pairs if was != now)
