"""What somebody is asked for in a case of which they are no member, and what they referred. In the home space."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from throughline.foundation.tenancy.models import ScopedModel


class Slip(ScopedModel):
    """A pointer without a word of the case: to whom it belongs, its kind, when it is due, whether it is done."""

    class Kind(models.TextChoices):
        REFERRAL = "referral", "Referral for a review"
        REQUEST = "request", "Request for information"
        DRAFT = "draft", "Draft to comment on"
        EVENT = "event", "Learning event"

    restricted = models.ForeignKey("restricted.RestrictedSpace", on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    record_id = models.PositiveBigIntegerField()
    made_on = models.DateField()
    due = models.DateField(null=True, blank=True)
    done_on = models.DateField(null=True, blank=True)

    class Meta(ScopedModel.Meta):
        ordering = ["done_on", "due", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["restricted", "kind", "record_id"], name="slip_once_a_record"),
            models.CheckConstraint(
                condition=Q(kind__in=["referral", "request", "draft", "event"]), name="slip_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.Kind(self.kind).label} {self.restricted_id}"
