"""A person's own bookings."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from throughline.foundation.ui import formats
from throughline.foundation.ui.parts import Cell, Column, SummaryRow, Table
from throughline.office.training.models import Booking
from throughline.office.training.presenters.sessions import session_rows, when_words
from throughline.office.training.rules import BookingStatus


def booking_rows(booking: Booking) -> list[SummaryRow]:
    """The booking as its owner reads it."""
    rows = [
        SummaryRow("Reference", booking.reference),
        SummaryRow("Session", booking.session.title),
        *session_rows(booking.session, with_places=False, booked=booking.active),
        SummaryRow("Booked", formats.moment(booking.booked_at)),
    ]
    if booking.cancelled_at is not None:
        rows.append(SummaryRow("Cancelled", formats.moment(booking.cancelled_at)))
    if booking.cancel_reason:
        rows.append(SummaryRow("Reason given", booking.cancel_reason))
    return rows


@dataclass(frozen=True)
class MyBookings:
    """A person's bookings; None where there are none of that kind."""

    coming: Table | None
    past: Table | None
    cancelled: Table | None


def my_bookings(bookings: Iterable[Booking], at: datetime) -> MyBookings:
    kinds: dict[str, list[Booking]] = {"coming": [], "past": [], "cancelled": []}
    for booking in bookings:
        if booking.status == BookingStatus.CANCELLED:
            kinds["cancelled"].append(booking)
        else:
            kinds["coming" if booking.session.starts > at else "past"].append(booking)
    return MyBookings(
        _bookings_table("Coming sessions", kinds["coming"]),
        _bookings_table("Past sessions", kinds["past"]),
        _bookings_table("Cancelled bookings", kinds["cancelled"]),
    )


def _bookings_table(caption: str, bookings: list[Booking]) -> Table | None:
    if not bookings:
        return None
    return Table(
        caption,
        [Column("Session"), Column("When")],
        [
            [
                Cell(booking.session.title, reverse("training:booking", args=[booking.reference])),
                when_words(booking.session),
            ]
            for booking in bookings
        ],
    )
