"""The board of a cycle: who is where."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.urls import reverse

from throughline.foundation.ui import formats
from throughline.foundation.ui.parts import Cell, Column, Table, Tile
from throughline.foundation.ui.site import NavigationItem
from throughline.office.audits.models import AssessmentCycle, Return
from throughline.office.audits.rules.returns import IN, due_words
from throughline.office.audits.workflow import CYCLE, RETURN


def cycles_table(rows: Sequence[tuple[AssessmentCycle, int, int]]) -> Table | None:
    """(cycle, asked, handed in)."""
    if not rows:
        return None
    return Table(
        "Cycles",
        [Column("Cycle"), Column("Kind"), Column("State"), Column("Due"), Column("Asked", numeric=True),
         Column("Handed in", numeric=True)],
        [
            [
                Cell(row.title, reverse("audits:cycle", args=[row.pk])), row.get_kind_display(),
                CYCLE.state(row.state).label, formats.day(row.due), formats.number(asked), formats.number(done),
            ]
            for row, asked, done in rows
        ],
    )  # fmt: skip


def tiles(counts: Mapping[str, int], late: int) -> list[Tile]:
    found = [
        Tile(state.label, formats.number(counts.get(state.name, 0)),
             link=NavigationItem("See them", f"?state={state.name}", False) if counts.get(state.name) else None)
        for state in RETURN.states
    ]  # fmt: skip
    return [*found, Tile("Overdue", formats.number(late),
                         link=NavigationItem("See them", "?state=late", False) if late else None)]  # fmt: skip


def table(rows: Sequence[Return], extended: Mapping[int, int], today: date) -> Table | None:
    if not rows:
        return None
    return Table(
        "Who is where",
        [Column("Body"), Column("Why"), Column("State"), Column("Answered"), Column("Due"), Column("Lead")],
        [
            [
                Cell(f"{row.name} ({row.urn})" if row.urn else row.name, reverse("audits:return", args=[row.pk])),
                row.get_why_display(), RETURN.state(row.state).label, f"{row.answered} of {row.asked}",
                _due(row, extended.get(row.pk, 0), today), row.lead_email or "not named yet",
            ]
            for row in rows
        ],
    )  # fmt: skip


def _due(row: Return, extended: int, today: date) -> str:
    words = formats.day(row.due)
    if row.state not in IN:
        words += f", {due_words(row.due, today)}"
    return f"{words}, extended" if extended else words


def mine_table(rows: Sequence[Return], today: date) -> Table | None:
    if not rows:
        return None
    return Table(
        "Self-assessments that you were asked for",
        [Column("For"), Column("Self-assessment"), Column("State"), Column("Answered"), Column("Due")],
        [
            [
                Cell(row.name, reverse("audits:return", args=[row.pk])), row.cycle.title,
                RETURN.state(row.state).label, f"{row.answered} of {row.asked}", _due(row, 0, today),
            ]
            for row in rows
        ],
    )  # fmt: skip
