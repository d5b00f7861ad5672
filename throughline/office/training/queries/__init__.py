"""All reads of training, in the active scope. A new part gets a module of its own, imported by it."""

from throughline.office.training.queries.bookings import (
    active_booking,
    booking_on,
    bookings_of,
    bookings_on,
    own_booking,
)
from throughline.office.training.queries.sessions import (
    EVERYTHING,
    Wanted,
    coming_sessions,
    for_the_feed,
    modes_and_levels,
    past_sessions,
    public_session,
    session,
    sessions,
    sessions_between,
)

__all__ = [
    "EVERYTHING",
    "Wanted",
    "active_booking",
    "booking_on",
    "bookings_of",
    "bookings_on",
    "coming_sessions",
    "for_the_feed",
    "modes_and_levels",
    "own_booking",
    "past_sessions",
    "public_session",
    "session",
    "sessions",
    "sessions_between",
]
