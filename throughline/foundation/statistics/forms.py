"""A file of official statistics, and what the columns of a heading never met before are."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from throughline.foundation.sheets.api import LIMITS
from throughline.foundation.ui.forms import Checkboxes, Form


class StatisticsUploadForm(Form):
    file = forms.FileField(
        label="CSV file as it was published",
        help_text=f"In the Department for Education’s tidy format, or a table of statistical neighbours. Up to"
        f" {LIMITS.size // 1_000_000} MB; longer files go in by the command line.",
    )

    def clean_file(self) -> Any:
        sent = self.cleaned_data["file"]
        if sent.size > LIMITS.size:
            raise ValidationError(f"The file must be {LIMITS.size // 1_000_000} MB or smaller")
        return sent


class RolesForm(Form):
    """Which columns hold numbers; the others are filters. Kept for next year's file."""

    mark_optional = False
    indicators = forms.MultipleChoiceField(
        label="Which columns hold the numbers?",
        help_text="The others say what the numbers are of. Your choice is kept for the next file with this heading.",
        widget=Checkboxes,
    )

    def __init__(self, columns: Sequence[str], data: Any = None, *, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        self.fields["indicators"].choices = [(name, name) for name in columns]  # type: ignore[attr-defined]
