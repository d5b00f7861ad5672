"""Noting interest, answering it, inviting people."""

from collections.abc import Sequence
from typing import Any

from django import forms

from throughline.foundation.ui.forms import Checkboxes, Form, Radios
from throughline.office.training.models import Interest
from throughline.office.training.rules.interest import Answer


class NoteInterest(Form):
    note = forms.CharField(
        label="What should we know?", required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="For example why this course matters for your work. The training officer reads it.",
    )  # fmt: skip


class AnswerInterests(Form):
    people = forms.TypedMultipleChoiceField(
        label="Who?", coerce=int, widget=Checkboxes,
        error_messages={"required": "Choose at least one person"},
    )  # fmt: skip
    answer = forms.ChoiceField(
        label="What do you want to do?",
        choices=[
            (Answer.INVITE.value, "Invite them to book for themselves"),
            (Answer.PLACE.value, "Give each of them a place"),
        ],
        widget=Radios,
        error_messages={"required": "Choose whether to invite them or to give them places"},
    )

    def __init__(self, *args: Any, interests: Sequence[Interest], **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["people"]
        assert isinstance(field, forms.TypedMultipleChoiceField)  # noqa: S101  (for the type checker)
        people = [(row.pk, row.person) for row in interests]
        field.choices = [(pk, person.name or person.email) for pk, person in people if person is not None]


class InviteList(Form):
    people = forms.CharField(
        label="Names and email addresses", max_length=50_000, widget=forms.Textarea(attrs={"rows": 8}),
        help_text="One person a line, for example: Ann Wood, ann.wood@example.org. Each is told by email.",
        error_messages={"required": "Write at least one name with its email address"},
    )  # fmt: skip
