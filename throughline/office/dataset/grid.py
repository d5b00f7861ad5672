"""The grid of a return: what was typed, what is wrong with which cell, and a block pasted from a spreadsheet. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from throughline.foundation.names import key_of
from throughline.foundation.sheets.api import as_written
from throughline.foundation.ui import formats
from throughline.office.dataset.operations.returning import Answer
from throughline.office.dataset.rules.returned import Given, Standing, Unclear, read

LONGEST_NOTE = 500


@dataclass(frozen=True)
class Line:
    """What the grid needs of a line of the return."""

    id: int
    key: str
    name: str
    unit: str


@dataclass(frozen=True)
class Typed:
    value: str
    note: str = ""


def answers(
    lines: Sequence[Line], typed: Mapping[int, Typed], *, wider: bool
) -> tuple[dict[int, Answer], dict[int, str]]:
    """(line's id → what it says, line's id → what is wrong with it). `wider`: does the round name a wider area?"""
    said: dict[int, Answer] = {}
    wrong: dict[int, str] = {}
    for line in lines:
        cell = typed[line.id]
        try:
            given = read(as_written(cell.value), line.unit)
        except Unclear as unclear:
            wrong[line.id] = str(unclear)
            continue
        if given.standing is Standing.WIDER_AREA and not wider:
            wrong[line.id] = "cannot be for a wider area: this round names none. Say ‘not held’"
        elif len(cell.note) > LONGEST_NOTE:
            wrong[line.id] = f"has a note longer than {LONGEST_NOTE} characters"
        else:
            said[line.id] = Answer(given, cell.note.strip())
    return said, wrong


def pasted(text: str, lines: Sequence[Line]) -> tuple[dict[int, str], str]:
    """(line's id → the text for its cell, what is wrong with the block or '').

    Rows that begin with a line's code go to that line, whatever their order; the value is the next cell. Otherwise the
    first column fills the grid from the top. All or nothing.
    """
    rows = [[cell.strip() for cell in row.split("\t")] for row in text.splitlines()]
    while rows and not any(rows[-1]):
        rows.pop()
    if not rows:
        return {}, "Paste at least one row."
    by_key = {key_of(line.key): line for line in lines}
    if any(key_of(row[0]) in by_key for row in rows if row[0]):
        return _by_code(rows, by_key)
    if len(rows) > len(lines):
        return {}, f"You pasted {len(rows):,} rows; this return has {formats.counted(len(lines), 'line')}."
    return {line.id: row[0] for line, row in zip(lines, rows, strict=False)}, ""


def _by_code(rows: Sequence[Sequence[str]], by_key: Mapping[str, Line]) -> tuple[dict[int, str], str]:
    found: dict[int, str] = {}
    for number, row in enumerate(rows, start=1):
        if not any(row):
            continue
        line = by_key.get(key_of(row[0]))
        if line is None:
            if number == 1:
                continue  # the heading
            return {}, f"Row {number} begins with ‘{row[0][:60]}’, which this return does not ask for."
        if line.id in found:
            return {}, f"Row {number} gives {line.key} a second time."
        found[line.id] = row[1] if len(row) > 1 else ""
    return found, ""


def written(given: Given, note: str) -> Typed:
    """What stands in a cell."""
    return Typed(given.written, note)
