"""What goes out as a file. A new kind gets a module of its own, imported by it."""

from throughline.foundation.documents.api import csv_file
from throughline.office.training.documents import packages as packages
from throughline.office.training.documents.calendar import (
    CALENDAR_NAME,
    CalendarEntry,
    Method,
    calendar_file,
    content_type,
)
from throughline.office.training.documents.who_may import CERTIFICATE

__all__ = ["CALENDAR_NAME", "CERTIFICATE", "CalendarEntry", "Method", "calendar_file", "content_type", "csv_file"]
