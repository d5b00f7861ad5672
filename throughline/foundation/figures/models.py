"""What figures came out as, which small numbers are published all the same and why, and what was released."""

from decimal import Decimal

from django.conf import settings
from django.db import models

from throughline.foundation.figures.values import Precision, Provenance, RecordRef, Source, UnitKind, Value, Whole
from throughline.foundation.tenancy.managers import history
from throughline.foundation.tenancy.models import ScopedModel


class FigureRun(ScopedModel):
    """What a figure came out as. Never changed: a later run that differs points back to it (`previous`) and is current.

    `value` and `status`: known has a value, not_available and withdrawn have none. `withdrawn`: no record gives the
    figure any more. `inputs`: [{"id": …, "run": pk}], the runs that a derived figure was worked out from.
    `spaces`: the spaces whose records were counted. `fingerprint`: of the definition, the value and all that went in.
    `run_at` is real time; `as_at` the day that the records were taken at.
    """

    class Status(models.TextChoices):
        KNOWN = "known", "known"
        NOT_AVAILABLE = "not_available", "not available"
        WITHDRAWN = "withdrawn", "withdrawn"

    figure_id = models.CharField(max_length=255)
    year = models.CharField(max_length=7)
    version = models.PositiveIntegerField(default=1)
    label = models.CharField(max_length=300)
    says = models.TextField(blank=True)
    unit = models.CharField(max_length=100)
    period = models.CharField(max_length=60)
    area = models.CharField(max_length=150)
    as_at = models.DateField()
    value = models.DecimalField(max_digits=21, decimal_places=6, null=True)
    status = models.CharField(max_length=13, choices=Status.choices)
    precision = models.CharField(max_length=20, blank=True)
    provenance = models.CharField(max_length=10, choices=[(p.value, p.value) for p in Provenance])
    source = models.JSONField(default=dict)
    inputs = models.JSONField(default=list)
    numerator = models.DecimalField(max_digits=21, decimal_places=6, null=True)
    denominator = models.DecimalField(max_digits=21, decimal_places=6, null=True)
    section = models.CharField(max_length=100, blank=True)
    records = models.JSONField(default=list)
    difference = models.BooleanField(default=False)
    restates = models.CharField(max_length=255, blank=True)
    returned_by = models.CharField(max_length=200, blank=True)
    returned_at = models.DateTimeField(null=True)
    spaces = models.JSONField(default=list)
    fingerprint = models.CharField(max_length=64)
    run_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    run_at = models.DateTimeField()
    previous = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="next")
    is_current = models.BooleanField(default=True)

    class Meta(ScopedModel.Meta):
        ordering = ["figure_id", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["space", "year", "figure_id"],
                condition=models.Q(is_current=True),
                name="figure_one_current_run",
            ),
            models.CheckConstraint(
                condition=models.Q(status="known", value__isnull=False)
                | models.Q(status__in=["not_available", "withdrawn"], value__isnull=True),
                name="figure_value_when_known",
            ),
            models.CheckConstraint(
                condition=models.Q(provenance__in=[p.value for p in Provenance]), name="figure_provenance"
            ),
        ]
        indexes = [models.Index(fields=["space", "year", "figure_id"], name="figure_chain")]

    def __str__(self) -> str:
        return f"{self.label} ({self.year})"

    @property
    def number(self) -> Decimal | None:
        """The value without trailing zeros: 44.4, 290."""
        return tidy(self.value)

    @property
    def kind(self) -> UnitKind:
        return self.as_value().kind

    @property
    def input_ids(self) -> tuple[str, ...]:
        return tuple(entry["id"] for entry in self.inputs)

    def as_value(self) -> Value:
        """The run as the value it was made from."""
        return Value(
            id=self.figure_id, label=self.label, unit=self.unit, period=self.period, area=self.area, value=self.number,
            provenance=Provenance(self.provenance), source=Source(**self.source), says=self.says, inputs=self.input_ids,
            precision=Precision(self.precision), numerator=tidy(self.numerator), denominator=tidy(self.denominator),
            returned_by=self.returned_by, returned_at=self.returned_at, section=self.section,
            records=tuple(RecordRef(**record) for record in self.records), version=self.version,
            difference=self.difference, restates=self.restates,
        )  # fmt: skip


