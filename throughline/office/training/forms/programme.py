"""What an officer writes: a course, a session with its days, a venue and its closures."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from throughline.foundation.access.models import User
from throughline.foundation.names import key_of
from throughline.foundation.ui.formats import LONDON
from throughline.foundation.ui.forms import DateField, Form, Radios
from throughline.office.training.forms.fields import TimeField, lines, moment
from throughline.office.training.models import Course, Session, SessionDay, SessionTrainer, Venue
from throughline.office.training.operations.programme import CourseWords
from throughline.office.training.queries.people import now_known_as
from throughline.office.training.rules import BookingKind, PlacesKind
from throughline.office.training.rules.programme import DELIVERY_WORDS, CourseStatus, Delivery, ShareBasis
from throughline.office.training.rules.shares import Share
from throughline.office.training.rules.writing import DayPlan, SessionPlan, TrainerPlan, Wrong

MOST_DAYS = 12
KINDS = [
    (BookingKind.OPEN.value, "Anybody may book"),
    (BookingKind.INVITE_ONLY.value, "By invitation only"),
    (BookingKind.INTEREST_FIRST.value, "People note their interest, the office gives out the places"),
    (BookingKind.NO_BOOKING.value, "No booking needed"),
    (BookingKind.ELSEWHERE.value, "Booked on another site"),
]


class CourseForm(Form):
    title = forms.CharField(label="Title", max_length=200)
    delivery = forms.ChoiceField(
        label="What kind is it?", choices=[(d.value, words) for d, words in DELIVERY_WORDS.items()], widget=Radios
    )
    mode = forms.CharField(
        label="How it is held, in your own words", max_length=60, help_text="For example in person, or Microsoft Teams."
    )
    level = forms.CharField(label="Level", required=False, max_length=60, help_text="For example Level 2.")
    audience = forms.CharField(
        label="Who it is for", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    outcomes = forms.CharField(
        label="What people can do afterwards", required=False, max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )  # fmt: skip
    hours = forms.DecimalField(
        label="Hours of learning", required=False, max_digits=5, decimal_places=2, min_value=0.25
    )
    refresh_months = forms.IntegerField(
        label="Months until it should be refreshed", required=False, min_value=1, max_value=120,
        help_text="Leave it empty if it does not run out.",
    )  # fmt: skip
    delivered_by = forms.ChoiceField(label="Delivered by", required=False)
    priority = forms.CharField(label="Priority that it serves", required=False, max_length=200)
    elsewhere = forms.URLField(
        label="Link, if it is held on another site", required=False, max_length=500, assume_scheme="https"
    )
    status = forms.ChoiceField(
        label="Who sees it?",
        choices=[
            (CourseStatus.OFFERED.value, "Everyone"),
            (CourseStatus.DRAFT.value, "Only the office: it is a draft"),
            (CourseStatus.WITHDRAWN.value, "It is no longer offered"),
        ],
        widget=Radios,
    )

    def __init__(self, *args: Any, agencies: Sequence[tuple[int, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["delivered_by"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  (for the type checker)
        field.choices = [("", "Not stated"), *((str(pk), name) for pk, name in agencies)]

    def words(self) -> CourseWords:
        given = dict(self.cleaned_data)
        given["delivered_by_id"] = int(given.pop("delivered_by") or 0) or None
        given["delivery"], given["status"] = Delivery(given["delivery"]), CourseStatus(given["status"])
        return CourseWords(**given)


def course_initial(course: Course | None) -> dict[str, Any]:
    if course is None:
        return {"delivery": Delivery.IN_PERSON.value, "mode": "in person", "status": CourseStatus.OFFERED.value}
    names = (
        "title", "delivery", "mode", "level", "audience", "outcomes", "hours", "refresh_months", "priority",
        "elsewhere", "status",
    )  # fmt: skip
    return {name: getattr(course, name) for name in names} | {"delivered_by": course.delivered_by_id or ""}


class DayForm(Form):
    """One day. It counts where its date or a time is typed; a day that was there is taken out by emptying these."""

    mark_optional = False

    day = DateField(label="Date", required=False, subject="Date")
    starts = TimeField(label="Starts", required=False, help_text="For example 9:30am.")
    ends = TimeField(label="Ends", required=False)
    venue = forms.ChoiceField(label="Venue", required=False)
    link = forms.CharField(
        label="Link to join online", required=False, max_length=1000, help_text="Only those booked see it."
    )
    topic = forms.CharField(label="What the day is on", required=False, max_length=200)

    def __init__(self, *args: Any, venues: Sequence[tuple[int, str]] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["venue"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  (for the type checker)
        field.choices = [("", "None, or still to be found"), *((str(pk), name) for pk, name in venues)]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not self.filled:
            return given
        for name, says in (
            ("day", "Enter the date of this day"),
            ("starts", "Enter when this day starts"),
            ("ends", "Enter when this day ends"),
        ):
            if name not in self.errors and given.get(name) is None:
                self.add_error(name, says)
        return given

    @property
    def filled(self) -> bool:
        typed = [*self["day"].value(), self["starts"].value(), self["ends"].value()] if self.is_bound else []
        return any(typed) or (not self.initial and self.has_changed())

    def plan(self) -> DayPlan | None:
        given = self.cleaned_data
        starts, ends = moment(given.get("day"), given.get("starts")), moment(given.get("day"), given.get("ends"))
        if starts is None or ends is None:
            return None
        venue = int(given["venue"]) if given["venue"] else None
        return DayPlan(starts, ends, venue, given["link"].strip(), given["topic"].strip())


class BaseDays(forms.BaseFormSet[DayForm]):
    """The days; at least one must be given, which the rules say (TR-30)."""


def days_formset(extra: int) -> Any:
    """The class of a set of days with so many empty ones."""
    return forms.formset_factory(DayForm, formset=BaseDays, extra=extra, max_num=MOST_DAYS, absolute_max=MOST_DAYS)


def days_initial(days: Sequence[SessionDay]) -> list[dict[str, Any]]:
    return [
        {
            "day": day.starts.astimezone(LONDON).date(), "starts": day.starts.astimezone(LONDON).time(),
            "ends": day.ends.astimezone(LONDON).time(), "venue": str(day.venue_id or ""), "link": day.link,
            "topic": day.topic,
        }
        for day in days
    ]  # fmt: skip


class SessionForm(Form):
    """All of a session but its days."""

    topic = forms.CharField(
        label="Topic", required=False, max_length=200, help_text="For one of a series; it stands after the title."
    )
    places_kind = forms.ChoiceField(
        label="How many places are there?",
        choices=[
            (PlacesKind.LIMITED.value, "A number"),
            (PlacesKind.UNLIMITED.value, "No limit"),
            (PlacesKind.NOT_STATED.value, "Not known yet"),
        ],
        widget=Radios(reveals={PlacesKind.LIMITED.value: ["places"]}),
    )
    places = forms.IntegerField(label="Places", required=False, min_value=0, max_value=100_000)
    booking_kind = forms.ChoiceField(
        label="How do people get a place?",
        choices=KINDS,
        widget=Radios(reveals={BookingKind.ELSEWHERE.value: ["elsewhere"]}),
    )
    elsewhere = forms.CharField(label="Link to where it is booked", required=False, max_length=500)
    opens_day = DateField(label="Booking opens on", required=False, help_text="Empty: at once.")
    opens_time = TimeField(label="Booking opens at", required=False)
    closes_day = DateField(label="Booking closes on", required=False, help_text="Empty: when it starts.")
    closes_time = TimeField(label="Booking closes at", required=False)
    cancel_day = DateField(
        label="Last day to cancel free of charge", required=False, help_text="Empty: until it starts."
    )
    cancel_time = TimeField(label="Last time to cancel free of charge", required=False, help_text="For example midday.")
    minimum = forms.IntegerField(label="Smallest number of people", required=False, min_value=1, max_value=100_000)
    decide_on = DateField(label="Day you decide whether it goes ahead", required=False)
    shares = forms.CharField(
        label="Places kept for sectors or agencies", required=False, max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="One a line: a sector or an agency, a colon, and how many, for example health: 6",
    )  # fmt: skip
    agency_most = forms.IntegerField(
        label="Most places that one agency can have", required=False, min_value=1, max_value=100_000,
        help_text="Empty: as many as there are. Its people who wait keep their place in the line.",
    )  # fmt: skip
    shares_day = DateField(
        label="Day on which all places fall open to everyone", required=False,
        help_text="From then on no place is kept, and an agency can have more. Empty: never.",
    )  # fmt: skip
    shares_time = TimeField(label="Time at which they fall open", required=False)
    trainers = forms.CharField(
        label="Trainers", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="One a line: a name, a comma, and the agency. With one more comma and their email address they can"
        " mark the register themselves, from their bookings.",
    )  # fmt: skip
    bring = forms.CharField(
        label="What to bring", required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )
    public_note = forms.CharField(
        label="What else everyone reads about it", required=False, max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    draft = forms.BooleanField(label="It is a draft, which only the office sees", required=False)

    def __init__(self, *args: Any, sectors: Sequence[str] = (), agencies: Sequence[str] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        self._named = {key_of(name): (ShareBasis.AGENCY, name) for name in agencies}
        self._named |= {key_of(name): (ShareBasis.SECTOR, name) for name in sectors}

    def clean_shares(self) -> list[Share]:
        return [self._share(line) for line in lines(self.cleaned_data["shares"])]

    def _share(self, line: str) -> Share:
        name, _, number = line.rpartition(":")
        if not name.strip() or not number.strip().isdecimal():
            raise ValidationError(f"‘{line}’: write a sector or an agency, a colon, and a number, such as health: 6")
        if key_of(name) not in self._named:
            raise ValidationError(f"‘{name.strip()}’ is neither a sector nor an agency of this partnership")
        return Share(*self._named[key_of(name)], int(number), 0)

    def clean_trainers(self) -> list[TrainerPlan]:
        found = []
        for line in lines(self.cleaned_data["trainers"]):
            name, _, agency = line.partition(",")
            email = ""
            if "@" in agency:
                agency, _, email = agency.rpartition(",")
            found.append(TrainerPlan(name.strip()[:200], agency.strip()[:200], self._account(email.strip())))
        if len({trainer.name for trainer in found}) != len(found) or any(not t.name for t in found):
            raise ValidationError("Write each trainer once, the name first")
        return found

    def _account(self, email: str) -> int | None:
        if not email:
            return None
        person = User.objects.filter(email=email.lower(), is_system=False).first()
        if person is None:
            raise ValidationError(f"Nobody has an account with {email}. Signing in once makes one")
        return now_known_as(person.pk)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for part, label in (("opens", "booking opens"), ("closes", "booking closes"), ("cancel", "can be cancelled")):
            if given.get(f"{part}_time") and not given.get(f"{part}_day") and f"{part}_day" not in self.errors:
                self.add_error(f"{part}_day", f"Enter the day for the time at which {label}")
            if given.get(f"{part}_day") and given.get(f"{part}_time") is None and f"{part}_time" not in self.errors:
                self.add_error(f"{part}_time", f"Enter the time at which {label}, like midday or 9am")
        if given.get("shares_day") and not given.get("shares") and not given.get("agency_most"):
            self.add_error("shares", "Say for whom places are kept until that day, or how many one agency can have")
        return given

    def plan(self, days: Sequence[DayPlan]) -> SessionPlan:
        given = self.cleaned_data
        kind = BookingKind(given["booking_kind"])
        limited = given["places_kind"] == PlacesKind.LIMITED
        return SessionPlan(
            days=days, topic=given["topic"].strip(), places_kind=PlacesKind(given["places_kind"]),
            places=given["places"] if limited else None, booking_kind=kind,
            booking_opens=moment(given["opens_day"], given["opens_time"]),
            booking_closes=moment(given["closes_day"], given["closes_time"]),
            cancel_until=moment(given["cancel_day"], given["cancel_time"]), minimum=given["minimum"],
            decide_on=given["decide_on"],
            elsewhere=given["elsewhere"].strip() if kind is BookingKind.ELSEWHERE else "", bring=given["bring"],
            public_note=given["public_note"], trainers=given["trainers"], shares=given["shares"],
            shares_open=moment(given["shares_day"], given["shares_time"]),
            agency_most=given["agency_most"], draft=given["draft"],
        )  # fmt: skip


_FIELD_OF = {
    "booking_opens": "opens_day", "booking_closes": "closes_day", "cancel_until": "cancel_day",
    "shares_open": "shares_day",
}  # fmt: skip


def put_errors(form: SessionForm, days: BaseDays, found: Sequence[Wrong]) -> None:
    """Each fault beside its field; a day's beside the day it is about."""
    filled = [each for each in days.forms if each.filled] or days.forms[:1]
    for wrong in found:
        if wrong.where == "days":
            place = wrong.day or 0
            where = "link" if "link" in wrong.says else "ends" if "must end" in wrong.says else "day"
            filled[place if place < len(filled) else 0].add_error(where, wrong.says)
        else:
            form.add_error(_FIELD_OF.get(wrong.where, wrong.where), wrong.says)


