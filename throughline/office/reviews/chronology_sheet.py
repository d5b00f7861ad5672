"""The spreadsheet in which an agency returns its chronology. It is read and forgotten: no copy of the file is kept."""

from collections.abc import Sequence
from typing import Any

from throughline.foundation.sheets.api import (
    LIMITS,
    Column,
    DayColumn,
    Layout,
    Parsed,
    Problem,
    Unreadable,
    Wrong,
    read_rows,
)
from throughline.foundation.ui import parts
from throughline.office.reviews.operations.returns import EntryInput


class TimeColumn(Column):
    def value(self, text: str) -> str:
        """HH:MM, from 9:30 or 09:30:00."""
        hours, _, minutes = text.partition(":")
        minutes = minutes[:2]
        if not (hours.isdigit() and minutes.isdigit() and int(hours) < 24 and int(minutes) < 60):
            raise Wrong("must be a time, like 14:30")
        return f"{int(hours):02}:{int(minutes):02}"


LAYOUT = Layout(
    (
        DayColumn("on", "Day", "A day, like 2024-02-05.", required=True),
        TimeColumn("time", "Time", "Like 14:30; empty where it is not known.", longest=8),
        Column("child", "Child", "Whom it is about, written the same in each row.", longest=100),
        Column(
            "event",
            "Event",
            "A short name, such as: hospital visit. Agencies’ entries are compared by it.",
            longest=100,
        ),
        Column("theme", "Theme", "Such as: neglect.", longest=100),
        Column("what", "What is on record", "In plain words.", required=True, longest=4000),
        DayColumn("known_on", "Known on", "The day on which your agency knew of it, where it was later."),
        Column("source", "Source", "Where it is recorded.", longest=200),
    )
)


def read(file: Any) -> Parsed:
    """Raises Unreadable."""
    if file.size > LIMITS.size:
        raise Unreadable(f"The file must be {LIMITS.size // 1_000_000} MB or smaller.")
    return LAYOUT.parse(read_rows(file.read()))


def inputs(parsed: Parsed) -> list[EntryInput]:
    return [EntryInput(**values) for _, values in parsed.rows]


def problems_table(problems: Sequence[Problem]) -> parts.Table:
    return parts.Table(
        "What must be put right",
        [parts.Column("Row"), parts.Column("Column"), parts.Column("What is wrong")],
        [[str(each.row), each.column or "the whole row", each.says] for each in problems],
    )
