"""A person's training passport, and what runs out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Exists, OuterRef, QuerySet, Sum

from throughline.office.training.models import LearningRecord
from throughline.office.training.rules.learning import LearntBy, months_before


@dataclass(frozen=True)
class Passport:
    """`records` the latest first; `hours` of the twelve months up to today, own statements left out and beside."""

    records: Sequence[LearningRecord]
    hours: Decimal
    stated_hours: Decimal


def passport(person_id: int, today: date) -> Passport:
    """Two queries."""
    records = list(LearningRecord.objects.filter(person_id=person_id).select_related("course").order_by("-day", "pk"))
    recent = LearningRecord.objects.filter(person_id=person_id, day__gt=months_before(today, 12), day__lte=today)
    totals = dict(recent.order_by().values_list("counts").annotate(total=Sum("hours")))
    return Passport(records, totals.get(True) or Decimal(0), totals.get(False) or Decimal(0))


def statements(waiting_only: bool) -> QuerySet[LearningRecord]:
    """Own statements with their person, the latest day first."""
    found = LearningRecord.objects.filter(by=LearntBy.STATED).select_related("person", "course")
    return (found.filter(counts=False) if waiting_only else found).order_by("-day", "pk")


def running_out(today: date, until: date, stage: int) -> QuerySet[LearningRecord]:
    """What counts until a day between the two, of which its person was not told at this stage, and which nothing later
    of the same course has replaced."""
    later = LearningRecord.objects.filter(
        person=OuterRef("person"), course=OuterRef("course"), day__gt=OuterRef("day"), counts=True
    )
    return (
        LearningRecord.objects.filter(
            runs_out__gte=today, runs_out__lte=until, counts=True, reminded__lt=stage, person__is_active=True
        )
        .exclude(Exists(later))
        .select_related("person")
        .order_by("pk")
    )


def own_record(record_id: int, person_id: int) -> LearningRecord:
    """Raises LearningRecord.DoesNotExist, also for somebody else's."""
    return LearningRecord.objects.get(pk=record_id, person_id=person_id, by=LearntBy.STATED)
