"""What people pick when they explore."""

from typing import Any

from django import forms

from throughline.foundation.ui.forms import Checkboxes, Form
from throughline.office.dataset.forms.groups import BREAKDOWNS
from throughline.office.dataset.queries.explore import MOST_AREAS, MOST_INDICATORS, Picking


class ExploreForm(Form):
    """Its address holds what was picked, so that it can be shared."""

    mark_optional = False
    indicator = forms.MultipleChoiceField(label="Indicators", widget=Checkboxes)
    area = forms.MultipleChoiceField(label="Areas", widget=Checkboxes)
    first = forms.IntegerField(label="From the year", required=False, min_value=1990, max_value=2100)
    last = forms.IntegerField(label="To the year", required=False, min_value=1990, max_value=2100)
    breakdown = forms.ChoiceField(label="By group", required=False)

    def __init__(self, picking: Picking, data: Any = None) -> None:
        super().__init__(data)
        self.fields["indicator"].choices = picking.indicators  # type: ignore[attr-defined]
        self.fields["area"].choices = picking.areas  # type: ignore[attr-defined]
        self.fields["breakdown"].choices = [  # type: ignore[attr-defined]
            ("", "Totals"), *((each, f"By {each}") for each in BREAKDOWNS)
        ]  # fmt: skip

    def clean_indicator(self) -> list[str]:
        return self._at_most("indicator", MOST_INDICATORS, "indicators")

    def clean_area(self) -> list[str]:
        return self._at_most("area", MOST_AREAS, "areas")

    def _at_most(self, name: str, most: int, what: str) -> list[str]:
        given = list(self.cleaned_data[name])
        if len(given) > most:
            raise forms.ValidationError(f"Choose at most {most} {what}")
        return given

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        first, last = given.get("first"), given.get("last")
        if first and last and first > last:
            self.add_error("last", "The last year must not be before the first")
        return given
