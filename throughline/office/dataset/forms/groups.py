"""Counts by group, pasted."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from throughline.foundation.ui.forms import Form
from throughline.office.dataset.rules.groups import Line, NotLines, read_lines
from throughline.office.dataset.rules.timeline import own_span

BREAKDOWNS = ("ethnicity", "sex", "age", "need")


class GroupsForm(Form):
    breakdown = forms.ChoiceField(label="What are the groups?", choices=[(each, each) for each in BREAKDOWNS])
    period = forms.CharField(label="Period", max_length=20, help_text="Such as 2024-03-31, 2023-24 or 2023-24 Q1.")
    vintage = forms.CharField(
        label="Which estimate of the population?", max_length=200, help_text="Such as: Census 2021, children 0 to 17."
    )
    lines = forms.CharField(
        label="The groups",
        help_text="One a line: the group, the children counted, the children who live here. Paste it from a"
        " spreadsheet, or write semicolons between.",
        widget=forms.Textarea(attrs={"rows": 8}),
        max_length=5000,
    )

    def clean_period(self) -> str:
        period = str(self.cleaned_data["period"]).strip()
        if own_span(period) is None:
            raise ValidationError("The period must be like 2024-03-31, 2023-24 or 2023-24 Q1")
        return period

    def clean_lines(self) -> list[Line]:
        try:
            return read_lines(self.cleaned_data["lines"])
        except NotLines as faults:
            raise ValidationError(list(faults.faults)) from faults

    def rows(self) -> Any:
        return self.cleaned_data["lines"]
