"""Courses, their sessions, and people's bookings."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.text import slugify

from throughline.foundation.tenancy.managers import history
from throughline.foundation.tenancy.models import ScopedModel
from throughline.foundation.ui.formats import LONDON
from throughline.office.training.rules import REFERENCE_LENGTH, BookingKind, BookingStatus, Places, PlacesKind


class Course(ScopedModel):
    """What is taught and how: a title and a mode ('in person', 'Microsoft Teams')."""

    title = models.CharField(max_length=200)
    mode = models.CharField(max_length=60)
    history = history()

    class Meta(ScopedModel.Meta):
        ordering = ["title", "mode"]
        constraints = [
            models.UniqueConstraint(fields=["space", "title", "mode"], name="training_course_once_by_title_and_mode"),
            models.CheckConstraint(condition=~Q(title="") & ~Q(mode=""), name="training_course_is_named"),
        ]

    def __str__(self) -> str:
        return self.title


class Session(ScopedModel):
    """A course held at a time. `places` is the number that may be booked here; None unless limited.

    `taken` counts the active bookings; only the compare-and-set of operations.py changes it. `loaded_places_left` is
    the value of the file loaded last. `note` is the office's own, `public_note` is for everyone.
    """

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="sessions")
    starts = models.DateTimeField()
    ends = models.DateTimeField()
    places_kind = models.CharField(max_length=10, choices=[(k.value, k.value) for k in PlacesKind])
    places = models.PositiveIntegerField(null=True, blank=True)
    taken = models.PositiveIntegerField(default=0, editable=False)
    booking_kind = models.CharField(max_length=11, choices=[(k.value, k.value) for k in BookingKind])
    note = models.TextField(blank=True)
    public_note = models.TextField(blank=True)
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
        ]
        indexes = [models.Index(fields=["space", "starts"], name="training_session_by_start")]

    def __str__(self) -> str:
        return f"{self.course}, {self.starts:%Y-%m-%d %H:%M}"

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


class Booking(ScopedModel):
    """A person's place on a session. Times are business moments; history has the real ones.

    `sequence` counts the revisions of the calendar entry. `cancel_reason` is given when the office cancelled.
    """

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="bookings")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reference = models.CharField(max_length=REFERENCE_LENGTH, unique=True)
    status = models.CharField(max_length=9, choices=[(s.value, s.value) for s in BookingStatus])
    booked_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    cancel_reason = models.TextField(blank=True)
    sequence = models.PositiveIntegerField(default=0)
    history = history()

    class Meta(ScopedModel.Meta):
        ordering = ["booked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "person"],
                condition=Q(status=BookingStatus.BOOKED),
                name="training_booking_one_active_a_person_and_session",
            ),
            models.CheckConstraint(
                condition=Q(status=BookingStatus.BOOKED, cancelled_at__isnull=True, cancelled_by__isnull=True)
                | Q(status=BookingStatus.CANCELLED, cancelled_at__isnull=False, cancelled_by__isnull=False),
                name="training_booking_cancelled_says_when_and_by_whom",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference}: {self.person}"

    @property
    def active(self) -> bool:
        return self.status == BookingStatus.BOOKED
