"""Who turned out to be the same person."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from throughline.foundation.tenancy.models import ScopedModel


class PersonMerge(ScopedModel):
    """The training of `merged` was given to `kept`: two accounts of one person. Written once; `moved` counts rows."""

    kept = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    merged = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    moved = models.JSONField(default=dict)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta(ScopedModel.Meta):
        ordering = ["made_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(kept=F("merged")), name="training_merge_of_two_people"),
            models.CheckConstraint(condition=~Q(reason=""), name="training_merge_has_its_reason"),
        ]
        indexes = [models.Index(fields=["space", "merged"], name="training_merge_by_merged")]

    def __str__(self) -> str:
        return f"{self.merged} is {self.kept}"
