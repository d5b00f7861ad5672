"""Who is in date, counted in the database: one query for every agency, role and requirement together."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    Count,
    DateField,
    DecimalField,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from throughline.office.partnership.api import agencies
from throughline.office.training.models import Course, LearningRecord, LearningRole, Requirement, RoleHeld
from throughline.office.training.rules.learning import counts_from


@dataclass(frozen=True)
class InDate:
    """Of an agency's people with a role, how many need something and how many are in date (TR-107)."""

    agency: str
    organisation_id: int
    requirement: Requirement
    needed: int
    in_date: int


def requirements(today: date) -> list[Requirement]:
    """Those in force (TR-108), with their role."""
    found = Requirement.objects.filter(starts__lte=today).filter(Q(ends=None) | Q(ends__gte=today))
    return list(found.select_related("role").order_by("role__name", "what", "pk"))


def all_requirements() -> QuerySet[Requirement]:
    """Every one, with `courses` that meet it counted."""
    return (
        Requirement.objects.select_related("role")
        .annotate(courses=Count("met_by"))
        .order_by("role__name", "what", "starts", "pk")
    )


def requirement(requirement_id: int) -> Requirement:
    """Raises Requirement.DoesNotExist."""
    return Requirement.objects.select_related("role").get(pk=requirement_id)


def met_by(requirement_id: int) -> list[int]:
    return list(Course.objects.filter(meets__requirement_id=requirement_id).values_list("pk", flat=True))


def courses() -> list[tuple[int, str]]:
    return [
        (pk, f"{title} ({mode})")
        for pk, title, mode in Course.objects.order_by("title", "mode").values_list("pk", "title", "mode")
    ]


def roles() -> list[str]:
    return list(LearningRole.objects.order_by("name").values_list("name", flat=True))


def _need(today: date, wanted: list[Requirement]) -> QuerySet[Any]:
    """Who does a role today, once for each requirement of it, with `met`: whether it is met in its time."""
    since = Case(
        *[
            When(role__requirements=r.pk, then=Value(counts_from(today, r.months)))
            for r in wanted
            if r.months is not None
        ],
        default=Value(date(1900, 1, 1)),
        output_field=DateField(),
    )
    learnt = LearningRecord.objects.filter(
        person=OuterRef("person_id"), course__meets__requirement=OuterRef("role__requirements"), counts=True,
        day__gte=OuterRef("since_then"), day__lte=today,
    ).order_by()  # fmt: skip
    hours = learnt.values("person").annotate(total=Sum("hours")).values("total")
    timed = [r.pk for r in wanted if r.hours is not None]
    enough: Case = Case(
        *(
            [
                When(
                    role__requirements__in=timed,
                    then=Case(
                        When(
                            role__requirements__hours__lte=Coalesce(
                                Subquery(hours, output_field=DecimalField()),
                                Value(Decimal(0)),
                                output_field=DecimalField(),
                            ),
                            then=Value(True),
                        ),
                        default=Value(False),
                        output_field=BooleanField(),
                    ),
                )
            ]
            if timed
            else []
        ),
        default=Exists(learnt),
        output_field=BooleanField(),
    )
    return (
        RoleHeld.objects.filter(since__lte=today, role__requirements__in=[r.pk for r in wanted])
        .filter(Q(until=None) | Q(until__gte=today))
        .annotate(requirement=F("role__requirements"), since_then=since)
        .annotate(met=enough)
    )


def in_date(today: date, organisation_id: int | None = None) -> list[InDate]:
    """By agency and requirement, of one agency or of all. Three queries, whatever the number of people."""
    wanted = requirements(today)
    if not wanted:
        return []
    need = _need(today, wanted)
    if organisation_id is not None:
        need = need.filter(organisation_id=organisation_id)
    rows = (
        need.order_by()
        .values("organisation_id", "requirement")
        .annotate(needed=Count("pk"), done=Count("pk", filter=Q(met=True)))
    )
    names = {agency.id: agency.name for agency in agencies()}
    known = {requirement.pk: requirement for requirement in wanted}
    found = [
        InDate(
            names.get(row["organisation_id"], "Another agency"), row["organisation_id"], known[row["requirement"]],
            row["needed"], row["done"],
        )
        for row in rows
    ]  # fmt: skip
    return sorted(found, key=lambda one: (one.agency, one.requirement.role.name, one.requirement.what))


def staff(organisation_id: int, today: date) -> QuerySet[Any]:
    """An agency's people with what they need: `met`, `last` (day), `requirement`. Those not in date first."""
    wanted = requirements(today)
    latest = (
        LearningRecord.objects.filter(
            person=OuterRef("person_id"), course__meets__requirement=OuterRef("role__requirements"), counts=True,
            day__lte=today,
        )
        .order_by("-day")
        .values("day")[:1]
    )  # fmt: skip
    return (
        _need(today, wanted)
        .filter(organisation_id=organisation_id)
        .annotate(last=Subquery(latest))
        .select_related("person", "role")
        .order_by("met", "person__name", "person__email", "requirement", "pk")
    )
