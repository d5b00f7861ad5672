"""What people type about indicators."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from throughline.foundation.ui.forms import DateField, Form
from throughline.foundation.ui.widgets import Radios
from throughline.office.dataset.models import Counting, Frequency, Indicator, Polarity, Sector
from throughline.office.dataset.operations.register import DEFINING, PLAIN, RegisterRow
from throughline.office.dataset.queries.register import Narrowed
from throughline.office.dataset.rules.register import LIKE, official_series
from throughline.office.partnership import api as partnership

UNSAID = [("", "Not said")]


def agency_choices(blank: str) -> list[tuple[str, str]]:
    return [("", blank), *((str(agency.id), agency.name) for agency in partnership.agencies())]


def id_or_none(text: str) -> int | None:
    return int(text) if text else None


class RegisterFilter(Form):
    """Sent by GET; what it does not understand narrows nothing."""

    mark_optional = False

    q = forms.CharField(label="Words", required=False, max_length=100)
    sector = forms.ChoiceField(label="Sector", required=False, choices=[("", "Any"), *Sector.choices])
    owner = forms.ChoiceField(label="Owner", required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["owner"].choices = agency_choices("Any")  # type: ignore[attr-defined]

    def wanted(self) -> Narrowed:
        self.is_valid()
        given = {name: self.cleaned_data.get(name, "") for name in self.fields}
        return Narrowed(given["q"], given["sector"], id_or_none(given["owner"]))


class OfficialField(forms.CharField):
    """A reference to an official series."""

    def clean(self, value: Any) -> str:
        text = str(super().clean(value))
        if text and official_series(text) is None:
            raise ValidationError(f"{self.label} {LIKE}")
        return text


class IndicatorForm(Form):
    """A new indicator, or all that is said of one."""

    code = forms.CharField(label="Code", max_length=20, help_text="Stays the same for good, such as CSC-17.")
    title = forms.CharField(label="Title", max_length=300, help_text="As people read it.")
    definition = forms.CharField(
        label="Definition", max_length=4000, widget=forms.Textarea(attrs={"rows": 3}), help_text="One plain sentence."
    )
    sector = forms.ChoiceField(label="Sector", choices=Sector.choices, help_text="Whose records it comes from.")
    owner_id = forms.ChoiceField(
        label="Owner", required=False, help_text="The agency that answers for it and returns it."
    )
    numerator = forms.CharField(label="Numerator", max_length=300, required=False)
    denominator = forms.CharField(label="Denominator", max_length=300, required=False)
    vintage = forms.CharField(
        label="Vintage of the denominator",
        max_length=200,
        required=False,
        help_text="Which estimate, and of what year.",
    )
    unit = forms.CharField(label="Unit", max_length=100, help_text="children, percent, per 10,000 children …")
    polarity = forms.ChoiceField(
        label="Which way is better?", choices=Polarity.choices, initial=Polarity.NEUTRAL, widget=Radios(small=True)
    )
    counting = forms.ChoiceField(label="Counting", required=False, choices=[*UNSAID, *Counting.choices])
    frequency = forms.ChoiceField(label="Frequency", required=False, choices=[*UNSAID, *Frequency.choices])
    breakdowns = forms.CharField(
        label="Breakdowns",
        max_length=300,
        required=False,
        help_text="With semicolons between them: age; sex; ethnicity.",
    )
    target = forms.DecimalField(label="Target", required=False, max_digits=18, decimal_places=4)
    priority = forms.CharField(label="Priority it serves", max_length=300, required=False)
    caveat = forms.CharField(
        label="Caveat", max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="What a reader must know.",
    )  # fmt: skip
    official_count = OfficialField(
        label="Official series of the count", required=False, max_length=300, help_text=f"It {LIKE}."
    )
    official_value = OfficialField(label="Official series of the value", required=False, max_length=300)

    def __init__(self, *args: Any, found: Indicator | None = None, **options: Any) -> None:
        if found is not None:
            said = {name: getattr(found, name) for name in PLAIN}
            options["initial"] = said | {"breakdowns": "; ".join(found.breakdowns), "owner_id": found.owner_id or ""}
        super().__init__(*args, **options)
        self.found = found
        self.fields["owner_id"].choices = agency_choices("Nobody yet")  # type: ignore[attr-defined]

    def row(self) -> RegisterRow:
        """Of a valid form."""
        given = dict(self.cleaned_data)
        given["owner_id"] = id_or_none(given["owner_id"])
        given["breakdowns"] = tuple(each.strip() for each in given["breakdowns"].split(";") if each.strip())
        name = self.found.name if self.found and self.found.name != self.found.title else ""
        return RegisterRow(name=name, **given)


class ChangeIndicatorForm(IndicatorForm):
    """The code stays. A changed definition asks for its day and its reason."""

    starts = DateField(
        label="From which day does a changed definition hold?", subject="The day", required=False,
        help_text="Today unless you say otherwise.",
    )  # fmt: skip
    why = forms.CharField(
        label="Why does the definition change?", max_length=500, required=False,
        help_text="Asked for when the definition, numerator, denominator, unit or counting changes.",
    )  # fmt: skip

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        del self.fields["code"]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        given["code"] = self.found.code if self.found else ""
        changed = any(given.get(name, "") != getattr(self.found, name) for name in DEFINING)
        if changed and not self.errors and not given.get("why"):
            self.add_error("why", "Say why the definition changes")
        return given
