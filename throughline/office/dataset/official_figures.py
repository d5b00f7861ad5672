"""Official values beside the observations of a report year: the area's own, its benchmarks, each with its denominator.

Their ids begin with `benchmark.`, so that nothing takes one of them for what was returned to the partnership.
"""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from throughline.foundation.figures import ids
from throughline.foundation.figures.values import Asked, Provenance, Source, Value
from throughline.foundation.ui import formats
from throughline.office.dataset.models import Counting, Indicator
from throughline.office.dataset.queries.benchmarks import Benchmark, benchmarks
from throughline.office.dataset.queries.indicator import default_model
from throughline.office.dataset.queries.observations import ObservationRow, plain
from throughline.office.dataset.queries.official import place_of

AGGREGATOR = "mean"  # what the partnership reports by; the median stands on the indicator's page
COUNTED = "children"


def official_figures(asked: Asked, rows: Iterable[ObservationRow]) -> Iterator[Value]:
    """Of every indicator that was returned for the area and names an official series: the year's values and those of
    the year before, which is the latest that a report of this year could compare with."""
    returned = {row.indicator_id: row for row in rows if row.area == asked.area and not row.breakdown}
    indicators = list(Indicator.objects.filter(pk__in=returned).exclude(official_value="").order_by("position", "pk"))
    place = place_of(asked.area) if indicators else None
    if place is None:
        return
    model = default_model(place)
    given = ids.Ids()
    for each in benchmarks(indicators, place, periods=_periods(asked.year.ends.year)):
        if (each.model, each.aggregator) in (("", ""), (model, AGGREGATOR)):
            yield from _values(each, returned[each.indicator.pk], given)


def _periods(year: int) -> list[str]:
    """As the department writes the years that end in this one and the one before."""
    return [text for last in (year, year - 1) for text in (str(last), f"{last - 1}{last % 100:02}")]


def _values(each: Benchmark, row: ObservationRow, given: ids.Ids) -> Iterator[Value]:
    """The value as it is shown; of the own area the count behind it as well."""
    period = _period(each)
    own = each.kind == "own"
    name = f"{each.indicator}, official" if own else f"{each.indicator}, benchmark"
    divided = each.official is not None and each.official.population is not None
    official = each.official
    yield Value(
        id=given.of("benchmark", each.indicator.name, each.area, period, each.indicator.unit),
        label=name,
        unit=_unit(each.indicator.unit),
        period=period,
        area=each.area,
        value=each.value,
        provenance=Provenance.DERIVED if divided or each.kind == "neighbours" else Provenance.RETURNED,
        source=_source(each),
        says=_says(each),
        numerator=plain(official.count) if official and divided and official.count is not None else None,
        denominator=Decimal(official.population) if official and official.population is not None else None,
        section=row.source_text.split("(")[0].strip(),
    )
    if own and official is not None and official.count is not None:
        yield Value(
            id=given.of("benchmark", each.indicator.name, each.area, period, COUNTED),
            label=f"{each.indicator}, official count",
            unit=COUNTED,
            period=period,
            area=each.area,
            value=plain(official.count),
            provenance=Provenance.RETURNED,
            source=Source(file=official.file, column=each.indicator.official_count),
            says=f"{each.indicator}: how many, as the Department for Education published it.",
            section=row.source_text.split("(")[0].strip(),
        )


def _period(each: Benchmark) -> str:
    """As returns write it: the day of a snapshot, else the year."""
    ends = each.span.ends
    if each.indicator.counting == Counting.SNAPSHOT:
        return ends.isoformat()
    return f"{ends.year - 1}-{ends.year % 100:02}"


def _unit(unit: str) -> str:
    """As figures write it."""
    return "per 10000" if unit.startswith("per 10,000") else unit


def _source(each: Benchmark) -> Source:
    if each.kind == "neighbours":
        missing = f"; without a value: {', '.join(each.missing)}" if each.missing else ""
        return Source(
            formula=f"{each.aggregator} of {formats.counted(len(each.areas), 'authority', 'authorities')}{missing}"
        )
    official = each.official
    if official is not None and official.population is not None:
        return Source(
            file=official.file, column=each.indicator.official_value,
            formula=f"{plain(official.count or Decimal(0)):,f} ÷ {official.population:,} × 10,000",
        )  # fmt: skip
    return Source(file=official.file if official else "", column=each.indicator.official_value)


def _says(each: Benchmark) -> str:
    said = f"{each.indicator}: {each.area}, {each.span.label}, from the official statistics"
    official = each.official
    if official is not None and official.population is not None:
        return f"{said}, divided by {official.population:,} children: {official.vintage}."
    if each.kind == "neighbours":
        return f"{said} of the authorities that the model of {each.model} calls its neighbours."
    return f"{said}."
