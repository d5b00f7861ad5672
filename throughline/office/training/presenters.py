"""Finished values for pages and for the apps above: no template works anything out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.urls import reverse

from throughline.foundation.ui import formats
from throughline.foundation.ui.parts import Card, Cell, Column, SummaryRow, Table
from throughline.foundation.ui.site import NavigationItem
from throughline.office.training import rules
from throughline.office.training.models import Booking, Session
from throughline.office.training.rules import BookingKind, BookingStatus, PlacesKind


@dataclass(frozen=True)
class SessionSummary:
    """A session as a list shows it: `when` and `places` are finished words, `url` its public page."""

    id: int
    title: str
    mode: str
    starts: datetime
    ends: datetime
    when: str
    places: str
    url: str


@dataclass(frozen=True)
class Month:
    """The sessions of a month: '12 cards under February 2024'."""

    label: str
    cards: Sequence[Card]


def summary(session: Session) -> SessionSummary:
    return SessionSummary(
        session.pk, session.course.title, session.course.mode, session.starts, session.ends,
        rules.when_words(session.starts, session.ends), rules.places_words(session.kind, session.places_now),
        session_url(session),
    )  # fmt: skip


def session_url(session: Session) -> str:
    return reverse("training:session", args=[session.pk, session.slug])


def card(session: Session, *, past: bool = False) -> Card:
    """`past`: what was left of its places says nothing any more, unless it was full."""
    over = past and not session.places_now.full
    return Card(
        title=session.course.title,
        url=session_url(session),
        text=rules.when_words(session.starts, session.ends),
        note=_capital(session.course.mode),
        tag="Past" if over else rules.places_words(session.kind, session.places_now),
        tag_colour="grey" if over else _colour(session),
    )


def months(sessions: Iterable[Session]) -> list[Month]:
    """Sessions in the order given, a heading for each month."""
    return [
        Month(label, [card(session) for session in of_month])
        for label, of_month in groupby(sessions, key=lambda session: formats.month(session.starts))
    ]


def session_rows(session: Session, *, with_places: bool = True) -> list[SummaryRow]:
    rows = [
        SummaryRow("When", rules.when_words(session.starts, session.ends)),
        SummaryRow("How", rules.where_words(session.course.mode)),
    ]
    if with_places:
        rows.append(SummaryRow("Places", rules.places_value(session.kind, session.places_now)))
    if session.public_note:
        rows.append(SummaryRow("Please note", session.public_note))
    return rows


def booking_rows(booking: Booking) -> list[SummaryRow]:
    """The booking as its owner reads it."""
    rows = [
        SummaryRow("Reference", booking.reference),
        SummaryRow("Session", booking.session.course.title),
        *session_rows(booking.session, with_places=False),
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
                Cell(booking.session.course.title, reverse("training:booking", args=[booking.reference])),
                rules.when_words(booking.session.starts, booking.session.ends),
            ]
            for booking in bookings
        ],
    )


def office_table(caption: str, sessions: Sequence[Session]) -> Table | None:
    """Sessions with their places, for the office. None when there are none."""
    if not sessions:
        return None
    return Table(
        caption,
        [
            Column("Session"), Column("When"), Column("Booking"), Column("Places", numeric=True),
            Column("Booked", numeric=True), Column("Left", numeric=True),
        ],
        [
            [
                Cell(session.course.title, reverse("training:office_session", args=[session.pk])),
                rules.when_words(session.starts, session.ends),
                booking_words(session),
                capacity_words(session),
                formats.number(session.taken),
                left_words(session),
            ]
            for session in sessions
        ],
    )  # fmt: skip


def booking_words(session: Session) -> str:
    return "Invite only" if session.kind is BookingKind.INVITE_ONLY else "Open"


def capacity_words(session: Session) -> str:
    """The number that may be booked here, 'unlimited' or 'not stated'."""
    places = session.places_now
    if places.capacity is not None:
        return formats.number(places.capacity)
    return "unlimited" if places.kind is PlacesKind.UNLIMITED else "not stated"


def left_words(session: Session) -> str:
    left = session.places_now.left
    return capacity_words(session) if left is None else formats.number(left)


def people_table(bookings: Sequence[Booking]) -> Table | None:
    """Who is booked, for the office, with the way to cancel. None when nobody is."""
    if not bookings:
        return None
    return Table(
        "Who is booked",
        [Column("Name"), Column("Agency"), Column("Email"), Column("Booked"), Column("Change")],
        [
            [
                booking.person.name or "not given",
                booking.person.agency_name or "not given",
                booking.person.email,
                formats.moment(booking.booked_at),
                Cell(
                    f"Cancel {booking.reference}",
                    reverse("training:office_cancel", args=[booking.session_id, booking.pk]),
                ),
            ]
            for booking in bookings
        ],
    )


def people_rows(bookings: Iterable[Booking]) -> list[list[str]]:
    """The same as rows of a file, with a heading."""
    return [
        ["Name", "Job title", "Agency", "Email", "Booked", "Reference"],
        *(
            [
                booking.person.name, booking.person.job_title, booking.person.agency_name, booking.person.email,
                booking.booked_at.astimezone(formats.LONDON).strftime("%Y-%m-%d %H:%M"), booking.reference,
            ]
            for booking in bookings
        ),
    ]  # fmt: skip


def crumbs(*pairs: tuple[str, str]) -> list[NavigationItem]:
    return [NavigationItem(label, url) for label, url in pairs]


def _colour(session: Session) -> str:
    if session.kind is BookingKind.INVITE_ONLY:
        return "purple"
    if session.places_now.full:
        return "red"
    return "grey" if session.places_now.kind is PlacesKind.NOT_STATED else "green"


def _capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"
