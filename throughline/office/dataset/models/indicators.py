"""The register of indicators: what is counted, by whom, how; and how two of them belong together."""

from django.db import models
from django.db.models import F, Q

from throughline.foundation.tenancy.managers import history
from throughline.foundation.tenancy.models import ScopedModel


class Sector(models.TextChoices):
    """Whose records a number comes from."""

    SOCIAL_CARE = "social_care", "Children’s social care"
    EARLY_HELP = "early_help", "Early help"
    POLICE = "police", "Police"
    HEALTH = "health", "Health"
    EDUCATION = "education", "Education"
    YOUTH_JUSTICE = "youth_justice", "Youth justice"
    TOOLS = "tools", "Tools in practice"
    TRAINING = "training", "Training"


class Polarity(models.TextChoices):
    HIGHER = "higher", "Higher is better"
    LOWER = "lower", "Lower is better"
    NEUTRAL = "neutral", "Neither is better"


class Counting(models.TextChoices):
    SNAPSHOT = "snapshot", "Snapshot: as it stands on a day"
    FLOW = "flow", "Flow: what happened within the period"
    CUMULATIVE = "cumulative", "Cumulative: since the year began"


class Frequency(models.TextChoices):
    MONTH = "month", "Each month"
    QUARTER = "quarter", "Each quarter"
    YEAR = "year", "Each year"


class Indicator(ScopedModel):
    """What is counted. `name` and `slug` are those of the files that return it; the rest is the register's. One that
    has no code is known from returned files alone, and nobody has described it yet.

    `version` numbers the definition; each one is kept as an IndicatorVersion, and a value keeps the version it was
    returned under. `owner` answers for it; `sector` says whose records it comes from.
    """

    name = models.CharField(max_length=300)
    slug = models.SlugField(max_length=200)
    position = models.PositiveIntegerField(default=0)
    code = models.CharField(max_length=20, blank=True)
    title = models.CharField(max_length=300, blank=True)
    definition = models.TextField(blank=True)
    sector = models.CharField(max_length=20, choices=Sector.choices, blank=True)
    owner = models.ForeignKey(
        "partnership.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    numerator = models.CharField(max_length=300, blank=True)
    denominator = models.CharField(max_length=300, blank=True)
    vintage = models.CharField("vintage of the denominator", max_length=200, blank=True)
    unit = models.CharField(max_length=100, blank=True)
    polarity = models.CharField(max_length=10, choices=Polarity.choices, default=Polarity.NEUTRAL)
    counting = models.CharField(max_length=10, choices=Counting.choices, blank=True)
    frequency = models.CharField(max_length=10, choices=Frequency.choices, blank=True)
    breakdowns = models.JSONField(default=list, blank=True)
    target = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    priority = models.CharField("priority it serves", max_length=300, blank=True)
    caveat = models.TextField(blank=True)
    official_count = models.CharField("official series of the count", max_length=300, blank=True)
    official_value = models.CharField("official series of the value", max_length=300, blank=True)
    version = models.PositiveSmallIntegerField(default=1)
    history = history()

    class Meta(ScopedModel.Meta):
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["space", "slug"], name="indicator_slug_once"),
            models.UniqueConstraint(fields=["space", "code"], condition=~Q(code=""), name="indicator_code_once"),
            models.CheckConstraint(condition=~Q(slug=""), name="indicator_has_a_slug"),
            models.CheckConstraint(
                condition=Q(code="") | ~Q(definition="") & ~Q(unit="") & Q(sector__in=Sector.values),
                name="indicator_of_the_register_is_described",
            ),
            models.CheckConstraint(condition=Q(polarity__in=Polarity.values), name="indicator_polarity_known"),
            models.CheckConstraint(condition=Q(counting__in=["", *Counting.values]), name="indicator_counting_known"),
            models.CheckConstraint(
                condition=Q(frequency__in=["", *Frequency.values]), name="indicator_frequency_known"
            ),
            models.CheckConstraint(condition=Q(version__gte=1), name="indicator_version_from_one"),
        ]

    def __str__(self) -> str:
        return self.title or self.name


class IndicatorVersion(ScopedModel):
    """A definition of an indicator, from a day on. Never changed: another definition is another version."""

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    starts = models.DateField()
    definition = models.TextField()
    numerator = models.CharField(max_length=300, blank=True)
    denominator = models.CharField(max_length=300, blank=True)
    unit = models.CharField(max_length=100)
    counting = models.CharField(max_length=10, choices=Counting.choices, blank=True)
    why = models.CharField(max_length=500, blank=True)
    history = history()

    class Meta(ScopedModel.Meta):
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["indicator", "number"], name="indicator_version_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="version_from_one"),
            models.CheckConstraint(condition=Q(number=1) | ~Q(why=""), name="version_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator}, version {self.number}"


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
