"""The categories of a breakdown, and how many children of each live here."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from throughline.foundation.tenancy.managers import history
from throughline.foundation.tenancy.models import ScopedModel


class BreakdownCategory(ScopedModel):
    """One category of a breakdown's list as the partnership keeps it, in place of the list that ships. `population`:
    the children of that category who live here, by a named estimate; None where the question makes no sense."""

    breakdown = models.CharField(max_length=60)
    category = models.CharField(max_length=100)
    position = models.PositiveSmallIntegerField()
    population = models.PositiveIntegerField(null=True)
    vintage = models.CharField("which estimate of the population", max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    history = history()

    class Meta(ScopedModel.Meta):
        ordering = ["breakdown", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["space", "breakdown", "category"], name="breakdown_category_once"),
            models.CheckConstraint(condition=~Q(breakdown="") & ~Q(category=""), name="breakdown_category_is_named"),
            models.CheckConstraint(
                condition=Q(population=None) | ~Q(vintage=""), name="breakdown_population_has_its_vintage"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.breakdown} {self.category}"
