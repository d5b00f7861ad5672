"""What the partnership settled with an agency about training: who leads there, whether it wants to approve."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from throughline.foundation.tenancy.managers import history
from throughline.foundation.tenancy.models import ScopedModel
from throughline.office.training.models.bookings import Booking


class AgencyTerms(ScopedModel):
    """One an agency that has any. `approves`: its lead says yes before a place of its staff is certain."""

    organisation = models.ForeignKey("partnership.Organisation", on_delete=models.PROTECT, related_name="+")
    approves = models.BooleanField(default=False)
    order_number = models.CharField("purchase order", max_length=60, blank=True)
    history = history()

    class Meta(ScopedModel.Meta):
        ordering = ["organisation__name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["space", "organisation"], name="training_terms_once_an_agency"),
        ]

    def __str__(self) -> str:
        return f"terms of {self.organisation}"


class AgencyLead(ScopedModel):
    """Somebody looks after an agency's training: books for its staff, approves, sees who came and what it owes."""

    organisation = models.ForeignKey("partnership.Organisation", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    history = history()

    class Meta(ScopedModel.Meta):
        ordering = ["organisation__name", "person__name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["space", "organisation", "person"], name="training_lead_once_an_agency"),
        ]

    def __str__(self) -> str:
        return f"{self.person} leads {self.organisation}"


class Approval(ScopedModel):
    """The agency was asked about a booking of its staff. The place is held meanwhile; a no gives it back."""

    booking = models.OneToOneField(Booking, on_delete=models.PROTECT, related_name="approval")
    asked_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    approved = models.BooleanField(null=True, blank=True)
    history = history()

    class Meta(ScopedModel.Meta):
        ordering = ["asked_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(approved__isnull=True, decided_at__isnull=True, decided_by__isnull=True)
                | Q(approved__isnull=False, decided_at__isnull=False, decided_by__isnull=False),
                name="training_approval_decided_by_somebody",
            )
        ]

    def __str__(self) -> str:
        return f"approval of {self.booking}"