def _parts(name: str, value: datetime | None) -> dict[str, Any]:
    local = value.astimezone(LONDON) if value is not None else None
    return {f"{name}_day": local.date() if local else None, f"{name}_time": local.time() if local else None}


def _trainer_line(trainer: SessionTrainer) -> str:
    parts = [trainer.name, trainer.agency, trainer.person.email if trainer.person else ""]
    return ", ".join(part for part in parts if part)


def session_initial(
    session: Session | None, trainers: Sequence[SessionTrainer] = (), shares: Sequence[Share] = ()
) -> dict[str, Any]:
    if session is None:
        return {"places_kind": PlacesKind.LIMITED.value, "booking_kind": BookingKind.OPEN.value}
    names = (
        "topic", "places_kind", "places", "booking_kind", "elsewhere", "minimum", "decide_on", "bring", "public_note",
        "agency_most",
    )  # fmt: skip
    return {
        **{name: getattr(session, name) for name in names},
        **_parts("opens", session.booking_opens), **_parts("closes", session.booking_closes),
        **_parts("cancel", session.cancel_until), **_parts("shares", session.shares_open),
        "shares": "\n".join(f"{share.name}: {share.places}" for share in shares if share.basis is not ShareBasis.REST),
        "trainers": "\n".join(_trainer_line(trainer) for trainer in trainers),
        "draft": session.status == "draft",
    }  # fmt: skip


