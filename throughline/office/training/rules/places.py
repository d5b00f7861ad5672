"""How many places a session has, who may take them in what way, and how it is said. Pure."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from throughline.foundation.ui import formats

PlacesLeft = int | Literal["unlimited"] | None


class PlacesKind(StrEnum):
    LIMITED = "limited"
    UNLIMITED = "unlimited"
    NOT_STATED = "not_stated"


class BookingKind(StrEnum):
    """`interest_first`: people note interest and the office gives out the places."""

    OPEN = "open"
    INVITE_ONLY = "invite_only"
    INTEREST_FIRST = "interest_first"
    NO_BOOKING = "no_booking"
    ELSEWHERE = "elsewhere"


KIND_WORDS = {
    BookingKind.OPEN: "Open",
    BookingKind.INVITE_ONLY: "Invite only",
    BookingKind.INTEREST_FIRST: "Note your interest",
    BookingKind.NO_BOOKING: "No booking needed",
    BookingKind.ELSEWHERE: "Booked elsewhere",
}
BOOKING_WORDS = {"open": BookingKind.OPEN, "invite only": BookingKind.INVITE_ONLY}


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

    @classmethod
    def unlimited(cls) -> "Places":
        return cls(PlacesKind.UNLIMITED, None, 0)


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


def places_words(kind: BookingKind, places: Places) -> str:
    """What the calendar says: 'Full', '1 place left', 'Unlimited places', 'Places: not stated', 'Invite only'."""
    if kind is not BookingKind.OPEN:
        return KIND_WORDS[kind]
    if places.kind is PlacesKind.UNLIMITED:
        return "Unlimited places"
    left = places.left
    if left is None:
        return "Places: not stated"
    if left == 0:
        return "Full"
    return f"{formats.counted(left, 'place')} left"


def places_value(kind: BookingKind, places: Places) -> str:
    """The same beside the word 'Places'."""
    return places_words(kind, places).removeprefix("Places: ").capitalize()
