"""What people type about keys."""

from datetime import date
from typing import Any

from django import forms

from throughline.foundation.ui.forms import DateField, Form
from throughline.foundation.ui.widgets import Radios
from throughline.office.dataset.forms.register import agency_choices
from throughline.office.dataset.models import ApiKey, AudiencePolicy
from throughline.office.dataset.models.returns import AUDIENCES


class KeyForm(Form):
    name = forms.CharField(
        label="Which program is it for?", max_length=100, help_text="Such as: Kent Police reporting."
    )
    use = forms.ChoiceField(label="What may the program do?", choices=ApiKey.Use.choices, widget=Radios)
    agency = forms.ChoiceField(
        label="Agency", required=False, help_text="Whose returns it gives. Of a key to read: who has it."
    )
    audience = forms.ChoiceField(
        label="Small numbers are hidden from it as from",
        choices=AUDIENCES,
        required=False,
        help_text="Of a key to read. The policies are on the page of small numbers.",
    )
    ends_on = DateField(label="Last day on which it works", subject="The last day")

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today = today
        self.fields["agency"].choices = agency_choices("None")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("ends_on") and given["ends_on"] <= self.today:
            self.add_error("ends_on", "The last day must be in the future")
        if given.get("use") == ApiKey.Use.RETURN and not given.get("agency"):
            self.add_error("agency", "Choose the agency whose returns it gives")
        given["audience"] = given.get("audience") or AudiencePolicy.Audience.AGENCIES
        return given
