"""Finished values for pages and for the apps above: no template works anything out."""

from throughline.office.training.presenters.bookings import (
    MyBookings,
    booking_rows,
    my_bookings,
)
from throughline.office.training.presenters.office import (
    booking_words,
    capacity_words,
    kept_rows,
    left_words,
    office_table,
    people_rows,
    people_table,
)
from throughline.office.training.presenters.sessions import (
    Month,
    SessionSummary,
    card,
    crumbs,
    days_of_month,
    event_of,
    month_link,
    months,
    query_without_page,
    session_rows,
    session_url,
    summary,
    when_words,
)

__all__ = [
    "Month",
    "MyBookings",
    "SessionSummary",
    "booking_rows",
    "booking_words",
    "capacity_words",
    "card",
    "crumbs",
    "days_of_month",
    "event_of",
    "kept_rows",
    "left_words",
    "month_link",
    "months",
    "my_bookings",
    "office_table",
    "people_rows",
    "people_table",
    "query_without_page",
    "session_rows",
    "session_url",
    "summary",
    "when_words",
]
