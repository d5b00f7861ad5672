"""What people type about rounds, returns and rules."""

from datetime import date
from typing import Any

from django import forms

from throughline.foundation.ui.forms import DateField, Form
from throughline.foundation.ui.widgets import Checkboxes, Radios
from throughline.office.dataset.forms.register import agency_choices
from throughline.office.dataset.models import ReturnRule
from throughline.office.dataset.operations.rounds import Asked
from throughline.office.dataset.queries.breakdowns import categories
from throughline.office.dataset.queries.register import registered
from throughline.office.dataset.rules.breakdowns import offered
from throughline.office.dataset.rules.checking import Missing
from throughline.office.dataset.rules.returned import unit_asked

QUARTERS = [("1", "Quarter 1"), ("2", "Quarter 2"), ("3", "Quarter 3"), ("4", "Quarter 4, with the year’s own")]


class ReasonForm(Form):
    reason = forms.CharField(label="Reason", max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


class ChangeRoundForm(Form):
    due = DateField(label="Due day", help_text="Agencies are reminded before it, on it, and after.")
    wider_area = forms.CharField(
        label="Wider area", max_length=200, required=False,
        help_text="For which some agencies hold their numbers only, such as Kent and Medway.",
    )  # fmt: skip
    note = forms.CharField(
        label="Note to the agencies", max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class RoundForm(ChangeRoundForm):
    year = forms.RegexField(
        label="Year", regex=r"^\d{4}-\d{2}$", help_text="As 2023-24.",
        error_messages={"invalid": "Year must be like 2023-24"},
    )  # fmt: skip
    quarter = forms.TypedChoiceField(label="Quarter", coerce=int, choices=QUARTERS, widget=Radios(small=True))
    with_breakdowns = forms.BooleanField(
        label="Ask for breakdowns too", required=False,
        help_text="By age, sex, ethnicity, need and category, for the counts that the register breaks down.",
    )  # fmt: skip
    field_order = ["year", "quarter", "due", "wider_area", "with_breakdowns", "note"]


class AgencyForm(Form):
    agency = forms.TypedChoiceField(label="Agency", coerce=int)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["agency"].choices = agency_choices("Choose one")  # type: ignore[attr-defined]


class AskedForm(Form):
    """Which indicators, whole and by breakdown."""

    asked = forms.MultipleChoiceField(
        label="What is asked", required=False, widget=Checkboxes(small=True),
        help_text="A breakdown is asked for together with the whole that it splits.",
    )  # fmt: skip

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        choices = []
        known = categories()
        for row in registered():
            choices.append((str(row.pk), f"{row.code} {row}"))
            if unit_asked(row.unit, row.numerator) != "percent":
                choices += [
                    (f"{row.pk}|{name}", f"{row.code} {row}, by {name}") for name in offered(row.breakdowns, known)
                ]
        self.fields["asked"].choices = choices  # type: ignore[attr-defined]

    def wanted(self) -> list[Asked]:
        """Of a valid form."""
        pairs = [each.partition("|") for each in self.cleaned_data["asked"]]
        return [Asked(int(indicator), breakdown) for indicator, _, breakdown in pairs]


class RuleForm(Form):
    kind = forms.ChoiceField(
        label="Rule", widget=Radios(small=True), choices=ReturnRule._meta.get_field("kind").choices or []
    )
    whole = forms.TypedChoiceField(label="The whole, or one of the pair", coerce=int)
    part = forms.TypedChoiceField(label="The part, or the other of the pair", coerce=int)
    missing = forms.ChoiceField(
        label="Where a value is missing", widget=Radios(small=True), initial=Missing.SKIP,
        choices=[(each.value, each.label) for each in Missing],
    )  # fmt: skip
    why = forms.CharField(label="Why does it hold?", max_length=500)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        known = [("", "Choose one"), *((str(row.pk), f"{row.code} {row}") for row in registered())]
        for name in ("whole", "part"):
            self.fields[name].choices = known  # type: ignore[attr-defined]


class ExplainForm(Form):
    """One field for each broken rule, named by its mark."""

    def __init__(self, *args: Any, broken: Any = (), said: dict[str, str] | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        for each in broken:
            self.fields[each.mark] = forms.CharField(
                label=f"{each.code}: {each.says}", max_length=2000, required=False,
                widget=forms.Textarea(attrs={"rows": 2}),
                initial=(said or {}).get(each.mark, ""),
                help_text=" ".join(filter(None, ["Why is it right all the same?", each.check.why])),
            )  # fmt: skip


def suggested_due(ends: date) -> date:
    """Six weeks after the quarter's end."""
    return date.fromordinal(ends.toordinal() + 42)
