"""Noting interest in a session whose places the office gives out, and deciding whether a session goes ahead. Pure.

Codes: TR-140 interest is noted while the session could be booked; TR-141 noted → invited or placed by the office,
withdrawn by the person, noted again after withdrawing, and anything once a given place was cancelled; TR-142 an
invitation lets one book where others may not; TR-143 a session with a minimum is decided on its day; TR-144 interest is
forgotten when it is not needed any more.
"""

from datetime import date, datetime
from enum import StrEnum

from throughline.foundation.ui import formats
from throughline.office.training.rules.booking import booking_refusals
from throughline.office.training.rules.places import BookingKind, Places
from throughline.office.training.rules.programme import InterestStatus

INTEREST_WORDS = {
    InterestStatus.NOTED: "Noted",
    InterestStatus.INVITED: "Invited to book",
    InterestStatus.PLACED: "Has been given a place",
    InterestStatus.WITHDRAWN: "Withdrawn",
}

PLACE_CANCELLED = "Had a place; the booking is cancelled"


class Answer(StrEnum):
    """What the office does about an interest."""

    INVITE = "invite"
    PLACE = "place"


STEPS: dict[InterestStatus, frozenset[InterestStatus]] = {
    InterestStatus.NOTED: frozenset({InterestStatus.INVITED, InterestStatus.PLACED, InterestStatus.WITHDRAWN}),
    InterestStatus.INVITED: frozenset({InterestStatus.PLACED, InterestStatus.WITHDRAWN}),
    InterestStatus.PLACED: frozenset(),
    InterestStatus.WITHDRAWN: frozenset({InterestStatus.NOTED, InterestStatus.INVITED}),
}


def may_become(now: InterestStatus, then: InterestStatus, *, booked: bool = True) -> bool:
    """TR-141. `booked`: the person has a place; whose given place was cancelled may be answered or note it again."""
    return then in STEPS[now] or (now is InterestStatus.PLACED and not booked)


def state_words(status: InterestStatus, *, booked: bool) -> str:
    """The state as the office reads it: a booking counts, however it came about."""
    if booked:
        return INTEREST_WORDS[InterestStatus.PLACED]
    return PLACE_CANCELLED if status is InterestStatus.PLACED else INTEREST_WORDS[status]


def interest_refusals(
    *, starts: datetime, kind: BookingKind, at: datetime, opens: datetime | None, closes: datetime | None,
    cancelled: bool,
) -> list[str]:  # fmt: skip
    """TR-140: why interest cannot be noted at that moment; [] when it can. Places do not matter."""
    if kind is not BookingKind.INTEREST_FIRST:
        return ["Interest is not noted in this session."]
    free = Places.unlimited()
    return booking_refusals(
        starts=starts, kind=BookingKind.OPEN, places=free, at=at, opens=opens, closes=closes, cancelled=cancelled
    )


def decision_words(*, minimum: int, decide_on: date, taken: int, decided: datetime | None) -> str:
    """TR-143: '3 of at least 8 people are booked; decide on 11 March 2024', or when it was decided."""
    people = f"{formats.number(taken)} of at least {formats.number(minimum)} people are booked"
    if decided is not None:
        return f"It goes ahead, decided on {formats.day(decided)}; {people}."
    return f"{people}; decide on {formats.day(decide_on)}."
