"""Official series of an indicator: the value of an area and a period, over which population, from which file."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from throughline.foundation.figures.formulas import rounded
from throughline.foundation.figures.rates import Population, rate
from throughline.foundation.statistics import api as statistics
from throughline.foundation.statistics.api import AreaRow, NeighbourSet
from throughline.office.dataset.rules.register import OfficialSeries
from throughline.office.dataset.rules.timeline import year_before

SECTION_47 = ("section-47-and-conferences", "Section47", "Section47_rate")
ESTIMATE = ("population", "population_estimate")


@dataclass(frozen=True, slots=True)
class Official:
    """A published value: `number` unrounded where it was divided here, None with the `symbol` that says why.

    `count` and `population` are what a rate was divided from; `vintage` says which estimate it was. `loose`: the share
    by which the population may be another, since it was worked out from a rate of one decimal."""

    number: Decimal | None
    symbol: str
    file: str
    count: Decimal | None = None
    population: int | None = None
    vintage: str = ""
    loose: Decimal = Decimal(0)


type Values = Mapping[tuple[int, str], Official]
"""(area's id, period) → what was published."""


def children_of(area: str) -> int | None:
    """The latest estimate of the children who live in an authority, None where none is on record. Three queries."""
    here = statistics.area_named(area)
    found = statistics.published(*ESTIMATE, areas=[here.id]) if here else {}
    known = {period: each.number for (_, period), each in found.items() if each.number is not None}
    return int(known[max(known)]) if known else None


def official_values(
    series: OfficialSeries, *, areas: Collection[int] | None = None, periods: Collection[str] | None = None
) -> dict[tuple[int, str], Official]:
    """Two queries; two or three more for a rate that is divided here."""
    found = statistics.published(series.data_set, series.column, series.choice, areas=areas, periods=periods)
    if not series.per_child:
        return {key: Official(each.number, each.symbol, each.file) for key, each in found.items()}
    loose: dict[tuple[int, str], Decimal] = {}
    if series.as_used:
        over, loose = _as_used(areas, periods)
    else:
        over = _estimates(areas, periods, first=series.first)
    made: dict[tuple[int, str], Official] = {}
    for (area, period), each in found.items():
        population = over.get((area, period if series.as_used else year_before(period)))
        if each.number is None:
            made[area, period] = Official(None, each.symbol, each.file)
            continue
        divided = rate(int(each.number), population)
        made[area, period] = Official(
            divided.value if divided else None, "" if divided else "x", each.file, each.number,
            population.count if population else None, population.vintage if population else "",
            loose.get((area, period), Decimal(0)),
        )  # fmt: skip
    return made


def _estimates(
    areas: Collection[int] | None, periods: Collection[str] | None, *, first: bool
) -> dict[tuple[int, str], Population]:
    before = None if periods is None else {year_before(period) for period in periods}
    words = "as first published" if first else "as last revised"
    return {
        (area, year): Population(int(each.number), each.file, f"mid-{year}, {words}")
        for (area, year), each in statistics.published(*ESTIMATE, areas=areas, periods=before, first=first).items()
        if each.number is not None
    }


def _as_used(
    areas: Collection[int] | None, periods: Collection[str] | None
) -> tuple[dict[tuple[int, str], Population], dict[tuple[int, str], Decimal]]:
    """The population by which the department divided: its count of section 47 enquiries over its rate of them; and
    the share by which it may be another, for the rate's own rounding."""
    data_set, counted, rated = SECTION_47
    counts = statistics.published(data_set, counted, areas=areas, periods=periods)
    rates = statistics.published(data_set, rated, areas=areas, periods=periods)
    found, loose = {}, {}
    for key, each in counts.items():
        per = rates.get(key)
        if each.number and per is not None and per.number:
            divided = f"{each.number:,.0f} ÷ {per.number.normalize():f}"
            said = f"mid-{year_before(key[1])}, as the department used it ({divided})"
            found[key] = Population(round(each.number / per.number * 10_000), each.file, said)
            loose[key] = Decimal("0.05") / per.number + Decimal(5) / each.number
    return found, loose


def rounded_otherwise(given: Official, places: Decimal) -> Decimal | None:
    """Of a region or a country, whose counts are published to the nearest 10: the value that the publisher may have
    come to, who divides before rounding; None where it is the same for all counts that are rounded to this one."""
    if given.number is None or not given.count or not given.population:
        return None
    share = Decimal(5) / given.count + given.loose
    shown = rounded(given.number, places)
    ends = {rounded(given.number * (1 + sign * share), places) for sign in (-1, 1)} - {shown}
    return min(ends, key=lambda end: abs(end - shown), default=None)


@dataclass(frozen=True)
class Place:
    """A partnership's area among the others of the official statistics."""

    own: AreaRow
    region: AreaRow | None
    country: AreaRow | None
    authorities: Mapping[int, AreaRow]
    sets: tuple[NeighbourSet, ...]

    @cached_property
    def by_old_code(self) -> dict[str, AreaRow]:
        """The latest code of an area whose boundary changed."""
        found: dict[str, AreaRow] = {}
        for area in sorted(self.authorities.values(), key=lambda each: each.code):
            if area.old_code:
                found[area.old_code] = area
        return found

    def neighbours(self, model: NeighbourSet) -> dict[str, AreaRow | None]:
        """Name → area, None where the statistics know none of that code."""
        return {
            name: self.by_old_code.get(code)
            for code, name in zip(model.codes, model.names, strict=True)
        }  # fmt: skip

    @cached_property
    def group(self) -> frozenset[int]:
        """Everything that a chart compares with."""
        near = (area for each in self.sets for area in self.neighbours(each).values())
        return frozenset(area.id for area in (self.own, self.region, self.country, *near) if area)


def place_of(area: str) -> Place | None:
    """None for an area that no imported file names. Two queries."""
    areas = statistics.areas()
    authorities = {each.id: each for each in areas.values() if each.level == statistics.LOCAL_AUTHORITY}
    named = (each for each in authorities.values() if each.name.casefold() == area.casefold())
    own = max(named, key=lambda each: each.code, default=None)
    if own is None:
        return None
    region = areas[own.region_id] if own.region_id else None
    wanted = "E92" if own.code.startswith("E") else f"{own.code[0]}92"
    countries = (each for each in areas.values() if each.level == statistics.COUNTRY)
    country = next((each for each in countries if each.code.startswith(wanted)), None)
    return Place(own, region, country, authorities, tuple(statistics.neighbours(own.old_code)))
