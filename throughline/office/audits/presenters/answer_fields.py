"""The fields of many questions on one page as HTML: what AnswerForm shows for each (a test compares the two). Written
here, since a page of a hundred and more questions would take ten times as long by form objects and templates."""

from collections.abc import Mapping
from html import escape
from typing import Any

from django.utils.safestring import SafeString

from throughline.foundation.ui import formats
from throughline.office.audits.forms import NOT_APPLICABLE, AnswerForm
from throughline.office.audits.rules.question_sets import Question, QuestionSet, Standard


def answer_fields(
    standard: Standard, question: Question, asked: QuestionSet, initial: Mapping[str, Any]
) -> SafeString:  # fmt: skip
    """`initial` as AnswerForm takes it: seen, grade, text, improvement."""
    code, grade = question.code, initial.get("grade", "")
    choices = [(str(s.rank), f"{s.sign} {s.label}", standard.descriptor(question, s.rank))
               for s in reversed(asked.scale.steps)]  # fmt: skip
    choices.append((NOT_APPLICABLE, "Does not apply to us", ""))
    radios = "".join(
        _radio(f"id_{code}-grade_{place}", f"{code}-grade", value, label, hint, checked=value == grade)
        for place, (value, label, hint) in enumerate(choices)
    )
    texts = "".join(_text_box(code, name, initial.get(name, "")) for name in ("text", "improvement"))
    # a code holds nothing that HTML would escape
    return SafeString(
        f'<input type="hidden" name="{code}-seen" value="{initial["seen"]:d}" id="id_{code}-seen">'
        f'<div class="govuk-form-group"><fieldset class="govuk-fieldset">'
        f'<legend class="govuk-fieldset__legend">Grade for {code}</legend>'
        f'<div class="govuk-radios govuk-radios--small" data-module="govuk-radios">{radios}</div>'
        f"</fieldset></div>{texts}"
    )


def _radio(id_: str, name: str, value: str, label: str, hint: str, *, checked: bool) -> str:
    attributes = " checked" if checked else ""
    if hint:
        attributes += f' aria-describedby="{id_}-item-hint"'
        hint = f'<div id="{id_}-item-hint" class="govuk-hint govuk-radios__hint">{escape(hint)}</div>'
    return (
        f'<div class="govuk-radios__item"><input class="govuk-radios__input" id="{id_}" name="{name}" type="radio"'
        f' value="{value}"{attributes}>'
        f'<label class="govuk-label govuk-radios__label" for="{id_}">{escape(label)}</label>{hint}</div>'
    )


def _text_box(code: str, name: str, value: str) -> str:
    label, hint, rows, most = TEXTS[name]
    id_ = f"id_{code}-{name}"
    described = f"{id_}-info"
    if hint:
        described = f"{id_}_helptext {described}"
        hint = f'<div id="{id_}_helptext" class="govuk-hint">{escape(hint)}</div>'
    return (
        f'<div class="govuk-form-group govuk-character-count" data-module="govuk-character-count"'
        f' data-maxlength="{most}"><label class="govuk-label" for="{id_}">{escape(label)}</label>{hint}'
        f'<textarea name="{code}-{name}" rows="{rows}" class="govuk-textarea govuk-js-character-count"'
        f' aria-describedby="{described}" id="{id_}">\n{escape(value)}</textarea>'
        f'<div id="{id_}-info" class="govuk-hint govuk-character-count__message">'
        f"You can enter up to {formats.number(most)} characters</div></div>"
    )


def _of_form(name: str) -> tuple[str, str, int, int]:
    """(label, hint, rows, most characters)"""
    field = AnswerForm.base_fields[name]
    most = field.max_length  # type: ignore[attr-defined]
    return str(field.label), str(field.help_text), field.widget.attrs["rows"], most


TEXTS = {name: _of_form(name) for name in ("text", "improvement")}
