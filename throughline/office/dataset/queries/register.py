"""Reads of the register of indicators."""

from dataclasses import dataclass

from django.db.models import Prefetch, Q, QuerySet

from throughline.office.dataset.models import Indicator, IndicatorVersion


@dataclass(frozen=True)
class Narrowed:
    """What the register is narrowed to; '' and None narrow nothing."""

    text: str = ""
    sector: str = ""
    owner: int | None = None


def registered(wanted: Narrowed = Narrowed()) -> QuerySet[Indicator]:
    """The described indicators, by code, with their owners. One query."""
    found = Indicator.objects.exclude(code="").select_related("owner").order_by("code")
    if wanted.sector:
        found = found.filter(sector=wanted.sector)
    if wanted.owner is not None:
        found = found.filter(owner_id=wanted.owner)
    for word in wanted.text.split():
        found = found.filter(Q(title__icontains=word) | Q(definition__icontains=word) | Q(code__icontains=word))
    return found


def undescribed() -> int:
    """How many indicators only returned files know."""
    return Indicator.objects.filter(code="").count()


def indicator(indicator_id: int) -> Indicator:
    """With owner and versions, the latest first. Raises Indicator.DoesNotExist."""
    versions = Prefetch("versions", IndicatorVersion.objects.order_by("-number"))
    return Indicator.objects.select_related("owner").prefetch_related(versions).get(pk=indicator_id)
