"""Bytes of a spreadsheet that somebody sent → rows of texts. Refuses what is hostile or not understood. Pure.

A file is what its content says, whatever its name. Days come as 2024-02-05, whole numbers without a decimal point.
"""

import csv
import io
import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from throughline.foundation.archives import ArchiveLimits, BadArchive, chunks_of, opened
from throughline.foundation.sheets.writing import as_written


class Unreadable(Exception):
    """The file cannot be taken. The text is fit for the person who sent it and says what to do."""


@dataclass(frozen=True)
class Limits:
    """`size` bytes of the file; `unpacked` bytes of what an Excel file holds; `rows` with the heading."""

    size: int = 5_000_000
    unpacked: int = 60_000_000
    members: int = 500
    rows: int = 20_001
    columns: int = 100
    cell: int = 10_000


LIMITS = Limits()
ZIP, OLD_OFFICE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
UTF16 = (b"\xff\xfe", b"\xfe\xff")
ADDRESS = re.compile(rb"""\br\s*=\s*["']([A-Za-z]+)(\d+)["']""")

Rows = list[list[str]]


def read_rows(content: bytes, limits: Limits = LIMITS) -> Rows:
    """Every row of the first sheet, the heading first; empty rows at the end are left out. Raises Unreadable."""
    if not content.strip():
        raise Unreadable("The file is empty. Choose the file again.")
    if len(content) > limits.size:
        raise Unreadable(f"The file must be {limits.size // 1_000_000} MB or smaller.")
    if content.startswith(OLD_OFFICE):
        raise Unreadable(
            "The file is protected with a password or of an old format. Save it as .xlsx without a password."
        )
    rows = _excel(content, limits) if content.startswith(ZIP) else _csv(content, limits)
    while rows and not any(rows[-1]):
        rows.pop()
    if not rows:
        raise Unreadable("The file holds no rows. Choose the file again.")
    _check_size(rows, limits)
    return [[as_written(cell) for cell in row] for row in rows]


def _check_size(rows: Rows, limits: Limits) -> None:
    if len(rows) > limits.rows:
        raise Unreadable(f"The file must have {limits.rows - 1:,} rows or fewer.")
    if max(map(len, rows)) > limits.columns:
        raise Unreadable(f"The file must have {limits.columns} columns or fewer.")
    for number, row in enumerate(rows, start=1):
        if any(len(cell) > limits.cell for cell in row):
            raise Unreadable(f"Row {number} holds a text longer than {limits.cell:,} characters. Shorten it.")


def _csv(content: bytes, limits: Limits) -> Rows:
    if content.startswith(UTF16):
        raise Unreadable("Save the file as ‘CSV UTF-8’, or send it as an Excel file (.xlsx).")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable("Save the file as ‘CSV UTF-8’, or send it as an Excel file (.xlsx).") from error
    if any(ord(mark) < 32 and mark not in "\t\r\n" for mark in text):
        raise Unreadable("This is neither a CSV nor an Excel file (.xlsx).")
    lines = text.splitlines()
    separator = next((mark for mark in ",;\t" if mark in lines[0]), ",") if lines else ","
    rows: Rows = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True):
            rows.append([cell.strip() for cell in row])
            if len(rows) > limits.rows:
                break
    except csv.Error as error:
        raise Unreadable(f"Row {len(rows) + 1} of the file is broken: a quotation mark is not closed.") from error
    return rows


def _excel(content: bytes, limits: Limits) -> Rows:
    import python_calamine  # here: 2 MB that a process without sheets does not need

    _unpacks_safely(content, limits)
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheet = book.get_sheet_by_index(0)
        if sheet.total_height > limits.rows or sheet.total_width > limits.columns:
            raise Unreadable(f"The file must have {limits.rows - 1:,} rows and {limits.columns} columns or fewer.")
        found: list[list[Any]] = sheet.to_python(skip_empty_area=False)
    except Unreadable:
        raise
    except (python_calamine.CalamineError, OSError, ValueError, IndexError) as error:
        raise Unreadable("The Excel file cannot be read. Open it, save it as .xlsx and send it again.") from error
    return [[_text(cell) for cell in row] for row in found]


def _unpacks_safely(content: bytes, limits: Limits) -> None:
    """Reads every member once, bounded, before the spreadsheet library sees any of them."""
    allowed = ArchiveLimits(members=limits.members, total=limits.unpacked, member=limits.unpacked)
    try:
        with opened(io.BytesIO(content), allowed) as packed:
            names = packed.namelist()
            if "xl/workbook.xml" not in names:
                raise Unreadable("This is neither a CSV nor an Excel file (.xlsx).")
            if any(name.lower().endswith("vbaproject.bin") for name in names):
                raise Unreadable("The Excel file holds macros. Save it as .xlsx and send it again.")
            for name in names:
                unpacked = b"".join(chunks_of(packed, name))
                if name.startswith("xl/worksheets/"):
                    _lies_near(unpacked, limits)
    except BadArchive as bad:
        raise Unreadable(f"The Excel file cannot be taken. {bad} Save it again as .xlsx, or send CSV.") from bad


def _lies_near(sheet: bytes, limits: Limits) -> None:
    """One cell far away makes a reader lay out everything before it: two cells can fill a machine's memory."""
    for column, row in ADDRESS.findall(sheet):
        if len(row) > 7 or int(row) > limits.rows or _column_number(column) > limits.columns:
            raise Unreadable(f"The file must have {limits.rows - 1:,} rows and {limits.columns} columns or fewer.")


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - ord("A") + 1
    return number


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.strftime("%Y-%m-%d %H:%M")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, time | timedelta):
        return str(cell)
    return str(cell).strip()
