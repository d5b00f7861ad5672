"""What an officer may write about a session. Pure: the plan comes in whole, what is wrong comes out in words.

Codes: TR-30 a session has days, each ending on its day after it began; TR-31 days do not overlap; TR-32 not fewer
places than are booked; TR-33 not more than the venue holds; TR-34 the cancellation deadline is not after the start;
TR-35 booking opens before it closes, and closes by the start; TR-36 a link is a link; TR-37 the venue is not closed;
TR-38 nor in use; TR-39 a minimum has its day before the start and is not more than the places; TR-40 shares fall open
before the start; TR-41 a session with bookings stays booked here; TR-42 a course begins once at a moment.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import pairwise
from urllib.parse import urlsplit

from throughline.foundation.ui import formats
from throughline.office.training.rules.places import BookingKind, PlacesKind
from throughline.office.training.rules.programme import ShareBasis
from throughline.office.training.rules.shares import Share, wrong_shares

_HERE = (BookingKind.OPEN, BookingKind.INVITE_ONLY, BookingKind.INTEREST_FIRST)


@dataclass(frozen=True)
class DayPlan:
    """A day as written; times aware. `venue_id` and `link` may both be empty: still to be found."""

    starts: datetime
    ends: datetime
    venue_id: int | None = None
    link: str = ""
    topic: str = ""


@dataclass(frozen=True)
class TrainerPlan:
    """`person_id`: the account that may mark the register; None where nobody's is stated."""

    name: str
    agency: str = ""
    person_id: int | None = None


@dataclass(frozen=True)
class SessionPlan:
    """A session as written, whole. `shares` without the rest. See models.Session for what each value means."""

    days: Sequence[DayPlan]
    topic: str = ""
    places_kind: PlacesKind = PlacesKind.NOT_STATED
    places: int | None = None
    booking_kind: BookingKind = BookingKind.OPEN
    booking_opens: datetime | None = None
    booking_closes: datetime | None = None
    cancel_until: datetime | None = None
    minimum: int | None = None
    decide_on: date | None = None
    elsewhere: str = ""
    bring: str = ""
    public_note: str = ""
    trainers: Sequence[TrainerPlan] = ()
    shares: Sequence[Share] = ()
    shares_open: datetime | None = None
    agency_most: int | None = None
    draft: bool = False

    @property
    def starts(self) -> datetime:
        return min(day.starts for day in self.days)

    @property
    def ends(self) -> datetime:
        return max(day.ends for day in self.days)


@dataclass(frozen=True)
class VenueUse:
    """What is known of a venue: how many it holds, on which days it is closed, and what else it is used for then."""

    name: str
    capacity: int | None = None
    closed: Sequence[tuple[date, date, str]] = ()
    in_use: Sequence[tuple[datetime, datetime, str]] = ()


@dataclass(frozen=True)
class Around:
    """What a plan is held against: the bookings that are there, the venues by id, the course's other starts."""

    taken: int = 0
    venues: dict[int, VenueUse] = field(default_factory=dict)
    other_starts: frozenset[datetime] = frozenset()


@dataclass(frozen=True)
class Wrong:
    """`where` is the plan's field, or 'days' with the day's place in `day` (from 0)."""

    where: str
    says: str
    day: int | None = None


def wrong_with(plan: SessionPlan, around: Around) -> list[Wrong]:
    """All that is wrong, in the order of the form; [] when the plan can stand."""
    if not plan.days:
        return [Wrong("days", "Give the session at least one day.")]  # TR-30
    found = [*_wrong_days(plan), *_wrong_venues(plan, around)]
    if plan.starts in around.other_starts:  # TR-42
        found.append(Wrong("days", f"This course already has a session that begins {at_words(plan.starts)}.", 0))
    return [*found, *_wrong_places(plan, around), *_wrong_moments(plan), *_wrong_shares(plan)]


def _wrong_days(plan: SessionPlan) -> list[Wrong]:
    found = []
    for place, day in enumerate(plan.days):
        if day.ends <= day.starts or _day(day.ends) != _day(day.starts):  # TR-30
            found.append(Wrong("days", "A day must end after it starts, on the same day.", place))
        if day.link and not is_link(day.link):  # TR-36
            found.append(Wrong("days", "Enter the whole link, beginning with https://", place))
    in_order = sorted(enumerate(plan.days), key=lambda pair: pair[1].starts)
    for (_, first), (place, second) in pairwise(in_order):
        if second.starts < first.ends:  # TR-31
            found.append(Wrong("days", f"This overlaps with the day that begins {at_words(first.starts)}.", place))
    return found


