"""Indicators: what is counted, and how two of them belong together."""

from django.db import models
from django.db.models import F, Q

from throughline.foundation.tenancy.managers import history
from throughline.foundation.tenancy.models import ScopedModel


class Indicator(ScopedModel):
    name = models.CharField(max_length=300)
    slug = models.SlugField(max_length=200)
    position = models.PositiveIntegerField(default=0)
    history = history()

    class Meta(ScopedModel.Meta):
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["space", "slug"], name="indicator_slug_once"),
            models.CheckConstraint(condition=~Q(slug=""), name="indicator_has_a_slug"),
        ]

    def __str__(self) -> str:
        return self.name


class Relation(ScopedModel):
    """How two indicators of the same area and period belong together.

    part: `part` is counted in `whole`. compare: asked whether `part` can exceed `whole`. ceiling: `part` counts
    children of an area whose child population is `whole`. `exhaustive`: the parts are stated to make up the whole, so
    a gap is a question. `exclusive`: nobody is in two parts.
    """

    class Kind(models.TextChoices):
        PART = "part", "part"
        COMPARE = "compare", "compare"
        CEILING = "ceiling", "ceiling"

    kind = models.CharField(max_length=10, choices=Kind.choices)
    whole = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="as_whole")
    part = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="as_part")
    exhaustive = models.BooleanField(default=False)
    exclusive = models.BooleanField(default=False)
    why = models.CharField(max_length=500)
    source = models.CharField(max_length=200)
    position = models.PositiveIntegerField(default=0)
    history = history()

    class Meta(ScopedModel.Meta):
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "whole", "part"], name="relation_once"),
            models.CheckConstraint(condition=~Q(whole=F("part")), name="relation_of_two_indicators"),
            models.CheckConstraint(condition=Q(kind__in=["part", "compare", "ceiling"]), name="relation_kind_known"),
        ]

    def __str__(self) -> str:
        return f"{self.part} → {self.whole}"
