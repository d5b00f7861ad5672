"""Rounds and returns as pages show them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from throughline.foundation.figures import periods
from throughline.foundation.ui import formats
from throughline.foundation.ui.parts import Cell, Column, SummaryRow, Table
from throughline.foundation.ui.site import NavigationItem
from throughline.foundation.workflow.api import StateEntered
from throughline.office.dataset.grid import Line, Typed, written
from throughline.office.dataset.models import Explanation, Return, ReturnLine, ReturnRound, ReturnRule
from throughline.office.dataset.queries.returns import Official, Returner, quarter
from throughline.office.dataset.rules.chasing import standing_of
from throughline.office.dataset.rules.checking import Broken, Kind, Missing
from throughline.office.dataset.rules.returned import Given
from throughline.office.dataset.rules.standing import Facts
from throughline.office.dataset.workflow import RETURN

WAITING = ("open", "submitted")  # for the agency


def rounds_table(rows: Iterable[Any], today: date) -> Table:
    return Table(
        "Rounds of returns",
        [Column("Round"), Column("Due"), Column("Accepted", True), Column("Asked", True)],
        [
            [
                Cell(quarter(row).words, reverse("dataset:round", args=[row.pk])), formats.day(row.due),
                formats.number(row.accepted), formats.number(row.asked),
            ]
            for row in rows
        ],
    )  # fmt: skip


def returns_table(rows: Iterable[Return], today: date) -> Table:
    """Of an agency's people."""
    return Table(
        "Returns",
        [Column("Return"), Column("Round"), Column("Due"), Column("How it stands")],
        [
            [
                Cell(row.agency.name, reverse("dataset:return", args=[row.pk])), quarter(row.round).words,
                formats.day(row.round.due), stands(row, today),
            ]
            for row in rows
        ],
    )  # fmt: skip


def stands(row: Return, today: date) -> str:
    """'To be filled, overdue by 3 days', 'Accepted'."""
    label = RETURN.state(row.state).label
    return f"{label}, {standing_of(row.round.due, today)}" if row.state in WAITING else label


def round_table(rows: Iterable[Any], today: date) -> Table:
    """Who has returned and who has not."""
    return Table(
        "Who has returned",
        [Column("Agency"), Column("How it stands"), Column("Lines", True), Column("Empty", True)],
        [
            [
                Cell(row.agency.name, reverse("dataset:return", args=[row.pk])), stands(row, today),
                formats.number(row.lines_asked), formats.number(row.lines_missing),
            ]
            for row in rows
        ],
    )  # fmt: skip


def round_rows(row: ReturnRound, today: date) -> list[SummaryRow]:
    said = [
        ("Asked on", formats.day(row.opened_on)),
        ("Due", f"{formats.day(row.due)} ({standing_of(row.due, today)})"),
        ("Wider area", row.wider_area or "none"),
        ("Note", row.note),
    ]
    return [SummaryRow(key, value) for key, value in said if value]


def not_returned(rows: Iterable[Return]) -> list[str]:
    return [row.agency.name for row in rows if row.state in WAITING]


def return_rows(row: Return, today: date) -> list[SummaryRow]:
    said = [
        ("Round", quarter(row.round).words),
        ("Due", formats.day(row.round.due)),
        ("Wider area", row.round.wider_area or "none"),
        ("Note from the business unit", row.round.note),
        ("Approved by", str(row.approved_by) if row.approved_by and row.state in ("approved", "accepted") else ""),
    ]
    return [SummaryRow(key, value) for key, value in said if value]


def lines_of(row: Return) -> list[Line]:
    return [Line(line.pk, line.key, line.name, line.unit) for line in row.lines.all()]


def values_table(row: Return, official: Mapping[int, Official]) -> Table:
    """What was said, and the official count beside it."""
    beside = bool(official)
    heading = [Column("Indicator"), Column("Said", True), Column("Unit"), Column("Period"), Column("Note")]
    if beside:
        heading.insert(2, Column("Official count, latest", True))
    rows: list[list[str | Cell]] = []
    for line in row.lines.all():
        cells: list[str | Cell] = [
            f"{line.key}: {line.name}", shown(line.given), line.unit, _period(line), line.note,
        ]  # fmt: skip
        if beside:
            cells.insert(2, _official(line, official))
        rows.append(cells)
    return Table("What the agency says", heading, rows)


def shown(given: Given) -> str:
    """As a reader sees it, thousands separated."""
    if given.known is not None:
        return formats.number(given.known)
    return given.said


def _period(line: ReturnLine) -> str:
    words = periods.in_words(line.period)
    return words.removeprefix("in ").removeprefix("on ")


def _official(line: ReturnLine, official: Mapping[int, Official]) -> str:
    found = official.get(line.indicator_id) if not line.breakdown else None
    return f"{found.written} ({found.period})" if found else ""


