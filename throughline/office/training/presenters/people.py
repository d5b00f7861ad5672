"""People of training as the office sees them."""

from collections.abc import Sequence
from itertools import pairwise

from django.urls import reverse

from throughline.foundation.access.models import User
from throughline.foundation.ui import formats
from throughline.foundation.ui.parts import Cell, Column, SummaryRow, Table
from throughline.office.training.models import LearningRecord, PersonMerge
from throughline.office.training.queries.people import Merge
from throughline.office.training.rules.people import Someone, is_shared, mail_address


def found_table(people: Sequence[Someone]) -> Table | None:
    if not people:
        return None
    return Table(
        "People found",
        [Column("Name"), Column("Email"), Column("Agency")],
        [
            [
                Cell(one.name or one.email, reverse("training:person", args=[one.id])),
                one.email,
                one.agency or "not given",
            ]
            for one in people
        ],
        stacked=True,
    )


def doubles_table(groups: Sequence[Sequence[Someone]]) -> Table | None:
    """TR-172: pairs that share a name, each with the way to compare them. None when there is none."""
    rows: list[list[str | Cell]] = [
        [
            first.name, f"{first.email} ({first.agency or 'no agency'})",
            f"{other.email} ({other.agency or 'no agency'})",
            Cell("Compare", reverse("training:merge", args=[first.id, other.id])),
        ]
        for group in groups
        for first, other in pairwise(group)
    ]  # fmt: skip
    columns = [Column("Name"), Column("One account"), Column("Another account"), Column("Join")]
    return Table("Perhaps the same person", columns, rows, stacked=True) if rows else None


def person_rows(person: User) -> list[SummaryRow]:
    rows = [
        SummaryRow("Name", person.name or "not given"),
        SummaryRow("Email", person.email),
        SummaryRow("Job title", person.job_title or "not given"),
        SummaryRow("Agency now", person.agency_name or "not given"),
    ]
    if is_shared(person.email):
        rows.append(SummaryRow("Shared mailbox", f"Mail goes to {mail_address(person.email)}, read by several."))
    return rows


def learnt_table(records: Sequence[LearningRecord]) -> Table | None:
    if not records:
        return None
    return Table(
        "Training passport",
        [Column("What"), Column("Day"), Column("Hours", numeric=True), Column("Runs out")],
        [
            [
                record.title, formats.day(record.day),
                formats.number(record.hours) if record.hours is not None else "not stated",
                formats.day(record.runs_out) if record.runs_out else "does not run out",
            ]
            for record in records
        ],
        stacked=True,
    )  # fmt: skip


def merge_rows(found: Merge) -> list[SummaryRow]:
    """What would happen, a line each."""
    rows = [SummaryRow(what.capitalize(), formats.number(count)) for what, count in found.moves.items()]
    rows += [SummaryRow("Booked twice", f"{title}: the place with less attendance is cancelled")
             for title in found.double.values()]  # fmt: skip
    return rows or [SummaryRow("Training on record", "none")]


def merged_words(merge: PersonMerge) -> str:
    return f"The training of {merge.merged.email} is that of {merge.kept.email} from now on."
