"""The values that were returned for indicators, year by year, with what they replaced."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from throughline.foundation.tenancy.managers import history
from throughline.foundation.tenancy.models import ScopedModel
from throughline.office.dataset.models.indicators import Indicator

PRECISIONS = ["", "about", "at least", "rounded"]


class Observation(ScopedModel):
    """One returned value. The key is indicator, area, period, unit and, where it counts one category of a breakdown,
    those two; precision is how exactly it was stated, no part of the unit. `withdrawn`: whoever returned it says now
    that there is no such number; its revision keeps what it was. `source_text` is the source column word for word, of
    the first year that returned it (each year's own place and words are its Appearance). Who returned it and when is
    the load that gave this value; earlier values are ObservationRevision rows."""

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="observations")
    area = models.CharField(max_length=200)
    period = models.CharField("date or period", max_length=20)
    unit = models.CharField(max_length=100)
    breakdown = models.CharField(max_length=60, blank=True)
    category = models.CharField(max_length=100, blank=True)
    value = models.DecimalField(max_digits=18, decimal_places=4)
    withdrawn = models.BooleanField(default=False)
    precision = models.CharField(max_length=10, blank=True)
    version = models.PositiveSmallIntegerField("version of the definition", default=1)
    source_text = models.CharField("source", max_length=500, blank=True)
    source_file = models.CharField(max_length=200)
    source_row = models.PositiveIntegerField()
    returned_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    returned_at = models.DateTimeField()
    history = history()

    class Meta(ScopedModel.Meta):
        ordering = ["source_row", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "area", "period", "unit", "breakdown", "category"], name="observation_once"
            ),
            models.CheckConstraint(condition=Q(precision__in=PRECISIONS), name="precision_known"),
        ]

    def __str__(self) -> str:
        of = f"{self.breakdown} {self.category}, " if self.breakdown else ""
        return f"{self.indicator}, {of}{self.area}, {self.period}, {self.unit}"


class Appearance(ScopedModel):
    """An observation in the return of a report year: where it stands in that year's file, in that file's words. A value
    of one year may be returned again in a later one, to compare with."""

    observation = models.ForeignKey(Observation, on_delete=models.PROTECT, related_name="appearances")
    year = models.CharField("report year", max_length=7)
    source_text = models.CharField("source", max_length=500, blank=True)
    source_file = models.CharField(max_length=200)
    source_row = models.PositiveIntegerField()
    history = history()

    class Meta(ScopedModel.Meta):
        ordering = ["year", "source_row", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["observation", "year"], name="appearance_once_a_year"),
            models.CheckConstraint(condition=~Q(year=""), name="appearance_of_a_year"),
        ]
        indexes = [models.Index(fields=["space", "year"], name="appearance_by_year")]

    def __str__(self) -> str:
        return f"{self.observation} in {self.year}"


class ObservationRevision(ScopedModel):
    """A value that was replaced: what it was, who had returned it and when, who replaced it and when. Never changed."""

    observation = models.ForeignKey(Observation, on_delete=models.PROTECT, related_name="revisions")
    value = models.DecimalField(max_digits=18, decimal_places=4)
    precision = models.CharField(max_length=10, blank=True)
    version = models.PositiveSmallIntegerField("version of the definition", default=1)
    source_text = models.CharField(max_length=500, blank=True)
    source_file = models.CharField(max_length=200)
    source_row = models.PositiveIntegerField()
    returned_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    returned_at = models.DateTimeField()
    replaced_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    replaced_at = models.DateTimeField()
    history = history()

    class Meta(ScopedModel.Meta):
        ordering = ["-replaced_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(precision__in=PRECISIONS), name="revision_precision_known"),
            models.CheckConstraint(condition=Q(replaced_at__gte=F("returned_at")), name="replaced_after_returned"),
        ]

    def __str__(self) -> str:
        return f"{self.observation} until {self.replaced_at:%Y-%m-%d}"
