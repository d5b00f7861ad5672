"""Bytes → heading and rows. What cannot be read at all raises Unreadable, with its place."""

import csv
import io
from dataclasses import dataclass

MOST_ROWS = 500_000
MOST_COLUMNS = 300
LONGEST_CELL = 2_000


@dataclass(frozen=True)
class Refusal:
    """`row` as a spreadsheet counts (the heading is row 1), 0 for the whole file; `column` by its heading, or ''."""

    row: int
    column: str
    reason: str

    def __str__(self) -> str:
        place = f"Row {self.row}" if self.row else "The file"
        return f"{place}{f', column {self.column}' if self.column else ''}: {self.reason}"


class Unreadable(Exception):
    """The file as a whole is refused."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(str(refusal))
        self.refusal = refusal


@dataclass(frozen=True)
class Table:
    """`rows`: (number, cells as long as the heading). `refused`: rows of another length; they are not in `rows`."""

    heading: tuple[str, ...]
    rows: list[tuple[int, list[str]]]
    refused: list[Refusal]


def rows_of(content: bytes, *, most_rows: int = MOST_ROWS) -> Table:
    """A comma-separated file in UTF-8, with or without a byte-order mark. Empty lines are skipped, empty columns at the
    right end as well. Raises Unreadable."""
    reader = csv.reader(io.StringIO(_decoded(content), newline=""), strict=True)
    heading: tuple[str, ...] | None = None
    rows: list[tuple[int, list[str]]] = []
    refused: list[Refusal] = []
    width = 0
    number = 0
    try:
        for number, cells in enumerate(reader, start=1):
            if not any(cell.strip() for cell in cells):
                continue
            if heading is None:
                heading = _heading(cells, number)
                width = len(cells)
                continue
            if len(cells) != width:
                refused.append(Refusal(number, "", f"The row has {len(cells)} cells, the heading has {width}."))
                continue
            if any(cell.strip() for cell in cells[len(heading) :]):
                refused.append(Refusal(number, "", "A cell stands under a column without a heading."))
                continue
            if len(rows) >= most_rows:
                raise Unreadable(Refusal(number, "", f"A file may have {most_rows:,} rows. Split it by year."))
            rows.append((number, cells[: len(heading)]))
    except csv.Error as error:
        raise Unreadable(Refusal(number + 1, "", f"The row cannot be read: {error}.")) from error
    if heading is None:
        raise Unreadable(Refusal(0, "", "The file is empty."))
    if not rows and not refused:
        raise Unreadable(Refusal(0, "", "The file has a heading and no rows."))
    return Table(heading, rows, refused)


def _decoded(content: bytes) -> str:
    if not content.strip():
        raise Unreadable(Refusal(0, "", "The file is empty."))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = content.count(b"\n", 0, error.start) + 1
        raise Unreadable(
            Refusal(row, "", "The file is not in UTF-8. Save it as ‘CSV UTF-8 (comma delimited)’ and try again.")
        ) from error
    if "\0" in text:
        row = text.count("\n", 0, text.index("\0")) + 1
        raise Unreadable(Refusal(row, "", "The file is no text: it holds a zero byte."))
    return text


def _heading(cells: list[str], number: int) -> tuple[str, ...]:
    names = [cell.strip() for cell in cells]
    while names and not names[-1]:
        names.pop()
    if len(names) > MOST_COLUMNS:
        raise Unreadable(Refusal(number, "", f"The file has {len(names)} columns; {MOST_COLUMNS} are the most."))
    for place, name in enumerate(names, start=1):
        if not name:
            raise Unreadable(Refusal(number, "", f"Column {place} has no heading."))
        if len(name) > 200:
            raise Unreadable(Refusal(number, name[:40], "The heading is longer than 200 characters."))
    return tuple(names)
