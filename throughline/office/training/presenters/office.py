"""Sessions and their people as the office sees them."""

from collections.abc import Iterable, Sequence

from django.urls import reverse

from throughline.foundation.ui import formats
from throughline.foundation.ui.parts import Cell, Column, SummaryRow, Table
from throughline.office.training.models import Booking, Session, SessionTrainer
from throughline.office.training.presenters.sessions import when_words
from throughline.office.training.rules import KIND_WORDS, PlacesKind
from throughline.office.training.rules.shares import Share
from throughline.office.training.rules.writing import deadline_words


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
                Cell(session.title, reverse("training:office_session", args=[session.pk])),
                when_words(session),
                booking_words(session),
                capacity_words(session),
                formats.number(session.taken),
                left_words(session),
            ]
            for session in sessions
        ],
        stacked=True,
    )  # fmt: skip


def booking_words(session: Session) -> str:
    return KIND_WORDS[session.kind]


def capacity_words(session: Session) -> str:
    """The number that may be booked here, 'unlimited' or 'not stated'."""
    places = session.places_now
    if places.capacity is not None:
        return formats.number(places.capacity)
    return "unlimited" if places.kind is PlacesKind.UNLIMITED else "not stated"


def kept_rows(session: Session, shares: Sequence[Share]) -> list[SummaryRow]:
    """For whom places are kept and how many of those are taken, the most of one agency, and until when."""
    rows = []
    if shares:
        said = (f"{share.name or 'everyone else'}, {share.taken} of {share.places} taken" for share in shares)
        rows.append(SummaryRow("Places kept", "; ".join(said)))
    if session.agency_most is not None:
        rows.append(SummaryRow("Most places of one agency", formats.number(session.agency_most)))
    if rows and session.shares_open is not None:
        rows.append(SummaryRow("All places fall open", deadline_words(session.shares_open)))
    return rows


def trainer_rows(trainers: Sequence[SessionTrainer]) -> list[SummaryRow]:
    said = (f"{trainer}{' (marks the register)' if trainer.person else ''}" for trainer in trainers)
    return [SummaryRow("Trainers", "; ".join(said))] if trainers else []


def left_words(session: Session) -> str:
    left = session.places_now.left
    return capacity_words(session) if left is None else formats.number(left)


def people_table(bookings: Sequence[Booking]) -> Table | None:
    """Who is booked, for the office, with the way to cancel. None when nobody is."""
    if not bookings:
        return None
    return Table(
        "Who is booked",
        [Column("Name"), Column("Agency"), Column("Email"), Column("Booked"), Column("Change"), Column("Move")],
        [
            [
                booking.person.name or "not given",
                booking.agency_name or "not given",
                booking.person.email,
                formats.moment(booking.booked_at),
                Cell(
                    f"Cancel {booking.reference}",
                    reverse("training:office_cancel", args=[booking.session_id, booking.pk]),
                ),
                Cell("Move", reverse("training:office_move", args=[booking.session_id, booking.pk])),
            ]
            for booking in bookings
        ],
        stacked=True,
    )


def people_rows(bookings: Iterable[Booking]) -> list[list[str]]:
    """The same as rows of a file, with a heading."""
    return [
        ["Name", "Job title", "Agency", "Email", "Booked", "Reference"],
        *(
            [
                booking.person.name, booking.person.job_title, booking.agency_name, booking.person.email,
                booking.booked_at.astimezone(formats.LONDON).strftime("%Y-%m-%d %H:%M"), booking.reference,
            ]
            for booking in bookings
        ),
    ]  # fmt: skip
