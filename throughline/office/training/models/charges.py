"""Money: what is charged, to which agency, and on which statement. Rows are added, never changed."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from throughline.foundation.tenancy.managers import ScopedManager, history
from throughline.foundation.tenancy.models import ScopedModel
from throughline.office.training.models.bookings import Booking
from throughline.office.training.models.courses import Course
from throughline.office.training.models.sessions import Session
from throughline.office.training.rules.charges import AREA_WORDS, Amounts, Area, ChargeKind, Rule


class NeverChanged(TypeError):
    """Somebody tried to change or delete a row of money."""


class AppendOnlyQuerySet(models.QuerySet[Any]):
    def update(self, **values: Any) -> int:
        raise NeverChanged("A charge is never changed; it is reversed.")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise NeverChanged("A charge is never deleted; it is reversed.")

    def bulk_update(self, *rows: Any, **options: Any) -> int:
        raise NeverChanged("A charge is never changed; it is reversed.")


AppendOnlyManager = ScopedManager.from_queryset(AppendOnlyQuerySet)


class AppendOnly(ScopedModel):
    """A row that is written once. The database has a trigger that refuses an UPDATE as well."""

    objects: ClassVar[ScopedManager[Any]] = AppendOnlyManager()

    class Meta(ScopedModel.Meta):
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.check_space()
        if self.pk is not None:
            raise NeverChanged("A charge is never changed; it is reversed.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        self.check_space()
        raise NeverChanged("A charge is never deleted; it is reversed.")


class ChargeRule(ScopedModel):
    """Pounds that a kind of agency is charged. No course: every course; no sector: every agency; no area: wherever it
    is (rules.amounts_for). All three at 0: free of charge."""

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="charge_rules", null=True, blank=True)
    sector = models.CharField("kind of agency", max_length=60, blank=True)
    area = models.CharField(max_length=9, blank=True, choices=[(area.value, AREA_WORDS[area]) for area in Area])
    place = models.DecimalField("for a place", max_digits=8, decimal_places=2, default=0)
    late = models.DecimalField("cancelled after the deadline", max_digits=8, decimal_places=2, default=0)
    no_show = models.DecimalField("did not turn up", max_digits=8, decimal_places=2, default=0)
    history = history()

    class Meta(ScopedModel.Meta):
        ordering = [F("course__title").asc(nulls_first=True), "sector", "area", "pk"]
        constraints = [
            models.UniqueConstraint(
                F("space"), Coalesce(F("course"), 0), F("sector"), F("area"), name="training_charge_rule_once_an_area"
            ),
            models.CheckConstraint(
                condition=Q(area__in=["", *(area.value for area in Area)]), name="training_charge_rule_area_known"
            ),
            models.CheckConstraint(
                condition=Q(place__gte=0, late__gte=0, no_show__gte=0), name="training_charge_rule_not_negative"
            ),
        ]

    def __str__(self) -> str:
        where = f", {AREA_WORDS[Area(self.area)].lower()}" if self.area else ""
        return f"{self.course or 'every course'}, {self.sector or 'every agency'}{where}"

    def as_rule(self) -> Rule:
        return Rule(
            self.course_id, self.sector, Amounts(self.place, self.late, self.no_show),
            Area(self.area) if self.area else "",
        )  # fmt: skip


class Settlement(ScopedModel):
    """The charges of a session that began were worked out. Once a session."""

    session = models.OneToOneField(Session, on_delete=models.PROTECT, related_name="settlement")
    settled_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"settled {self.settled_at:%Y-%m-%d}"


class Charge(AppendOnly):
    """An amount in pounds that an agency owes, or, when it `reverses` another, owes no longer.

    `number` counts a booking's charges of a kind: a second one needs the first to be reversed. `agency` is the name
    under which the statement goes out; `day` is the business day; `why` says the rule, or the reason of a reversal.
    """

    booking = models.ForeignKey(Booking, on_delete=models.PROTECT, related_name="charges")
    agency = models.CharField(max_length=300, blank=True)
    organisation = models.ForeignKey(
        "partnership.Organisation", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    kind = models.CharField(max_length=17, choices=[(k.value, k.value) for k in ChargeKind])
    number = models.PositiveSmallIntegerField(default=1)
    amount = models.DecimalField(max_digits=8, decimal_places=2)
    reverses = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="reversed_by")
    why = models.TextField()
    day = models.DateField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta(AppendOnly.Meta):
        ordering = ["day", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["booking", "kind", "number"],
                condition=Q(reverses__isnull=True),
                name="training_charge_once_a_booking_and_kind",
            ),
            models.CheckConstraint(
                condition=Q(reverses__isnull=True, amount__gt=0) | Q(reverses__isnull=False, amount__lt=0),
                name="training_charge_reversal_is_negative",
            ),
            models.CheckConstraint(condition=~Q(why=""), name="training_charge_says_why"),
            models.CheckConstraint(
                condition=Q(kind__in=[k.value for k in ChargeKind]), name="training_charge_kind_known"
            ),
        ]
        indexes = [models.Index(fields=["space", "agency", "day"], name="training_charge_by_agency")]

    def __str__(self) -> str:
        return f"{self.agency or 'no agency'}: {self.amount}"


class Statement(AppendOnly):
    """What one agency owes for one period, as it went out. `number` counts the partnership's statements."""

    agency = models.CharField(max_length=300, blank=True)
    number = models.PositiveIntegerField()
    first = models.DateField()
    last = models.DateField()
    order_number = models.CharField(max_length=60, blank=True)
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta(AppendOnly.Meta):
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["space", "number"], name="training_statement_number_once"),
            models.UniqueConstraint(
                fields=["space", "agency", "last"], name="training_statement_one_an_agency_and_period"
            ),
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="training_statement_ends_after_start"),
        ]

    def __str__(self) -> str:
        return f"statement {self.number}"


class StatementLine(AppendOnly):
    """A charge on a statement; a charge stands on one at most."""

    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="lines")
    charge = models.OneToOneField(Charge, on_delete=models.PROTECT, related_name="line")

    class Meta(AppendOnly.Meta):
        ordering = ["charge__day", "pk"]

    def __str__(self) -> str:
        return str(self.charge)
