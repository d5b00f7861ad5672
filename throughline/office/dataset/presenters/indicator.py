"""The page of one indicator, its table and its files."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse
from django.utils.http import urlencode

from throughline.foundation.charts.chart import NOT_AVAILABLE, Chart, as_picture
from throughline.foundation.charts.series import Event, Value
from throughline.foundation.documents.html import fragment
from throughline.foundation.figures.rates import Aggregator
from throughline.foundation.ui import formats
from throughline.foundation.ui.parts import Cell, Column, SummaryRow, Table, Tile
from throughline.foundation.ui.site import NavigationItem
from throughline.office.dataset.presenters import charts
from throughline.office.dataset.presenters.charts import Series, Variation, shown, shown_as
from throughline.office.dataset.queries.indicator import IndicatorPage, OwnValue
from throughline.office.dataset.queries.narrative import PointKey, Said, events_of
from throughline.office.dataset.rules.comparing import Beside, as_registered, neighbours_name, standing_said
from throughline.office.dataset.rules.spc import LIMITS_FROM

type FileCell = str | Decimal | None


@dataclass(frozen=True)
class Chosen:
    """Which model of neighbours and which aggregator the page compares with."""

    model: str
    aggregator: Aggregator


def facts(page: IndicatorPage) -> list[SummaryRow]:
    """What the register says; empty entries are left out, except what a reader would miss."""
    row = page.indicator
    version = page.versions[0] if page.versions else None
    since = f"Version {row.version}, from {formats.day(version.starts)}" if version else f"Version {row.version}"
    found = [
        ("Definition", row.definition or "Nobody has described it yet."),
        ("Definition’s version", f"{since}. {version.why}" if version and version.why else since),
        ("Owner", page.owner or "No agency answers for it yet."),
        ("Sector", row.get_sector_display()),
        ("Numerator", row.numerator),
        ("Denominator", f"{row.denominator} ({row.vintage})" if row.vintage else row.denominator),
        ("Unit", row.unit),
        ("Better", row.get_polarity_display()),
        ("Counting", row.get_counting_display()),
        ("Frequency", row.get_frequency_display()),
        ("Breakdowns", ", ".join(row.breakdowns)),
        ("Target", shown(row.target) if row.target is not None else ""),
        ("Priority it serves", row.priority),
        ("Caveat", row.caveat),
    ]
    return [SummaryRow(key, value) for key, value in found if value]


def latest_tiles(page: IndicatorPage) -> list[Tile]:
    """The partnership's own count and the official one side by side, never one for the other."""
    tiles = []
    for unit, values in page.own.items():
        last = values[-1]
        said = f"{last.precision} {shown(last.value)}".strip()
        note = f"{last.span.label}, {unit_said(page, unit)}, returned by {last.returned_by}"
        tiles.append(Tile("The partnership’s own", said, note))
    if not page.own:
        tiles.append(Tile("The partnership’s own", None, "nothing was returned yet"))
    compared = page.compared
    if compared is None:
        return [*tiles, Tile("Official", None, _no_official(page))]
    count = page.counts.get((page.place.own.id, compared.period)) if page.place else None
    if count is not None:
        tiles.append(Tile("Official count", shown(count.number, count.symbol), f"{compared.span.label}, {count.file}"))
    own = compared.own
    note = f"{compared.span.label}, {page.indicator.unit}"
    if own.population:
        note += f", on {own.population:,} children: {own.vintage}"
    tiles.append(Tile("Official", _or_none(shown_as(page, own)), note))
    return tiles


def _or_none(text: str) -> str | None:
    return None if text == NOT_AVAILABLE else text


def _no_official(page: IndicatorPage) -> str:
    if not page.indicator.official_value:
        return "no official series is named in the register"
    if page.place is None:
        return f"no official statistics of {page.area} were imported yet"
    return "nothing was published of this area"


