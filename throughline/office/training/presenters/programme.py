"""The programme as the office sees it: courses, venues, and the days of sessions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django import forms
from django.urls import reverse

from throughline.foundation.ui import formats
from throughline.foundation.ui.parts import Cell, Column, SummaryRow, Table
from throughline.office.training import rules
from throughline.office.training.models import Course, Session, SessionDay, Venue
from throughline.office.training.presenters.office import booking_words, capacity_words
from throughline.office.training.presenters.sessions import when_words
from throughline.office.training.rules.programme import DELIVERY_WORDS, CourseStatus, Delivery, SessionStatus

STATUS_WORDS = {
    SessionStatus.DRAFT: "Draft",
    SessionStatus.PUBLISHED: "Published",
    SessionStatus.CANCELLED: "Cancelled",
}
COURSE_STATUS_WORDS = {
    CourseStatus.DRAFT: "Draft",
    CourseStatus.OFFERED: "Offered",
    CourseStatus.WITHDRAWN: "No longer offered",
}


@dataclass(frozen=True)
class Numbered:
    """A form of a set with its heading."""

    heading: str
    form: forms.BaseForm


@dataclass(frozen=True)
class Closure:
    """Days on which a venue is closed; `id` names it, `over` where they are past."""

    id: int
    when: str
    reason: str
    over: bool


def numbered(days: Sequence[forms.BaseForm]) -> list[Numbered]:
    return [Numbered(f"Day {place}", form) for place, form in enumerate(days, start=1)]


def courses_table(courses: Sequence[Course]) -> Table | None:
    if not courses:
        return None
    return Table(
        "Courses",
        [
            Column("Course"), Column("How"), Column("Level"), Column("Hours", numeric=True), Column("Refreshed"),
            Column("State"), Column("Coming sessions", numeric=True),
        ],
        [
            [
                Cell(course.title, reverse("training:office_course", args=[course.pk])),
                course.mode,
                course.level or "not stated",
                formats.number(course.hours) if course.hours is not None else "not stated",
                refresh_words(course.refresh_months),
                COURSE_STATUS_WORDS[CourseStatus(course.status)],
                formats.number(course.coming),  # type: ignore[attr-defined]
            ]
            for course in courses
        ],
        stacked=True,
    )  # fmt: skip


def refresh_words(months: int | None) -> str:
    """'every 3 years', 'every 18 months', 'does not run out'."""
    if months is None:
        return "does not run out"
    if months % 12 == 0:
        years = months // 12
        return "every year" if years == 1 else f"every {years} years"
    return "every month" if months == 1 else f"every {months} months"


def course_rows(course: Course) -> list[SummaryRow]:
    return [
        SummaryRow("State", COURSE_STATUS_WORDS[CourseStatus(course.status)]),
        SummaryRow("Kind", DELIVERY_WORDS[Delivery(course.delivery)]),
        SummaryRow("How", course.mode),
        *about_course(course),
        SummaryRow("Refreshed", refresh_words(course.refresh_months)),
        SummaryRow("Priority", course.priority or "not stated"),
    ]


def about_course(course: Course) -> list[SummaryRow]:
    """What everyone reads about a course, as far as it is stated."""
    rows = [
        ("Level", course.level),
        ("Who it is for", course.audience),
        ("What you can do afterwards", course.outcomes),
        ("Hours of learning", formats.number(course.hours) if course.hours is not None else ""),
        ("Delivered by", course.delivered_by.name if course.delivered_by else ""),
        ("On another site", course.elsewhere),
    ]
    return [SummaryRow(key, value) for key, value in rows if value]


def sessions_table(caption: str, sessions: Sequence[Session]) -> Table | None:
    if not sessions:
        return None
    return Table(
        caption,
        [
            Column("Session"), Column("When"), Column("State"), Column("Booking"), Column("Places", numeric=True),
            Column("Booked", numeric=True),
        ],
        [
            [
                Cell(session.title, reverse("training:office_session", args=[session.pk])),
                when_words(session),
                STATUS_WORDS[SessionStatus(session.status)],
                booking_words(session),
                capacity_words(session),
                formats.number(session.taken),
            ]
            for session in sessions
        ],
        stacked=True,
    )  # fmt: skip


def venue_choice(venue: Venue) -> str:
    return f"{venue.name} ({formats.counted(venue.capacity, 'person', 'people')})" if venue.capacity else venue.name


def venues_table(venues: Sequence[Venue]) -> Table | None:
    if not venues:
        return None
    return Table(
        "Venues",
        [Column("Venue"), Column("Holds", numeric=True), Column("Access"), Column("Lent by"), Column("Closed")],
        [
            [
                Cell(venue.name, reverse("training:office_venue", args=[venue.pk])),
                formats.number(venue.capacity) if venue.capacity else "not stated",
                venue.access or "not stated",
                venue.lender or "not stated",
                "; ".join(formats.day_range(each.first, each.last) for each in venue.closures.all()) or "never",
            ]
            for venue in venues
        ],
        stacked=True,
    )


def venue_rows(venue: Venue) -> list[SummaryRow]:
    rows = [
        ("Address", venue.address),
        ("Holds", formats.counted(venue.capacity, "person", "people") if venue.capacity else ""),
        ("Access", venue.access),
        ("How to find it", venue.directions),
        ("Lent by", venue.lender),
    ]
    return [SummaryRow(key, value or "not stated") for key, value in rows]


def closures(venue: Venue, today: date) -> list[Closure]:
    return [
        Closure(each.pk, formats.day_range(each.first, each.last), each.reason, each.last < today)
        for each in venue.closures.all()
    ]


def in_closures(venue: Venue, days: Sequence[SessionDay]) -> list[SessionDay]:
    """The days on which the venue is closed: their sessions must move."""
    return [
        day
        for day in days
        if any(each.first <= day.starts.astimezone(formats.LONDON).date() <= each.last for each in venue.closures.all())
    ]


def days_table(caption: str, days: Sequence[SessionDay]) -> Table | None:
    if not days:
        return None
    return Table(
        caption,
        [Column("Session"), Column("When"), Column("Booked", numeric=True), Column("Change")],
        [
            [
                Cell(day.session.title, reverse("training:office_session", args=[day.session_id])),
                rules.when_words(day.starts, day.ends),
                formats.number(day.session.taken),
                Cell("Move it", reverse("training:session_change", args=[day.session_id])),
            ]
            for day in days
        ],
        stacked=True,
    )


def told_words(told: int) -> str:
    """How many people were told."""
    if not told:
        return "Nobody had to be told."
    return "The 1 person booked is told." if told == 1 else f"The {told} people booked are told."


def booked_words(taken: int) -> str:
    if not taken:
        return "Nobody is booked."
    return "1 person is booked." if taken == 1 else f"{taken} people are booked."


def to_move_words(sessions: int) -> str:
    if not sessions:
        return "No session is held there then."
    return (
        "1 session day must move; it is listed below."
        if sessions == 1
        else (f"{sessions} session days must move; they are listed below.")
    )
