"""Starting a yearly survey."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from throughline.foundation.ui.forms import DateField, Form, Radios
from throughline.office.training.queries.asking import Whom

MOST_ADDRESSES = 5000


class StartSurvey(Form):
    which = forms.ChoiceField(
        label="Which survey?",
        choices=[("yearly", "Annual training survey"), ("needs", "Training needs analysis")],
        widget=Radios(
            hints={"yearly": "What the year's training changed in practice.", "needs": "What next year should offer."}
        ),
    )
    audience = forms.ChoiceField(
        label="Who is asked?",
        choices=[
            (Whom.BOOKED, "Whoever had a place on a session in the last twelve months"),
            (Whom.EVERYONE, "Whoever has an account here"),
            (Whom.NOBODY, "Only the addresses below"),
        ],
        widget=Radios,
    )
    emails = forms.CharField(
        label="Further addresses",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="One email address a line, such as school safeguarding leads without an account.",
    )
    closes_on = DateField(label="Last day to answer", subject="Last day to answer")

    def clean_emails(self) -> list[str]:
        lines = [line.strip() for line in self.cleaned_data["emails"].splitlines() if line.strip()]
        if len(lines) > MOST_ADDRESSES:
            raise ValidationError(f"Give at most {MOST_ADDRESSES:,} addresses at once")
        wrong: list[Any] = []
        for number, line in enumerate(lines, 1):
            try:
                validate_email(line)
            except ValidationError:
                wrong.append(f"Line {number}: ‘{line[:80]}’ is not an email address")
        if wrong:
            raise ValidationError(wrong[:10])
        return lines
