"""Bar charts: one row a bar, its label above it and its number at its end. Pure but for the renderer."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from throughline.foundation.charts.chart import Chart
from throughline.foundation.charts.raster import renderer
from throughline.foundation.charts.text import clean, width, wrapped

FONT = "Atkinson Hyperlegible Next"
DARK = "#0b0c0c"
BAR = "#1d70b8"  # 5.2 to 1 on white
WIDTH = 350
SIZE = 15
LINE = 19
_GAP = 14


@dataclass(frozen=True)
class Bar:
    """`value` None is not drawn: `shown` says why ('c', 'not available'). `shown` is the number as written ('72.8').

    group: bars of one group stand under its name. comparison: somebody else's number beside our own; drawn hollow.
    """

    label: str
    value: Decimal | None
    shown: str
    group: str = ""
    comparison: bool = False


def bar_chart(title: str, bars: Sequence[Bar], *, unit: str, label_header: str = "What", note: str = "") -> Chart:
    """A chart of these bars, in their order. `unit` heads the table's numbers ('per 10,000 children'); `note` is added
    to the alternative text. Raises ValueError without a bar or for a number below 0."""
    if not bars:
        raise ValueError("A chart needs at least one bar.")
    if any(bar.value is not None and bar.value < 0 for bar in bars):
        raise ValueError("A bar chart shows amounts from 0 up.")
    title = clean(title)
    alt = _alt(title, bars, unit, note)
    svg = _accessible(renderer().vegalite_to_svg(specification(bars)), title, alt)
    grouped = any(bar.group for bar in bars)
    return Chart(
        title=title,
        svg=svg,
        alt=alt,
        headers=(*(["Group"] if grouped else []), label_header, unit[:1].upper() + unit[1:]),
        rows=tuple((*([bar.group] if grouped else []), bar.label, bar.shown) for bar in bars),
    )


def _alt(title: str, bars: Sequence[Bar], unit: str, note: str) -> str:
    said = "; ".join(f"{f'{b.group}, ' if b.group else ''}{b.label}: {b.shown}" for b in bars)
    return clean(f"Bar chart. {title}, {unit}. {said}. {note}")


def specification(bars: Sequence[Bar]) -> dict[str, Any]:
    """The chart as a Vega-Lite specification. Every place is worked out here, in pixels from the top; only lengths are
    left to the scale."""
    rows: list[dict[str, Any]] = []
    headings: list[dict[str, Any]] = []
    top, group = 0.0, ""
    for bar in bars:
        if bar.group and bar.group != group:
            top += _GAP / 2 if top else 0
            lines = wrapped(bar.group, WIDTH, SIZE + 1)
            headings.append({"y": top, "label": lines})
            top += LINE * len(lines) + 6
        group = bar.group
        lines = wrapped(bar.label, WIDTH, SIZE)
        begin = top + LINE * len(lines) + 2
        rows.append(
            {
                "y": top, "label": lines, "begin": begin, "middle": begin + 10, "end": begin + 20,
                "value": None if bar.value is None else float(bar.value), "shown": clean(bar.shown),
                "comparison": bar.comparison,
            }
        )  # fmt: skip
        top = begin + 20 + _GAP
    height = round(top - _GAP + 2)
    most = max((row["value"] for row in rows if row["value"] is not None), default=0.0)
    # As long as the bars can be with every number still beside its own.
    lengths = [(WIDTH - 12 - width(row["shown"], SIZE)) / (row["value"] / most) for row in rows if row["value"]]
    across = {"domain": [0, most or 1.0], "range": [0, max(min([*lengths, WIDTH - 12]), 60)], "nice": False}

    def down(field: str) -> dict[str, Any]:
        return {
            "field": field, "type": "quantitative", "axis": None,
            "scale": {"domain": [0, height], "range": [0, height], "nice": False, "zero": False},
        }  # fmt: skip

    length = {"field": "value", "type": "quantitative", "axis": None, "scale": across}
    text = {"type": "text", "align": "left", "fontSize": SIZE, "lineHeight": LINE, "fill": DARK}
    layers: list[dict[str, Any]] = [
        {
            "transform": [{"filter": f"datum.value !== null && {'' if hollow else '!'}datum.comparison"}],
            "mark": {
                "type": "rect", "fill": "#ffffff" if hollow else BAR, "stroke": BAR, "strokeWidth": 2,
            },
            "encoding": {
                "x": {**length, "field": "nought"}, "x2": {"field": "value"},
                "y": down("begin"), "y2": {"field": "end"},
            },
        }
        for hollow in (False, True)
    ]  # fmt: skip
    layers += [
        {
            "mark": {**text, "baseline": "line-top"},
            "encoding": {"x": {"value": 0}, "y": down("y"), "text": {"field": "label"}},
        },
        {
            "transform": [{"calculate": "datum.value === null ? 0 : datum.value", "as": "place"}],
            "mark": {**text, "baseline": "middle", "dx": 7, "fontWeight": 700},
            "encoding": {"x": {**length, "field": "place"}, "y": down("middle"), "text": {"field": "shown"}},
        },
    ]  # fmt: skip
    if headings:
        layers.append(
            {
                "data": {"values": headings},
                "mark": {**text, "baseline": "line-top", "fontWeight": 700, "fontSize": SIZE + 1},
                "encoding": {"x": {"value": 0}, "y": down("y"), "text": {"field": "label"}},
            }
        )
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "width": WIDTH,
        "height": height,
        "padding": 5,
        "background": "#ffffff",
        "data": {"values": [{**row, "nought": 0} for row in rows]},
        "layer": layers,
        "config": {"font": FONT, "view": {"stroke": None}, "text": {"font": FONT}, "aria": False},
    }


def _accessible(svg: str, title: str, alt: str) -> str:
    """As one image with a title and a description; ids differ from chart to chart, so several can be on a page."""
    mark = hashlib.sha256(f"{title}\0{alt}".encode()).hexdigest()[:10]
    svg = re.sub(r' (?:xmlns:xlink|version|class|aria-[a-z]+|role|display)="[^"]*"', "", svg)
    opened = re.match(r"<svg([^>]*)>", svg)
    if opened is None:
        raise ValueError("The renderer gave no SVG.")
    labelled = quoteattr(f"title-{mark} description-{mark}")
    return (
        f'<svg{opened[1]} role="img" aria-labelledby={labelled}>'
        f'<title id="title-{mark}">{escape(title)}</title><desc id="description-{mark}">{escape(alt)}</desc>'
        f"{svg[opened.end() :]}"
    )
