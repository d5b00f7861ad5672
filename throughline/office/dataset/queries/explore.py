"""Several indicators over several areas and periods at once, for the active scope."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from throughline.foundation.figures.formulas import rounded
from throughline.foundation.tenancy import scope
from throughline.foundation.tenancy.models import Partnership
from throughline.office.dataset.models import Counting, Indicator
from throughline.office.dataset.queries.groups import breakdowns
from throughline.office.dataset.queries.indicator import own_values, places_of
from throughline.office.dataset.queries.official import Place, official_values, place_of
from throughline.office.dataset.rules.comparing import as_registered
from throughline.office.dataset.rules.register import official_series
from throughline.office.dataset.rules.timeline import official_span

OWN = "own"
MOST_INDICATORS, MOST_AREAS = 12, 12


@dataclass(frozen=True)
class Found:
    """One value of an exploration. `number` None: `shown` says why."""

    indicator: Indicator
    series: str
    area: str
    group: str
    label: str
    ends: date
    unit: str
    number: Decimal | None
    symbol: str
    divided: bool


@dataclass(frozen=True)
class Picking:
    """What can be picked: indicators of the register, and areas by code ('own': what was returned here)."""

    indicators: tuple[tuple[str, str], ...]
    areas: tuple[tuple[str, str], ...]


def picking() -> Picking:
    area = Partnership.objects.get(pk=scope.current().partnership_id).area
    indicators = tuple(
        (row.code, f"{row.code} {row}") for row in Indicator.objects.exclude(code="").order_by("sector", "code")
    )
    place = place_of(area)
    return Picking(indicators, ((OWN, f"{area}: returned to the partnership"), *_areas(place)))


def _areas(place: Place | None) -> list[tuple[str, str]]:
    if place is None:
        return []
    first = [(each.code, f"{each.name}: official") for each in (place.own, place.region, place.country) if each]
    named = Counter(each.name for each in place.authorities.values())
    others = [
        (each.code, each.name if named[each.name] == 1 else f"{each.name}, area code {each.code}")
        for each in place.authorities.values()
        if each != place.own
    ]
    return [*first, *sorted(others, key=lambda pair: pair[1])]


def explore(
    codes: Collection[str], areas: Sequence[str], *, first: int | None, last: int | None, breakdown: str
) -> list[Found]:
    """In the order of the register, then of the areas, then of time. `first`, `last`: years in which a period ends.
    `breakdown`: the groups of own counts in place of totals. Some five queries an indicator."""
    here = Partnership.objects.get(pk=scope.current().partnership_id).area
    place = place_of(here)
    found: list[Found] = []
    for indicator in Indicator.objects.filter(code__in=list(codes)[:MOST_INDICATORS]).order_by("sector", "code"):
        if breakdown:
            found += _groups(indicator, here, breakdown)
            continue
        if OWN in areas:
            found += _own(indicator, here)
        found += _official(indicator, place, [code for code in areas if code != OWN][:MOST_AREAS])
    return [
        each for each in found
        if (first is None or each.ends.year >= first) and (last is None or each.ends.year <= last)
    ]  # fmt: skip


def _own(indicator: Indicator, area: str) -> list[Found]:
    return [
        Found(
            indicator, "own", area, "", each.span.label, each.span.ends, as_registered(unit, indicator.unit),
            each.value, "", False,
        )
        for unit, values in own_values(indicator, area).items()
        for each in values
    ]  # fmt: skip


def _official(indicator: Indicator, place: Place | None, codes: Sequence[str]) -> list[Found]:
    series = official_series(indicator.official_value)
    if series is None or place is None or not codes:
        return []
    known = {area.code: area for area in (*place.authorities.values(), place.region, place.country) if area}
    areas = [known[code] for code in codes if code in known]
    values = official_values(series, areas=[area.id for area in areas])
    snapshot = indicator.counting == Counting.SNAPSHOT
    places = places_of(indicator.unit)
    found = []
    for area in areas:
        for period in sorted(period for held, period in values if held == area.id):
            span, each = official_span(period, snapshot=snapshot), values[area.id, period]
            if span is not None:
                number = rounded(each.number, places) if each.number is not None else None
                found.append(
                    Found(
                        indicator, "official", area.name, "", span.label, span.ends, indicator.unit, number,
                        each.symbol, each.population is not None,
                    )
                )  # fmt: skip
    return found


def _groups(indicator: Indicator, area: str, breakdown: str) -> list[Found]:
    """Rates by group; small groups hidden."""
    return [
        Found(
            indicator, "own", area, each.group, part.span.label, part.span.ends, "per 10,000 children of the group",
            None if each.hidden or each.rate is None else each.rate.shown, "c" if each.hidden else "x", True,
        )
        for part in breakdowns(indicator.pk)
        if part.breakdown == breakdown
        for each in part.groups
    ]  # fmt: skip
