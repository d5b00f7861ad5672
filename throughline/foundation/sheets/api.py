"""The door for other apps: spreadsheets in and out."""

from throughline.foundation.sheets.columns import (
    ChoiceColumn,
    Column,
    DayColumn,
    Layout,
    NumberColumn,
    Parsed,
    Problem,
    Wrong,
)
from throughline.foundation.sheets.exchange import Exchange, Plan, SheetChange, answer, template_file
from throughline.foundation.sheets.operations import take_upload
from throughline.foundation.sheets.reading import LIMITS, Limits, Unreadable, read_rows
from throughline.foundation.sheets.writing import CSV_TYPE, EXCEL_TYPE, Cell, as_written, csv_file, excel_file, harmless

__all__ = [
    "CSV_TYPE",
    "EXCEL_TYPE",
    "LIMITS",
    "Cell",
    "ChoiceColumn",
    "Column",
    "DayColumn",
    "Exchange",
    "Layout",
    "Limits",
    "NumberColumn",
    "Parsed",
    "Plan",
    "Problem",
    "SheetChange",
    "Unreadable",
    "Wrong",
    "answer",
    "as_written",
    "csv_file",
    "excel_file",
    "harmless",
    "read_rows",
    "take_upload",
    "template_file",
]
