"""All writes of training. `at` is the business moment that rules go by, `real_at` the real one for mail."""

from throughline.office.training.operations.agencies import WrongRows, book_for_staff, decide, settle_agency
from throughline.office.training.operations.attending import mark_register, say_what_is_needed
from throughline.office.training.operations.booking import book, cancel_booking, cancel_booking_for
from throughline.office.training.operations.charging import (
    finish_register,
    issue_statement,
    remove_charge_rule,
    set_charge_rule,
    settle_session,
    waive_charge,
)
from throughline.office.training.operations.moving import add_person, move_person, pass_place_on
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
    "WrongRows",
    "add_person",
    "add_school_holiday",
    "book",
    "book_for_staff",
    "cancel_booking",
    "cancel_booking_for",
    "decide",
    "finish_register",
    "issue_statement",
    "join_waiting_list",
    "leave_waiting_list",
    "mark_register",
    "move_person",
    "pass_place_on",
    "put_first",
    "record_sessions",
    "remove_charge_rule",
    "remove_school_holiday",
    "say_what_is_needed",
    "set_charge_rule",
    "set_waiting_times",
    "settle_agency",
    "settle_session",
    "take_off_the_list",
    "take_offer",
    "tend_waiting_list",
    "waive_charge",
    "write_public_note",
]
