"""Actions as rows of a table, of a file, and as cards of the board."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from throughline.foundation.sheets.api import Cell as FileCell
from throughline.foundation.ui import formats
from throughline.foundation.ui.parts import Card, Cell, Column, Table
from throughline.office.actions import sources
from throughline.office.actions.models import Action
from throughline.office.actions.queries import standing_of_row
from throughline.office.actions.rules import Delivery, Priority, Standing, overdue_days
from throughline.office.actions.sources import Named

FILE_HEADING = [
    "Reference", "Action", "How it stands", "Due", "First due", "Days overdue", "Priority", "Owner", "Agency", "Group",
    "Where it comes from", "Delivered", "Closed",
]  # fmt: skip
VACANT = "vacant"


def owner_words(row: Action) -> str:
    """The owner's name with the post; 'vacant: Head of midwifery' where nobody has it."""
    post = row.post.title if row.post else ""
    if row.owner is None:
        return f"{VACANT}: {post}"
    return f"{row.owner}, {post}" if post else str(row.owner)


def due_words(row: Action, today: date) -> str:
    late = overdue_days(row.due, today, Delivery(row.delivery))
    words = formats.day(row.due)
    return f"{words}: {formats.counted(late, 'day')} overdue" if late else words


def source_words(row: Action, names: Mapping[tuple[str, int | None], Named]) -> str:
    """'Review: Isabel'; the kind alone where the reader may not know which."""
    label = sources.label_of(row.source_kind)
    found = names.get((row.source_kind, row.source_id))
    return f"{label}: {found.title}" if found else label


def table(rows: Sequence[Action], names: Mapping[tuple[str, int | None], Named], today: date) -> Table | None:
    """None when there is none."""
    if not rows:
        return None
    return Table(
        "Actions",
        [Column("Action"), Column("How it stands"), Column("Due"), Column("Owner"), Column("Agency"), Column("From")],
        [
            [
                Cell(f"{row.reference} {row.title}", reverse("actions:action", args=[row.pk])),
                standing_of_row(row).label,
                due_words(row, today),
                owner_words(row),
                str(row.agency or "none"),
                source_words(row, names),
            ]
            for row in rows
        ],
    )


def file_rows(
    rows: Iterable[Action], names: Mapping[tuple[str, int | None], Named], today: date
) -> Iterable[list[FileCell]]:
    """In the order of FILE_HEADING."""
    for row in rows:
        yield [
            row.reference, row.title, standing_of_row(row).label, row.due, row.first_due,
            overdue_days(row.due, today, Delivery(row.delivery)), Priority(row.priority).label, owner_words(row),
            str(row.agency or ""), str(row.group or ""), source_words(row, names), row.delivered_on, row.closed_on,
        ]  # fmt: skip


@dataclass(frozen=True)
class BoardColumn:
    """`more`: how many cards are not shown; `url` lists them all."""

    standing: str
    count: int
    cards: list[Card]
    more: int
    url: str


def card(row: Action, today: date) -> Card:
    late = overdue_days(row.due, today, Delivery(row.delivery))
    return Card(
        title=f"{row.reference} {row.title}",
        url=reverse("actions:action", args=[row.pk]),
        text=f"{owner_words(row)}. Due {formats.day(row.due)}.",
        note=str(row.agency or ""),
        tag=f"{formats.counted(late, 'day')} overdue" if late else "",
        tag_colour="red",
    )


def column(standing: Standing, rows: Sequence[Action], count: int, query: str, today: date) -> BoardColumn:
    return BoardColumn(
        standing=standing.label,
        count=count,
        cards=[card(row, today) for row in rows],
        more=count - len(rows),
        url=f"{reverse('actions:list')}?{query}standing={standing.value}",
    )
