"""A form made of questions, and the form in which a questionnaire is written."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from throughline.foundation.surveys import writing
from throughline.foundation.surveys.rules import (
    LONGEST_LONG,
    LONGEST_SHORT,
    Answer,
    BadQuestionnaire,
    Kind,
    Question,
)
from throughline.foundation.ui.forms import Checkboxes, Form, Radios


class AnswersForm(Form):
    """One page of questions. `answers()` are what was given, ready to keep."""

    questions: Sequence[Question] = ()

    def answers(self) -> dict[str, Answer]:
        cleaned = ((question.key, self.cleaned_data.get(question.key)) for question in self.questions)
        return {key: "" if value is None else value for key, value in cleaned}


def answers_form(data: Any, questions: Sequence[Question], answers: Mapping[str, Answer]) -> AnswersForm:
    """The form of one page, filled with what was answered before. A question alone on its page is its heading."""
    parts: dict[str, Any] = {question.key: _field(question) for question in questions}
    made: type[AnswersForm] = type("PageForm", (AnswersForm,), parts)
    form = made(data, initial=dict(answers), prefix="q")
    form.questions = questions
    if len(questions) == 1:
        form.heading_field = questions[0].key  # type: ignore[attr-defined]
    return form


def _field(question: Question) -> forms.Field:
    options: dict[str, Any] = {
        "label": question.text,
        "help_text": question.hint,
        "required": question.required,
    }
    if question.kind in (Kind.SCALE, Kind.SINGLE):
        return forms.ChoiceField(choices=question.options, widget=Radios, **options)
    if question.kind is Kind.MULTIPLE:
        hint = question.hint or "Select all that apply."
        return forms.MultipleChoiceField(choices=question.options, widget=Checkboxes, **{**options, "help_text": hint})
    if question.kind is Kind.NUMBER:
        return forms.IntegerField(min_value=question.least, max_value=question.most, **options)
    if question.kind is Kind.SHORT:
        return forms.CharField(max_length=LONGEST_SHORT, **options)
    return forms.CharField(max_length=LONGEST_LONG, widget=forms.Textarea(attrs={"rows": 5}), **options)


class VersionForm(Form):
    """A questionnaire as text; see writing.py for how it is written."""

    introduction = forms.CharField(
        label="What people read first",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Why you ask, and what happens with the answers.",
    )
    questions = forms.CharField(
        label="Questions",
        max_length=40_000,
        widget=forms.Textarea(attrs={"rows": 20, "spellcheck": "true"}),
        help_text="One question after another, with an empty line between them. How to write them stands below.",
    )
    one_a_page = forms.BooleanField(label="Show one question a page", required=False)

    def clean_questions(self) -> list[dict[str, Any]]:
        try:
            return writing.read(self.cleaned_data["questions"])
        except BadQuestionnaire as error:
            raise forms.ValidationError(str(error)) from error
