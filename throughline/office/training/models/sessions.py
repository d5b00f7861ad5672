"""A course held at a time: its days, who trains, and for whom places are kept."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.text import slugify

from throughline.foundation.tenancy.managers import history
from throughline.foundation.tenancy.models import ScopedModel
from throughline.foundation.ui.formats import LONDON
from throughline.office.training import rules
from throughline.office.training.models.courses import Course
from throughline.office.training.models.venues import Venue
from throughline.office.training.rules import BookingKind, Places, PlacesKind
from throughline.office.training.rules.programme import SessionStatus, ShareBasis


class Session(ScopedModel):
    """A course held at a time. `places` is the number that may be booked here; None unless limited.

    `starts` and `ends` are the first day's start and the last day's end; operations write them with the days.
    `taken` counts the active bookings and the offers held from the waiting list, `waiting` those who wait for an offer;
    only operations/taking.py changes them, with the row locked. `topic` names one of a series. Moments are business
    moments: booking is open from `booking_opens` until `booking_closes`, may be cancelled free until `cancel_until`
    (each None: until the start), and shares are kept until `shares_open`; until then no agency holds more than
    `agency_most` places (None: as many as there are).
    `minimum` people must be booked by the day `decide_on`; `going_ahead` keeps when that was decided.
    `sequence` counts the revisions of the public calendar's entry. `loaded_…` are the values of the file loaded last: a
    load changes only what the file says differently, so what an officer wrote stays. `note` is the office's own,
    `public_note` is for everyone. `elsewhere` is where it is booked when not here.
    """

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="sessions")
    topic = models.CharField(max_length=200, blank=True)
    starts = models.DateTimeField()
    ends = models.DateTimeField()
    status = models.CharField(
        max_length=9, choices=[(s.value, s.value) for s in SessionStatus], default=SessionStatus.PUBLISHED.value
    )
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancel_reason = models.TextField(blank=True)
    places_kind = models.CharField(max_length=10, choices=[(k.value, k.value) for k in PlacesKind])
    places = models.PositiveIntegerField(null=True, blank=True)
    taken = models.PositiveIntegerField(default=0, editable=False)
    waiting = models.PositiveIntegerField(default=0, editable=False)
    booking_kind = models.CharField(max_length=14, choices=[(k.value, k.value) for k in BookingKind])
    booking_opens = models.DateTimeField(null=True, blank=True)
    booking_closes = models.DateTimeField(null=True, blank=True)
    cancel_until = models.DateTimeField(null=True, blank=True)
    shares_open = models.DateTimeField(null=True, blank=True)
    agency_most = models.PositiveIntegerField("most places of one agency", null=True, blank=True)
    minimum = models.PositiveIntegerField(null=True, blank=True)
    decide_on = models.DateField(null=True, blank=True)
    going_ahead = models.DateTimeField(null=True, blank=True)
    elsewhere = models.URLField(max_length=500, blank=True)
    bring = models.TextField("what to bring", blank=True)
    note = models.TextField(blank=True)
    public_note = models.TextField(blank=True)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    copied_from = models.ForeignKey("self", on_delete=models.PROTECT, related_name="copies", null=True, blank=True)
    loaded_starts = models.DateTimeField(null=True, blank=True)
    loaded_ends = models.DateTimeField(null=True, blank=True)
    loaded_booking = models.CharField(max_length=14, blank=True)
    loaded_places_left = models.CharField(max_length=12, blank=True)
    source_file = models.CharField(max_length=200, blank=True)
    source_row = models.PositiveIntegerField(null=True, blank=True)
    history = history()

    class Meta(ScopedModel.Meta):
        ordering = ["starts", "course__title", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["course", "starts"], name="training_session_once_by_course_and_start"),
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="training_session_ends_after_start"),
            models.CheckConstraint(condition=Q(taken__gte=0), name="training_session_taken_not_negative"),
            models.CheckConstraint(
                condition=Q(places_kind=PlacesKind.LIMITED, places__isnull=False)
                | Q(places_kind__in=[PlacesKind.UNLIMITED, PlacesKind.NOT_STATED], places__isnull=True),
                name="training_session_number_of_places_when_limited",
            ),
            models.CheckConstraint(
                condition=Q(places__isnull=True) | Q(taken__lte=F("places")),
                name="training_session_never_more_bookings_than_places",
            ),
            models.CheckConstraint(
                condition=Q(booking_kind__in=[kind.value for kind in BookingKind]),
                name="training_session_booking_kind_known",
            ),
            models.CheckConstraint(
                condition=Q(status=SessionStatus.CANCELLED, cancelled_at__isnull=False)
                | Q(status__in=[SessionStatus.DRAFT, SessionStatus.PUBLISHED], cancelled_at__isnull=True),
                name="training_session_cancelled_says_when",
            ),
            models.CheckConstraint(
                condition=Q(booking_closes__isnull=True) | Q(booking_closes__lte=F("starts")),
                name="training_session_booking_closes_by_the_start",
            ),
            models.CheckConstraint(
                condition=Q(booking_opens__isnull=True)
                | (Q(booking_closes__isnull=True) & Q(booking_opens__lt=F("starts")))
                | (Q(booking_closes__isnull=False) & Q(booking_opens__lt=F("booking_closes"))),
                name="training_session_booking_opens_before_it_closes",
            ),
            models.CheckConstraint(
                condition=Q(cancel_until__isnull=True) | Q(cancel_until__lte=F("starts")),
                name="training_session_cancel_deadline_by_the_start",
            ),
            models.CheckConstraint(
                condition=Q(shares_open__isnull=True) | Q(shares_open__lt=F("starts")),
                name="training_session_shares_open_before_the_start",
            ),
            models.CheckConstraint(
                condition=Q(agency_most__isnull=True) | Q(agency_most__gt=0),
                name="training_session_most_of_an_agency_is_some",
            ),
            models.CheckConstraint(
                condition=Q(minimum__isnull=True, decide_on__isnull=True)
                | Q(minimum__isnull=False, decide_on__isnull=False, minimum__gt=0),
                name="training_session_minimum_has_its_day",
            ),
            models.CheckConstraint(
                condition=Q(minimum__isnull=True) | Q(places__isnull=True) | Q(minimum__lte=F("places")),
                name="training_session_minimum_within_places",
            ),
            models.CheckConstraint(
                condition=(Q(booking_kind=BookingKind.ELSEWHERE) & ~Q(elsewhere=""))
                | (~Q(booking_kind=BookingKind.ELSEWHERE) & Q(elsewhere="")),
                name="training_session_elsewhere_has_its_link",
            ),
            models.CheckConstraint(
                condition=~Q(booking_kind__in=[BookingKind.ELSEWHERE, BookingKind.NO_BOOKING]) | Q(taken=0),
                name="training_session_not_booked_here_has_no_bookings",
            ),
        ]
        indexes = [models.Index(fields=["space", "starts"], name="training_session_by_start")]

    def __str__(self) -> str:
        return f"{self.title}, {self.starts:%Y-%m-%d %H:%M}"

    @property
    def title(self) -> str:
        """'Safeguarding briefing: county lines' where it is one of a series; the course's title otherwise."""
        return f"{self.course.title}: {self.topic}" if self.topic else self.course.title

    @property
    def places_now(self) -> Places:
        return Places(PlacesKind(self.places_kind), self.places, self.taken)

    @property
    def kind(self) -> BookingKind:
        return BookingKind(self.booking_kind)

    @property
    def slug(self) -> str:
        """'signs-of-safety-2024-02-26': the readable part of the address; never a bare word such as 'book'."""
        return f"{slugify(self.course.title)[:80] or 'session'}-{self.starts.astimezone(LONDON):%Y-%m-%d}"

    def booking_refusals(self, at: datetime, *, invited: bool = False) -> list[str]:
        """Why nobody may book it at that moment (`rules.booking_refusals`); [] when a place may be booked.

        `invited`: the office offers the place, so that neither the way of booking nor its days stand in the way.
        """
        return rules.booking_refusals(
            starts=self.starts, kind=BookingKind.OPEN if invited else self.kind, places=self.places_now, at=at,
            opens=None if invited else self.booking_opens, closes=None if invited else self.booking_closes,
            cancelled=self.status == SessionStatus.CANCELLED,
        )  # fmt: skip


