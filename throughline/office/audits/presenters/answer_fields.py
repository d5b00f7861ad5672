"""The fields of many questions on one page, without a form object each: what AnswerForm would show, as values."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from throughline.foundation.ui import formats
from throughline.office.audits.forms import NOT_APPLICABLE, AnswerForm
from throughline.office.audits.rules.question_sets import Question, QuestionSet, Standard


@dataclass(frozen=True, slots=True)
class GradeChoice:
    id: str
    value: str
    label: str
    hint: str
    checked: bool


@dataclass(frozen=True, slots=True)
class TextBox:
    id: str
    name: str
    label: str
    hint: str
    rows: int
    most: int
    says_most: str
    value: str


@dataclass(frozen=True, slots=True)
class AnswerFields:
    prefix: str
    seen: int
    legend: str
    choices: tuple[GradeChoice, ...]
    texts: tuple[TextBox, ...]


def answer_fields(
    standard: Standard, question: Question, asked: QuestionSet, initial: Mapping[str, Any]
) -> AnswerFields:  # fmt: skip
    """`initial` as AnswerForm takes it: seen, grade, text, improvement."""
    code, grade = question.code, initial.get("grade", "")
    steps = [(str(s.rank), f"{s.sign} {s.label}", standard.descriptor(question, s.rank))
             for s in reversed(asked.scale.steps)]  # fmt: skip
    return AnswerFields(
        prefix=code,
        seen=initial["seen"],
        legend=f"Grade for {code}",
        choices=tuple(
            GradeChoice(f"id_{code}-grade_{place}", value, label, hint, value == grade)
            for place, (value, label, hint) in enumerate([*steps, (NOT_APPLICABLE, "Does not apply to us", "")])
        ),
        texts=tuple(
            TextBox(f"id_{code}-{name}", f"{code}-{name}", label, hint, rows, most, says_most, initial.get(name, ""))
            for name, label, hint, rows, most, says_most in TEXTS
        ),
    )


def _text(name: str) -> tuple[str, str, str, int, int, str]:
    field = AnswerForm.base_fields[name]
    most = field.max_length  # type: ignore[attr-defined]
    return (name, str(field.label), str(field.help_text), field.widget.attrs["rows"], most,
            formats.number(most))  # fmt: skip


TEXTS = (_text("text"), _text("improvement"))
