"""Areas, published statistics with their symbols and revisions, statistical neighbours. No space: docs/adr/0009."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from throughline.foundation.statistics.reading.areas import LEVELS
from throughline.foundation.statistics.reading.symbols import SYMBOLS

NUMBER_OR_SYMBOL = Q(number__isnull=False) | ~Q(symbol="")
KNOWN_SYMBOL = Q(symbol__in=["", *SYMBOLS])


class StatisticsFile(models.Model):
    """A file that was imported: what it was called, the hash of its content, by whom and when (the real clock)."""

    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    rows = models.PositiveIntegerField()
    imported_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    imported_at = models.DateTimeField()

    class Meta:
        ordering = ["-imported_at", "-pk"]

    def __str__(self) -> str:
        return self.name


class Area(models.Model):
    """An area is its nine-character code; `old_code` is the department's, which may outlive a boundary change."""

    code = models.CharField(max_length=9, unique=True)
    level = models.CharField(max_length=40)
    name = models.CharField(max_length=120)
    old_code = models.CharField(max_length=3, blank=True)
    region = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["name", "code"]
        constraints = [models.CheckConstraint(condition=Q(level__in=list(LEVELS)), name="area_level_known")]
        indexes = [models.Index(fields=["old_code"], name="area_by_old_code")]

    def __str__(self) -> str:
        return self.name


class DataSet(models.Model):
    """What files of one heading hold. `columns`: its filters and indicators as one text, which recognises the next."""

    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=200)
    columns = models.TextField(unique=True)
    filters = models.JSONField(default=list)
    indicators = models.JSONField(default=list)

    class Meta:
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title


class Series(models.Model):
    """One indicator under one choice of filters. `choice`: filter → text, as JSON in the order of the filters."""

    data_set = models.ForeignKey(DataSet, on_delete=models.PROTECT, related_name="series")
    indicator = models.CharField(max_length=200)
    choice = models.CharField(max_length=1000)

    class Meta:
        ordering = ["data_set", "indicator", "choice"]
        constraints = [models.UniqueConstraint(fields=["data_set", "indicator", "choice"], name="series_once")]

    def __str__(self) -> str:
        return f"{self.indicator} {self.choice}"


class Statistic(models.Model):
    """A series in an area and a period: a number or a symbol; `symbol` beside a number qualifies it."""

    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="statistics")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    period = models.CharField(max_length=6)
    identifier = models.CharField(max_length=40)
    number = models.DecimalField(max_digits=24, decimal_places=8, null=True, blank=True)
    symbol = models.CharField(max_length=3, blank=True)
    file = models.ForeignKey(StatisticsFile, on_delete=models.PROTECT, related_name="+", db_index=False)
    row = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["series", "area", "period", "identifier"], name="statistic_once"),
            models.CheckConstraint(condition=NUMBER_OR_SYMBOL, name="statistic_is_a_number_or_a_symbol"),
            models.CheckConstraint(condition=KNOWN_SYMBOL, name="statistic_symbol_known"),
        ]

    def __str__(self) -> str:
        return f"{self.series}, {self.area}, {self.period}"


class StatisticRevision(models.Model):
    """A value that a later file replaced: what it was and where it had stood. Never changed."""

    statistic = models.ForeignKey(Statistic, on_delete=models.PROTECT, related_name="revisions")
    number = models.DecimalField(max_digits=24, decimal_places=8, null=True, blank=True)
    symbol = models.CharField(max_length=3, blank=True)
    file = models.ForeignKey(StatisticsFile, on_delete=models.PROTECT, related_name="+")
    row = models.PositiveIntegerField()
    replaced_by = models.ForeignKey(StatisticsFile, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=NUMBER_OR_SYMBOL, name="statistic_revision_is_a_number_or_a_symbol"),
        ]

    def __str__(self) -> str:
        return f"{self.statistic} until {self.replaced_by}"


class NeighbourModel(models.Model):
    """A model of statistical neighbours, by its year."""

    year = models.CharField(max_length=4, unique=True)
    file = models.ForeignKey(StatisticsFile, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-year"]

    def __str__(self) -> str:
        return f"Statistical neighbours, model of {self.year}"


class Neighbour(models.Model):
    """`area` and `neighbour` by three-figure code, since the model's table has no other. `rank` 1 is the closest."""

    model = models.ForeignKey(NeighbourModel, on_delete=models.CASCADE, related_name="neighbours")
    area = models.CharField(max_length=3)
    rank = models.PositiveSmallIntegerField()
    neighbour = models.CharField(max_length=3)
    neighbour_name = models.CharField(max_length=120)
    closeness = models.CharField(max_length=20)

    class Meta:
        ordering = ["area", "rank"]
        constraints = [
            models.UniqueConstraint(fields=["model", "area", "rank"], name="neighbour_once_a_rank"),
            models.UniqueConstraint(fields=["model", "area", "neighbour"], name="neighbour_once"),
        ]

    def __str__(self) -> str:
        return f"{self.area}: {self.rank}. {self.neighbour}"
