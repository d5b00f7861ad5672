"""The calendar file of a booking (RFC 5545, 5546). Finished values in, text out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

from throughline.foundation.ui.formats import LONDON

if TYPE_CHECKING:  # icalendar is loaded with the first file: it takes 2 MB of a process
    from icalendar import vCalAddress

PRODUCT = "-//Throughline//Training//EN"
CALENDAR_NAME = "training-session.ics"


class Method(StrEnum):
    """PUBLISH for a file that a person downloads: it has no attendee. REQUEST and CANCEL for mail to the attendee:
    calendars then put the entry in and take the same one out again, by its UID and a higher SEQUENCE."""

    PUBLISH = "PUBLISH"
    REQUEST = "REQUEST"
    CANCEL = "CANCEL"


@dataclass(frozen=True)
class CalendarEntry:
    """A booking as a calendar takes it. `uid` never changes; `sequence` grows with each revision; `stamp` is the real
    moment of the file. `organiser` and `attendee` are (name, e-mail)."""

    uid: str
    sequence: int
    stamp: datetime
    starts: datetime
    ends: datetime
    title: str
    where: str
    about: str
    url: str
    organiser: tuple[str, str]
    attendee: tuple[str, str] = ("", "")
    cancelled: bool = False


def calendar_file(entry: CalendarEntry, method: Method) -> str:
    """One event with the time zone Europe/London in it; lines end in CRLF, as the standard wants."""
    from icalendar import Calendar, Event, vText

    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", entry.stamp)
    event.add("dtstart", entry.starts.astimezone(LONDON))
    event.add("dtend", entry.ends.astimezone(LONDON))
    event.add("summary", entry.title)
    event.add("location", entry.where)
    event.add("description", entry.about)
    event.add("url", entry.url)
    event.add("status", "CANCELLED" if method is Method.CANCEL else "CONFIRMED")
    event.add("organizer", _address(entry.organiser))
    if method is not Method.PUBLISH:
        attendee = _address(entry.attendee)
        attendee.params["PARTSTAT"] = vText("ACCEPTED")
        attendee.params["RSVP"] = vText("FALSE")
        event.add("attendee", attendee)
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", method.value)
    calendar.add_component(event)
    head, begin, rest = bytes(calendar.to_ical()).decode().partition("BEGIN:VEVENT")
    return head + _zone(entry.starts.astimezone(LONDON).date()) + begin + rest


@lru_cache(maxsize=64)
def _zone(day: date) -> str:
    """When the clocks change a year before and after the day: longer to write than the event, and the same for all."""
    from icalendar import Timezone

    year = timedelta(days=366)
    zone = Timezone.from_tzid(LONDON.key, first_date=day - year, last_date=day + year)
    return bytes(zone.to_ical()).decode()


def feed_file(name: str, entries: Iterable[CalendarEntry]) -> str:
    """Many entries for a calendar that subscribes, under a name. Times are in UTC: a single event needs no zone.

    Nobody who attends stands in it. Calendars are asked to come again every six hours.
    """
    from icalendar import Calendar, Event

    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", Method.PUBLISH.value)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", timedelta(hours=6), parameters={"VALUE": "DURATION"})
    for entry in entries:
        event = Event()
        event.add("uid", entry.uid)
        event.add("sequence", entry.sequence)
        event.add("dtstamp", entry.stamp)
        event.add("dtstart", entry.starts.astimezone(UTC))
        event.add("dtend", entry.ends.astimezone(UTC))
        event.add("summary", entry.title)
        event.add("location", entry.where)
        event.add("description", entry.about)
        event.add("url", entry.url)
        event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
        calendar.add_component(event)
    return bytes(calendar.to_ical()).decode()


def content_type(method: Method) -> str:
    """Mail programs act on the file only when its method stands here too."""
    return f"text/calendar; charset=utf-8; method={method.value}"


def _address(person: tuple[str, str]) -> "vCalAddress":
    from icalendar import vCalAddress, vText

    name, email = person
    address = vCalAddress(f"mailto:{email}")
    address.params["CN"] = vText(name)
    return address
