"""A funnel plot: each area's rate over its size, between limits that narrow as areas grow. Pure.

The limits are given (figures.rates.funnel_limits). After Spiegelhalter, "Funnel plots for comparing institutional
performance", Statistics in Medicine 24 (2005).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from throughline.foundation.charts import drawing as d
from throughline.foundation.charts.chart import NOT_AVAILABLE, Chart
from throughline.foundation.charts.text import clean, width, wrapped

WIDTH = 360
_MARGIN = 8.0
_PLOT = 230.0


@dataclass(frozen=True)
class Place:
    """An area: how many it has (`size`), its rate (None: `shown` says why), and where that lies in words
    ('above the 99.8% limits'; '' within them all)."""

    name: str
    size: int
    rate: Decimal | None
    shown: str = NOT_AVAILABLE
    outside: str = ""
    ours: bool = False


@dataclass(frozen=True)
class Limit:
    """A pair of limits over sizes: (size, low, high), sizes rising. `name`: '95% limits'."""

    name: str
    curve: tuple[tuple[float, float, float], ...]


def funnel_plot(
    title: str,
    places: Sequence[Place],
    limits: Sequence[Limit],
    *,
    centre: Decimal,
    unit: str,
    size_unit: str,
    width: int = WIDTH,
) -> Chart:
    """Areas as points; outside the limits they are diamonds, ours is a large square with its name. At most two limits,
    the inner ones first."""
    there = [place for place in places if place.rate is not None]
    if not there:
        raise ValueError("A funnel plot needs at least one area with a rate.")
    lines = wrapped(unit[:1].upper() + unit[1:], width - 2 * _MARGIN, d.SIZE)
    top = _MARGIN + len(lines) * d.LINE + 8
    bottom = top + _PLOT
    edges = [edge for limit in limits for _, low, high in limit.curve[1:] for edge in (low, high)]
    up = d.scale([*(float(p.rate or 0) for p in there), *edges], bottom, top, nought=True)
    left = _MARGIN + max(_wide(up.said(tick)) for tick in up.ticks) + 6
    along = d.scale([p.size for p in there], left, width - _MARGIN - 26, nought=True, about=3)
    parts = [d.text(_MARGIN, _MARGIN + 13 + row * d.LINE, line) for row, line in enumerate(lines)]
    for tick in up.ticks:
        parts.append(d.rule(left, up(tick), along.end, up(tick), stroke=d.FAINT))
        parts.append(d.text(left - 6, up(tick) + 5, up.said(tick), anchor="end"))
    parts.append(d.rule(left, bottom, along.end, bottom, stroke=d.DARK, wide=1.5))
    for tick in along.ticks:
        parts.append(d.rule(along(tick), bottom, along(tick), bottom + 5, stroke=d.DARK))
        parts.append(d.text(along(tick), bottom + 20, along.said(tick), anchor="middle"))
    parts.append(d.text(along.end, bottom + 40, size_unit[:1].upper() + size_unit[1:], anchor="end"))
    parts.append(d.rule(left, up(float(centre)), along.end, up(float(centre)), stroke=d.DARK, wide=1.5))
    key = [(d.rule(0, 0, 28, 0, stroke=d.DARK, wide=1.5), f"All together: {centre:,}")]
    for limit, dashes in zip(limits, ("3 3", "8 4"), strict=False):
        for side in (1, 2):
            curve = [
                (along(edge[0]), up(edge[side])) if up.low <= edge[side] <= up.high and edge[0] <= along.high else None
                for edge in limit.curve
            ]
            parts.append(d.broken_line(curve, stroke=d.PURPLE, dashes=dashes))
        key.append((d.rule(0, 0, 28, 0, stroke=d.PURPLE, wide=2, dashes=dashes), limit.name))
    for place in sorted(there, key=lambda each: each.ours):
        x, y = along(place.size), up(float(place.rate or 0))
        shape, colour = (
            ("square", d.BLUE) if place.ours else ("diamond", d.ORANGE) if place.outside else ("circle", d.GREY)
        )
        parts.append(d.mark(x, y, shape, fill=colour, size=6 if place.ours else 3.5))
        if place.ours:
            anchor = "end" if x > (left + along.end) / 2 else "start"
            parts.append(
                d.text(x + (-10 if anchor == "end" else 10), y - 8, place.name, bold=True, anchor=anchor, halo=True)
            )
    key.append((d.mark(14, 0, "square", fill=d.BLUE, size=6), "Our area"))
    if any(place.outside and not place.ours for place in there):
        key.append((d.mark(14, 0, "diamond", fill=d.ORANGE, size=5), "Another area outside the limits"))
    if any(not place.outside and not place.ours for place in there):
        key.append((d.mark(14, 0, "circle", fill=d.GREY, size=4.5), "Another area within the limits"))
    if not any(place.ours for place in there):
        key = [entry for entry in key if entry[1] != "Our area"]
    under, high = d.lines_of_key(key, _MARGIN, bottom + 52, width - _MARGIN)
    outside = "; ".join(f"{p.name}: {p.shown}, {p.outside}" for p in there if p.outside)
    ours = "; ".join(f"{p.name}: {p.shown}, {p.outside or 'within the limits'}" for p in there if p.ours)
    alt = clean(
        f"Funnel plot. {title}, {unit}, by {size_unit}. All together: {centre:,}. {ours + '. ' if ours else ''}"
        f"{f'Outside the limits: {outside}' if outside else 'No area is outside the limits'}."
    )
    rows = tuple(
        (p.name, f"{p.size:,}", p.shown, p.outside or ("within" if p.rate is not None else "")) for p in places
    )
    headers = ("Area", size_unit[:1].upper() + size_unit[1:], unit[:1].upper() + unit[1:], "Limits")
    svg = d.framed(title, alt, width, bottom + 52 + high + _MARGIN, "".join(parts) + under)
    return Chart(clean(title), svg, alt, headers, rows)


def _wide(label: str) -> float:
    return width(label, d.SIZE)
