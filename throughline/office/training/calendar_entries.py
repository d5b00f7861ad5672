"""A booking as entries for a calendar, and what is told of it."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from email.utils import parseaddr
from typing import Any

from throughline.foundation.notices.api import site_link
from throughline.foundation.tenancy.models import Partnership
from throughline.office.training import rules
from throughline.office.training.documents import CalendarEntry, Method, calendar_file
from throughline.office.training.models import Booking, Session, SessionDay
from throughline.office.training.rules.people import whom_words
from throughline.office.training.rules.programme import SessionStatus


def booking_path(booking: Booking) -> str:
    return f"/training/bookings/{booking.reference}/"


def entry_of(booking: Booking, partnership: Partnership, *, stamp: datetime, mail_from: str) -> CalendarEntry:
    """The entry of the booking's first day; see `entries_of`."""
    return entries_of(booking, partnership, stamp=stamp, mail_from=mail_from)[0]


def entries_of(
    booking: Booking, partnership: Partnership, *, stamp: datetime, mail_from: str, days_before: int = 0
) -> list[CalendarEntry]:
    """One entry a day. `stamp` is the real moment of the file, `mail_from` the address that the mail comes from.

    An entry is known by its day's place in the order, so that a session that moves takes its entries along. Where the
    session had more days before (`days_before`), the entries that lost theirs follow, with the first day's times.
    """
    session = booking.session
    email = parseaddr(mail_from)[1]
    url = site_link(booking_path(booking))
    days = list(session.days.all())
    entries = []
    for place in range(max(len(days), days_before)):
        day = days[place] if place < len(days) else days[0]
        suffix = f"-{place + 1}" if place else ""
        joining = f"Join: {day.link}. " if day.link else ""
        entries.append(
            CalendarEntry(
                uid=f"booking-{booking.reference}{suffix}@{email.rpartition('@')[2]}",
                sequence=booking.sequence,
                stamp=stamp,
                starts=day.starts,
                ends=day.ends,
                title=f"{session.title} (day {place + 1} of {len(days)})" if len(days) > 1 else session.title,
                where=where_of_day(session, day),
                about=f"{joining}Reference {booking.reference}. To see the booking or to cancel it: {url}",
                url=url,
                organiser=(partnership.name, email),
                attendee=(booking.person.name or booking.person.email, booking.person.email),
            )
        )
    return entries


def programme_entries(
    sessions: Iterable[Session], partnership: Partnership, *, stamp: datetime, mail_from: str
) -> Iterator[CalendarEntry]:
    """The public programme: an entry a day, without any link to join."""
    email = parseaddr(mail_from)[1]
    site = site_link("/")
    for session in sessions:
        url = f"{site}training/{session.pk}/{session.slug}/"
        cancelled = session.status == SessionStatus.CANCELLED
        days = list(session.days.all())
        for place, day in enumerate(days, start=1):
            yield CalendarEntry(
                uid=f"session-{session.pk}-{place}@{email.rpartition('@')[2]}",
                sequence=session.sequence,
                stamp=stamp,
                starts=day.starts,
                ends=day.ends,
                title=f"{session.title} (day {place} of {len(days)})" if len(days) > 1 else session.title,
                where=where_of_day(session, day),
                about="This session is cancelled." if cancelled else f"About it, and to book: {url}",
                url=url,
                organiser=(partnership.name, email),
                cancelled=cancelled,
            )


def where_of_day(session: Session, day: SessionDay) -> str:
    """The venue with its address, or the mode; the joining link is told beside it."""
    if day.venue is not None:
        return ", ".join(part for part in (day.venue.name, day.venue.address) if part)
    return rules.where_words(session.course.mode, has_link=bool(day.link))


def told(
    booking: Booking,
    partnership: Partnership,
    method: Method,
    *,
    stamp: datetime,
    mail_from: str,
    days_before: int = 0,
) -> dict[str, Any]:
    """What every notice about a booking says, with its calendar files: one a day, as the standard wants for mail."""
    entries = entries_of(booking, partnership, stamp=stamp, mail_from=mail_from, days_before=days_before)
    days = list(booking.session.days.all())
    gone = entries[len(days) :]
    files = [calendar_file(entry, method) for entry in entries[: len(days)]]
    files += [calendar_file(entry, Method.CANCEL) for entry in gone]
    return {
        "partnership": partnership.name,
        "title": booking.session.title,
        "when": rules.days_words([(day.starts, day.ends) for day in days]),
        "where": "; ".join(dict.fromkeys(where_of_day(booking.session, day) for day in days)),
        "links": tuple(dict.fromkeys(day.link for day in days if day.link)),
        "reference": booking.reference,
        "url": entries[0].url,
        "calendar": files[0],
        "more_calendars": tuple(files[1:]),
        "person": whom_words(booking.person.name, booking.person.email),
    }
