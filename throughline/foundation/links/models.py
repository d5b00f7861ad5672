"""Edges that no other row states."""

from django.db import models
from django.db.models import F, Q

from throughline.foundation.links.rules import Relation
from throughline.foundation.tenancy.managers import history
from throughline.foundation.tenancy.models import ScopedModel


class Link(ScopedModel):
    """The source `says` the target: a practice change (is) taught in a course. Both are records by kind and id, since
    apps do not know each other; one that is gone is not shown any more."""

    source_kind = models.CharField(max_length=60)
    source_id = models.PositiveBigIntegerField()
    says = models.CharField(max_length=20, choices=[(each.value, each.words("forwards")) for each in Relation])
    target_kind = models.CharField(max_length=60)
    target_id = models.PositiveBigIntegerField()
    history = history()

    class Meta(ScopedModel.Meta):
        ordering = ["pk"]
        indexes = [models.Index(fields=["target_kind", "target_id"], name="link_by_target")]
        constraints = [
            models.UniqueConstraint(
                fields=["space", "source_kind", "source_id", "says", "target_kind", "target_id"], name="link_once"
            ),
            models.CheckConstraint(condition=Q(says__in=[each.value for each in Relation]), name="link_says_known"),
            models.CheckConstraint(
                condition=~Q(source_kind=F("target_kind"), source_id=F("target_id")), name="link_between_two_records"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source_kind} {self.source_id} {self.says} {self.target_kind} {self.target_id}"
