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
    """`partners`: those for whom members sign in this space; where there are none, it is not asked."""

    email = forms.EmailField(label="Their email address", help_text="They need an account here.")
    part = forms.ChoiceField(
        label="What may they do here?", choices=[(part.value, part.label) for part in NAMED], widget=Radios()
    )
    partner = forms.ChoiceField(
        label="For which partner do they sign?",
        required=False,
        help_text="They can sign for no other. Who stands in for them signs for the same partner.",
    )
    stands_in_for = forms.ChoiceField(label="Do they stand in for somebody?", required=False)

    def __init__(self, *args: Any, members: Choices, partners: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, none, choices in (("partner", "None", partners), ("stands_in_for", "Nobody", members)):
            found = self.fields[name]
            assert isinstance(found, forms.ChoiceField)  # noqa: S101  (for the type checker)
            found.choices = [("", none), *choices]
        if not partners:
            del self.fields["partner"]

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
