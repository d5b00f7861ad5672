"""An agency's training as its lead sees it."""

from collections.abc import Sequence
from datetime import datetime

from django.urls import reverse

from throughline.foundation.ui import formats
from throughline.foundation.ui.parts import Cell, Column, Table
from throughline.foundation.ui.site import NavigationItem
from throughline.office.partnership.api import Agency
from throughline.office.training import rules
from throughline.office.training.models import Booking, Charge, Session
from throughline.office.training.queries.agencies import AtLevel
from throughline.office.training.queries.requirements import InDate
from throughline.office.training.rules.attendance import Presence, attended_all, not_turned_up
from throughline.office.training.rules.charges import KIND_WORDS, ChargeKind, owed
from throughline.office.training.rules.staff import RowProblem


def links(agencies: Sequence[Agency]) -> list[NavigationItem]:
    return [NavigationItem(agency.name, reverse("training:agency", args=[agency.id])) for agency in agencies]


def state_words(booking: Booking, at: datetime) -> str:
    """'Booked', 'Waiting for approval', 'Attended', 'Did not turn up', 'Apologies', 'Partly attended', 'Cancelled'."""
    if not booking.active:
        return "Passed to a colleague" if booking.passed_to_id else "Cancelled"
    if hasattr(booking, "approval") and booking.approval.approved is None:
        return "Waiting for approval"
    if booking.session.starts > at:
        return "Booked"
    by_day = {mark.day_id: Presence(mark.presence) for mark in booking.attendance.all()}
    marks = [by_day.get(day.pk) for day in booking.session.days.all()]
    if attended_all(marks):
        return "Attended"
    if not_turned_up(marks):
        return "Did not turn up"
    if Presence.ATTENDED in marks:
        return "Partly attended"
    return "Apologies" if Presence.APOLOGIES in marks else "Not marked"


def asked_table(bookings: Sequence[Booking]) -> list[dict[str, str]]:
    """Bookings that wait for the agency's answer."""
    return [
        {
            "who": booking.person.name or booking.person.email,
            "what": booking.session.title,
            "when": rules.when_words(booking.session.starts, booking.session.ends),
            "url": reverse("training:agency_decide", args=[booking.organisation_id, booking.pk]),
            "id": str(booking.pk),
        }
        for booking in bookings
    ]


def staff_table(bookings: Sequence[Booking], at: datetime, caption: str = "Bookings of our staff") -> Table | None:
    if not bookings:
        return None
    return Table(
        caption,
        [Column("Name"), Column("Session"), Column("When"), Column("State")],
        [
            [
                booking.person.name or booking.person.email,
                booking.session.title,
                rules.when_words(booking.session.starts, booking.session.ends),
                state_words(booking, at),
            ]
            for booking in bookings
        ],
        stacked=True,
    )


def staff_rows(bookings: Sequence[Booking], at: datetime) -> list[list[str]]:
    """The same as rows of a file, with a heading."""
    return [
        ["Name", "Email", "Job title", "Session", "Starts", "State"],
        *(
            [
                booking.person.name, booking.person.email, booking.person.job_title, booking.session.title,
                booking.session.starts.astimezone(formats.LONDON).strftime("%Y-%m-%d %H:%M"),
                state_words(booking, at),
            ]
            for booking in bookings
        ),
    ]  # fmt: skip


def charges_table(charges: Sequence[Charge]) -> Table | None:
    """What was charged to the agency, with the sum. None when nothing was."""
    if not charges:
        return None
    rows: list[list[str | Cell]] = [
        [
            formats.day(charge.day),
            f"{charge.booking.person.name or charge.booking.person.email}, {charge.booking.session.title}",
            f"{KIND_WORDS[ChargeKind(charge.kind)]}. {charge.why}",
            f"£{charge.amount:,.2f}",
        ]
        for charge in charges
    ]
    rows.append(["Sum", "", "", f"£{owed(charge.amount for charge in charges):,.2f}"])
    columns = [Column("Day"), Column("Who and what"), Column("Why"), Column("Pounds", numeric=True)]
    return Table("Charges", columns, rows, last_is_total=True, stacked=True)


def sessions_table(sessions: Sequence[Session], organisation_id: int) -> Table | None:
    """Coming sessions that can be booked here, each leading to the form for several people."""
    rows: list[list[str | Cell]] = [
        [
            Cell(session.title, reverse("training:agency_book", args=[organisation_id, session.pk])),
            rules.when_words(session.starts, session.ends),
            rules.places_value(session.kind, session.places_now),
        ]
        for session in sessions
        if session.kind is rules.BookingKind.OPEN
    ]
    columns = [Column("Session"), Column("When"), Column("Places")]
    return Table("Book for several people", columns, rows, stacked=True) if rows else None


def levels_table(levels: Sequence[AtLevel]) -> Table | None:
    if not levels:
        return None
    return Table(
        "In date by level",
        [Column("Level"), Column("In date", numeric=True), Column("Run out", numeric=True)],
        [[each.level, formats.number(each.in_date), formats.number(each.run_out)] for each in levels],
    )


def needs_table(rows: Sequence[InDate]) -> Table | None:
    """What the agency's roles need, and who is in date."""
    if not rows:
        return None
    return Table(
        "In date by role",
        [
            Column("Role"), Column("Needs"), Column("People", numeric=True), Column("In date", numeric=True),
            Column("Not in date", numeric=True),
        ],
        [
            [
                row.requirement.role.name, row.requirement.what, formats.number(row.needed),
                formats.number(row.in_date), formats.number(row.needed - row.in_date),
            ]
            for row in rows
        ],
        stacked=True,
    )  # fmt: skip


def booked_words(made: Sequence[Booking], session: Session) -> str:
    count = len(made)
    return f"{formats.number(count)} {'person is' if count == 1 else 'people are'} booked on {session.title}, and told."


def problems_words(problems: Sequence[RowProblem]) -> str:
    rows = ", ".join(str(number) for number in sorted({problem.row for problem in problems}))
    return f"Nobody was booked. Put right row {rows}"


def problems_table(problems: Sequence[RowProblem]) -> Table | None:
    if not problems:
        return None
    rows = [[str(problem.row), problem.says] for problem in sorted(problems, key=lambda each: each.row)]
    return Table("What must be put right", [Column("Row"), Column("What is wrong")], rows)


def office_link(agency: Agency) -> Cell:
    return Cell(agency.name, reverse("training:office_agency", args=[agency.id]))
