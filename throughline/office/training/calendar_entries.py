"""A booking as an entry for a calendar."""

from datetime import datetime
from email.utils import parseaddr

from throughline.foundation.notices.api import site_link
from throughline.foundation.tenancy.models import Partnership
from throughline.office.training import rules
from throughline.office.training.documents import CalendarEntry
from throughline.office.training.models import Booking


def booking_path(booking: Booking) -> str:
    return f"/training/bookings/{booking.reference}/"


def entry_of(booking: Booking, partnership: Partnership, *, stamp: datetime, mail_from: str) -> CalendarEntry:
    """`stamp` is the real moment of the file, `mail_from` the address that the partnership's mail comes from."""
    session = booking.session
    email = parseaddr(mail_from)[1]
    url = site_link(booking_path(booking))
    return CalendarEntry(
        uid=f"booking-{booking.reference}@{email.rpartition('@')[2]}",
        sequence=booking.sequence,
        stamp=stamp,
        starts=session.starts,
        ends=session.ends,
        title=session.course.title,
        where=rules.where_words(session.course.mode),
        about=f"Reference {booking.reference}. To see the booking or to cancel it: {url}",
        url=url,
        organiser=(partnership.name, email),
        attendee=(booking.person.name or booking.person.email, booking.person.email),
    )
