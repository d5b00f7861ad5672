"""The charts of an indicator, from what its page stands on."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.html import format_html
from django.utils.safestring import SafeString

from throughline.foundation.charts import icons
from throughline.foundation.charts.chart import NOT_AVAILABLE, Chart
from throughline.foundation.charts.funnel import Limit, Place, funnel_plot
from throughline.foundation.charts.ranking import Area, comparison_chart
from throughline.foundation.charts.series import Event, Kind, Line, Point, Value, control_chart, run_chart, trend_chart
from throughline.foundation.figures.formulas import rounded
from throughline.foundation.figures.rates import (
    Aggregator,
    Population,
    Rate,
    benchmark,
    funnel_limits,
    rate_interval,
)
from throughline.foundation.figures.words import unit_words
from throughline.office.dataset.models import Counting
from throughline.office.dataset.queries.indicator import ONE_PLACE, IndicatorPage, OwnValue
from throughline.office.dataset.queries.official import Official
from throughline.office.dataset.rules.comparing import neighbours_name
from throughline.office.dataset.rules.run_chart import run_chart as signals_of
from throughline.office.dataset.rules.spc import (
    LIMITS_FROM,
    Cause,
    Direction,
    Judged,
    PointType,
    assurance,
    judge,
    variation,
)
from throughline.office.dataset.rules.timeline import lasts

_KIND: dict[PointType, Kind] = {
    PointType.COMMON: "common",
    PointType.IMPROVEMENT: "improvement",
    PointType.CONCERN: "concern",
    PointType.NEUTRAL_HIGH: "neutral_high",
    PointType.NEUTRAL_LOW: "neutral_low",
}


@dataclass(frozen=True)
class Series:
    """What a chart over time is drawn from. `keys` name its periods as they are stored, `labels` as they are shown."""

    name: str
    kind: str
    unit: str
    keys: tuple[str, ...]
    labels: tuple[str, ...]
    values: tuple[Value, ...]

    @property
    def numbers(self) -> list[Decimal | None]:
        return [value.number for value in self.values]

    @property
    def known(self) -> int:
        return sum(value.number is not None for value in self.values)


@dataclass(frozen=True)
class Icon:
    """An icon's picture with its words, which stand beside it."""

    svg: str
    said: str

    @property
    def html(self) -> SafeString:
        """Without a text of its own: the words beside it say the same."""
        data = base64.b64encode(self.svg.encode()).decode()
        return format_html('<img class="tl-signal__icon" src="data:image/svg+xml;base64,{}" alt="">', data)


@dataclass(frozen=True)
class Signal:
    """A point that is more than what usually varies."""

    key: str
    label: str
    shown: str
    said: str
    concern: bool


@dataclass(frozen=True)
class Variation:
    """A series as process control sees it. `icons`: variation, and assurance where there is a target."""

    chart: Chart
    icons: tuple[Icon, ...]
    signals: tuple[Signal, ...]
    run: bool


def shown(number: Decimal | None, symbol: str = "") -> str:
    """44.3, 7,510, 72, 'c' or 'not available'. What was published whole stays whole."""
    if number is None:
        return symbol if symbol == "c" else NOT_AVAILABLE
    plain = number.normalize()
    return f"{plain.quantize(Decimal(1)) if plain == plain.to_integral_value() else plain:,f}"


def shown_as(page: IndicatorPage, official: Official | None) -> str:
    """A rate that was divided here always has its decimal; what was published stands as it was."""
    number = page.shown(official)
    if official is None or number is None:
        return shown(None, official.symbol if official else "")
    return f"{number:,f}" if official.population else shown(number)


def official_series_of(page: IndicatorPage, area_id: int | None, name: str) -> Series:
    found = [page.values.get((area_id, period)) if area_id else None for period in page.periods]
    values = tuple(Value(page.shown(each), shown_as(page, each)) for each in found)
    labels = tuple(page.span(period).label for period in page.periods)
    return Series(name, "official", page.indicator.unit, page.periods, labels, values)