def benchmarks_table(page: IndicatorPage) -> Table | None:
    """Each benchmark with its model, its aggregator, what went in, and how far we are from it."""
    compared = page.compared
    if compared is None or page.place is None or not page.comparable:
        return None
    rows = [[page.place.own.name, shown_as(page, compared.own), "", ""]]
    for each in compared.beside:
        went_in = formats.counted(len(each.areas), "authority", "authorities") if each.kind == "neighbours" else ""
        if each.missing:
            went_in += f"; without a value: {', '.join(each.missing)}"
        if each.may_be is not None:
            went_in = f"or {each.may_be:,f} as published"
        rows.append([each.name, beside_said(page, each), _distance(each.distance), went_in])
    columns = [Column("Area"), Column(page.indicator.unit.capitalize(), True), Column("Distance", True), Column("From")]
    return Table(f"Benchmarks, {compared.span.label}", columns, rows)


def beside_said(page: IndicatorPage, each: Beside) -> str:
    """A mean, and what was divided here, always have their decimal."""
    divided = page.compared is not None and page.compared.own.population is not None
    if each.value is not None and (divided or each.kind == "neighbours"):
        return f"{each.value:,f}"
    return shown(each.value, each.symbol)


def _distance(distance: Decimal | None) -> str:
    if distance is None:
        return NOT_AVAILABLE
    sign = "+" if distance > 0 else "−" if distance < 0 else ""
    return f"{sign}{abs(distance):,f}"


def rounding_note(page: IndicatorPage) -> str:
    """Said where a larger area's rate, divided here, may have been published a tenth apart."""
    if page.compared is None or not any(each.may_be is not None for each in page.compared.beside):
        return ""
    return (
        "Counts of regions and of England are published to the nearest 10. Whoever published a rate divided before"
        " rounding, so theirs may be the other value that stands beside ours."
    )


def standing_words(page: IndicatorPage) -> str:
    if page.compared is None:
        return ""
    return standing_said(page.compared.standing, better=page.better)


def missing_note(page: IndicatorPage, chosen: Chosen) -> str:
    """Said where the two models differ: trends by one do not go on in the other."""
    if page.place is None or len(page.place.sets) < 2 or not page.comparable:
        return ""
    first, second = page.place.sets[:2]
    same = len(set(first.codes) & set(second.codes))
    return (
        f"The models of {first.year} and {second.year} share {same} of {len(first.codes)} authorities, so that a trend"
        f" by one does not go on in the other. The charts use the model of {chosen.model} and its {chosen.aggregator}."
    )


@dataclass(frozen=True)
class SignalRow:
    """A special cause as a page lists it. `explained` is '' where a sentence is still asked for."""

    label: str
    shown: str
    said: str
    url: str
    explained: str
    concern: bool


@dataclass(frozen=True)
class Drawn:
    """A chart in the page, with what stands beside it."""

    heading: str
    html: str
    icons: tuple[charts.Icon, ...] = ()
    signals: tuple[SignalRow, ...] = ()
    note: str = ""


def picture(chart: Chart) -> str:
    return fragment([as_picture(chart)])


def drawn_variation(
    found: Variation | None, series: Series, heading: str, signals: tuple[SignalRow, ...] = ()
) -> Drawn:
    if found is None:
        return Drawn(heading, "", note="A chart needs at least two periods with a value.")
    note = ""
    if found.run:
        note = (
            f"A run chart, since there are {series.known} of the {LIMITS_FROM} points that limits need. A shift is six"
            " or more points on one side of the median, a trend five or more rising or falling."
        )
    return Drawn(heading, picture(found.chart), found.icons, signals, note)


def signal_rows(
    page: IndicatorPage, series: Series, found: Variation, said: Mapping[PointKey, Said]
) -> list[SignalRow]:
    """Each special cause with the page of its point and its explanation; '' where one is still asked for."""
    rows = []
    unit = unit_of(series)
    for signal in found.signals:
        told = said.get((series.kind, unit, signal.key))
        explained = told.explanations[0].text if told and told.explanations else ""
        rows.append(
            SignalRow(
                signal.label, signal.shown, signal.said, point_url(page.indicator.pk, series.kind, unit, signal.key),
                explained, signal.concern,
            )
        )  # fmt: skip
    return rows


