"""What the office types about money."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from throughline.foundation.ui.forms import DateField, Form
from throughline.office.training.rules.charges import AREA_WORDS


def pounds(label: str) -> forms.DecimalField:
    return forms.DecimalField(
        label=label, required=False, max_digits=8, decimal_places=2, min_value=0,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-5", "inputmode": "decimal"}),
        help_text="In pounds, for example 50. Empty: free of charge.",
    )  # fmt: skip


class Rule(Form):
    course = forms.TypedChoiceField(label="Course", required=False, coerce=int, empty_value=None)
    sector = forms.ChoiceField(label="Kind of agency", required=False)
    area = forms.ChoiceField(
        label="Where is the agency?", required=False, choices=list(AREA_WORDS.items()),
        help_text="An agency of this partnership stands on its own list of agencies.",
    )  # fmt: skip
    place = pounds("For a place")
    late = pounds("Cancelled after the deadline, and nobody booked the place")
    no_show = pounds("Did not turn up")

    def __init__(self, *args: Any, courses: Sequence[tuple[int, str]], sectors: Sequence[str], **options: Any) -> None:
        super().__init__(*args, **options)
        for name, choices in (
            ("course", [("", "Every course"), *courses]),
            ("sector", [("", "Every agency"), *((sector, sector.capitalize()) for sector in sectors)]),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101  (for the type checker)
            field.choices = choices


class Waive(Form):
    reason = forms.CharField(
        label="Why is the charge waived?", max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say why the charge is waived"},
    )  # fmt: skip


class Period(Form):
    """The statement of one agency for a period."""

    agency = forms.ChoiceField(label="Agency")
    first = DateField(label="First day")
    last = DateField(label="Last day")

    def __init__(self, *args: Any, agencies: Sequence[tuple[str, str]], today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["agency"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  (for the type checker)
        field.choices = [("", "Choose one"), *agencies]
