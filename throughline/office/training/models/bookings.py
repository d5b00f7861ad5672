"""People's places."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from throughline.foundation.tenancy.managers import history
from throughline.foundation.tenancy.models import ScopedModel
from throughline.office.training.models.sessions import Session, SessionShare
from throughline.office.training.rules import REFERENCE_LENGTH, BookingStatus
from throughline.office.training.rules.programme import InterestStatus


class Booking(ScopedModel):
    """A person's place on a session. Times are business moments; history has the real ones.

    `sequence` counts the revisions of the calendar entry. `cancel_reason` is given when the office cancelled.
    `agency_name`, `organisation` and `sector` are where the person worked when the place was taken; the last two are
    empty where the partnership has no such agency. `share` is the share of the places that the booking took.
    `passed_to` is the colleague's booking that took over the place.
    """

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="bookings")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reference = models.CharField(max_length=REFERENCE_LENGTH, unique=True)
    agency_name = models.CharField(max_length=200, blank=True)
    organisation = models.ForeignKey(
        "partnership.Organisation", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    sector = models.CharField(max_length=60, blank=True)
    share = models.ForeignKey(SessionShare, on_delete=models.SET_NULL, related_name="bookings", null=True, blank=True)
    status = models.CharField(max_length=9, choices=[(s.value, s.value) for s in BookingStatus])
    booked_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    cancel_reason = models.TextField(blank=True)
    passed_to = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="passed_from"
    )
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


class Interest(ScopedModel):
    """Somebody would like a place on a session whose places the office gives out. Times are business moments.

    `invited`: may book for themselves; `placed`: the office booked for them. `person` goes when the row is purged.
    """

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="interests")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    status = models.CharField(max_length=9, choices=[(s.value, s.value) for s in InterestStatus])
    note = models.CharField(max_length=500, blank=True)
    noted_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    history = history()

    class Meta(ScopedModel.Meta):
        ordering = ["noted_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["session", "person"], name="training_interest_once_a_person_and_session"),
            models.CheckConstraint(
                condition=Q(status__in=[InterestStatus.INVITED, InterestStatus.PLACED], answered_at__isnull=False)
                | Q(status__in=[InterestStatus.NOTED, InterestStatus.WITHDRAWN]),
                name="training_interest_answered_says_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.status}"


class CalendarFeed(ScopedModel):
    """A person's own calendar address. Its secret is signed from `nonce`; a new nonce ends the old address."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    nonce = models.CharField(max_length=32, unique=True)
    made_at = models.DateTimeField()

    class Meta(ScopedModel.Meta):
        constraints = [models.UniqueConstraint(fields=["space", "person"], name="training_feed_once_a_person")]

    def __str__(self) -> str:
        return f"calendar of {self.person}"