def stretches(series: Series, signals: Sequence[SignalRow]) -> list[list[SignalRow]]:
    """What is not explained, the points of one trend or shift together."""
    found: list[list[SignalRow]] = []
    last = -2
    for signal in signals:
        if signal.explained:
            continue
        position = series.labels.index(signal.label)
        if found and position == last + 1 and found[-1][0].said == signal.said:
            found[-1].append(signal)
        else:
            found.append([signal])
        last = position
    return found


def unit_said(page: IndicatorPage, unit: str) -> str:
    """An own unit in the register's words, unless values in those very words stand beside it."""
    registered = page.indicator.unit
    return unit if registered in (*page.own, *page.without) else as_registered(unit, registered)


def unit_of(series: Series) -> str:
    """As a point keeps it: the official series has no unit of its own."""
    return series.unit if series.kind == "own" else ""


def point_url(indicator_id: int, kind: str, unit: str, period: str) -> str:
    query = f"?{urlencode({'unit': unit})}" if unit else ""
    return reverse("dataset:point", args=[indicator_id, kind, period]) + query


def series_of(page: IndicatorPage) -> list[tuple[str, Series]]:
    """The series that can be watched for signals, each with its heading: the official one, then the own by unit."""
    found = []
    if page.place is not None and page.periods:
        official = charts.official_series_of(page, page.place.own.id, page.place.own.name)
        found.append((f"Official, {page.place.own.name}", official))
    for unit in page.own:
        for length, series in charts.own_series_of(page, unit):
            each = f", each {length}" if length else ""
            found.append((f"The partnership’s own, {unit_said(page, unit)}{each}", series))
    return found


def variations(page: IndicatorPage, said: Mapping[PointKey, Said]) -> list[Drawn]:
    """Each series with its chart, its notes on it, and its special causes."""
    events = events_of(said)
    drawn = []
    for heading, series in series_of(page):
        found = varies_of(page, heading, series, events)
        rows = tuple(signal_rows(page, series, found, said)) if found else ()
        drawn.append(drawn_variation(found, series, heading, rows))
    return drawn


def varies_of(
    page: IndicatorPage, heading: str, series: Series, events: Mapping[tuple[str, str], Sequence[tuple[str, str, bool]]]
) -> Variation | None:
    unit = unit_of(series)
    return charts.varies(
        f"{page.indicator}: {heading[:1].lower()}{heading[1:]}",
        series,
        better=page.better,
        target=page.indicator.target if unit_said(page, unit) in ("", page.indicator.unit) else None,
        events=placed(series, events.get((series.kind, unit), ())),
    )


def placed(series: Series, events: Sequence[tuple[str, str, bool]]) -> list[Event]:
    return [Event(series.keys.index(period), said, rebase) for period, said, rebase in events if period in series.keys]


def all_charts(page: IndicatorPage, chosen: Chosen) -> list[Drawn]:
    """The trend beside its benchmarks, and the neighbours of the latest period."""
    found = []
    trend = charts.trend(page, charts.compared_series(page, chosen.model, chosen.aggregator))
    if trend is not None:
        heading = "Over time, beside the benchmarks" if page.comparable else "Over time"
        note = "" if page.comparable else "A count: it is not compared with areas of another size."
        found.append(Drawn(heading, picture(trend), note=note))
    compared = charts.comparison(page, chosen.model)
    if compared is not None:
        found.append(Drawn("Beside each statistical neighbour", picture(compared)))
    return found


HEADING = ("Period", "Ends", "Series", "Area", "Unit", "Value", "Shown", "Denominator", "Which denominator", "From")


def data_rows(page: IndicatorPage, chosen: Chosen) -> list[list[FileCell]]:
    """Everything that the page shows, one value a row, in time's order within a series."""
    rows: list[list[FileCell]] = []
    for unit, values in page.own.items():
        rows += [_own_row(page, unit, each) for each in values]
    if page.place is None:
        return rows
    place = page.place
    for area in (place.own, place.region, place.country):
        if area is None:
            continue
        for name, held, unit in (
            ("Official count", page.counts, ""),
            ("Official", page.values, page.indicator.unit),
        ):
            for period in page.periods:
                found = held.get((area.id, period))
                if found is not None:
                    span = page.span(period)
                    number = page.shown(found) if held is page.values else found.number
                    rows.append([
                        span.label, span.ends.isoformat(), name, area.name, unit, number,
                        shown_as(page, found) if held is page.values else shown(number, found.symbol),
                        Decimal(found.population) if found.population else None, found.vintage, found.file,
                    ])  # fmt: skip
    for period, value in _neighbour_values(page, chosen):
        span = page.span(period)
        rows.append([
            span.label, span.ends.isoformat(), "Official", neighbours_name(chosen.model, chosen.aggregator),
            page.indicator.unit, value.number, value.shown, None, "", "",
        ])  # fmt: skip
    return rows


def _neighbour_values(page: IndicatorPage, chosen: Chosen) -> list[tuple[str, Value]]:
    series = charts.neighbours_series(page, chosen.model, chosen.aggregator)
    return [pair for pair in zip(series.keys, series.values, strict=True) if pair[1].number is not None]


def _own_row(page: IndicatorPage, unit: str, each: OwnValue) -> list[FileCell]:
    said = f"{each.precision} {shown(each.value)}".strip()
    return [
        each.span.label, each.span.ends.isoformat(), "Own", page.area, unit, each.value, said, None, "", each.source,
    ]  # fmt: skip


def side_by_side(page: IndicatorPage, chosen: Chosen) -> Table:
    """Period by period: own and official values and the benchmarks. Periods that end on the same day share a row. A
    value of a series that is watched leads to its point."""
    units = list(dict.fromkeys((*page.own, *page.without)))
    series = charts.compared_series(page, chosen.model, chosen.aggregator)
    has_count = bool(page.counts)
    columns = [Column("Period")]
    own = {unit: f"Own: {unit_said(page, unit)}" for unit in units}
    columns += [Column(label, True) for label in own.values()]
    columns += [Column("Official count", True)] if has_count else []
    columns += [Column(_official_name(each), True) for each in series]
    cells: dict[object, dict[str, str | Cell]] = {}
    labels: dict[object, str] = {}
    for unit, without in page.without.items():
        for span, why in without:
            labels.setdefault(span.ends, span.label)
            cells.setdefault(span.ends, {})[own[unit]] = why
    for unit in page.own:
        for each in page.own[unit]:
            labels.setdefault(each.span.ends, each.span.label)
            was = "".join(f"; {shown(old)} until {formats.day(day)}" for old, day in each.was)
            here = cells.setdefault(each.span.ends, {})
            said = f"{each.precision} {shown(each.value)}".strip() + was
            before = here.get(own[unit])  # of the year that this quarter closes
            if isinstance(before, Cell):
                said = f"{before.text}; {each.span.label}: {said}"
            here[own[unit]] = Cell(said, point_url(page.indicator.pk, "own", unit, each.period))
    for position, period in enumerate(page.periods):
        span = page.span(period)
        labels.setdefault(span.ends, span.label)
        here = cells.setdefault(span.ends, {})
        for line in series:
            here[_official_name(line)] = line.values[position].shown
        if series:  # the first is our own area's
            url = point_url(page.indicator.pk, "official", "", period)
            here[_official_name(series[0])] = Cell(series[0].values[position].shown, url)
        if has_count and page.place:
            count = page.counts.get((page.place.own.id, period))
            here["Official count"] = shown(count.number, count.symbol) if count else NOT_AVAILABLE
    rows = [
        [labels[day], *(cells[day].get(column.label, "") for column in columns[1:])]
        for day in sorted(cells, reverse=True)  # type: ignore[type-var]
    ]
    return Table("Every value, the latest first", columns, rows)


def _official_name(series: Series) -> str:
    return f"{series.name}: official" if series.kind == "official" else series.name


def point_links(page: IndicatorPage) -> list[NavigationItem]:
    """The latest point of each series: where notes and questions on it begin."""
    return [
        NavigationItem(
            f"{heading}, {series.labels[-1]}",
            point_url(page.indicator.pk, series.kind, unit_of(series), series.keys[-1]),
        )
        for heading, series in series_of(page)
    ]
