"""What people type about cases."""

from datetime import datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from throughline.foundation.clock import LONDON
from throughline.foundation.restricted.api import person_with_email
from throughline.foundation.ui.forms import Checkboxes, DateField, Form
from throughline.foundation.ui.widgets import Radios
from throughline.office.partnership import api as partnership
from throughline.office.reviews.rules.words import (
    ANALYSIS,
    Harm,
    Origin,
    Outcome,
    PanelAnswer,
    Standing,
    Triage,
)

Choices = list[tuple[str, str]]


def area(label: str, *, required: bool = True, hint: str = "", rows: int = 4, longest: int = 20_000) -> forms.CharField:
    return forms.CharField(
        label=label, required=required, max_length=longest, help_text=hint, widget=forms.Textarea(attrs={"rows": rows})
    )


def yes_no(label: str, yes: str = "Yes", no: str = "No") -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=[("yes", yes), ("no", no)], widget=Radios(inline=True))


class PersonField(forms.EmailField):
    """The address of somebody whom the partnership knows; cleans to the User."""

    def clean(self, value: Any) -> Any:
        email = super().clean(value)
        person = person_with_email(email) if email else None
        if email and person is None:
            raise ValidationError("Nobody here has this address. They need an account first")
        return person


def agency_choices() -> Choices:
    return [(str(each.id), each.name) for each in partnership.agencies()]


class WithAgency(Form):
    """Fills the drop-down `agency`."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        found = self.fields["agency"]
        assert isinstance(found, forms.ChoiceField)  # noqa: S101  (for the type checker)
        found.choices = [("", "Choose one"), *agency_choices()]


class ReferForm(Form):
    title = forms.CharField(
        label="A working name for the case", max_length=200, help_text="Members of the case see it, nobody else."
    )
    from_whom = forms.CharField(label="Your agency", max_length=200)
    what = area(
        "Why do you refer it?",
        hint="What happened, to whom, how agencies worked together, and what could be learnt.",
        rows=8,
    )


class NewCaseForm(Form):
    origin = forms.ChoiceField(
        label="What is it?",
        choices=[choice for choice in Origin.choices() if choice[0] != Origin.REFERRAL],
        widget=Radios(),
    )
    title = forms.CharField(
        label="A working name", max_length=200, help_text="Members of the case see it, nobody else."
    )
    from_whom = forms.CharField(label="From which agency, area or board?", max_length=200, required=False)
    came_on = DateField(label="The day it came in")
    expected_on = DateField(
        label="The day something is expected", required=False,
        help_text="An answer to another area’s request, or the report of a national review.",
    )  # fmt: skip
    what = area("What is asked for, or what happened?", rows=6)


class TriageForm(Form):
    decision = forms.ChoiceField(label="What becomes of it?", choices=Triage.choices(), widget=Radios())
    reply = area("Reasons", hint="They are the reply to whoever referred it.")


class IncidentForm(Form):
    aware_on = DateField(label="The day on which the local authority became aware")
    aware_time = forms.TimeField(label="At what time?", help_text="Like 14:30.")
    harm = forms.ChoiceField(label="What harm?", choices=Harm.choices(), widget=Radios())
    standing = forms.ChoiceField(
        label="Was the child looked after, or a care leaver?", choices=Standing.choices(), required=False,
        widget=Radios(),
    )  # fmt: skip
    happened_on = DateField(label="The day of the incident", required=False)
    place = forms.CharField(label="Where did it happen?", max_length=200, required=False)
    incident_area = forms.CharField(label="In which local authority’s area did it happen?", max_length=100)
    home_area = forms.CharField(label="In which area does the child live?", max_length=100)
    account = area("What happened?")

    def words(self) -> dict[str, Any]:
        """The incident's fields."""
        given = dict(self.cleaned_data)
        on, at = given.pop("aware_on"), given.pop("aware_time")
        return {**given, "aware_at": datetime.combine(on, at, tzinfo=LONDON)}


