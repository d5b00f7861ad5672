"""Official values of many indicators at once: own area, region, country, and the neighbours under each model."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from throughline.foundation.figures.formulas import rounded
from throughline.foundation.figures.rates import benchmark
from throughline.office.dataset.models import Counting, Indicator
from throughline.office.dataset.queries.indicator import is_comparable, places_of
from throughline.office.dataset.queries.official import Official, Place, Values, official_values
from throughline.office.dataset.rules.comparing import AGGREGATORS, neighbours_name
from throughline.office.dataset.rules.register import OfficialSeries, official_series
from throughline.office.dataset.rules.timeline import Span, official_span


@dataclass(frozen=True)
class Benchmark:
    """A value of an area, or of the neighbours. `kind`: own, region, country or neighbours; of neighbours `model`,
    `aggregator` and the names of the areas that went in (`areas`) and had no value (`missing`). `value` as shown, None
    with the `symbol` that says why."""

    indicator: Indicator
    period: str
    span: Span
    kind: str
    area: str
    value: Decimal | None
    symbol: str
    official: Official | None = None
    model: str = ""
    aggregator: str = ""
    areas: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


def benchmarks(
    indicators: Iterable[Indicator], place: Place, *, periods: Collection[str] | None = None
) -> Iterator[Benchmark]:
    """In the order of the indicators, of time and of the areas. Two to six queries a series, however many indicators
    name it. Counts are not compared with larger areas or with neighbours."""
    read: dict[OfficialSeries, Values] = {}
    for indicator in indicators:
        series = official_series(indicator.official_value)
        if series is None:
            continue
        if series not in read:
            read[series] = official_values(series, areas=place.group, periods=periods)
        yield from _of_one(indicator, place, read[series])


def _of_one(indicator: Indicator, place: Place, values: Values) -> Iterator[Benchmark]:
    places, snapshot = places_of(indicator.unit), indicator.counting == Counting.SNAPSHOT
    comparable = is_comparable(indicator.unit)
    named = [("own", place.own)]
    named += [(kind, area) for kind, area in (("region", place.region), ("country", place.country)) if area]
    for period in sorted({period for _, period in values}):
        span = official_span(period, snapshot=snapshot)
        if span is None:
            continue
        for kind, area in named if comparable else named[:1]:
            given = values.get((area.id, period))
            if given is not None:
                value = rounded(given.number, places) if given.number is not None else None
                symbol = "" if value is not None else given.symbol
                yield Benchmark(indicator, period, span, kind, area.name, value, symbol, given)
        if comparable:
            yield from _of_neighbours(indicator, place, period, span, values, places)


def _of_neighbours(
    indicator: Indicator, place: Place, period: str, span: Span, values: Mapping[tuple[int, str], Official],
    places: Decimal,
) -> Iterator[Benchmark]:  # fmt: skip
    for model in place.sets:
        among = {
            name: values[area.id, period].number if area and (area.id, period) in values else None
            for name, area in place.neighbours(model).items()
        }
        for aggregator in AGGREGATORS:
            found = benchmark(among, aggregator)
            if found is not None:
                yield Benchmark(
                    indicator, period, span, "neighbours", neighbours_name(model.year, aggregator),
                    rounded(found.value, places), "", None, model.year, aggregator, found.areas, found.missing,
                )  # fmt: skip
