"""Rows as a file for a spreadsheet. Finished values in, bytes out. Pure."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal

Cell = str | int | float | Decimal | date | None

CSV_TYPE = "text/csv; charset=utf-8"
EXCEL_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
WIDEST = 60
LONGEST_TEXT = 32_767  # Excel's own limit of a cell


def harmless(text: str) -> str:
    """The text as no spreadsheet runs it: with an apostrophe before what would start a formula."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def as_written(text: str) -> str:
    """`harmless` taken back: the text as it was before it was written."""
    return text[1:] if text.startswith("'") and text[1:].startswith(FORMULA_STARTS) else text


def csv_file(rows: Iterable[Sequence[Cell]]) -> bytes:
    """UTF-8 with its mark, so that Excel reads it right. Days are written 2024-02-05."""
    text = io.StringIO()
    writer = csv.writer(text)
    for row in rows:
        writer.writerow([_text(cell) for cell in row])
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def excel_file(title: str, heading: Sequence[str], rows: Iterable[Sequence[Cell]], *, note: str = "") -> bytes:
    """One sheet with a heading that stays in sight and can be filtered. `note`: a second sheet with instructions.

    Days are Excel's days and numbers its numbers; everything else is text, whatever it looks like.
    """
    import xlsxwriter  # here: 2 MB that a process without sheets does not need

    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    book.set_properties({"title": title})
    book.set_calc_mode("manual")
    bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    plain = book.add_format({"text_wrap": True, "valign": "top"})
    days = book.add_format({"num_format": "yyyy-mm-dd", "valign": "top", "align": "left"})
    sheet = book.add_worksheet(_sheet_name(title))
    widths = [len(label) for label in heading]
    for column, label in enumerate(heading):
        sheet.write_string(0, column, harmless(label), bold)
    last = 0
    for last, row in enumerate(rows, start=1):
        for column, cell in enumerate(row):
            widths[column] = min(max(widths[column], len(_text(cell))), WIDEST)
            if isinstance(cell, date):
                sheet.write_datetime(last, column, _naive(cell), days)
            elif isinstance(cell, int | float | Decimal) and not isinstance(cell, bool):
                sheet.write_number(last, column, float(cell), plain)
            elif cell not in ("", None):
                sheet.write_string(last, column, _text(cell)[:LONGEST_TEXT], plain)
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width + 2)
    sheet.freeze_panes(1, 0)
    if heading:
        sheet.autofilter(0, 0, last, len(heading) - 1)
    if note:
        help_sheet = book.add_worksheet("How to fill this in")
        help_sheet.set_column(0, 0, 100)
        for number, line in enumerate(note.splitlines()):
            help_sheet.write_string(number, 0, harmless(line), plain)
    book.close()
    return out.getvalue()


def _text(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.strftime("%Y-%m-%d %H:%M")
    if isinstance(cell, date):
        return cell.isoformat()
    return harmless(cell) if isinstance(cell, str) else str(cell)


def _naive(cell: date) -> datetime:
    if isinstance(cell, datetime):
        return cell.replace(tzinfo=None)
    return datetime(cell.year, cell.month, cell.day)  # noqa: DTZ001  (a day has no zone)


def _sheet_name(title: str) -> str:
    """Excel allows 31 characters and not these."""
    return "".join(mark for mark in title if mark not in "[]:*?/\\'")[:31].strip() or "Sheet"
