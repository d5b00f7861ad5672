"""A group's action report: what is open, overdue, closed and proven, as blocks. Finished values in."""

from collections.abc import Sequence
from datetime import date

from throughline.foundation.documents.blocks import Block, Document, Heading, Paragraph, Table, text
from throughline.foundation.ui import formats
from throughline.office.actions.models import Action
from throughline.office.actions.presenters.listing import due_words, owner_words
from throughline.office.actions.queries import standing_of_row
from throughline.office.actions.rules import Delivery, Standing, overdue_days


def group_report(*, group: str, partnership: str, rows: Sequence[Action], today: date) -> Document:
    """A summary in one sentence, then a table a standing."""
    blocks: list[Block] = [Paragraph(text(_summary(rows, today)))]
    for standing in Standing:
        found = [row for row in rows if standing_of_row(row) is standing]
        if found:
            blocks += [Heading(2, text(f"{standing.label} ({len(found)})"), standing.value), _table(found, today)]
    return Document(
        title=f"Actions of {group}", blocks=tuple(blocks), author=partnership,
        lines=(partnership, f"As at {formats.day(today)}"),
    )  # fmt: skip


def _summary(rows: Sequence[Action], today: date) -> str:
    if not rows:
        return "No action of this group is on record."
    late = sum(1 for row in rows if overdue_days(row.due, today, Delivery(row.delivery)))
    number = formats.counted(len(rows), "action")
    return f"{number} on record; {late} overdue." if late else f"{number} on record; none is overdue."


def _table(rows: Sequence[Action], today: date) -> Table:
    return Table(
        headers=tuple(text(label) for label in ("Action", "Owner", "Agency", "Due", "What should be different")),
        rows=tuple(
            (
                text(f"{row.reference} {row.title}"),
                text(owner_words(row)),
                text(str(row.agency or "none")),
                text(due_words(row, today)),
                text(row.should_differ or "not said yet"),
            )
            for row in rows
        ),
    )
