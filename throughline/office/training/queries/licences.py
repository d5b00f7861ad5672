"""Tools, licences, uses and promises."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, Prefetch, Q, QuerySet, Sum

from throughline.office.partnership.api import agencies
from throughline.office.training.models import Delivery, Licence, Promise, Tool, ToolUse
from throughline.office.training.rules.learning import Use, last_quarters


def tools(today: date) -> QuerySet[Any]:
    """With `in_date`, `trainers` and `expired` licences. One query."""
    held = Q(licences__withdrawn_on=None, licences__renewed_by=None)
    holds = held & (Q(licences__expires_on=None) | Q(licences__expires_on__gte=today))
    return Tool.objects.annotate(
        in_date=Count("licences", filter=holds, distinct=True),
        trainers=Count("licences", filter=holds & Q(licences__is_trainer=True), distinct=True),
        expired=Count("licences", filter=held & Q(licences__expires_on__lt=today), distinct=True),
    ).order_by("name")


def tool(tool_id: int) -> Tool:
    """Raises Tool.DoesNotExist."""
    return Tool.objects.get(pk=tool_id)


def licences(tool_id: int) -> QuerySet[Licence]:
    """By name, with who trained them and whether renewed."""
    return (
        Licence.objects.filter(tool_id=tool_id)
        .select_related("person", "trained_by__person", "renewed_by")
        .order_by("person__name", "person__email", "-assessed_on", "pk")
    )


def licence(licence_id: int) -> Licence:
    """Raises Licence.DoesNotExist."""
    return Licence.objects.select_related("tool", "person").get(pk=licence_id)


def trainers(tool_id: int) -> QuerySet[Licence]:
    """Those who train or trained, withdrawn too: whether one held on the day of a training is asked then (TR-111)."""
    return (
        Licence.objects.filter(tool_id=tool_id, is_trainer=True, renewed_by=None)
        .select_related("person")
        .order_by("person__name", "pk")
    )


def licences_of(person_id: int) -> QuerySet[Licence]:
    return (
        Licence.objects.filter(person_id=person_id)
        .select_related("tool", "renewed_by", "trained_by__person")
        .order_by("tool__name", "-assessed_on", "pk")
    )


@dataclass(frozen=True)
class AgencyUse:
    """`quarters`: families by quarter, the latest first; None where nothing was returned."""

    agency: str
    use: Use
    quarters: tuple[int | None, ...]


def uses(tool_id: int, today: date) -> list[AgencyUse]:
    """TR-113: every agency with licences or returns, by name. Three queries."""
    quarters = last_quarters(today)
    held = Licence.objects.filter(tool_id=tool_id, withdrawn_on=None, renewed_by=None).filter(
        Q(expires_on=None) | Q(expires_on__gte=today)
    )
    licensed = dict(held.order_by().values_list("organisation_id").annotate(people=Count("person", distinct=True)))
    returned: dict[int, dict[date, int]] = defaultdict(dict)
    for organisation, quarter, families in ToolUse.objects.filter(tool_id=tool_id, quarter__in=quarters).values_list(
        "organisation_id", "quarter", "families"
    ):
        returned[organisation][quarter] = families
    found = [
        _agency_use(agency.name, licensed.get(agency.id, 0), returned.get(agency.id, {}), quarters)
        for agency in agencies()
        if agency.id in licensed or agency.id in returned
    ]
    without = licensed.get(None, 0)
    return found + ([AgencyUse("Agency not stated", Use(without, None), (None,) * len(quarters))] if without else [])


def _agency_use(name: str, licensed: int, by_quarter: dict[date, int], quarters: list[date]) -> AgencyUse:
    families = sum(by_quarter.values()) if by_quarter else None
    return AgencyUse(name, Use(licensed, families), tuple(by_quarter.get(quarter) for quarter in quarters))


def promises(tool_id: int) -> QuerySet[Promise]:
    """With `done` and `reached`: how often delivered, and to how many people; `in_time`: how often by the day."""
    deliveries = Prefetch("deliveries", queryset=Delivery.objects.order_by("day"))
    return (
        Promise.objects.filter(tool_id=tool_id)
        .annotate(
            done=Count("deliveries"),
            in_time=Count("deliveries", filter=Q(deliveries__day__lte=F("by_day"))),
            reached=Sum("deliveries__people"),
        )
        .select_related("person")
        .prefetch_related(deliveries)
        .order_by("by_day", "pk")
    )


def promise(promise_id: int) -> Promise:
    """Raises Promise.DoesNotExist."""
    return Promise.objects.select_related("tool", "person").get(pk=promise_id)


def expiring(today: date, until: date) -> list[Licence]:
    """Licences that expire between the two days and were not renewed or withdrawn."""
    return list(
        Licence.objects.filter(expires_on__gte=today, expires_on__lte=until, withdrawn_on=None, renewed_by=None)
        .select_related("tool", "person")
        .order_by("expires_on", "pk")
    )
