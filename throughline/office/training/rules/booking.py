"""What may be booked and cancelled, and when. Pure.

Codes: TR-01 not after the start; TR-02 not by invitation; TR-03 not more than the places; TR-04 one booking a person;
TR-05 cancel until the start; TR-20 not when cancelled; TR-21 not before booking opens; TR-22 not once it closed; TR-23
not before the office answered an interest; TR-24 not where no booking is needed; TR-25 not where booked elsewhere.
"""

from datetime import datetime
from enum import StrEnum

from throughline.foundation.ui import formats
from throughline.office.training.rules.places import BookingKind, Places

# A reference: easy to read out, too many to guess (28 ** 10, about 3 × 10 ** 14); no vowels, so no words.
REFERENCE_ALPHABET = "23456789BCDFGHJKMNPQRSTVWXYZ"
REFERENCE_LENGTH = 10


_NOT_OPEN = {
    BookingKind.INVITE_ONLY: "This session is by invitation only. The partnership invites people to it.",  # TR-02
    BookingKind.INTEREST_FIRST: "Note your interest in it first; the partnership gives out the places.",  # TR-23
    BookingKind.ELSEWHERE: "This session is booked elsewhere, not on this site.",  # TR-25
}


class BookingStatus(StrEnum):
    BOOKED = "booked"
    CANCELLED = "cancelled"


def booking_terms(note: str) -> str:
    """The clauses of a file's note that whoever books must know: those that begin with cancelling or no-shows.

    The rest (doubts about a date, what was assumed) is the office's own. '' when there is none.
    """
    clauses = [clause.strip().rstrip(".") for clause in note.split(";")]
    terms = [c for c in clauses if c.lower().startswith(("cancel", "no-show", "a no-show"))]
    text = "; ".join(terms)
    return f"{text[0].upper()}{text[1:]}." if text else ""


def booking_refusals(
    *,
    starts: datetime,
    kind: BookingKind,
    places: Places,
    at: datetime,
    opens: datetime | None = None,
    closes: datetime | None = None,
    cancelled: bool = False,
) -> list[str]:
    """Why nobody may book this session at that moment, each a plain sentence; [] when a place may be booked.

    `opens` and `closes` bound when it may be booked (`closes` itself is too late); None: until the start.
    """
    if cancelled:  # TR-20
        return ["This session is cancelled."]
    if kind is BookingKind.NO_BOOKING:  # TR-24
        return ["This event needs no booking. Come along."]
    found = []
    if at >= starts:  # TR-01
        found.append(f"This session began on {formats.moment(starts)}, so it can no longer be booked.")
    elif closes is not None and at >= closes:  # TR-22
        found.append(f"Booking closed on {formats.moment(closes)}.")
    elif opens is not None and at < opens:  # TR-21
        found.append(f"Booking opens on {formats.moment(opens)}.")
    if kind in _NOT_OPEN:
        found.append(_NOT_OPEN[kind])
    if places.full:  # TR-03
        found.append("This session is full.")
    return found


def cancel_refusals(*, starts: datetime, at: datetime) -> list[str]:
    """TR-05: why a booking may not be cancelled at that moment; [] when it may."""
    if at >= starts:
        return [f"This session began on {formats.moment(starts)}, so the booking can no longer be cancelled."]
    return []
