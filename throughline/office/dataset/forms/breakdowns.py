"""What people type about the categories of a breakdown."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from throughline.foundation.ui.forms import Form
from throughline.office.dataset.rules.breakdowns import Category, NotCategories, read_categories


class CategoriesForm(Form):
    lines = forms.CharField(
        label="Categories",
        help_text="One a line, in the order of the return. Where you know how many children of it live here, write them"
        " behind a semicolon, such as: White; 41,000. Or paste both from a spreadsheet. Empty: the list that ships.",
        widget=forms.Textarea(attrs={"rows": 10}),
        max_length=8000,
        required=False,
    )
    vintage = forms.CharField(
        label="Which estimate of the population?", max_length=200, required=False,
        help_text="Needed where children who live here are written. Such as: Census 2021, children 0 to 17.",
    )  # fmt: skip

    def clean_lines(self) -> list[Category]:
        if not self.cleaned_data["lines"].strip():
            return []
        try:
            return read_categories(self.cleaned_data["lines"])
        except NotCategories as faults:
            raise ValidationError(list(faults.faults)) from faults

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        counted = any(each.population is not None for each in given.get("lines") or ())
        if counted and not str(given.get("vintage", "")).strip():
            self.add_error("vintage", "Say which estimate of the population it is")
        return given
