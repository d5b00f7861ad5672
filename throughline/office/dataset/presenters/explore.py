"""What an exploration shows: a chart and a table an indicator and unit, and the same as rows of a file."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from throughline.foundation.charts.chart import as_picture
from throughline.foundation.charts.series import Line, Value, trend_chart
from throughline.foundation.documents.html import fragment
from throughline.foundation.ui.parts import Column, Table
from throughline.office.dataset.presenters.charts import shown
from throughline.office.dataset.presenters.indicator import Drawn
from throughline.office.dataset.queries.explore import Found

HEADING = ("Code", "Indicator", "Series", "Area", "Group", "Period", "Ends", "Unit", "Value", "Shown")
LINES = 5
ACROSS = 6  # columns of a table that a page of paper holds


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


@dataclass(frozen=True)
class Part:
    """An indicator in one unit: its chart, and the same as tables below it."""

    chart: Drawn
    tables: list[Table]


def parts(found: Sequence[Found]) -> list[Part]:
    made: dict[tuple[int, str], list[Found]] = {}
    for each in found:
        made.setdefault((each.indicator.pk, each.unit), []).append(each)
    return [Part(_drawn(mine), _tables(mine)) for mine in made.values()]


def _tables(mine: Sequence[Found]) -> list[Table]:
    """Periods downwards, the latest first, areas or groups across; a wide one in parts, each with its periods."""
    labels = {each.ends: each.label for each in mine}
    held: dict[tuple[str, date], list[Found]] = {}
    for each in mine:
        held.setdefault((_area(each), each.ends), []).append(each)
    names = list(dict.fromkeys(name for name, _ in held))
    made = []
    for start in range(0, len(names), ACROSS):
        part = names[start : start + ACROSS]
        columns = [Column("Period"), *(Column(name, numeric=True) for name in part)]
        days = [day for day in sorted(labels, reverse=True) if any((name, day) in held for name in part)]
        rows = [[labels[day], *(_cell(held.get((name, day), ())) for name in part)] for day in days]
        first = f", {part[0]} and others" if start else ""
        made.append(Table(f"{_title(mine[0])}{first}", columns, rows))
    return made


def _cell(ending: Sequence[Found]) -> str:
    """Values of one column that end on the same day; of a quarter and of the year it closes, each says which it is."""
    if len(ending) == 1:
        return _said(ending[0])
    return "; ".join(f"{_said(each)} ({each.label})" for each in ending)


def _title(each: Found) -> str:
    return f"{each.indicator.code} {each.indicator}, {each.unit}"


def _area(each: Found) -> str:
    series = "returned to the partnership" if each.series == "own" else "official"
    return f"{each.area}, {each.group}" if each.group else f"{each.area}, {series}"


def _drawn(mine: Sequence[Found]) -> Drawn:
    """At most five lines; what is left stands in the table, and the note says so."""
    ends = sorted({each.ends for each in mine})
    labels = {each.ends: each.label for each in mine}
    names = list(dict.fromkeys(_area(each) for each in mine))
    held = {(_area(each), each.ends): each for each in mine}
    lines = [Line(name, tuple(_value(held.get((name, day))) for day in ends)) for name in names[:LINES]]
    title = _title(mine[0])
    chart = trend_chart(title, [labels[day] for day in ends], lines, unit=mine[0].unit)
    note = f"The chart has the first {LINES} of {len(names)}; the table has all." if len(names) > LINES else ""
    return Drawn(title, fragment([replace(as_picture(chart), table=None, caption="")]), note=note)


def _value(each: Found | None) -> Value:
    return Value(None) if each is None else Value(each.number, _said(each))
