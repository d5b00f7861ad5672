"""What may be booked and when, and how it is said. Pure.

Codes: TR-01 not after the start; TR-02 not by invitation; TR-03 not more than the places; TR-04 one booking a person;
TR-05 cancel until the start.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Literal

from throughline.foundation.ui import formats


class PlacesKind(StrEnum):
    LIMITED = "limited"
    UNLIMITED = "unlimited"
    NOT_STATED = "not_stated"


class BookingKind(StrEnum):
    OPEN = "open"
    INVITE_ONLY = "invite_only"


class BookingStatus(StrEnum):
    BOOKED = "booked"
    CANCELLED = "cancelled"


BOOKING_WORDS = {"open": BookingKind.OPEN, "invite only": BookingKind.INVITE_ONLY}

# A reference: easy to read out, too many to guess (28 ** 10, about 3 × 10 ** 14); no vowels, so no words.
REFERENCE_ALPHABET = "23456789BCDFGHJKMNPQRSTVWXYZ"
REFERENCE_LENGTH = 10

PlacesLeft = int | Literal["unlimited"] | None


@dataclass(frozen=True)
class Places:
    """Places of a session: `capacity` is None unless limited; `taken` active bookings, never more than `capacity`."""

    kind: PlacesKind
    capacity: int | None
    taken: int

    @property
    def left(self) -> int | None:
        """None where there is no number to say."""
        return None if self.capacity is None else self.capacity - self.taken

    @property
    def full(self) -> bool:
        return self.left == 0


def stated(places_left: PlacesLeft) -> str:
    """The file's value as text: '24', 'unlimited', or '' for not stated. Raises ValueError for a negative number."""
    if places_left is None:
        return ""
    if isinstance(places_left, int) and places_left < 0:
        raise ValueError(f"{places_left} places left: give 0 or more.")
    return str(places_left)


def places_from(stated_left: str, taken: int) -> tuple[PlacesKind, int | None]:
    """Kind and capacity from what a file states, with the bookings active now: places left + bookings."""
    if stated_left == "":
        return PlacesKind.NOT_STATED, None
    if stated_left == "unlimited":
        return PlacesKind.UNLIMITED, None
    return PlacesKind.LIMITED, int(stated_left) + taken


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


def places_words(kind: BookingKind, places: Places) -> str:
    """What the calendar says: 'Full', '1 place left', 'Unlimited places', 'Places: not stated', 'Invite only'."""
    if kind is BookingKind.INVITE_ONLY:
        return "Invite only"
    if places.kind is PlacesKind.UNLIMITED:
        return "Unlimited places"
    left = places.left
    if left is None:
        return "Places: not stated"
    if left == 0:
        return "Full"
    return f"{formats.number(left)} place{'' if left == 1 else 's'} left"


def places_value(kind: BookingKind, places: Places) -> str:
    """The same beside the word 'Places'."""
    return places_words(kind, places).removeprefix("Places: ").capitalize()


def when_words(starts: datetime, ends: datetime) -> str:
    """Wednesday 7 February 2024, 9:30am to midday. Over several days the end has its day too."""
    if starts.astimezone(formats.LONDON).date() == ends.astimezone(formats.LONDON).date():
        return f"{formats.weekday(starts)}, {time_words(starts, ends)}"
    return f"{formats.weekday(starts)}, {formats.clock(starts)} to {formats.weekday(ends)}, {formats.clock(ends)}"


def time_words(starts: datetime, ends: datetime) -> str:
    """9:30am to midday. Over several days the end has its day too."""
    if starts.astimezone(formats.LONDON).date() == ends.astimezone(formats.LONDON).date():
        return f"{formats.clock(starts)} to {formats.clock(ends)}"
    return f"{formats.clock(starts)} to {formats.clock(ends)} on {formats.weekday(ends)}"


def where_words(mode: str) -> str:
    """The mode, and that venue or link are not on record here (they are not part of what was loaded)."""
    missing = "the venue is not on record here" if mode.lower() == "in person" else "the link is not on record here"
    return f"{mode[0].upper()}{mode[1:]} ({missing})"


def year_start(today: date, month_and_day: str) -> date:
    """First day of the report year that `today` is in. `month_and_day` as '04-01'."""
    month, day = (int(part) for part in month_and_day.split("-"))
    start = date(today.year, month, day)
    return start if start <= today else date(today.year - 1, month, day)
