"""A series of briefings, and copying last year's programme."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from throughline.foundation.ui.formats import LONDON
from throughline.foundation.ui.forms import Checkboxes, DateField, Form, Radios
from throughline.office.training.forms.fields import TimeField, lines
from throughline.office.training.rules import BookingKind, PlacesKind
from throughline.office.training.rules.series import LAST, MOST_MONTHS, Instead, Occurrence
from throughline.office.training.rules.writing import DayPlan, SessionPlan

WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
WHICH = [(1, "First"), (2, "Second"), (3, "Third"), (4, "Fourth"), (LAST, "Last")]


class SeriesForm(Form):
    """The rule of a series; the page shows what it makes before anything is made."""

    which = forms.TypedChoiceField(label="Which one of the month?", coerce=int, choices=WHICH, initial=LAST)
    weekday = forms.TypedChoiceField(label="Day of the week", coerce=int, choices=list(enumerate(WEEKDAYS)), initial=2)
    first = DateField(label="From which month on?", help_text="Any day of the first month.", subject="First month")
    months = forms.IntegerField(label="For how many months?", min_value=1, max_value=MOST_MONTHS, initial=12)
    starts = TimeField(label="Starts", help_text="For example 12:30pm.")
    ends = TimeField(label="Ends")
    topics = forms.CharField(
        label="Topics", required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 6}),
        help_text="One a line, in the order of the months that are kept.",
    )  # fmt: skip
    skip = forms.CharField(
        label="Months to skip", required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="One a line, for example August 2024.",
    )  # fmt: skip
    school = forms.BooleanField(label="Keep out of school holidays too, not only bank holidays", required=False)
    instead = forms.ChoiceField(
        label="When the day is a holiday",
        choices=[
            (Instead.WEEK_BEFORE.value, "Hold it a week earlier in the same month"),
            (Instead.LEAVE_OUT.value, "Leave the month out"),
        ],
        widget=Radios,
        initial=Instead.WEEK_BEFORE.value,
    )
    venue = forms.ChoiceField(label="Venue", required=False)
    link = forms.CharField(label="Link to join online", required=False, max_length=1000)
    places = forms.IntegerField(
        label="Places in each", required=False, min_value=0, max_value=100_000, help_text="Empty: no limit."
    )
    draft = forms.BooleanField(label="They are drafts, which only the office sees", required=False)

    def __init__(self, *args: Any, venues: Sequence[tuple[int, str]] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["venue"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  (for the type checker)
        field.choices = [("", "None, or still to be found"), *((str(pk), name) for pk, name in venues)]

    def clean_topics(self) -> list[str]:
        found = lines(self.cleaned_data["topics"])
        if any(len(topic) > 200 for topic in found):
            raise ValidationError("Keep each topic under 200 characters")
        return found

    def clean_skip(self) -> frozenset[date]:
        return frozenset(_month(line) for line in lines(self.cleaned_data["skip"]))

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("starts") and given.get("ends") and given["ends"] <= given["starts"]:
            self.add_error("ends", "The end must be after the start")
        return given

    def plan(self, kept: Occurrence) -> SessionPlan:
        """The session of an occurrence that has a day."""
        assert kept.day is not None  # noqa: S101  (the caller leaves the others out)
        given = self.cleaned_data
        day = DayPlan(
            datetime.combine(kept.day, given["starts"], LONDON), datetime.combine(kept.day, given["ends"], LONDON),
            int(given["venue"]) if given["venue"] else None, given["link"].strip(),
        )  # fmt: skip
        plan = SessionPlan(
            days=[day],
            topic=kept.topic,
            places_kind=PlacesKind.UNLIMITED,
            booking_kind=BookingKind.OPEN,
            draft=given["draft"],
        )
        if given["places"] is None:
            return plan
        return replace(plan, places_kind=PlacesKind.LIMITED, places=given["places"])


def _month(text: str) -> date:
    for shape in ("%B %Y", "%b %Y", "%Y-%m", "%m/%Y"):
        try:
            return datetime.strptime(text, shape).date()  # noqa: DTZ007  (a month has no time zone)
        except ValueError:
            continue
    raise ValidationError(f"‘{text}’ is not a month: write it like August 2024")


class CopyForm(Form):
    """Which sessions are copied."""

    sessions = forms.TypedMultipleChoiceField(
        label="Copy these sessions", coerce=int, widget=Checkboxes(small=True),
        error_messages={"required": "Choose at least one session to copy"},
    )  # fmt: skip

    def __init__(self, *args: Any, choices: Sequence[tuple[int, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["sessions"]
        assert isinstance(field, forms.TypedMultipleChoiceField)  # noqa: S101  (for the type checker)
        field.choices = list(choices)
        field.initial = [pk for pk, _ in choices]
