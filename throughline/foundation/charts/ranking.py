"""Areas or groups side by side: one bar each, ranked, ours and the benchmarks marked by more than a colour. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from throughline.foundation.charts import drawing as d
from throughline.foundation.charts.chart import NOT_AVAILABLE, Chart
from throughline.foundation.charts.text import clean, width, wrapped

WIDTH = 360
_MARGIN = 8.0
_BAR = 16.0


@dataclass(frozen=True)
class Area:
    """`number` None has no bar: `shown` says why. `low` and `high`: the interval about it, drawn as whiskers."""

    name: str
    number: Decimal | None
    shown: str = NOT_AVAILABLE
    role: Literal["ours", "other", "benchmark"] = "other"
    low: Decimal | None = None
    high: Decimal | None = None


def comparison_chart(
    title: str,
    areas: Sequence[Area],
    *,
    unit: str,
    ranked: bool = True,
    what: str = "Area",
    interval: str = "95% confidence interval",
    width: int = WIDTH,
) -> Chart:
    """A bar for each; `ranked`: largest first, without a number last. Raises ValueError without an area or below 0."""
    if not areas:
        raise ValueError("A comparison needs at least one area.")
    if any(area.number is not None and area.number < 0 for area in areas):
        raise ValueError("A comparison shows amounts from 0 up.")
    shown = list(areas)
    if ranked:
        shown.sort(key=lambda area: (area.number is None, -(area.number or 0), area.name))
    with_intervals = any(area.low is not None and area.high is not None for area in areas)
    body, high = _bars(shown, width)
    key = [(d.box(2, -6, 24, 12, fill=d.BLUE, stroke=d.DARK), "Our area, its name in bold")]
    if any(area.role == "benchmark" for area in shown):
        key.append((d.box(2, -6, 24, 12, fill="#ffffff", stroke=d.DARK, dashes="4 3"), "Benchmark"))
    if not any(area.role == "ours" for area in shown):
        key.pop(0)
    if with_intervals:
        key.append((_whisker(2, 26, 0), interval[:1].upper() + interval[1:]))
    under, more = d.lines_of_key(key, _MARGIN, high + 6, width - _MARGIN)
    position = {area.name: place for place, area in enumerate((a for a in shown if a.number is not None), start=1)}
    said = "; ".join(f"{area.name}: {area.shown}{_between(area)}" for area in shown)
    alt = clean(f"Bar chart{', largest first' if ranked else ''}. {title}, {unit}. {said}.")
    headers = (
        *(["Rank"] if ranked else []),
        what,
        unit[:1].upper() + unit[1:],
        *([interval] if with_intervals else []),
    )
    rows = tuple(
        (
            *([str(position.get(area.name, ""))] if ranked else []), area.name, area.shown,
            *([f"{area.low:,} to {area.high:,}" if area.low is not None else ""] if with_intervals else []),
        )
        for area in shown
    )  # fmt: skip
    return Chart(clean(title), d.framed(title, alt, width, high + 6 + more + _MARGIN, body + under), alt, headers, rows)


def _between(area: Area) -> str:
    return f" ({area.low:,} to {area.high:,})" if area.low is not None and area.high is not None else ""


def _bars(areas: Sequence[Area], across: int) -> tuple[str, float]:
    reach = [float(v) for area in areas for v in (area.number, area.high) if v is not None]
    room = across - 2 * _MARGIN - max(width(area.shown, d.SIZE) for area in areas) - 10
    most = max(reach, default=0.0) or 1.0
    parts, y = [], _MARGIN
    for area in areas:
        ours = area.role == "ours"
        for line in wrapped(area.name, across - 2 * _MARGIN, d.SIZE):
            parts.append(d.text(_MARGIN, y + 13, line, bold=ours))
            y += d.LINE
        if area.number is None:
            parts.append(d.text(_MARGIN, y + 13, area.shown, bold=True))
        else:
            long = float(area.number) / most * room
            end = long
            if area.role == "benchmark":
                parts.append(d.box(_MARGIN, y + 1, long, _BAR - 2, fill="#ffffff", stroke=d.DARK, dashes="4 3"))
            else:
                parts.append(
                    d.box(
                        _MARGIN,
                        y + 1,
                        long,
                        _BAR - 2,
                        fill=d.BLUE if ours else "#b1b4b6",
                        stroke=d.DARK if ours else d.GREY,
                    )
                )
            if area.low is not None and area.high is not None:
                end = max(long, float(area.high) / most * room)
                low = float(area.low) / most * room
                parts.append(_whisker(_MARGIN + low, _MARGIN + end, y + _BAR / 2))
            parts.append(d.text(_MARGIN + end + 7, y + 13, area.shown, bold=ours))
        y += _BAR + 8
    return "".join(parts), y


def _whisker(low: float, high: float, y: float) -> str:
    """On a white ground, so that it shows on a dark bar as well."""
    white = d.rule(low, y, high, y, stroke="#ffffff", wide=4)
    line = d.rule(low, y, high, y, stroke=d.DARK, wide=2)
    ends = "".join(d.rule(x, y - 5, x, y + 5, stroke=d.DARK, wide=2) for x in (low, high))
    return white + line + ends
