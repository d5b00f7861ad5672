"""A course held at a time."""

from django.db import models
from django.db.models import F, Q
from django.utils.text import slugify

from throughline.foundation.tenancy.managers import history
from throughline.foundation.tenancy.models import ScopedModel
from throughline.foundation.ui.formats import LONDON
from throughline.office.training.models.courses import Course
from throughline.office.training.rules import BookingKind, Places, PlacesKind


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
