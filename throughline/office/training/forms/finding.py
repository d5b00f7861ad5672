"""How the calendar is narrowed."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from throughline.foundation.ui import formats
from throughline.foundation.ui.forms import Form
from throughline.office.training.queries import EVERYTHING, Wanted
from throughline.office.training.rules import read_month


class CalendarFilter(Form):
    """Sent by GET; what it does not understand narrows nothing."""

    mark_optional = False

    q = forms.CharField(label="Words in the title or about it", required=False, max_length=100)
    month = forms.ChoiceField(label="Month", required=False)
    level = forms.ChoiceField(label="Level", required=False)
    mode = forms.ChoiceField(label="How it is held", required=False)
    places = forms.BooleanField(
        label="Only with places left",
        required=False,
        help_text="Leaves out sessions that are full or by invitation. Where places are not stated, the session stays.",
    )

    def __init__(
        self, *args: Any, modes: Sequence[str], levels: Sequence[str], months: Sequence[date], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self._offer("mode", [(mode, f"{mode[0].upper()}{mode[1:]}") for mode in modes])
        self._offer("level", [(level, level) for level in levels])
        self._offer("month", [(f"{month:%Y-%m}", formats.month(month)) for month in months])
        if not levels:
            del self.fields["level"]

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  (for the type checker)
        field.choices = [("", "Any"), *choices]

    def wanted(self) -> Wanted:
        if not self.is_valid():
            return EVERYTHING
        given = self.cleaned_data
        return Wanted(
            mode=given["mode"], level=given.get("level", ""), month=read_month(given["month"]), text=given["q"],
            places_left=given["places"],
        )  # fmt: skip
