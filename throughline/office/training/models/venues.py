"""Where sessions are held."""

from django.db import models
from django.db.models import F, Q

from throughline.foundation.tenancy.managers import history
from throughline.foundation.tenancy.models import ScopedModel


class Venue(ScopedModel):
    """A room that somebody lends. `capacity` is people, None where it is not known. `access`: steps, hearing loop …"""

    name = models.CharField(max_length=200)
    address = models.CharField(max_length=300, blank=True)
    capacity = models.PositiveIntegerField(null=True, blank=True)
    access = models.TextField(blank=True)
    directions = models.TextField(blank=True)
    lender = models.CharField(max_length=200, blank=True)
    history = history()

    class Meta(ScopedModel.Meta):
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["space", "name"], name="training_venue_once_a_name"),
            models.CheckConstraint(condition=~Q(name=""), name="training_venue_is_named"),
            models.CheckConstraint(
                condition=Q(capacity__isnull=True) | Q(capacity__gt=0), name="training_venue_holds_somebody"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class VenueClosure(ScopedModel):
    """Days, both included, on which a venue cannot be used."""

    venue = models.ForeignKey(Venue, on_delete=models.CASCADE, related_name="closures")
    first = models.DateField()
    last = models.DateField()
    reason = models.CharField(max_length=200)
    history = history()

    class Meta(ScopedModel.Meta):
        ordering = ["first", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="training_closure_ends_after_it_begins"),
            models.UniqueConstraint(fields=["venue", "first", "last"], name="training_closure_once"),
        ]

    def __str__(self) -> str:
        return f"{self.venue}, {self.first} to {self.last}"
