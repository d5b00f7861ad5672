"""What is marked in a register, and what somebody needs to take part."""

from collections.abc import Sequence
from typing import Any

from django import forms

from throughline.foundation.ui.forms import Form, Radios
from throughline.office.training.models import SessionDay
from throughline.office.training.queries.attendance import Line
from throughline.office.training.rules.attendance import PRESENCE_WORDS, Presence

CHOICES = [(presence.value, words) for presence, words in PRESENCE_WORDS.items()]


class Register(Form):
    """One row of buttons a person. `minutes`: booking id → minutes that an online meeting counted, to be confirmed."""

    mark_optional = False

    def __init__(self, *args: Any, lines: Sequence[Line], day: SessionDay, **options: Any) -> None:
        super().__init__(*args, **options)
        self.lines = lines
        for line in lines:
            person = line.booking.person
            hint = " · ".join(
                text for text in (line.booking.agency_name, line.needs and f"Needs: {line.needs}") if text
            )
            self.fields[f"b{line.booking.pk}"] = forms.ChoiceField(
                label=person.name or person.email, required=False, choices=CHOICES, help_text=hint,
                widget=Radios(inline=True, small=True), initial=line.presence(day.pk),
            )  # fmt: skip
            self.fields[f"m{line.booking.pk}"] = forms.IntegerField(
                required=False, min_value=0, widget=forms.HiddenInput
            )

    def marks(self) -> dict[int, Presence | None]:
        """Those that were chosen; who was left open is not touched."""
        given = self.cleaned_data
        chosen = {line.booking.pk: given[f"b{line.booking.pk}"] for line in self.lines}
        return {key: Presence(value) for key, value in chosen.items() if value}

    def minutes(self) -> dict[int, int]:
        found = {line.booking.pk: self.cleaned_data[f"m{line.booking.pk}"] for line in self.lines}
        return {key: value for key, value in found.items() if value is not None}


class TeamsReport(Form):
    file = forms.FileField(
        label="Attendance report",
        help_text="In Teams, open the meeting, then Attendance, then Download. Choose the .csv file as it is.",
    )


class Needs(Form):
    text = forms.CharField(
        label="What do you need to take part?",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="For example step-free access, a hearing loop, large print, or food. The training officer and the"
        " trainers read it. It is deleted the day after the session.",
    )
