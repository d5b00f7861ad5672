"""Who came to which day, and what somebody needs to take part."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from throughline.foundation.tenancy.managers import history
from throughline.foundation.tenancy.models import ScopedModel
from throughline.office.training.models.bookings import Booking
from throughline.office.training.models.sessions import SessionDay
from throughline.office.training.rules.attendance import Presence, Source


class Attendance(ScopedModel):
    """A mark in the register of a day. `minutes` were measured by an online meeting; None on paper."""

    booking = models.ForeignKey(Booking, on_delete=models.PROTECT, related_name="attendance")
    day = models.ForeignKey(SessionDay, on_delete=models.PROTECT, related_name="attendance")
    presence = models.CharField(max_length=9, choices=[(p.value, p.value) for p in Presence])
    minutes = models.PositiveIntegerField(null=True, blank=True)
    source = models.CharField(max_length=8, choices=[(s.value, s.value) for s in Source])
    marked_at = models.DateTimeField()
    marked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    history = history()

    class Meta(ScopedModel.Meta):
        ordering = ["day__starts", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["booking", "day"], name="training_attendance_once_a_booking_and_day"),
            models.CheckConstraint(
                condition=Q(presence__in=[p.value for p in Presence]), name="training_attendance_known"
            ),
            models.CheckConstraint(
                condition=Q(minutes__isnull=True) | Q(presence=Presence.ATTENDED),
                name="training_attendance_minutes_of_those_there",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.booking}: {self.presence}"


class AccessNeed(ScopedModel):
    """What somebody needs to take part. No history, on purpose: the text goes on its day, that there was one stays."""

    booking = models.OneToOneField(Booking, on_delete=models.PROTECT, related_name="access_need")
    text = models.TextField(blank=True)
    purged_at = models.DateTimeField(null=True, blank=True)

    class Meta(ScopedModel.Meta):
        constraints = [
            models.CheckConstraint(
                condition=(Q(purged_at__isnull=True) & ~Q(text="")) | Q(purged_at__isnull=False, text=""),
                name="training_access_need_said_until_purged",
            )
        ]

    def __str__(self) -> str:
        return "something is needed"