def _wrong_venues(plan: SessionPlan, around: Around) -> list[Wrong]:
    found = []
    for place, day in enumerate(plan.days):
        venue = around.venues.get(day.venue_id) if day.venue_id is not None else None
        if venue is None:
            continue
        if plan.places is not None and venue.capacity is not None and plan.places > venue.capacity:  # TR-33
            people = formats.counted(venue.capacity, "person", "people")
            found.append(Wrong("places", f"{venue.name} holds {people}. Give no more places than that."))
        found += [
            Wrong("days", f"{venue.name} is closed {_closed_words(first, last)}: {reason}.", place)  # TR-37
            for first, last, reason in venue.closed
            if first <= _day(day.starts) <= last
        ]
        found += [
            Wrong("days", f"{venue.name} is in use then, from {deadline_words(starts)}: {title}.", place)  # TR-38
            for starts, ends, title in venue.in_use
            if starts < day.ends and day.starts < ends
        ]
    return list(dict.fromkeys(found))


def _wrong_places(plan: SessionPlan, around: Around) -> list[Wrong]:
    found = []
    booked = f"{formats.counted(around.taken, 'place')} {'is' if around.taken == 1 else 'are'}"
    if plan.places_kind is PlacesKind.LIMITED and plan.places is None:
        found.append(Wrong("places", "Say how many places there are."))
    if plan.places is not None and plan.places < around.taken:  # TR-32
        found.append(Wrong("places", f"{booked} booked. Give at least that many."))
    if around.taken and plan.booking_kind not in _HERE:  # TR-41
        found.append(Wrong("booking_kind", f"{booked} booked here. Cancel what is booked first."))
    if plan.booking_kind is BookingKind.ELSEWHERE and not is_link(plan.elsewhere):  # TR-36
        found.append(Wrong("elsewhere", "Enter the whole link to where it is booked, beginning with https://"))
    return found


def _wrong_moments(plan: SessionPlan) -> list[Wrong]:
    found = []
    begins = f"The session begins {at_words(plan.starts)}."
    if plan.booking_closes is not None and plan.booking_closes > plan.starts:  # TR-35
        found.append(Wrong("booking_closes", f"Booking must close by the start. {begins}"))
    closes = plan.booking_closes or plan.starts
    if plan.booking_opens is not None and plan.booking_opens >= closes:  # TR-35
        found.append(Wrong("booking_opens", f"Booking must open before it closes, {at_words(closes)}."))
    if plan.cancel_until is not None and plan.cancel_until > plan.starts:  # TR-34
        found.append(Wrong("cancel_until", f"The last moment to cancel must not be after the start. {begins}"))
    if plan.minimum is not None:  # TR-39
        if plan.places is not None and plan.minimum > plan.places:
            found.append(Wrong("minimum", f"The minimum is more than the {plan.places} places."))
        if plan.decide_on is None:
            found.append(Wrong("decide_on", "Say on which day you decide whether the session goes ahead."))
    if plan.decide_on is not None:
        if plan.minimum is None:
            found.append(Wrong("minimum", "Say how many people there must be by the day of the decision."))
        if plan.decide_on >= _day(plan.starts):
            found.append(Wrong("decide_on", f"Decide on a day before the session. {begins}"))
    return found


def _wrong_shares(plan: SessionPlan) -> list[Wrong]:
    found = [Wrong("shares", says) for says in wrong_shares(plan.shares, plan.places)]
    if plan.shares_open is not None and plan.shares_open >= plan.starts:  # TR-40
        found.append(Wrong("shares_open", f"Shares must fall open before the start, {at_words(plan.starts)}."))
    most = plan.agency_most
    if most is not None and any(s.basis is ShareBasis.AGENCY and s.places > most for s in plan.shares):  # TR-29
        found.append(Wrong("agency_most", "More places than that are kept for one agency."))
    return found


def is_link(text: str) -> bool:
    """A whole https address with a host, and no spaces or user names in it."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    named = "." in (parts.hostname or "") and "@" not in parts.netloc
    return parts.scheme == "https" and named and not any(character.isspace() for character in text)


def at_words(moment: datetime) -> str:
    """'at midday on Friday 15 March 2024'."""
    return f"at {deadline_words(moment)}"


def deadline_words(moment: datetime) -> str:
    """'midday on Friday 15 March 2024': an exact moment, the way people are told a deadline."""
    return f"{formats.clock(moment)} on {formats.weekday(moment)}"


def _closed_words(first: date, last: date) -> str:
    return f"on {formats.day(first)}" if first == last else f"from {formats.day(first)} to {formats.day(last)}"


def _day(moment: datetime) -> date:
    return moment.astimezone(formats.LONDON).date()
