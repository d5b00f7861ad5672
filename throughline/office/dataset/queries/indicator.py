"""What an indicator's page stands on, for the active scope: register entry, own series, official series."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from throughline.foundation.access.models import User
from throughline.foundation.figures import rates
from throughline.foundation.figures.formulas import rounded
from throughline.foundation.figures.rates import standing
from throughline.foundation.figures.values import UnitKind, kind_of
from throughline.foundation.tenancy import scope
from throughline.foundation.tenancy.models import Partnership
from throughline.office.dataset.models import (
    Counting,
    Indicator,
    IndicatorVersion,
    Observation,
    ObservationRevision,
    Polarity,
    ReturnLine,
)
from throughline.office.dataset.queries.observations import plain
from throughline.office.dataset.queries.official import Official, Place, official_values, place_of, rounded_otherwise
from throughline.office.dataset.rules.comparing import AGGREGATORS, Beside, distance, neighbours_beside
from throughline.office.dataset.rules.register import official_series
from throughline.office.dataset.rules.returned import Standing
from throughline.office.dataset.rules.spc import Direction
from throughline.office.dataset.rules.timeline import Span, official_span, own_span
from throughline.office.partnership import api as partnership

ONE_PLACE, WHOLE = Decimal("0.1"), Decimal(1)
BETTER: dict[str, Direction] = {Polarity.HIGHER: 1, Polarity.LOWER: -1, Polarity.NEUTRAL: 0}


@dataclass(frozen=True)
class OwnValue:
    """The partnership's own value of a period. `was`: (earlier value, the day it was replaced), the latest first."""

    id: int
    period: str
    span: Span
    unit: str
    value: Decimal
    precision: str
    version: int
    source: str
    returned_by: str
    returned_on: date
    was: tuple[tuple[Decimal, date], ...]


@dataclass(frozen=True)
class Compared:
    """The official series of the latest period: own area, benchmarks, where it stands."""

    period: str
    span: Span
    own: Official
    beside: tuple[Beside, ...]
    standing: rates.Standing | None
    others: Mapping[int, Official]


@dataclass(frozen=True)
class IndicatorPage:
    """`values` and `counts` of the official series: (area's id, period) → value. `periods`: official, in time's order.
    `own`: by unit, each in time's order. `places` to which official values are shown. `hidden`: (period, unit) of own
    values that the reader's audience does not see. `without`: unit → (span, why there is no number), of what returns
    said in so many words: not held, not yet, only for a wider area, suppressed at source."""

    indicator: Indicator
    versions: tuple[IndicatorVersion, ...]
    owner: str
    area: str
    better: Direction
    own: Mapping[str, tuple[OwnValue, ...]]
    place: Place | None
    periods: tuple[str, ...]
    values: Mapping[tuple[int, str], Official]
    counts: Mapping[tuple[int, str], Official]
    places: Decimal
    compared: Compared | None
    default_model: str
    hidden: frozenset[tuple[str, str]] = frozenset()
    without: Mapping[str, tuple[tuple[Span, str], ...]] = field(default_factory=dict)

    @property
    def comparable(self) -> bool:
        """Rates and percentages alone: a count of a country beside one of a town says nothing."""
        return is_comparable(self.indicator.unit)

    @property
    def snapshot(self) -> bool:
        return self.indicator.counting == Counting.SNAPSHOT

    def span(self, period: str) -> Span:
        found = official_span(period, snapshot=self.snapshot)
        if found is None:
            raise ValueError(f"'{period}' is no official period.")
        return found

    def shown(self, official: Official | None) -> Decimal | None:
        """The number rounded as it is shown."""
        if official is None or official.number is None:
            return None
        return rounded(official.number, self.places)


def own_area() -> str:
    """The partnership's own. One query."""
    return Partnership.objects.get(pk=scope.current().partnership_id).area


def find_indicator(indicator_id: int) -> Indicator:
    """Raises Indicator.DoesNotExist."""
    return Indicator.objects.select_related("owner").get(pk=indicator_id)


def indicator_page(indicator_id: int, *, until: date | None = None) -> IndicatorPage:
    """About fifteen queries, however many areas, periods and values there are. `until`: only periods that had ended by
    the day. Raises Indicator.DoesNotExist."""
    indicator = find_indicator(indicator_id)
    area = own_area()
    series = official_series(indicator.official_value)
    place = place_of(area) if series else None
    values: Mapping[tuple[int, str], Official] = {}
    counts: Mapping[tuple[int, str], Official] = {}
    places = places_of(indicator.unit)
    compared = None
    if series and place:
        values = _ended(official_values(series, areas=place.group), until)
        counted = official_series(indicator.official_count)
        counts = official_values(counted, areas=[place.own.id]) if counted and counted != series else {}
        latest = latest_period(values, place)
        others = official_values(series, periods=[latest]) if latest else {}
        compared = compare(indicator, place, latest, values, others, places) if latest else None
    periods = tuple(sorted({period for _, period in values if official_span(period, snapshot=True)}))
    return IndicatorPage(
        indicator=indicator,
        versions=tuple(indicator.versions.all()),
        owner=str(indicator.owner or ""),
        area=area,
        better=BETTER[indicator.polarity],
        own=_own_ended(own_values(indicator, area), until),
        place=place,
        periods=periods,
        values=values,
        counts=counts,
        places=places,
        compared=compared,
        default_model=default_model(place),
        without=_without(indicator, until),
    )