class SessionDay(ScopedModel):
    """One day of a session. `link` is where to join; shown only to those booked. `topic` says what the day is on."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="days")
    starts = models.DateTimeField()
    ends = models.DateTimeField()
    venue = models.ForeignKey(Venue, on_delete=models.PROTECT, related_name="days", null=True, blank=True)
    link = models.URLField(max_length=1000, blank=True)
    topic = models.CharField(max_length=200, blank=True)
    history = history()

    class Meta(ScopedModel.Meta):
        ordering = ["starts", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["session", "starts"], name="training_day_once_a_start"),
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="training_day_ends_after_start"),
        ]
        indexes = [models.Index(fields=["space", "starts"], name="training_day_by_start")]

    def __str__(self) -> str:
        return f"{self.starts:%Y-%m-%d %H:%M}"


class SessionTrainer(ScopedModel):
    """Who trains: a person with an account here, or a name with an agency."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="trainers")
    name = models.CharField(max_length=200)
    agency = models.CharField(max_length=200, blank=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    history = history()

    class Meta(ScopedModel.Meta):
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["session", "name"], name="training_trainer_once_a_session"),
            models.CheckConstraint(condition=~Q(name=""), name="training_trainer_is_named"),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.agency}" if self.agency else self.name


class SessionShare(ScopedModel):
    """Places kept for a sector or an agency until `Session.shares_open`; `rest` is kept for nobody in particular.

    A session has either no shares, or shares whose places add up to the session's. `taken` counts the active bookings
    that took one of these places; only operations/taking.py changes it.
    """

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="shares")
    basis = models.CharField(max_length=6, choices=[(b.value, b.value) for b in ShareBasis])
    name = models.CharField(max_length=300, blank=True)
    places = models.PositiveIntegerField()
    taken = models.PositiveIntegerField(default=0, editable=False)
    history = history()

    class Meta(ScopedModel.Meta):
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["session", "basis", "name"], name="training_share_once"),
            models.CheckConstraint(
                condition=(Q(basis=ShareBasis.REST) & Q(name=""))
                | (Q(basis__in=[ShareBasis.SECTOR, ShareBasis.AGENCY]) & ~Q(name="")),
                name="training_share_is_somebodys",
            ),
            models.CheckConstraint(
                condition=Q(taken__lte=F("places")), name="training_share_never_more_than_its_places"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name or 'everyone else'}: {self.places}"
