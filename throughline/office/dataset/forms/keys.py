"""What people type about keys."""

from datetime import date
from typing import Any

from django import forms

from throughline.foundation.ui.forms import DateField, Form
from throughline.office.dataset.forms.register import agency_choices


class KeyForm(Form):
    name = forms.CharField(
        label="Which program is it for?", max_length=100, help_text="Such as: Kent Police reporting."
    )
    agency = forms.ChoiceField(label="Agency whose returns it gives")
    ends_on = DateField(label="Last day on which it works", subject="The last day")

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today = today
        self.fields["agency"].choices = agency_choices("Choose one")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("ends_on") and given["ends_on"] <= self.today:
            self.add_error("ends_on", "The last day must be in the future")
        return given