def own_series_of(page: IndicatorPage, unit: str) -> list[tuple[str, Series]]:
    """How long its periods are, '' where all are alike, and the series. What happened in a quarter and what happened in
    a year are two series: one would rise fourfold where nothing changed."""
    own = page.own[unit]
    flow = page.indicator.counting == Counting.FLOW
    lengths = list(dict.fromkeys(lasts(each.period) for each in own)) if flow else [""]
    if len(lengths) == 1:
        return [("", _own_series(page, unit, own))]
    return [
        (length, _own_series(page, unit, [each for each in own if lasts(each.period) == length])) for length in lengths
    ]


def _own_series(page: IndicatorPage, unit: str, own: Sequence[OwnValue]) -> Series:
    return Series(
        page.area, "own", unit, tuple(each.period for each in own), tuple(each.span.label for each in own),
        tuple(
            Value(None, "c") if (each.period, unit) in page.hidden
            else Value(each.value, f"{each.precision} {shown(each.value)}".strip())
            for each in own
        ),
    )  # fmt: skip


def neighbours_series(page: IndicatorPage, model: str, aggregator: Aggregator) -> Series:
    """The neighbours' mean or median in every period; empty where no model is on record."""
    chosen = next((each for each in page.place.sets if each.year == model), None) if page.place else None
    areas = [area for area in page.place.neighbours(chosen).values() if area] if page.place and chosen else []
    values = []
    for period in page.periods:
        among = {area.code: found.number for area in areas if (found := page.values.get((area.id, period)))}
        found_here = benchmark(among, aggregator)
        number = rounded(found_here.value, page.places) if found_here else None
        values.append(Value(number, f"{number:,f}" if number is not None else NOT_AVAILABLE))
    labels = tuple(page.span(period).label for period in page.periods)
    return Series(
        neighbours_name(model, aggregator), "neighbours", page.indicator.unit, page.periods, labels, tuple(values)
    )


def compared_series(page: IndicatorPage, model: str, aggregator: Aggregator) -> list[Series]:
    """Own area, neighbours, region, country: official all of them."""
    if page.place is None or not page.periods:
        return []
    found = [official_series_of(page, page.place.own.id, page.place.own.name)]
    if not page.comparable:
        return found
    if page.place.sets:
        found.append(neighbours_series(page, model, aggregator))
    for area in (page.place.region, page.place.country):
        if area is not None:
            found.append(official_series_of(page, area.id, area.name))
    return [each for each in found if each.known or each is found[0]]


def trend(page: IndicatorPage, series: Sequence[Series], events: Sequence[Event] = ()) -> Chart | None:
    if not series:
        return None
    lines = [Line(each.name, each.values) for each in series]
    return trend_chart(
        f"{page.indicator}: official statistics", series[0].labels, lines, unit=page.indicator.unit,
        target=page.indicator.target, events=events,
    )  # fmt: skip


def varies(
    title: str, series: Series, *, better: Direction, target: Decimal | None, events: Sequence[Event] = ()
) -> Variation | None:
    """A process control chart from twelve points on, a run chart below. None under two points."""
    if series.known < 2:
        return None
    if series.known < LIMITS_FROM:
        return _runs(title, series, events)
    rebase = {event.position for event in events if event.rebase}
    judged = judge(series.numbers, better=better, rebase=rebase)
    points = [_point(value, each) for value, each in zip(series.values, judged, strict=True)]
    chart = control_chart(title, series.labels, points, unit=unit_words(series.unit), target=target, events=events)
    found = variation(judged)
    assured = assurance(judged, target, better)
    drawn = []
    if found:
        drawn.append(Icon(icons.variation_icon(found.code, found.said), found.said))
    if assured:
        drawn.append(Icon(icons.assurance_icon(assured.code, assured.said), assured.said))
    signals = tuple(
        Signal(key, label, value.shown, each.cause.said, each.point_type is PointType.CONCERN)
        for key, label, value, each in zip(series.keys, series.labels, series.values, judged, strict=True)
        if each is not None and each.cause is not Cause.COMMON
    )
    return Variation(chart, tuple(drawn), signals, run=False)


