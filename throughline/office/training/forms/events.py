"""An event's stalls, and how many came."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from throughline.foundation.ui.forms import Form
from throughline.office.training.rules.events import Sort, StallPlan, read_stalls, wrong_stalls


class Stalls(Form):
    stalls = forms.CharField(
        label="Who has a stall?", required=False, max_length=10_000, widget=forms.Textarea(attrs={"rows": 8}),
        help_text="One a line: the agency, a colon, and what it shows, for example Example Trust: young carers.",
    )  # fmt: skip

    def clean_stalls(self) -> list[StallPlan]:
        found = read_stalls(self.cleaned_data["stalls"])
        wrong = wrong_stalls(found)
        if wrong:
            raise ValidationError(wrong)
        return found


class HeadCounts(Form):
    """Numbers alone: nobody is named, and no school. A field a sort; empty: not counted."""

    school_groups = forms.IntegerField(
        label="School groups", required=False, min_value=0, max_value=10_000,
        help_text="How many, without the names of the schools. Empty: nobody counted; 0: none came.",
    )  # fmt: skip

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for sort in Sort:
            self.fields[sort.name.lower()] = forms.IntegerField(
                label=f"{sort.value[0].upper()}{sort.value[1:]}", required=False, min_value=0, max_value=100_000
            )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("school_groups") and given.get("children") is None and "children" not in self.errors:
            self.add_error("children", "Say how many children came in the school groups")
        return given

    def people(self) -> dict[Sort, int]:
        found = {sort: self.cleaned_data[sort.name.lower()] for sort in Sort}
        return {sort: count for sort, count in found.items() if count is not None}
