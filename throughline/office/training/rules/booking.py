"""What may be booked and cancelled, and when. Pure.

Codes: TR-01 not after the start; TR-02 not by invitation; TR-03 not more than the places; TR-04 one booking a person;
TR-05 cancel until the start.
"""

from datetime import datetime
from enum import StrEnum

from throughline.foundation.ui import formats
from throughline.office.training.rules.places import BookingKind, Places

# A reference: easy to read out, too many to guess (28 ** 10, about 3 × 10 ** 14); no vowels, so no words.
REFERENCE_ALPHABET = "23456789BCDFGHJKMNPQRSTVWXYZ"
REFERENCE_LENGTH = 10


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


def booking_refusals(*, starts: datetime, kind: BookingKind, places: Places, at: datetime) -> list[str]:
    """Why nobody may book this session at that moment, each a plain sentence; [] when a place may be booked."""
    found = []
    if at >= starts:  # TR-01
        found.append(f"This session began on {formats.moment(starts)}, so it can no longer be booked.")
    if kind is BookingKind.INVITE_ONLY:  # TR-02
        found.append("This session is by invitation only. The partnership invites people to it.")
    if places.full:  # TR-03
        found.append("This session is full.")
    return found


def cancel_refusals(*, starts: datetime, at: datetime) -> list[str]:
    """TR-05: why a booking may not be cancelled at that moment; [] when it may."""
    if at >= starts:
        return [f"This session began on {formats.moment(starts)}, so the booking can no longer be cancelled."]
    return []
