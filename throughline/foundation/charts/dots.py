"""Several numbers of each row on one scale, a mark each: what was and what is, what one says and another. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from throughline.foundation.charts import drawing as d
from throughline.foundation.charts.chart import Chart
from throughline.foundation.charts.series import WIDTH, Value
from throughline.foundation.charts.text import clean, wrapped

_MARGIN = 8.0
_LANE = 11.0  # each mark of a row has its own, so that none hides another
_MARKS: tuple[tuple[str, d.Shape], ...] = (
    (d.BLUE, "circle"), (d.ORANGE, "diamond"), (d.PURPLE, "square"), (d.GREEN, "triangle-up"), (d.GREY, "ring"),
)  # fmt: skip


@dataclass(frozen=True)
class DotRow:
    """`values`: one for each series, in their order; one without a number has no mark, and the table says why."""

    name: str
    values: tuple[Value, ...]


def dot_chart(
    title: str, series: Sequence[str], rows: Sequence[DotRow], *, unit: str, what: str = "What",
    most: float | None = None, width: int = WIDTH,
) -> Chart:  # fmt: skip
    """From 0 to the largest number, or to `most`. Raises ValueError for no series or more than five, without a row, or
    for a row of another length."""
    if not 1 <= len(series) <= len(_MARKS) or not rows:
        raise ValueError(f"A dot chart has one to {len(_MARKS)} series and at least one row.")
    if any(len(row.values) != len(series) for row in rows):
        raise ValueError("Every row needs a value or a gap for every series.")
    numbers = [float(v.number) for row in rows for v in row.values if v.number is not None]
    whole = all(number == int(number) for number in numbers)
    ends = [*numbers, *([most] if most is not None else [])]
    scale = d.scale(ends, _MARGIN + 8, width - _MARGIN - 16, nought=True, whole=whole)
    names, marks, y = [], [], _MARGIN
    for row in rows:
        for line in wrapped(row.name, width - 2 * _MARGIN, d.SIZE):
            names.append(d.text(_MARGIN, y + 13, line, halo=True))
            y += d.LINE
        places = [scale(float(v.number)) for v in row.values if v.number is not None]
        if places:
            middle = y + _LANE * len(series) / 2
            marks.append(d.rule(min(places), middle, max(places), middle, stroke=d.GREY, wide=2))
        else:
            names.append(d.text(_MARGIN, y + 13, row.values[0].shown, bold=True, halo=True))
        for lane, (value, (colour, shape)) in enumerate(zip(row.values, _MARKS, strict=False)):
            if value.number is not None:
                marks.append(d.mark(scale(float(value.number)), y + _LANE * (lane + 0.5), shape, fill=colour, size=5))
        y += max(_LANE * len(series), d.LINE) + 8
    grid = [d.rule(scale(tick), _MARGIN, scale(tick), y, stroke=d.FAINT) for tick in scale.ticks]
    said = [d.text(scale(tick), y + d.LINE, scale.said(tick), anchor="middle") for tick in scale.ticks]
    y += d.LINE + 4
    for line in wrapped(unit[:1].upper() + unit[1:], width - 2 * _MARGIN, d.SIZE):
        y += d.LINE
        said.append(d.text(_MARGIN, y, line))
    key = [
        (d.mark(14, 0, shape, fill=colour, size=5), name) for name, (colour, shape) in zip(series, _MARKS, strict=False)
    ]
    under, more = d.lines_of_key(key, _MARGIN, y + 8, width - _MARGIN)
    words = ". ".join(
        f"{row.name}: " + ", ".join(f"{name} {v.shown}" for name, v in zip(series, row.values, strict=True))
        for row in rows
    )
    alt = clean(f"Dot chart. {title}, {unit}. {words}.")
    body = "".join([*grid, *names, *marks, *said]) + under
    return Chart(
        clean(title), d.framed(title, alt, width, y + 8 + more + _MARGIN, body), alt, (what, *series),
        tuple((row.name, *(v.shown for v in row.values)) for row in rows),
    )  # fmt: skip
