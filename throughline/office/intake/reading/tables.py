"""A CSV file, from bytes to rows of typed cells. Every problem is told; a wrong cell does not hide the next one."""

import csv
import io
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from throughline.foundation.names import key_of
from throughline.office.intake.reading.cells import Column, Wrong, weekday_mistakes
from throughline.office.intake.reading.problems import Problems

LARGEST_FILE = 20_000_000


@dataclass(frozen=True)
class Record:
    """One row: where it stands, and its cells by column, each as its column reads it."""

    file: str
    row: int
    cells: Mapping[str, Any]

    def __getitem__(self, column: str) -> Any:
        return self.cells[column]


def decoded(content: bytes, problems: Problems) -> str | None:
    """The text, without a byte-order mark. None, with a problem, when it is not UTF-8 text."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        problems.add("is in UTF-16. Save it as UTF-8.", 1)
        return None
    if len(content) > LARGEST_FILE:
        problems.add(f"is larger than {LARGEST_FILE // 1_000_000} MB.")
        return None
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        before = wrong.object[: wrong.start]
        problems.add(
            f"the encoding is broken: byte {wrong.start + 1} of the file (0x{wrong.object[wrong.start]:02x})"
            " is not UTF-8. Save the file as UTF-8.",
            before.count(b"\n") + 1,
        )
        return None
    for at, line in enumerate(text.split("\n"), start=1):
        marks = {mark for mark in line if unicodedata.category(mark) == "Cc" and mark not in "\t\r"}
        if marks:
            problems.add(f"contains a control character ({', '.join(f'U+{ord(m):04X}' for m in sorted(marks))}).", at)
    return None if problems.found else text


def read_table(
    content: bytes, columns: Sequence[Column], problems: Problems, key: Callable[[Mapping[str, Any]], Any] | None = None
) -> list[Record]:
    """The rows that can stand. `key` says what must be there only once; rows with a wrong cell have none."""
    text = decoded(content, problems)
    if text is None:
        return []
    lines = _lines(text, problems)
    if lines is None:
        return []
    if not lines or not any(cell.strip() for cell in lines[0][1]):
        problems.add(
            "is empty: it has no heading." if not lines else "the first row is empty; it must be the heading.", 1
        )
        return []
    places = _heading(lines[0][1], columns, problems)
    if places is None:
        return []
    rows = [(at, cells) for at, cells in lines[1:] if any(cell.strip() for cell in cells)]
    if not rows:
        problems.add("has a heading but no rows.", 1)
    width = len(lines[0][1])
    records = []
    seen: dict[Any, int] = {}
    for at, cells in rows:
        if len(cells) != width:
            problems.add(f"has {len(cells)} cells instead of {width}. Put quotes round a text with a comma in it.", at)
            continue
        record = _record(problems, at, cells, columns, places)
        if record is None:
            continue
        identity = _identity(key(record.cells)) if key else at
        first = seen.setdefault(identity, at)
        if first != at:
            problems.add(f"says the same as row {first}: {_shown(key, record)}. Each may be there once.", at)
            continue
        records.append(record)
    return records


def _lines(text: str, problems: Problems) -> list[tuple[int, list[str]]] | None:
    """(row as a spreadsheet counts, cells). Blank rows count, but blank rows at the start are not skipped."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    lines: list[tuple[int, list[str]]] = []
    try:
        lines.extend((at, cells) for at, cells in enumerate(reader, start=1))
    except csv.Error as wrong:
        problems.add(
            f"cannot be read as comma-separated text: {wrong}. Look for a quotation mark without its pair.",
            len(lines) + 1,
        )
        return None
    return lines


def _heading(cells: list[str], columns: Sequence[Column], problems: Problems) -> dict[str, int] | None:
    """Column name → its place. None when a column is missing or stands twice."""
    names = [cell.strip().lower() for cell in cells]
    for column in columns:
        if column.name not in names:
            problems.add("this column is missing.", 1, column.name)
    for at, name in enumerate(names):
        if name in names[:at]:
            problems.add("this column is there twice.", 1, name or f"{at + 1}")
        elif name not in {column.name for column in columns}:
            problems.note("this column is not known and was not read.", 1, name or f"{at + 1}")
    if any(found.row == 1 for found in problems.found):
        return None
    return {name: at for at, name in enumerate(names)}


def _record(
    problems: Problems, at: int, cells: list[str], columns: Sequence[Column], places: Mapping[str, int]
) -> Record | None:
    found: dict[str, Any] = {}
    before = len(problems.found)
    for column in columns:
        raw = cells[places[column.name]]
        text = raw if column.verbatim else re.sub(r"\s+", " ", raw).strip()
        if not text.strip():
            if column.needed:
                problems.add("is empty.", at, column.name)
            found[column.name] = [] if column.empty == [] else column.empty
            continue
        if len(text) > column.longest:
            problems.add(f"is {len(text)} characters long; at most {column.longest} fit.", at, column.name)
            continue
        for mistake in weekday_mistakes(text):
            problems.add(mistake, at, column.name)
        try:
            found[column.name] = column.read(text)
        except Wrong as wrong:
            problems.add(str(wrong), at, column.name)
    return Record(problems.file, at, found) if len(problems.found) == before else None


def _identity(key: Any) -> Any:
    if isinstance(key, tuple):
        return tuple(_identity(part) for part in key)
    return (key_of(key) or key) if isinstance(key, str) else key


def _shown(key: Callable[[Mapping[str, Any]], Any] | None, record: Record) -> str:
    parts = key(record.cells) if key else ()
    parts = parts if isinstance(parts, tuple) else (parts,)
    return ", ".join(str(part) for part in parts if part not in ("", None))