class CancelSession(Form):
    reason = forms.CharField(
        label="Why does it not take place?", max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Everybody booked is sent this reason.",
        error_messages={"required": "Say why the session does not take place; everybody booked is told"},
    )  # fmt: skip


class VenueForm(Form):
    name = forms.CharField(label="Name", max_length=200)
    address = forms.CharField(label="Address", required=False, max_length=300)
    capacity = forms.IntegerField(label="How many people it holds", required=False, min_value=1, max_value=100_000)
    access = forms.CharField(
        label="Access", required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Steps, lift, hearing loop, parking for disabled people, quiet room.",
    )  # fmt: skip
    directions = forms.CharField(
        label="How to find it", required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
    lender = forms.CharField(label="Who lends it", required=False, max_length=200)


def venue_initial(venue: Venue | None) -> dict[str, Any]:
    names = ("name", "address", "capacity", "access", "directions", "lender")
    return {name: getattr(venue, name) for name in names} if venue else {}


class ClosureForm(Form):
    first = DateField(label="First day it is closed")
    last = DateField(label="Last day it is closed")
    reason = forms.CharField(label="Why is it closed?", max_length=200)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        first: date | None = given.get("first")
        if first and given.get("last") and given["last"] < first:
            self.add_error("last", "The last day must not be before the first")
        return given


class Whole(forms.BaseFormSet[Any]):
    """The days and the rest as one form, so that one summary says all that is wrong."""

    def __init__(self, days: BaseDays, rest: SessionForm) -> None:
        self.is_bound = rest.is_bound
        self.days, self.rest = days, rest
        self.forms = [*days.forms, rest]
        self.error_class = rest.error_class
        rest.summary_shown = True  # type: ignore[attr-defined]

    def non_form_errors(self) -> Any:
        return self.days.non_form_errors()

    @property
    def errors(self) -> list[Any]:
        return [form.errors for form in self.forms if form.errors] if self.is_bound else []
