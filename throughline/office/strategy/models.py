"""The strategic plan, its priorities, and what the partnership said it would do next."""

from django.db import models
from django.db.models import Q

from throughline.foundation.tenancy.managers import history
from throughline.foundation.tenancy.models import ScopedModel


class Plan(ScopedModel):
    """A strategic plan, by its years as written: '2023-2025'."""

    label = models.CharField(max_length=100)
    history = history()

    class Meta(ScopedModel.Meta):
        ordering = ["label"]
        constraints = [models.UniqueConstraint(fields=["space", "label"], name="plan_once")]

    def __str__(self) -> str:
        return self.label


class Priority(ScopedModel):
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="priorities")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=300)
    history = history()

    class Meta(ScopedModel.Meta):
        ordering = ["plan", "number"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="priority_number_once_a_plan"),
            models.CheckConstraint(condition=Q(number__gte=1), name="priority_number_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"


class Commitment(ScopedModel):
    """What the partnership says it will do in a year. It belongs to a priority or to a section, never both."""

    priority = models.ForeignKey(Priority, on_delete=models.PROTECT, related_name="commitments", null=True, blank=True)
    section = models.CharField(max_length=100, blank=True)
    year = models.CharField(max_length=7)
    text = models.TextField()
    position = models.PositiveIntegerField(default=0)
    history = history()

    class Meta(ScopedModel.Meta):
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(priority__isnull=True) & ~Q(section="") | Q(priority__isnull=False) & Q(section=""),
                name="commitment_of_a_priority_or_a_section",
            ),
            models.CheckConstraint(condition=~Q(text=""), name="commitment_says_something"),
        ]

    def __str__(self) -> str:
        return self.text