def broken_table(broken: Sequence[Broken], explained: Mapping[str, Explanation]) -> Table:
    return Table(
        "Rules that it breaks",
        [Column("Rule"), Column("What is broken"), Column("Explanation")],
        [
            [
                f"{each.code} {each.check.kind.label}", each.says,
                _explanation(explained[each.mark]) if each.mark in explained else "not explained yet",
            ]
            for each in broken
        ],
    )  # fmt: skip


def _explanation(row: Explanation) -> str:
    return f"{row.text} ({row.by}, {formats.day(row.at)})"


def earlier_explanations(row: Return, explained: Mapping[str, Explanation]) -> Table | None:
    """Of values that have changed since."""
    now = {each.pk for each in explained.values()}
    rows = [each for each in row.explanations.all() if each.pk not in now]
    if not rows:
        return None
    return Table(
        "Explained earlier",
        [Column("Rule"), Column("What was broken"), Column("Explanation")],
        [[each.code, each.says, _explanation(each)] for each in rows],
    )


def restatements_table(row: Return) -> Table | None:
    rows = [
        [
            line.name, f"{shown(each.before)} (accepted {formats.day(each.before_at)})",
            f"{shown(each.after)} (accepted {formats.day(each.after_at)})", str(each.by),
        ]
        for line in row.lines.all()
        for each in line.restatements.all()
    ]  # fmt: skip
    if not rows:
        return None
    return Table("Restated", [Column("Indicator"), Column("Before"), Column("After"), Column("By")], rows)


def story_table(ways: Iterable[StateEntered]) -> Table:
    return Table(
        "What happened",
        [Column("When"), Column("State"), Column("Who"), Column("Reason")],
        [
            [formats.moment(each.at), RETURN.state(each.state).label, str(each.by), each.reason]
            for each in ways
        ],
    )  # fmt: skip


def steps_of(row: Return, who: Returner) -> list[NavigationItem]:
    """What this person can do with it now, by the machine's table."""
    mine = {
        "submit": who.may_fill(row.agency_id), "approve": row.agency_id in who.leads,
        "send_back": row.agency_id in who.leads, "query": who.manages, "accept": who.manages, "reopen": who.manages,
    }  # fmt: skip
    return [
        NavigationItem(way.label, reverse("dataset:move_return", args=[row.pk, way.name]), False)
        for way in RETURN.ways_on(row.state)
        if mine[way.name]
    ]


def what_is_left(facts: Facts) -> str:
    """Before it can be sent."""
    left = []
    if facts.missing:
        left.append(formats.counted(facts.missing, "empty line"))
    if facts.unexplained:
        left.append(f"{formats.counted(facts.unexplained, 'broken rule')} to explain")
    return f"Before it can be sent: {' and '.join(left)}." if left else ""


@dataclass(frozen=True)
class GridRow:
    """A row of the grid. `now`: what somebody else saved meanwhile, '' where it is what was typed on."""

    id: int
    key: str
    name: str
    unit: str
    period: str
    value: str
    note: str
    error: str
    before: str
    official: str
    now: str


def grid_rows(
    row: Return,
    typed: Mapping[int, Typed],
    wrong: Mapping[int, str],
    official: Mapping[int, Official],
    before: Mapping[int, Given],
    opened_on: Mapping[int, str] | None = None,
) -> list[GridRow]:
    """`opened_on`: what stood in each cell when this page was opened, to show what changed meanwhile."""
    return [
        GridRow(
            id=line.pk,
            key=line.key,
            name=line.name,
            unit=line.unit,
            period=_period(line),
            value=typed[line.pk].value,
            note=typed[line.pk].note,
            error=wrong.get(line.pk, ""),
            before=shown(before[line.pk]) if line.pk in before else "",
            official=_official(line, official),
            now=_now(line, typed[line.pk], opened_on),
        )
        for line in row.lines.all()
    ]


def _now(line: ReturnLine, typed: Typed, opened_on: Mapping[int, str] | None) -> str:
    if opened_on is None or line.given.written == opened_on.get(line.pk, "") or line.given.written == typed.value:
        return ""
    return line.given.said


def as_typed(row: Return) -> dict[int, Typed]:
    return {line.pk: written(line.given, line.note) for line in row.lines.all()}


def rules_table(rows: Iterable[ReturnRule]) -> Table:
    return Table(
        "Rules of this partnership",
        [Column("Rule"), Column("Whole, or one of the pair"), Column("Part, or the other"), Column("Missing value"),
         Column("Why"), Column("Change")],
        [
            [
                f"{Kind(row.kind).code} {Kind(row.kind).label}", str(row.whole), str(row.part),
                Missing(row.missing).label, row.why,
                Cell("Drop it", reverse("dataset:drop_return_rule", args=[row.pk])),
            ]
            for row in rows
        ],
    )  # fmt: skip