class CriteriaForm(Form):
    """Each criterion: met or not, and why. `criteria`: key → words."""

    def __init__(self, *args: Any, criteria: dict[str, str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.keys = list(criteria)
        for key, says in criteria.items():
            self.fields[f"{key}_met"] = yes_no(f"{says}?", "Met", "Not met")
            self.fields[f"{key}_reasons"] = area(f"Reasons: {says[:1].lower()}{says[1:]}", rows=3)

    def judged(self) -> dict[str, tuple[bool, str]]:
        given = self.cleaned_data
        return {key: (given[f"{key}_met"] == "yes", given[f"{key}_reasons"]) for key in self.keys}


class SignForm(Form):
    """`as_whom`: the partners for whom this person may sign, as `partner:person`."""

    as_whom = forms.ChoiceField(
        label="You sign for", widget=Radios(), error_messages={"invalid_choice": "You do not sign for this partner"}
    )
    view = forms.ChoiceField(
        label="The partner’s view", choices=[("agree", "Agrees"), ("dissent", "Dissents")],
        widget=Radios(reveals={"dissent": ["reasons"]}),
    )  # fmt: skip
    reasons = area("Reasons for the dissent", required=False, rows=3)

    def __init__(self, *args: Any, as_whom: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        found = self.fields["as_whom"]
        assert isinstance(found, forms.ChoiceField)  # noqa: S101  (for the type checker)
        found.choices = as_whom
        if len(as_whom) == 1:
            found.initial = as_whom[0][0]


class ToldForm(Form):
    who = forms.CharField(label="Who was told?", max_length=200)
    on = DateField(label="On which day?")


class DayForm(Form):
    on = DateField(label="On which day?")


class ReasonForm(Form):
    reason = area("Reasons", rows=3)


class PlainForm(Form):
    """A button alone."""


class PlanForm(Form):
    working_day = forms.IntegerField(label="On which working day after the notification?", min_value=1, max_value=60)
    what = forms.CharField(label="What is done?", max_length=200)


class TextForm(Form):
    text = area("Text", rows=14)

    def __init__(self, *args: Any, label: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["text"].label = label


class HouseholdForm(Form):
    name = forms.CharField(label="Name", max_length=200)
    relation = forms.CharField(
        label="What are they to the child?", max_length=100, help_text="Such as mother, sibling, the child."
    )
    born = DateField(label="Date of birth", required=False)
    at_home = yes_no("Did they live in the household at the time?")
    note = forms.CharField(label="Note", max_length=300, required=False)


class AskForm(WithAgency):
    agency = forms.ChoiceField(label="Which agency?")
    person = PersonField(
        label="Email address of who answers", help_text="They see this request and nothing else of the review."
    )
    child = forms.CharField(
        label="About whom?", max_length=300, help_text="Name and date of birth, so that records are found."
    )
    asks = area("What is asked?", rows=5)
    due = DateField(label="Answer due")


class AnswerForm(Form):
    known = forms.ChoiceField(
        label="Is the child or the family known to you?",
        choices=[("yes", "Yes: here is our summary"), ("no", "Not known to us")],
        widget=Radios(reveals={"yes": ["summary"]}),
    )
    summary = area("Summary of your agency’s involvement", required=False, rows=10)


class EntryForm(Form):
    on = DateField(label="On which day was it?")
    time = forms.TimeField(label="Time", required=False, help_text="Like 14:30; empty where it is not known.")
    child = forms.CharField(
        label="Which child?", max_length=100, required=False, help_text="Written the same in each entry."
    )
    event = forms.CharField(
        label="A short name of the event", max_length=100, required=False,
        help_text="Such as: hospital visit. The same event of several agencies is compared by it.",
    )  # fmt: skip
    theme = forms.CharField(label="Theme", max_length=100, required=False, help_text="Such as: neglect.")
    what = area("What is on record?", rows=3, longest=4000)
    known_on = DateField(
        label="On which day did the agency come to know of it?", required=False, help_text="Only where it was later."
    )
    source = forms.CharField(label="Where is it recorded?", max_length=200, required=False)


class MemberEntryForm(WithAgency, EntryForm):
    agency = forms.ChoiceField(label="Whose record is it?")
    field_order = ["agency"]


class SheetForm(Form):
    file = forms.FileField(label="Excel or CSV file", help_text="Up to 5 MB. All rows are taken, or none.")


class FilterForm(Form):
    """Sent by GET; what it does not understand narrows nothing."""

    mark_optional = False
    agency = forms.CharField(label="Agency", required=False, max_length=200)
    child = forms.CharField(label="Child", required=False, max_length=100)
    theme = forms.CharField(label="Theme", required=False, max_length=100)
    marked = forms.BooleanField(label="Only gaps, overlaps, contradictions and what was known late", required=False)

    def __init__(self, *args: Any, values: dict[str, list[str]], **options: Any) -> None:
        super().__init__(*args, **options)
        for name, found in values.items():
            self.fields[name] = forms.ChoiceField(
                label=str(self.fields[name].label), required=False, choices=[("", "Any"), *((v, v) for v in found)]
            )
        self.order_fields(["agency", "child", "theme", "marked"])


class DecideForm(Form):
    outcome = forms.ChoiceField(label="What follows?", choices=Outcome.choices(), widget=Radios())
    reasons = area("Reasons for the decision")


class PanelForm(Form):
    answer = forms.ChoiceField(label="What did the Panel answer?", choices=PanelAnswer.choices(), widget=Radios())
    on = DateField(label="On which day?")
    text = area("What did it write, and what follows?")


PACK_PARTS = (*(each.value for each in ANALYSIS), "timeline", "household", "returns")


class PackForm(Form):
    """Sent by GET: what the pack says and what is taken out of it."""

    mark_optional = False
    parts = forms.MultipleChoiceField(
        label="What is in it?",
        choices=[*((each.value, each.label) for each in ANALYSIS), ("timeline", "The timeline"),
                 ("household", "Household and relations"), ("returns", "Agencies’ summaries")],
        widget=Checkboxes(),
    )  # fmt: skip
    names = forms.BooleanField(label="Take out the names of the household", required=False)
    births = forms.BooleanField(label="Take out dates of birth", required=False)
    agencies = forms.BooleanField(label="Take out the names of agencies", required=False)
    places = forms.BooleanField(label="Take out the place of the incident", required=False)


class ConfirmForm(Form):
    note = forms.CharField(label="Where in the published text does it stand?", max_length=300)


def clock_text(value: time | None) -> str:
    return value.strftime("%H:%M") if value else ""
