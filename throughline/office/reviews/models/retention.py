"""Legal holds, and the deletion of cases with its proof."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from throughline.foundation.tenancy.managers import history
from throughline.foundation.tenancy.models import ScopedModel
from throughline.office.reviews.models.cases import Case


class RetentionRule(ScopedModel):
    """For how many years after its end a case is kept. In the home space; none until who answers for it says so."""

    years = models.PositiveSmallIntegerField()
    source = models.CharField("who decided it, and where it is written", max_length=300)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()
    history = history()

    class Meta(ScopedModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["space"], name="retention_rule_once"),
            models.CheckConstraint(condition=Q(years__gte=1) & ~Q(source=""), name="retention_rule_says_from_where"),
        ]

    def __str__(self) -> str:
        return f"{self.years} years"


class LegalHold(ScopedModel):
    """Nothing of the case is deleted while this stands. In the case's space, as the reason may speak of it."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="holds")
    reason = models.TextField()
    since = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ended_on = models.DateField(null=True, blank=True)
    history = history()

    class Meta(ScopedModel.Meta):
        ordering = ["since", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="legal_hold_has_a_reason"),
            models.UniqueConstraint(fields=["case"], condition=Q(ended_on=None), name="legal_hold_open_once"),
        ]

    def __str__(self) -> str:
        return f"Hold since {self.since}"


class Deletion(ScopedModel):
    """A case is to be deleted, or was. In the home space; says nothing of the case but its reference.

    `counts`: rows deleted, by table; `left`: rows that were found afterwards, which is 0 or the deletion failed.
    """

    restricted = models.OneToOneField("restricted.RestrictedSpace", on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField()
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    deleted_at = models.DateTimeField(null=True, blank=True)
    counts = models.JSONField(default=dict)
    left = models.PositiveIntegerField(null=True, blank=True)

    class Meta(ScopedModel.Meta):
        ordering = ["-proposed_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=F("proposed_by")), name="deletion_approved_by_another"
            ),
            models.CheckConstraint(
                condition=Q(deleted_at=None, approved_by=None, left=None)
                | Q(deleted_at__isnull=False, approved_by__isnull=False, left=0),
                name="deletion_is_proved",
            ),
        ]

    def __str__(self) -> str:
        return f"Deletion of {self.restricted_id}"
