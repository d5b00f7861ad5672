"""What people choose and type about indicators."""

from typing import Any

from django import forms

from throughline.foundation.ui.forms import Form
from throughline.office.dataset.rules.comparing import AGGREGATORS


class BenchmarkChoice(Form):
    """Which statistical neighbours the charts compare with."""

    mark_optional = False
    model = forms.ChoiceField(label="Statistical neighbours", required=False)
    aggregator = forms.ChoiceField(label="Taken together by their", required=False)

    def __init__(self, models: list[str], chosen: str, data: Any) -> None:
        super().__init__({"model": data.get("model") or chosen, "aggregator": data.get("aggregator") or "mean"})
        self.fields["model"].choices = [(each, f"Model of {each}") for each in models]  # type: ignore[attr-defined]
        self.fields["aggregator"].choices = [(each, each) for each in AGGREGATORS]  # type: ignore[attr-defined]

    def settled(self, model: str) -> tuple[str, str]:
        """What was asked for where it exists; else the partnership's own model and the mean."""
        self.is_valid()
        given = self.cleaned_data
        return given.get("model") or model, given.get("aggregator") or "mean"
