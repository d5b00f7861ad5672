"""What was found, and what was recommended because of it."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from throughline.foundation.tenancy.managers import history
from throughline.foundation.tenancy.models import ScopedModel
from throughline.office.actions.sources import DIRECT
from throughline.office.actions.workflow import RECOMMENDATION


class Finding(ScopedModel):
    """What a source (a review, an audit …) found. `source_id` is None only for `direct`."""

    source_kind = models.CharField(max_length=60, default=DIRECT)
    source_id = models.PositiveBigIntegerField(null=True, blank=True)
    text = models.TextField()
    position = models.PositiveIntegerField(default=0)
    history = history()

    class Meta(ScopedModel.Meta):
        ordering = ["source_kind", "source_id", "position", "pk"]
        indexes = [models.Index(fields=["source_kind", "source_id"], name="finding_by_source")]
        constraints = [
            models.CheckConstraint(
                condition=Q(source_kind=DIRECT, source_id=None) | ~Q(source_kind=DIRECT) & Q(source_id__isnull=False),
                name="finding_has_its_source",
            ),
            models.CheckConstraint(condition=~Q(text=""), name="finding_says_something"),
        ]

    def __str__(self) -> str:
        return self.text[:80]


class Recommendation(ScopedModel):
    """What should be done about a finding, and by whom: an agency, a group, or both. `answered_…`: who accepted or
    declined it; `answered_for` is the body on whose behalf."""

    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="recommendations")
    text = models.TextField()
    to_agency = models.ForeignKey(
        "partnership.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    to_group = models.ForeignKey("partnership.Group", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=20, choices=RECOMMENDATION.choices, default=RECOMMENDATION.initial)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_for = models.CharField("accepted by", max_length=200, blank=True)
    answered_on = models.DateField(null=True, blank=True)
    decline_reason = models.TextField(blank=True)
    position = models.PositiveIntegerField(default=0)
    history = history()

    class Meta(ScopedModel.Meta):
        ordering = ["finding", "position", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="recommendation_says_something"),
            models.CheckConstraint(
                condition=Q(to_agency__isnull=False) | Q(to_group__isnull=False), name="recommendation_is_to_somebody"
            ),
            models.CheckConstraint(
                condition=Q(state="proposed", answered_by=None, answered_on=None, decline_reason="")
                | Q(state="accepted", answered_by__isnull=False, answered_on__isnull=False, decline_reason="")
                | Q(state="declined", answered_by__isnull=False, answered_on__isnull=False) & ~Q(decline_reason=""),
                name="recommendation_answer_says_who_when_and_why_not",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:80]