class DisclosureException(ScopedModel):
    """A small number that is published all the same, with the reason. One a figure and report year."""

    figure_id = models.CharField(max_length=255)
    year = models.CharField(max_length=7)
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    history = history()

    class Meta(ScopedModel.Meta):
        ordering = ["figure_id"]
        constraints = [
            models.UniqueConstraint(fields=["space", "year", "figure_id"], name="exception_once_a_figure"),
            models.CheckConstraint(condition=~models.Q(reason=""), name="exception_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.figure_id} ({self.year})"


class Release(ScopedModel):
    """A figure as an edition showed it to the public. Never changed. A hidden one keeps no value here; `run` holds the
    true one (None: released before runs were kept with it)."""

    figure_id = models.CharField(max_length=255)
    year = models.CharField(max_length=7)
    edition = models.CharField(max_length=100)
    value = models.DecimalField(max_digits=21, decimal_places=6, null=True)
    hidden = models.BooleanField(default=False)
    run = models.ForeignKey(FigureRun, on_delete=models.PROTECT, related_name="+", null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta(ScopedModel.Meta):
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["space", "year", "edition", "figure_id"], name="release_once_an_edition"),
            models.CheckConstraint(
                condition=models.Q(hidden=False) | models.Q(value__isnull=True), name="release_hides_the_value"
            ),
        ]
        indexes = [models.Index(fields=["space", "figure_id"], name="release_figure")]

    def __str__(self) -> str:
        return f"{self.figure_id} in {self.edition}"


class ReleasedWhole(ScopedModel):
    """How figures belonged together when an edition was released (values.Whole). Never changed."""

    year = models.CharField(max_length=7)
    edition = models.CharField(max_length=100)
    whole = models.CharField(max_length=255)
    parts = models.JSONField()
    exhaustive = models.BooleanField()
    exclusive = models.BooleanField()
    kind = models.CharField(max_length=10)

    class Meta(ScopedModel.Meta):
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=~models.Q(whole=""), name="released_whole_is_named")]

    def __str__(self) -> str:
        return f"{self.whole} in {self.edition}"

    def as_whole(self) -> Whole:
        return Whole(
            self.whole, tuple(self.parts), exhaustive=self.exhaustive, exclusive=self.exclusive, kind=self.kind
        )


class ReleasedTable(ScopedModel):
    """A table that was let out, to the public or to an audience outside. Never changed, never deleted."""

    name = models.CharField(max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta(ScopedModel.Meta):
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["space", "name"], name="released_table_once"),
            models.CheckConstraint(condition=~models.Q(name=""), name="released_table_is_named"),
        ]

    def __str__(self) -> str:
        return self.name


class ReleasedCell(ScopedModel):
    """A count of a released table. `count` is the true one also where `state` says that it was hidden: what it was
    hidden for can only be asked beside it, so these rows are nobody's to read but the operation's that checks."""

    class State(models.TextChoices):
        SHOWN = "shown", "shown"
        ROUNDED = "rounded", "rounded"
        HIDDEN = "hidden", "hidden"
        UNPUBLISHED = "unpublished", "nowhere shown"

    table = models.ForeignKey(ReleasedTable, on_delete=models.PROTECT, related_name="cells")
    key = models.CharField(max_length=300)
    count = models.PositiveIntegerField()
    state = models.CharField(max_length=11, choices=State.choices)

    class Meta(ScopedModel.Meta):
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["table", "key"], name="released_cell_once"),
            models.CheckConstraint(
                condition=models.Q(state__in=["shown", "rounded", "hidden", "unpublished"]), name="released_cell_state"
            ),
        ]
        indexes = [models.Index(fields=["space", "key"], name="released_cell_key")]

    def __str__(self) -> str:
        return self.key


class ReleasedSum(ScopedModel):
    """total = the sum of the parts, by the keys of a released table's cells. Never changed."""

    table = models.ForeignKey(ReleasedTable, on_delete=models.PROTECT, related_name="sums")
    total = models.CharField(max_length=300)
    parts = models.JSONField()

    class Meta(ScopedModel.Meta):
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=~models.Q(total=""), name="released_sum_has_a_total")]

    def __str__(self) -> str:
        return self.total


def tidy(value: Decimal | None) -> Decimal | None:
    """Without trailing zeros and without an exponent, so that equal numbers are written alike."""
    if value is None:
        return None
    plain = value.normalize()
    return plain.quantize(Decimal(1)) if plain == plain.to_integral_value() else plain
