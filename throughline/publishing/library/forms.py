"""What people type about the library."""

import calendar
from typing import Any

from django import forms

from throughline.foundation.ui.forms import DateField, Form
from throughline.foundation.ui.widgets import Checkboxes, Radios
from throughline.publishing.library import queries
from throughline.publishing.library.drafts import drafts
from throughline.publishing.library.rules import KINDS, THEMES, DayRule

REGIONS = (
    "East Midlands", "East of England", "London", "North East", "North West", "South East", "South West",
    "West Midlands", "Yorkshire and the Humber", "National", "Wales, Scotland or Northern Ireland",
)  # fmt: skip
NTH = [("1", "First"), ("2", "Second"), ("3", "Third"), ("4", "Fourth"), ("-1", "Last")]


def area(label: str, *, required: bool = True, hint: str = "", rows: int = 4, most: int = 5000) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, required=required, max_length=most, widget=widget, help_text=hint)


def line(label: str, *, required: bool = True, hint: str = "", most: int = 200) -> forms.CharField:
    return forms.CharField(label=label, required=required, max_length=most, help_text=hint)


class WithAgencies(Form):
    """Fills the choice `agencies` with the partnership's own."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        found = self.fields["agencies"]
        assert isinstance(found, forms.MultipleChoiceField)  # noqa: S101  (for the type checker)
        found.choices = [(str(agency.id), agency.name) for agency in queries.agencies()]


class ListFilter(Form):
    """Sent by GET; what it does not understand narrows nothing."""

    mark_optional = False

    kind = forms.ChoiceField(label="Kind", required=False, choices=[("", "Any"), *KINDS.items()])
    audience = forms.ChoiceField(label="Written for", required=False)

    def __init__(self, *args: Any, audiences: list[str], **options: Any) -> None:
        super().__init__(*args, **options)
        found = self.fields["audience"]
        assert isinstance(found, forms.ChoiceField)  # noqa: S101  (for the type checker)
        found.choices = [("", "Anybody"), *((each, each) for each in audiences)]


class ElsewhereFilter(Form):
    mark_optional = False

    region = forms.ChoiceField(label="Region", required=False, choices=[("", "Any"), *((r, r) for r in REGIONS)])
    theme = forms.ChoiceField(label="Theme", required=False, choices=[("", "Any"), *((t, t) for t in THEMES)])


class ApproveForm(Form):
    body = line("Which body approved it?", hint="For example: Executive")
    approved_on = DateField(label="Day of the approval")


class AskToReadForm(WithAgencies):
    agencies = forms.MultipleChoiceField(label="Agencies", widget=Checkboxes(small=True))
    due = DateField(label="To be confirmed by")


class ConfirmForm(Form):
    how = area("How were your staff told, and how do you know that they understood?")
    sure = forms.BooleanField(label="I confirm for my agency that its staff have read and understood this version")


class ViewsForm(Form):
    counted_on = DateField(label="Day on which it was read off")
    views = forms.IntegerField(label="Views in all", min_value=0, max_value=2_000_000_000)


class ConsultationForm(WithAgencies):
    draft = forms.ChoiceField(label="Draft", help_text="A page of the library as it stands now, published or not.")
    introduction = area("What do you want to know?", required=False)
    is_public = forms.ChoiceField(
        label="Who may comment?",
        choices=[("yes", "Anybody: it stands on the public site"), ("no", "Only people of the agencies chosen below")],
        widget=Radios(),
    )
    agencies = forms.MultipleChoiceField(label="Agencies that are asked", required=False, widget=Checkboxes(small=True))
    closes_on = DateField(label="Last day for comments")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.drafts = {str(draft.page): draft for draft in drafts()}
        found = self.fields["draft"]
        assert isinstance(found, forms.ChoiceField)  # noqa: S101  (for the type checker)
        found.choices = [("", "Choose one"), *((key, draft.title) for key, draft in self.drafts.items())]


class CommentForm(Form):
    section = forms.TypedChoiceField(label="About which part?", coerce=int, choices=[])
    text = area("Your comment", hint="Do not name or describe a child, a family or a case.", rows=6)
    name = line("Your name", required=False, hint="It is not shown to others.")
    organisation = line("Your organisation", required=False)

    def __init__(self, *args: Any, headings: list[str], **options: Any) -> None:
        super().__init__(*args, **options)
        found = self.fields["section"]
        assert isinstance(found, forms.ChoiceField)  # noqa: S101  (for the type checker)
        found.choices = [("0", "The whole draft"), *((str(n), each) for n, each in enumerate(headings, 1))]


class AnswerForm(Form):
    answer = area("Answer", hint="What you changed because of it, or why not.")
    shown = forms.ChoiceField(
        label="Show the comment with its answer?",
        choices=[("yes", "Yes, without the name"), ("no", "No, keep both here")],
        widget=Radios(),
        initial="yes",
    )


class SureForm(Form):
    """Nothing to type: the button says it."""


class ServiceForm(Form):
    name = line("Name of the service")
    provider = line("Who provides it", required=False)
    what = area("What it does")
    who_for = area("Who it is for")
    how = area("How to refer")
    who_refers = line(
        "Who can refer", hint="For example: anybody, or professionals with the family’s agreement", most=300
    )
    phone = line("Phone", required=False, most=40)
    email = forms.EmailField(label="Email", required=False)
    website = forms.URLField(label="Website", required=False, max_length=300, assume_scheme="https")
    theme = line("Theme", required=False, most=100)


class CampaignForm(Form):
    title = line("Name")
    says = area("What it is about", required=False)
    website = forms.URLField(label="Website", required=False, max_length=300, assume_scheme="https")
    month = forms.TypedChoiceField(
        label="Month", coerce=int, choices=[(str(n), calendar.month_name[n]) for n in range(1, 13)]
    )
    comes = forms.ChoiceField(
        label="When does it begin each year?",
        choices=[("day", "On the same day of the month"), ("weekday", "On a weekday of the month")],
        widget=Radios(reveals={"day": ["day"], "weekday": ["nth", "weekday"]}),
    )
    day = forms.IntegerField(label="Day of the month", required=False, min_value=1, max_value=31)
    nth = forms.ChoiceField(label="Which one?", required=False, choices=NTH)
    weekday = forms.ChoiceField(
        label="Weekday", required=False, choices=[(str(n), calendar.day_name[n]) for n in range(7)]
    )
    lasts = forms.IntegerField(label="How many days does it last?", min_value=1, max_value=366, initial=1)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("comes") == "day" and not given.get("day"):
            self.add_error("day", "Enter the day of the month")
        return given

    @staticmethod
    def rule(given: Any) -> DayRule:
        """Of the cleaned form."""
        if given["comes"] == "day":
            return DayRule(given["month"], day=given["day"], lasts=given["lasts"])
        return DayRule(given["month"], nth=int(given["nth"]), weekday=int(given["weekday"]), lasts=given["lasts"])


class DaysForm(Form):
    first = DateField(label="First day")
    last = DateField(label="Last day")
    theme = line("Theme of the year", required=False)


class ResourceForm(Form):
    label = line("What it is")
    url = line("Address", hint="Starts with https://, or with / for a page or file of this site", most=500)


class PledgeForm(Form):
    who = line("Who pledges")
    text = area("What they will do")


class PledgeDoneForm(Form):
    done = area("What was done")


class ElsewhereForm(Form):
    title = line("Title", most=255)
    partnership = line("Partnership or board that published it")
    region = forms.ChoiceField(label="Region", choices=[("", "Choose one"), *((r, r) for r in REGIONS)])
    themes = forms.MultipleChoiceField(label="Themes", choices=[(t, t) for t in THEMES], widget=Checkboxes(small=True))
    published_on = DateField(label="Published on")
    says = area("What it found, in own words")
    response = area("What we do about it", required=False)
    url = forms.URLField(label="Address of the review", required=False, max_length=500, assume_scheme="https")
