"""A return as a spreadsheet: one row for each line it asks, with its area, in any order; all rows or none."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse

from throughline.foundation.access.actors import Actor
from throughline.foundation.names import key_of
from throughline.foundation.sheets.api import Cell, ChoiceColumn, Column, Exchange, Layout, Plan, Problem, SheetChange
from throughline.office.dataset.models import Return, ReturnLine
from throughline.office.dataset.operations.returning import NOT_OPEN, Answer
from throughline.office.dataset.queries import returns as queries
from throughline.office.dataset.rules.returned import LIKE, Given, Standing, Unclear, read

Values = Mapping[str, Any]


def purpose_of(row: Return) -> str:
    return f"dataset.return.{row.pk}"


def layout(row: Return) -> Layout:
    areas = _areas(row)
    return Layout(
        (
            Column("code", "Code", "Which line: leave it as it is.", required=True, longest=200),
            Column("title", "Indicator", "For you to read; not looked at.", longest=500),
            Column("period", "Period", "For you to read; not looked at.", longest=100),
            Column("unit", "Unit", "For you to read; not looked at.", longest=100),
            ChoiceColumn("area", "Area", f"{' or '.join(areas)}.", True, choices={each: each for each in areas}),
            Column("value", "Value", f"It is {LIKE}. An empty cell says nothing: the value is missing.", longest=100),
            Column("note", "Note", "What a reader must know.", longest=500),
        ),
        may_lack=frozenset({"title", "period", "unit", "area", "note"}),
    )  # fmt: skip


def _areas(row: Return) -> list[str]:
    return [queries.area(), *([row.round.wider_area] if row.round.wider_area else [])]


def current(row: Return) -> list[list[Cell]]:
    """In the layout's order; numbers as numbers."""
    here = queries.area()
    found: list[list[Cell]] = []
    for line in row.lines.all():
        given = line.given
        wider = given.standing is Standing.WIDER_AREA
        value: Cell = given.number if given.number is not None else given.written
        area = row.round.wider_area if wider and given.number is not None else here
        found.append([line.key, line.name, line.period, line.unit, area, value, line.note])
    return found


def plan(row: Return, rows: Sequence[tuple[int, Values]]) -> Plan:
    """What the rows would change of the return. No query."""
    if row.state != "open":
        return Plan(problems=(Problem(1, "", NOT_OPEN.lower().rstrip(".")),))
    lines = {key_of(line.key): line for line in row.lines.all()}
    seen: dict[int, int] = {}
    problems: list[Problem] = []
    changes: list[SheetChange] = []
    answers: dict[int, Answer] = {}
    for number, values in rows:
        line = lines.get(key_of(values["code"]))
        if line is None:
            problems.append(Problem(number, "Code", "is not asked for in this return"))
            continue
        if line.pk in seen:
            problems.append(Problem(number, "Code", f"stands in row {seen[line.pk]} already"))
            continue
        seen[line.pk] = number
        try:
            given = _given(row, line, values)
        except Unclear as unclear:
            problems.append(Problem(number, "Value", str(unclear)))
            continue
        note = line.note if values["note"] is None else values["note"]
        answers[line.pk] = Answer(given, note)
        if (given, note) != (line.given, line.note):
            noted = " (note)" if given == line.given else ""
            changes.append(SheetChange(number, "change", line.key, f"{line.given.said} → {given.said}{noted}"))
    if problems:
        return Plan(problems=tuple(problems))
    left = len(lines) - len(seen)
    told = f"Lines of the return that are not in the file and stay as they are: {left} of {len(lines)}." if left else ""
    return Plan(tuple(changes), data=answers, note=told)


def _given(row: Return, line: ReturnLine, values: Values) -> Given:
    """A number that stands beside the wider area is the wider area's. Raises Unclear."""
    given = read(values["value"], line.unit)
    if row.round.wider_area and values["area"] == row.round.wider_area:
        if given.known is None and given.standing is not Standing.WIDER_AREA:
            raise Unclear("must be a number where the area is the wider one")
        return Given(Standing.WIDER_AREA, given.number)
    if given.standing is Standing.WIDER_AREA and not row.round.wider_area:
        raise Unclear("cannot be for a wider area: this round names none")
    return given


def exchange(row: Return, apply: Any) -> Exchange:
    """`apply(plan, upload id, actor)` is the view's, which knows the clock."""
    page = reverse("dataset:return", args=[row.pk])

    def planned(rows: Sequence[tuple[int, Values]], actor: Actor) -> Plan:
        return plan(row, rows)

    return Exchange(
        purpose=purpose_of(row),
        title="Fill the return by spreadsheet",
        says=f"The template is filled for {row.agency}: the lines that {row.round} asks, with what is on record. Change"
        " the values and send it back; all of it is taken or none. What Excel or Power BI exports comes in too: Code"
        " and Value are enough, and without Area the values are this area’s.",
        layout=lambda: layout(row),
        current=lambda actor: current(row),
        plan=planned,
        apply=apply,
        done=lambda: page,
        template_url=lambda: reverse("dataset:return_template", args=[row.pk]),
        back=lambda: (page, "Back to the return"),
    )