def _without(indicator: Indicator, until: date | None) -> dict[str, tuple[tuple[Span, str], ...]]:
    """One query."""
    found: dict[str, list[tuple[Span, str]]] = {}
    for each in accepted_without_number(indicator.pk):
        span = own_span(each.period)
        if not each.breakdown and span is not None and (until is None or span.ends <= until):
            found.setdefault(each.unit, []).append((span, Standing(each.accepted_standing).label.lower()))
    return {unit: tuple(sorted(each)) for unit, each in found.items()}


def accepted_without_number(indicator_id: int | None = None) -> list[ReturnLine]:
    """What accepted returns say of an indicator, or of all, where there is no number of the area itself. One query."""
    rows = ReturnLine.objects.exclude(accepted_standing__in=["", Standing.NUMBER, Standing.MISSING])
    if indicator_id is not None:
        rows = rows.filter(indicator_id=indicator_id)
    return list(rows.select_related("indicator").order_by("position", "pk"))


def _ended(values: Mapping[tuple[int, str], Official], until: date | None) -> Mapping[tuple[int, str], Official]:
    if until is None:
        return values
    spans = {period: official_span(period, snapshot=True) for _, period in values}
    ended = {period for period, span in spans.items() if span is not None and span.ends <= until}
    return {key: each for key, each in values.items() if key[1] in ended}


def _own_ended(own: Mapping[str, tuple[OwnValue, ...]], until: date | None) -> Mapping[str, tuple[OwnValue, ...]]:
    if until is None:
        return own
    kept = {unit: tuple(each for each in values if each.span.ends <= until) for unit, values in own.items()}
    return {unit: values for unit, values in kept.items() if values}


def is_comparable(unit: str) -> bool:
    return kind_of(unit) in (UnitKind.RATE, UnitKind.PERCENT)


def places_of(unit: str) -> Decimal:
    """Rates and percentages have one decimal, counts none."""
    return ONE_PLACE if is_comparable(unit) else WHOLE


def default_model(place: Place | None) -> str:
    """The model that the partnership itself reports by, where it is on record; else the latest."""
    if place is None or not place.sets:
        return ""
    facts = partnership.facts()
    said = facts.neighbour_model if facts else ""
    return next((each.year for each in place.sets if each.year in said), place.sets[0].year)


def latest_period(values: Mapping[tuple[int, str], Official], place: Place) -> str:
    """Of the own area; '' where nothing was published of it."""
    return max((period for area, period in values if area == place.own.id), default="")


def own_values(indicator: Indicator, area: str) -> dict[str, tuple[OwnValue, ...]]:
    """By unit. Three queries. Texts that are no period are left out: they have no place in time."""
    rows = list(
        Observation.objects.filter(indicator=indicator, area=area, breakdown="", withdrawn=False).values_list(
            "pk", "period", "unit", "value", "precision", "version", "source_text", "returned_by", "returned_at"
        )
    )
    people = User.objects.in_bulk({row[7] for row in rows})
    was: dict[int, list[tuple[Decimal, date]]] = {}
    old = ObservationRevision.objects.filter(observation__in=[row[0] for row in rows])
    for observation, value, replaced_at in old.values_list("observation", "value", "replaced_at"):
        was.setdefault(observation, []).append((plain(value), replaced_at.date()))
    found: dict[str, list[OwnValue]] = {}
    for pk, period, unit, value, precision, version, source, person, returned_at in rows:
        span = own_span(period)
        if span is not None:
            found.setdefault(unit, []).append(
                OwnValue(
                    pk, period, span, unit, plain(value), precision, version, source, str(people[person]),
                    returned_at.date(), tuple(was.get(pk, ())),
                )
            )  # fmt: skip
    return {unit: tuple(sorted(each, key=lambda value: value.span)) for unit, each in sorted(found.items())}


def compare(
    indicator: Indicator, place: Place, period: str, values: Mapping[tuple[int, str], Official],
    others: Mapping[tuple[int, str], Official], places: Decimal,
) -> Compared | None:  # fmt: skip
    """Of one period. `others`: of every area in that period."""
    span = official_span(period, snapshot=indicator.counting == Counting.SNAPSHOT)
    own = values.get((place.own.id, period))
    if span is None or own is None:
        return None
    if not is_comparable(indicator.unit):
        return Compared(period, span, own, (), None, {area: each for (area, _), each in others.items()})
    mine = rounded(own.number, places) if own.number is not None else None
    beside = besides(place, period, values, mine, places)
    among = {
        area.code: others[area.id, period].number for area in place.authorities.values() if (area.id, period) in others
    }
    stands = standing(among, place.own.code, better=BETTER[indicator.polarity])
    return Compared(period, span, own, beside, stands, {area: each for (area, _), each in others.items()})


def besides(
    place: Place, period: str, values: Mapping[tuple[int, str], Official], mine: Decimal | None, places: Decimal
) -> tuple[Beside, ...]:
    """Neighbours under each model and aggregator, the region, the country."""
    found: list[Beside] = []
    for model in place.sets:
        among = {
            name: values[area.id, period].number if area and (area.id, period) in values else None
            for name, area in place.neighbours(model).items()
        }
        found += [
            neighbours_beside(mine, among, model=model.year, aggregator=each, places=places) for each in AGGREGATORS
        ]
    for kind, area in (("region", place.region), ("country", place.country)):
        given = values.get((area.id, period)) if area else None
        if area is not None:
            value = rounded(given.number, places) if given and given.number is not None else None
            symbol = given.symbol if given else "x"
            may_be = rounded_otherwise(given, places) if given else None
            found.append(
                Beside(area.name, kind, value, distance(mine, value), symbol=symbol, may_be=may_be)  # type: ignore[arg-type]
            )
    return tuple(found)
