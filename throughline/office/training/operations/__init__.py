"""All writes of training. `at` is the business moment that rules go by, `real_at` the real one for mail."""

from throughline.office.training.operations.booking import book, cancel_booking, cancel_booking_for
from throughline.office.training.operations.recording import Change, SessionRow, record_sessions, write_public_note
from throughline.office.training.operations.waiting import (
    join_waiting_list,
    leave_waiting_list,
    put_first,
    take_off_the_list,
    take_offer,
    tend_waiting_list,
)
from throughline.office.training.operations.waiting_times import (
    add_school_holiday,
    remove_school_holiday,
    set_waiting_times,
)

__all__ = [
    "Change",
    "SessionRow",
    "add_school_holiday",
    "book",
    "cancel_booking",
    "cancel_booking_for",
    "join_waiting_list",
    "leave_waiting_list",
    "put_first",
    "record_sessions",
    "remove_school_holiday",
    "set_waiting_times",
    "take_off_the_list",
    "take_offer",
    "tend_waiting_list",
    "write_public_note",
]
