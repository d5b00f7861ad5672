"""All writes of training. `at` is the business moment that rules go by, `real_at` the real one for mail."""

from throughline.office.training.operations.booking import book, cancel_booking, cancel_booking_for
from throughline.office.training.operations.recording import Change, SessionRow, record_sessions, write_public_note

__all__ = [
    "Change",
    "SessionRow",
    "book",
    "cancel_booking",
    "cancel_booking_for",
    "record_sessions",
    "write_public_note",
]