def _runs(title: str, series: Series, events: Sequence[Event]) -> Variation:
    found = signals_of(series.numbers)
    chart = run_chart(
        title, series.labels, series.values, unit=unit_words(series.unit), median=found.median, signals=found.signals,
        events=events,
    )  # fmt: skip
    signals = tuple(
        Signal(key, label, value.shown, said, concern=False)
        for key, label, value, said in zip(series.keys, series.labels, series.values, found.signals, strict=True)
        if said
    )
    return Variation(chart, (), signals, run=True)


def _point(value: Value, judged: Judged | None) -> Point:
    if judged is None:
        return Point(value)
    limits = judged.limits
    cause = judged.cause.said if judged.cause is not Cause.COMMON else ""
    return Point(value, limits.mean, limits.lower, limits.upper, _KIND[judged.point_type], cause)


def comparison(page: IndicatorPage, model: str) -> Chart | None:
    """Own area beside each of its neighbours, the region and the country, in the latest official period."""
    if page.compared is None or page.place is None or not page.comparable:
        return None
    period, place = page.compared.period, page.place
    chosen = next((each for each in place.sets if each.year == model), None)
    near = place.neighbours(chosen) if chosen else {}
    areas = [_bar(page, place.own.name, place.own.id, "ours")]
    areas += [_bar(page, name, area.id if area else None, "other") for name, area in near.items()]
    areas += [_bar(page, area.name, area.id, "benchmark") for area in (place.region, place.country) if area]
    if any(each.number is not None and each.number < 0 for each in areas):
        return None
    return comparison_chart(f"{page.indicator}, {page.span(period).label}", areas, unit=page.indicator.unit)


def _bar(page: IndicatorPage, name: str, area_id: int | None, role: str) -> Area:
    period = page.compared.period if page.compared else ""
    official = page.values.get((area_id, period)) if area_id else None
    low = high = None
    if official and official.count is not None and official.population and official.number is not None:
        within = rate_interval(_rate(official))
        low, high = rounded(within.low, ONE_PLACE), rounded(within.high, ONE_PLACE)
    return Area(name, page.shown(official), shown_as(page, official), role, low, high)  # type: ignore[arg-type]


def _rate(official: Official) -> Rate:
    population = Population(official.population or 0, "", official.vintage)
    return Rate(int(official.count or 0), population, 10_000, official.number or Decimal(0))


def funnel(page: IndicatorPage) -> Chart | None:
    """Every authority's rate over its children; only where rates were divided here, so that the sizes are known."""
    compared, place = page.compared, page.place
    if compared is None or place is None or place.country is None:
        return None
    overall = compared.others.get(place.country.id)
    sized = {
        area: found for area, found in compared.others.items()
        if area in place.authorities and found.population and found.number is not None
    }  # fmt: skip
    if overall is None or not overall.number or len(sized) < 20:
        return None
    low, high = (pick(each.population or 0 for each in sized.values()) for pick in (min, max))
    sizes = [low + (high - low) * step // 30 for step in range(31)]
    limits = [
        Limit(f"{within:.3g}% limits", funnel_limits(overall.number, sizes, within=within / 100))
        for within in (95, 99.8)
    ]
    names = {area: place.authorities[area].name for area in sized}
    bounds = {
        area: funnel_limits(overall.number, [found.population or 1], within=0.998)[0] for area, found in sized.items()
    }
    places = [
        Place(
            names[area], found.population or 0, page.shown(found), shown_as(page, found), _outside(found, bounds[area]),
            area == place.own.id,
        )
        for area, found in sized.items()
    ]  # fmt: skip
    return funnel_plot(
        f"{page.indicator}, {compared.span.label}: every authority", places, limits,
        centre=page.shown(overall) or overall.number,
        unit=page.indicator.unit, size_unit="children",
    )  # fmt: skip


def _outside(found: Official, bounds: tuple[float, float, float]) -> str:
    number = float(found.number or 0)
    if number > bounds[2]:
        return "above the 99.8% limits"
    return "below the 99.8% limits" if number < bounds[1] else ""
