"""What an exploration shows: a chart an indicator and unit, one table, and the same as rows of a file."""

from collections.abc import Sequence
from decimal import Decimal

from throughline.foundation.charts.series import Line, Value, trend_chart
from throughline.foundation.ui.parts import Column, Table
from throughline.office.dataset.presenters.charts import shown
from throughline.office.dataset.presenters.indicator import Drawn, picture
from throughline.office.dataset.queries.explore import Found

HEADING = ("Code", "Indicator", "Series", "Area", "Group", "Period", "Ends", "Unit", "Value", "Shown")
LINES = 5


def _said(each: Found) -> str:
    if each.number is None:
        return shown(None, each.symbol)
    return f"{each.number:,f}" if each.divided else shown(each.number)


def rows(found: Sequence[Found]) -> list[list[str | Decimal | None]]:
    return [
        [
            each.indicator.code, str(each.indicator), each.series, each.area, each.group, each.label,
            each.ends.isoformat(), each.unit, each.number, _said(each),
        ]
        for each in found
    ]  # fmt: skip


def table(found: Sequence[Found]) -> Table:
    columns = [Column(label, label == "Value") for label in ("Indicator", "Area", "Period", "Unit", "Value")]
    return Table(
        "What you picked",
        columns,
        [
            [f"{each.indicator.code} {each.indicator}", _area(each), each.label, each.unit, _said(each)]
            for each in found
        ],
    )  # fmt: skip


def _area(each: Found) -> str:
    series = "returned to the partnership" if each.series == "own" else "official"
    return f"{each.area}, {each.group}" if each.group else f"{each.area}, {series}"


def drawn(found: Sequence[Found]) -> list[Drawn]:
    """At most five lines a chart; what is left stands in the table, and the note says so."""
    charts = []
    keys = dict.fromkeys((each.indicator.pk, each.unit) for each in found)
    for indicator, unit in keys:
        mine = [each for each in found if (each.indicator.pk, each.unit) == (indicator, unit)]
        ends = sorted({each.ends for each in mine})
        labels = {each.ends: each.label for each in mine}
        names = list(dict.fromkeys(_area(each) for each in mine))
        held = {(_area(each), each.ends): each for each in mine}
        lines = [
            Line(name, tuple(_value(held.get((name, day))) for day in ends))
            for name in names[:LINES]
        ]  # fmt: skip
        title = f"{mine[0].indicator.code} {mine[0].indicator}, {unit}"
        chart = trend_chart(title, [labels[day] for day in ends], lines, unit=unit)
        note = f"The chart has the first {LINES} of {len(names)}; the table has all." if len(names) > LINES else ""
        charts.append(Drawn(title, picture(chart), note=note))
    return charts


def _value(each: Found | None) -> Value:
    return Value(None) if each is None else Value(each.number, _said(each))
