"""What the office types about waiting lists."""

from typing import Any

from django import forms

from throughline.foundation.ui.forms import DateField, Form, ModelForm
from throughline.office.training.forms.fields import TimeField
from throughline.office.training.models import SchoolHoliday, WaitingTimes


class Reason(Form):
    """Which of the two is asked is said by the button that was pressed."""

    reason = forms.CharField(
        label="Reason",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Everyone in the office reads it. Somebody who is taken off the list is sent it.",
        error_messages={"required": "Say why"},
    )


class Times(ModelForm):
    opens = TimeField(
        label="Offers begin at", help_text="For example 8am.", error_messages={"required": "Say when offers begin"}
    )
    closes = TimeField(
        label="Offers end at", help_text="For example 6pm.", error_messages={"required": "Say when offers end"}
    )

    class Meta:
        model = WaitingTimes
        fields = ["opens", "closes", "days", "days_in_holidays", "stop_hours"]
        labels = {
            "days": "Working days to answer",
            "days_in_holidays": "Working days to answer in school holidays",
            "stop_hours": "Hours before the session at which offers stop",
        }
        widgets = {
            name: forms.TextInput(attrs={"class": "govuk-input--width-3", "inputmode": "numeric"})
            for name in ("days", "days_in_holidays", "stop_hours")
        }

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        opens, closes = given.get("opens"), given.get("closes")
        if opens and closes and closes <= opens:
            self.add_error("closes", "Offers must be made until a later time than they begin")
        days, longer = given.get("days"), given.get("days_in_holidays")
        if days and longer and longer < days:
            self.add_error("days_in_holidays", "In school holidays there must be as many days or more")
        return given


class Holiday(ModelForm):
    first = DateField(label="First day")
    last = DateField(label="Last day")

    class Meta:
        model = SchoolHoliday
        fields = ["name", "first", "last"]
        labels = {"name": "Which holiday"}

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        first, last = given.get("first"), given.get("last")
        if first and last and last < first:
            self.add_error("last", "The last day must be the first day or later")
        return given
