"""Events that need no booking: who had a stall, and how many came. Nobody who came is named."""

from django.db import models
from django.db.models import Q

from throughline.foundation.tenancy.managers import history
from throughline.foundation.tenancy.models import ScopedModel
from throughline.office.training.models.sessions import Session


class Stall(ScopedModel):
    """An agency's stall at an event. `what` is what it shows."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="stalls")
    agency = models.CharField(max_length=300)
    what = models.CharField(max_length=300, blank=True)
    history = history()

    class Meta(ScopedModel.Meta):
        ordering = ["agency", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["session", "agency"], name="training_stall_once_an_agency"),
            models.CheckConstraint(condition=~Q(agency=""), name="training_stall_is_somebodys"),
        ]

    def __str__(self) -> str:
        return self.agency


class HeadCount(ScopedModel):
    """How many of one sort came: 4 school groups with 96 children. There is no field for a name, on purpose."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="head_counts")
    sort = models.CharField(max_length=60)
    groups = models.PositiveIntegerField(null=True, blank=True)
    people = models.PositiveIntegerField()
    history = history()

    class Meta(ScopedModel.Meta):
        ordering = ["sort", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["session", "sort"], name="training_head_count_once_a_sort"),
            models.CheckConstraint(condition=~Q(sort=""), name="training_head_count_says_of_whom"),
        ]

    def __str__(self) -> str:
        return f"{self.sort}: {self.people}"
