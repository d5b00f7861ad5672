"""What goes out as a file. A new kind gets a module of its own, imported by it."""

from throughline.office.training.documents.calendar import (
    CALENDAR_NAME,
    CalendarEntry,
    Method,
    calendar_file,
    content_type,
)
from throughline.office.training.documents.tables import csv_file

__all__ = ["CALENDAR_NAME", "CalendarEntry", "Method", "calendar_file", "content_type", "csv_file"]
