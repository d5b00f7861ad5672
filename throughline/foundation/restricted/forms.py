"""Naming members, ending them, breaking the glass."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from throughline.foundation.restricted.queries import person_with_email
from throughline.foundation.restricted.rules import NAMED
from throughline.foundation.ui.forms import Form
from throughline.foundation.ui.widgets import Radios

Choices = list[tuple[str, str]]


class MemberForm(Form):
    email = forms.EmailField(label="Their email address", help_text="They need an account here.")
    part = forms.ChoiceField(
        label="What may they do here?", choices=[(part.value, part.label) for part in NAMED], widget=Radios()
    )
    stands_in_for = forms.ChoiceField(label="Do they stand in for somebody?", required=False)

    def __init__(self, *args: Any, members: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        found = self.fields["stands_in_for"]
        assert isinstance(found, forms.ChoiceField)  # noqa: S101  (for the type checker)
        found.choices = [("", "Nobody"), *members]

    def clean_email(self) -> Any:
        person = person_with_email(self.cleaned_data["email"])
        if person is None:
            raise ValidationError("Nobody here has this address. They need an account first")
        return person


class EndForm(Form):
    reason = forms.CharField(label="Why does it end?", max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


class GlassForm(Form):
    reason = forms.CharField(
        label="Why must you read it now?",
        max_length=2000,
        help_text="The lead and the data guardian read this at once. Name no child and no family.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )
