"""Charts over time: a trend beside its benchmarks, a process control chart, and a run chart. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from throughline.foundation.charts import drawing as d
from throughline.foundation.charts.chart import NOT_AVAILABLE, Chart
from throughline.foundation.charts.text import clean, width, wrapped
from throughline.foundation.documents.blocks import Points

WIDTH = 360
_PLOT = 200.0
_MARGIN = 8.0

type Kind = Literal["common", "improvement", "concern", "neutral_high", "neutral_low"]

# Each kind of point by shape first; the colour says it again.
KINDS: dict[str, tuple[d.Shape, str, str]] = {
    "common": ("circle", d.GREY, "Varies as it usually does"),
    "improvement": ("diamond", d.BLUE, "Special cause: improvement"),
    "concern": ("square", d.ORANGE, "Special cause: concern"),
    "neutral_high": ("triangle-up", d.PURPLE, "Special cause: higher, neither better nor worse"),
    "neutral_low": ("triangle-down", d.PURPLE, "Special cause: lower, neither better nor worse"),
}
_LINES: tuple[tuple[str, str, d.Shape], ...] = (
    (d.BLUE, "", "circle"), (d.ORANGE, "6 3", "square"), (d.PURPLE, "2 3", "triangle-up"),
    (d.GREY, "9 3 2 3", "diamond"), (d.GREEN, "1 4", "triangle-down"),
)  # fmt: skip


@dataclass(frozen=True)
class Value:
    """`number` None is a gap in the line; `shown` is what the table says: '44.3', 'c', 'not available'."""

    number: Decimal | None
    shown: str = NOT_AVAILABLE


@dataclass(frozen=True)
class Line:
    """A named series, as long as the chart has periods. The first line of a chart is our own."""

    name: str
    values: tuple[Value, ...]


@dataclass(frozen=True)
class Event:
    """Something that happened in a period, marked by a number and said below. `rebase`: limits begin anew there."""

    position: int
    said: str
    rebase: bool = False


@dataclass(frozen=True)
class Point:
    """A point of a process control chart. `lower` and `upper` are None where there are no limits."""

    value: Value
    mean: Decimal | None = None
    lower: Decimal | None = None
    upper: Decimal | None = None
    kind: Kind = "common"
    cause: str = ""


def trend_chart(
    title: str,
    periods: Sequence[str],
    lines: Sequence[Line],
    *,
    unit: str,
    target: Decimal | None = None,
    events: Sequence[Event] = (),
    width: int = WIDTH,
    from_nought: bool = True,
) -> Chart:
    """Lines over the same periods: ours first, benchmarks after it, each with its own dashes and marks (at most five).
    Raises ValueError for none, too many, or a line of another length."""
    if not 1 <= len(lines) <= len(_LINES) or not periods:
        raise ValueError(f"A trend chart has one to {len(_LINES)} lines and at least one period.")
    if any(len(line.values) != len(periods) for line in lines):
        raise ValueError("Every line needs a value or a gap for every period.")
    numbers = [float(v.number) for line in lines for v in line.values if v.number is not None]
    numbers += [float(target)] if target is not None else []
    frame = _Frame(periods, numbers, unit, events, width, nought=from_nought, whole=_whole(numbers))
    parts = [frame.drawn()]
    key: list[tuple[str, str]] = []
    for line, (colour, dashes, shape) in reversed(list(zip(lines, _LINES, strict=False))):
        places = [frame.at(x, value) for x, value in enumerate(line.values)]
        ours = line is lines[0]
        parts.append(d.broken_line(places, stroke=colour, wide=3 if ours else 2, dashes=dashes))
        parts.append(d.marks(filter(None, places), shape, fill=colour, size=4.5 if ours else 3.5))
        sample = d.rule(0, 0, 28, 0, stroke=colour, wide=3 if ours else 2, dashes=dashes)
        key.insert(0, (sample + d.mark(14, 0, shape, fill=colour), line.name))
    parts.append(frame.hidden(lines[0].values))
    if target is not None:
        parts.append(frame.across(float(target), d.GREEN, "12 3"))
        key.append((d.rule(0, 0, 28, 0, stroke=d.GREEN, wide=2, dashes="12 3"), f"Target: {target:,}"))
    said = ". ".join(_line_in_words(line, periods) for line in lines)
    alt = _sentences(
        [f"Line chart. {title}, {unit}", said, f"Target: {target:,}" if target is not None else ""], events, periods
    )
    rows = tuple(
        (period, *(line.values[x].shown for line in lines), *frame.note(x)) for x, period in enumerate(periods)
    )  # fmt: skip
    headers = ("Period", *(line.name for line in lines), *frame.note_header)
    return frame.chart(title, alt, "".join(parts), key, headers, rows)


def control_chart(
    title: str,
    periods: Sequence[str],
    points: Sequence[Point],
    *,
    unit: str,
    target: Decimal | None = None,
    events: Sequence[Event] = (),
    width: int = WIDTH,
    decimals: int = 1,
) -> Chart:
    """An XmR chart: mean and limits by phase, special causes by shape. `decimals`: to which limits are written."""
    if len(points) != len(periods) or not periods:
        raise ValueError("A control chart needs a point or a gap for every period, and at least one period.")
    numbers = [float(v) for p in points for v in (p.value.number, p.lower, p.upper, p.mean) if v is not None]
    numbers += [float(target)] if target is not None else []
    whole = _whole([p.value.number for p in points])
    frame = _Frame(periods, numbers, unit, events, width, nought=False, whole=whole)
    parts = [frame.drawn()]
    phases = _phases(points, {event.position for event in events if event.rebase})
    for first, last in phases:
        point = next(p for p in points[first : last + 1] if p.mean is not None)
        left, right = frame.x(first) - frame.half, frame.x(last) + frame.half
        for value, dashes in ((point.mean, ""), (point.lower, "6 4"), (point.upper, "6 4")):
            if value is not None:
                y = frame.scale(float(value))
                parts.append(d.rule(left, y, right, y, stroke=d.DARK, wide=1.5, dashes=dashes))
    values = [point.value for point in points]
    places = [frame.at(x, value) for x, value in enumerate(values)]
    parts.append(d.broken_line(places, stroke=d.GREY, wide=1.5))
    for kind, (shape, colour, _) in KINDS.items():
        there = [place for point, place in zip(points, places, strict=True) if place and point.kind == kind]
        parts.append(d.marks(there, shape, fill=colour, size=3.5 if kind == "common" else 5))
    parts.append(frame.hidden(values))
    key = [
        (d.mark(14, 0, shape, fill=colour, size=5), words)
        for kind, (shape, colour, words) in KINDS.items()
        if any(point.kind == kind and point.value.number is not None for point in points)
    ]
    limits = ""
    if phases:
        latest = next(p for p in points[phases[-1][0] :] if p.mean is not None)
        of = " (since the latest new start)" if len(phases) > 1 else ""
        limits = f"Mean {_to(latest.mean, decimals)}"
        key.append((d.rule(0, 0, 28, 0, stroke=d.DARK, wide=1.5), f"{limits}{of}"))
        if latest.lower is not None and latest.upper is not None:
            said = f"limits {_to(latest.lower, decimals)} and {_to(latest.upper, decimals)}"
            limits = f"{limits}, {said}{of}"
            key.append((d.rule(0, 0, 28, 0, stroke=d.DARK, wide=1.5, dashes="6 4"), f"{said.capitalize()}{of}"))
    if target is not None:
        parts.append(frame.across(float(target), d.GREEN, "12 3"))
        key.append((d.rule(0, 0, 28, 0, stroke=d.GREEN, wide=2, dashes="12 3"), f"Target: {target:,}"))
    special = "; ".join(
        f"{period}: {point.value.shown}, {KINDS[point.kind][2].removeprefix('Special cause: ')}"
        f"{f', {point.cause}' if point.cause else ''}"
        for period, point in zip(periods, points, strict=True)
        if point.kind != "common" and point.value.number is not None
    )
    alt = _sentences(
        [
            f"Process control chart. {title}, {unit}",
            _line_in_words(Line("Values", tuple(values)), periods),
            limits,
            f"Target: {target:,}" if target is not None else "",
            f"Special causes: {special}" if special else "No special cause",
        ],
        events,
        periods,
    )
    rows = tuple(
        (
            period, point.value.shown, *(_to(each, decimals) for each in (point.mean, point.lower, point.upper)),
            (KINDS[point.kind][2] + (f": {point.cause}" if point.cause and point.kind != "common" else ""))
            if point.value.number is not None else "", *frame.note(x),
        )
        for x, (period, point) in enumerate(zip(periods, points, strict=True))
    )  # fmt: skip
    headers = ("Period", unit[:1].upper() + unit[1:], "Mean", "Lower limit", "Upper limit", "Variation",
               *frame.note_header)  # fmt: skip
    return frame.chart(title, alt, "".join(parts), key, headers, rows)


def run_chart(
    title: str,
    periods: Sequence[str],
    values: Sequence[Value],
    *,
    unit: str,
    median: Decimal | None,
    signals: Sequence[str] = (),
    events: Sequence[Event] = (),
    width: int = WIDTH,
    decimals: int = 1,
) -> Chart:
    """Values about their median, for series too short for limits. `signals`: what there is to see, in words, a period
    each; '' for nothing. A signalling point is a diamond."""
    if len(values) != len(periods) or not periods:
        raise ValueError("A run chart needs a value or a gap for every period, and at least one period.")
    said = tuple(signals) or ("",) * len(values)
    if len(said) != len(values):
        raise ValueError("A run chart needs a word, or none, for every value.")
    numbers = [float(v.number) for v in values if v.number is not None]
    frame = _Frame(periods, numbers, unit, events, width, nought=False, whole=_whole(numbers))
    parts = [frame.drawn()]
    key: list[tuple[str, str]] = []
    if median is not None:
        parts.append(frame.across(float(median), d.DARK, "6 4"))
        key.append((d.rule(0, 0, 28, 0, stroke=d.DARK, wide=2, dashes="6 4"), f"Median {_to(median, decimals)}"))
    places = [frame.at(x, value) for x, value in enumerate(values)]
    parts.append(d.broken_line(places, stroke=d.BLUE))
    there = [(place, word) for place, word in zip(places, said, strict=True) if place]
    parts.append(d.marks((place for place, word in there if not word), "circle", fill=d.BLUE))
    parts.append(d.marks((place for place, word in there if word), "diamond", fill=d.PURPLE))
    parts.append(frame.hidden(values))
    if any(said):
        key.append((d.mark(14, 0, "diamond", fill=d.PURPLE, size=5), "Part of a shift or a trend"))
    signalled = "; ".join(f"{p}: {word}" for p, word in zip(periods, said, strict=True) if word)
    alt = _sentences(
        [
            f"Run chart. {title}, {unit}",
            _line_in_words(Line("Values", tuple(values)), periods),
            f"Median {_to(median, decimals)}" if median is not None else "",
            f"Signals: {signalled}" if signalled else "No shift and no trend",
        ],
        events,
        periods,
    )
    rows = tuple(
        (period, value.shown, word, *frame.note(x))
        for x, (period, value, word) in enumerate(zip(periods, values, said, strict=True))
    )
    headers = ("Period", unit[:1].upper() + unit[1:], "Signal", *frame.note_header)
    return frame.chart(title, alt, "".join(parts), key, headers, rows)


class _Frame:
    """Axes, periods and events of a chart over time."""

    def __init__(
        self, periods: Sequence[str], numbers: Sequence[float], unit: str, events: Sequence[Event], across: int, *,
        nought: bool, whole: bool,
    ) -> None:  # fmt: skip
        if any(not 0 <= event.position < len(periods) for event in events):
            raise ValueError("An event stands in one of the periods.")
        self.periods, self.unit, self.events, self.width = (
            periods,
            unit,
            sorted(events, key=lambda e: e.position),
            across,
        )
        self.unit_lines = wrapped(unit[:1].upper() + unit[1:], across - 2 * _MARGIN, d.SIZE)
        self.top = _MARGIN + len(self.unit_lines) * d.LINE + (22.0 if events else 8.0)
        self.bottom = self.top + _PLOT
        above = all(x >= 0 for x in numbers)
        self.scale = d.scale(numbers, self.bottom, self.top, nought=nought and above, whole=whole)
        self.left = _MARGIN + max(width(self.scale.said(tick), d.SIZE) for tick in self.scale.ticks) + 6
        self.right = across - _MARGIN - 6
        self.half = (self.right - self.left) / len(periods) / 2

    def x(self, position: int) -> float:
        return self.left + self.half * (2 * position + 1)

    def at(self, position: int, value: Value) -> tuple[float, float] | None:
        return None if value.number is None else (self.x(position), self.scale(float(value.number)))

    def across(self, value: float, stroke: str, dashes: str) -> str:
        return d.rule(self.left, self.scale(value), self.right, self.scale(value), stroke=stroke, wide=2, dashes=dashes)

    def hidden(self, values: Sequence[Value]) -> str:
        """A 'c' on the base line where a number is hidden."""
        return "".join(
            d.text(self.x(x), self.bottom - 4, value.shown, anchor="middle", bold=True)
            for x, value in enumerate(values)
            if value.number is None and len(value.shown) == 1
        )

    def drawn(self) -> str:
        parts = [d.text(_MARGIN, _MARGIN + 13 + row * d.LINE, line) for row, line in enumerate(self.unit_lines)]
        for tick in self.scale.ticks:
            y = self.scale(tick)
            parts.append(d.rule(self.left, y, self.right, y, stroke=d.FAINT))
            parts.append(d.text(self.left - 6, y + 5, self.scale.said(tick), anchor="end"))
        parts.append(d.rule(self.left, self.bottom, self.right, self.bottom, stroke=d.DARK, wide=1.5))
        last = len(self.periods) - 1
        over = self.x(last) + width(self.periods[last], d.SIZE) / 2 - self.width
        for position in d.labelled_every(self.periods, self.right - self.left, moved=over + 2):
            x, wide = self.x(position), width(self.periods[position], d.SIZE) / 2
            middle = min(max(x, wide), self.width - wide)
            parts.append(d.rule(x, self.bottom, x, self.bottom + 5, stroke=d.DARK))
            parts.append(d.text(middle, self.bottom + 20, self.periods[position], anchor="middle"))
        for number, event in enumerate(self.events, start=1):
            x = self.x(event.position) - (self.half if event.rebase else 0)
            dashes = "" if event.rebase else "2 3"
            parts.append(d.rule(x, self.top - 4, x, self.bottom, stroke=d.DARK, wide=1.5, dashes=dashes))
            parts.append(d.text(x, self.top - 8, str(number), anchor="middle", bold=True))
        return "".join(parts)

    @property
    def note_header(self) -> tuple[str, ...]:
        return ("Note",) if self.events else ()

    def note(self, position: int) -> tuple[str, ...]:
        said = "; ".join(_said(event) for event in self.events if event.position == position)
        return (said,) if self.events else ()

    def chart(
        self, title: str, alt: str, body: str, key: Sequence[tuple[str, str]], headers: tuple[str, ...],
        rows: tuple[tuple[str, ...], ...],
    ) -> Chart:  # fmt: skip
        notes = [
            (d.text(14, 5, str(number), bold=True, anchor="middle"), f"{self.periods[event.position]}: {_said(event)}")
            for number, event in enumerate(self.events, start=1)
        ]
        if any("c" in row[1:] for row in rows):
            notes.append(
                (d.text(14, 5, "c", bold=True, anchor="middle"), "Hidden: a small number, or one that gives it away")
            )
        under, high = d.lines_of_key([*key, *notes], _MARGIN, self.bottom + 34, self.width - _MARGIN)
        tall = self.bottom + 34 + high + _MARGIN
        across = tuple(self.x(position) / self.width for position in range(len(self.periods)))
        points = Points(across, self.top / tall, self.bottom / tall)
        return Chart(clean(title), d.framed(title, alt, self.width, tall, body + under), alt, headers, rows, points)


def _whole(numbers: Sequence[float | Decimal | None]) -> bool:
    """Counts, or what is written like them: no tick stands between two."""
    return all(number == int(number) for number in numbers if number is not None)


def _said(event: Event) -> str:
    return f"limits begin anew: {event.said}" if event.rebase else event.said


def _phases(points: Sequence[Point], rebases: set[int]) -> list[tuple[int, int]]:
    """First and last position of each stretch of the same mean and limits."""
    found: list[tuple[int, int]] = []
    before: tuple[Decimal | None, Decimal | None, Decimal | None] | None = None
    for x, point in enumerate(points):
        if point.mean is None:
            continue
        limits = (point.mean, point.lower, point.upper)
        if limits == before and not any(found[-1][1] < each <= x for each in rebases):
            found[-1] = (found[-1][0], x)
        else:
            found.append((x, x))
        before = limits
    return found


def _line_in_words(line: Line, periods: Sequence[str]) -> str:
    there = [(period, v) for period, v in zip(periods, line.values, strict=True) if v.number is not None]
    if not there:
        return f"{line.name}: {NOT_AVAILABLE}"
    (first, was), (last, now) = there[0], there[-1]
    if len(there) == 1:
        said = f"{line.name}: {now.shown} in {last}"
    else:
        low, high = (pick(there, key=lambda each: each[1].number or 0) for pick in (min, max))
        said = (
            f"{line.name}: {was.shown} in {first}, {now.shown} in {last}; lowest {low[1].shown} in {low[0]}, highest"
            f" {high[1].shown} in {high[0]}"
        )
    missing = [f"{p} ({v.shown})" for p, v in zip(periods, line.values, strict=True) if v.number is None]
    return f"{said}; without a number: {', '.join(missing)}" if missing else said


def _sentences(said: Sequence[str], events: Sequence[Event], periods: Sequence[str]) -> str:
    """What is said of the chart, empty parts left out, then its events in their order."""
    told = [f"{periods[event.position]}: {_said(event)}" for event in sorted(events, key=lambda each: each.position)]
    sentences = [each for each in [*said, *told] if each]
    return clean(" ".join(each if each.endswith(".") else f"{each}." for each in sentences))


def _to(value: Decimal | None, decimals: int) -> str:
    return "" if value is None else f"{value:,.{decimals}f}"
