"""People's places."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from throughline.foundation.tenancy.managers import history
from throughline.foundation.tenancy.models import ScopedModel
from throughline.office.training.models.sessions import Session
from throughline.office.training.rules import REFERENCE_LENGTH, BookingStatus


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
