"""Forms of what came of published reviews, of national ones, of retention."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from throughline.foundation.turnout import choices
from throughline.foundation.ui import formats
from throughline.foundation.ui.forms import DateField, Form
from throughline.foundation.ui.widgets import Radios
from throughline.office.reviews.forms.cases import WithAgency, area, yes_no
from throughline.office.reviews.rules.learning import Product, Test


class ProductForm(Form):
    kind = forms.ChoiceField(label="What is it?", choices=Product.choices(), widget=Radios())
    title = forms.CharField(label="Title", max_length=200)
    url = forms.CharField(label="Where is it found?", max_length=500, required=False)
    on = DateField(label="Since when, or on which day?")


class EventForm(Form):
    event = forms.ChoiceField(label="Which event?")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = [(f"{kind}:{event.id}", f"{formats.day(event.on)}: {event.title}") for kind, event in choices(today)]
        self.fields["event"].choices = [("", "Choose one"), *found]  # type: ignore[attr-defined]

    def clean_event(self) -> tuple[str, int]:
        """(kind, id)."""
        kind, _, pk = self.cleaned_data["event"].rpartition(":")
        return kind, int(pk)


class ViewsForm(Form):
    on = DateField(label="By which day?")
    number = forms.IntegerField(label="How often was it watched or read in all?", min_value=0, max_value=10_000_000)


class ReachedForm(WithAgency):
    agency = forms.ChoiceField(label="Which agency?")
    sent = forms.IntegerField(label="To how many people was it sent?", min_value=0, max_value=1_000_000)
    took = forms.IntegerField(
        label="How many came, watched or read it?", min_value=0, max_value=1_000_000, required=False,
        help_text="Empty where it is not known.",
    )  # fmt: skip


class ChangeForm(Form):
    where = forms.CharField(label="Which service or policy?", max_length=200)
    change = area("What is different?", rows=3)
    since = DateField(label="Since when?", required=False)
    evidence = area("What shows it?", required=False, rows=3, hint="A document, a count, what was seen. Name nobody.")


class TestForm(Form):
    __test__ = False  # no test of pytest

    how = forms.ChoiceField(label="How is it tested?", choices=Test.choices(), widget=Radios())
    what = forms.CharField(label="Which audit, indicator or survey?", max_length=200)
    planned_on = DateField(label="By which day?")


class TestResultForm(Form):
    __test__ = False

    on = DateField(label="On which day was it tested?")
    holds = yes_no("Does the change hold?")
    found = area("What was found?", rows=3)


class NationalForm(Form):
    name = forms.CharField(label="Name of the review", max_length=200)
    body = forms.CharField(label="Who carries it out?", max_length=200)
    url = forms.URLField(label="Address of the report", max_length=500, required=False, assume_scheme="https")
    expected_on = DateField(label="On which day is the report expected?", required=False)
    published_on = DateField(label="On which day was it published?", required=False)


class TakeUpForm(WithAgency):
    text = area("What did it find?", rows=3)
    recommendation = area("What does it recommend to us?", rows=3)
    agency = forms.ChoiceField(label="To which agency?")


class AwarenessForm(Form):
    everybody = yes_no("Is everybody asked who has an account here?", "Yes", "No, only the addresses below")
    emails = forms.CharField(
        label="Further addresses", required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="One email address a line.",
    )  # fmt: skip
    closes_on = DateField(label="Last day to answer")

    def clean_emails(self) -> list[str]:
        lines = [line.strip() for line in self.cleaned_data["emails"].splitlines() if line.strip()]
        wrong: list[Any] = []
        for number, line in enumerate(lines, 1):
            try:
                validate_email(line)
            except ValidationError:
                wrong.append(f"Line {number}: ‘{line[:80]}’ is not an email address")
        if wrong:
            raise ValidationError(wrong[:10])
        return lines


class RuleForm(Form):
    years = forms.IntegerField(label="For how many years after its end is a case kept?", min_value=1, max_value=100)
    source = forms.CharField(label="Who decided it, and where is it written?", max_length=300)
