"""What is said of a point of a series: why it stands out, what happened, what an agency was asked and answered."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from throughline.foundation.tenancy.managers import history
from throughline.foundation.tenancy.models import ScopedModel
from throughline.office.dataset.models.indicators import Indicator


class SeriesPoint(ScopedModel):
    """A period of a series of an indicator, once somebody says something of it. `kind`: the partnership's own series
    (in `unit`) or the official one of its area. What is said stays with it, whatever values come later."""

    class Kind(models.TextChoices):
        OWN = "own", "The partnership’s own"
        OFFICIAL = "official", "Official"

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="points")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    unit = models.CharField(max_length=100, blank=True)
    period = models.CharField(max_length=20)
    history = history()

    class Meta(ScopedModel.Meta):
        ordering = ["indicator", "kind", "unit", "period"]
        constraints = [
            models.UniqueConstraint(fields=["space", "indicator", "kind", "unit", "period"], name="series_point_once"),
            models.CheckConstraint(condition=Q(kind__in=["own", "official"]), name="series_point_kind_known"),
            models.CheckConstraint(condition=~Q(period=""), name="series_point_has_a_period"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator}, {self.period}"


class PointExplanation(ScopedModel):
    """Why a point stands out, in a sentence. Never changed: a better one is another. `value`: as it was shown then."""

    point = models.ForeignKey(SeriesPoint, on_delete=models.PROTECT, related_name="explanations")
    text = models.TextField()
    value = models.CharField(max_length=60)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    history = history()

    class Meta(ScopedModel.Meta):
        ordering = ["-pk"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="explanation_says_something")]

    def __str__(self) -> str:
        return self.text


class Question(ScopedModel):
    """What an agency is asked about a point, and its answer, which stays."""

    point = models.ForeignKey(SeriesPoint, on_delete=models.PROTECT, related_name="questions")
    organisation = models.ForeignKey("partnership.Organisation", on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    history = history()

    class Meta(ScopedModel.Meta):
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="question_asks_something"),
            models.CheckConstraint(
                condition=Q(answer="", answered_by__isnull=True, answered_at__isnull=True)
                | ~Q(answer="") & Q(answered_by__isnull=False, answered_at__isnull=False),
                name="question_answered_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.text


class SeriesNote(ScopedModel):
    """Something that happened in a period. `rebase`: the process became another, so limits begin anew there, with the
    reason. Taken back, it stays on record with who did and why."""

    point = models.ForeignKey(SeriesPoint, on_delete=models.PROTECT, related_name="notes")
    said = models.CharField(max_length=200)
    rebase = models.BooleanField(default=False)
    why = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_why = models.CharField(max_length=500, blank=True)
    history = history()

    class Meta(ScopedModel.Meta):
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(said=""), name="series_note_says_something"),
            models.CheckConstraint(condition=Q(rebase=False) | ~Q(why=""), name="rebase_has_a_reason"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True, ended_why="")
                | Q(ended_at__isnull=False, ended_by__isnull=False) & ~Q(ended_why=""),
                name="series_note_taken_back_with_a_reason",
            ),
            models.UniqueConstraint(
                fields=["point"], condition=Q(rebase=True, ended_at__isnull=True), name="rebase_once_a_point"
            ),
        ]

    def __str__(self) -> str:
        return self.said
