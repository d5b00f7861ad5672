"""What a file of many years may name, and what is on record already, for the active scope."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from throughline.office.dataset.models import Indicator, Observation, ReturnRound
from throughline.office.dataset.queries.breakdowns import categories
from throughline.office.dataset.queries.indicator import own_area
from throughline.office.dataset.queries.official import place_of
from throughline.office.dataset.rules.history_file import Key, Known
from throughline.office.dataset.rules.returned import unit_asked

FEW = 500  # so many are asked for by name


@dataclass(frozen=True, slots=True)
class RecordedRow:
    pk: int
    value: Decimal
    withdrawn: bool


def known_in_files() -> Known:
    """Indicators of the register with the units that they are returned in; the partnership's own area, its region and
    country, the wider areas of its rounds, and whatever areas it has values of."""
    indicators: dict[str, tuple[int, tuple[str, ...]]] = {}
    for row in Indicator.objects.exclude(code=""):
        asked = unit_asked(row.unit, row.numerator)
        written = "per 10000" if row.unit.startswith("per 10,000") else row.unit
        indicators[row.code] = (row.pk, tuple(dict.fromkeys((asked, written, row.unit))))
    area = own_area()
    place = place_of(area)
    areas = {area, *Observation.objects.order_by().values_list("area", flat=True).distinct()}
    areas |= set(ReturnRound.objects.exclude(wider_area="").values_list("wider_area", flat=True))
    if place is not None:
        areas |= {each.name for each in (place.region, place.country) if each}
    return Known(indicators, areas, categories())


def recorded() -> Mapping[Key, RecordedRow]:
    """Every value on record, those withdrawn as well. One query."""
    rows = Observation.objects.order_by().values_list(
        "pk", "indicator_id", "area", "period", "unit", "breakdown", "category", "value", "withdrawn"
    )
    return {
        (indicator, area, period, unit, breakdown, category): RecordedRow(pk, value, withdrawn)
        for pk, indicator, area, period, unit, breakdown, category, value, withdrawn in rows.iterator(5_000)
    }


def versions() -> dict[int, int]:
    """Indicator → the version of its definition."""
    return dict(Indicator.objects.values_list("pk", "version"))


def as_revisions(ids: Collection[int]) -> list[tuple[Any, ...]]:
    """What these values are now, as a revision keeps it: space, id, value, precision, version, source text, file and
    row, who returned it and when. Those that were withdrawn are left out. One query."""
    rows = Observation.objects.filter(withdrawn=False).order_by("pk")
    if len(ids) <= FEW:
        rows = rows.filter(pk__in=ids)
    found = rows.values_list(
        "space_id", "pk", "value", "precision", "version", "source_text", "source_file", "source_row", "returned_by_id",
        "returned_at",
    )  # fmt: skip
    return [row for row in found.iterator(5_000) if row[1] in ids]
