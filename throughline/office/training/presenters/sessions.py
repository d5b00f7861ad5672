"""Finished values for pages and for the apps above it: a session as everyone sees it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from django.http import QueryDict
from django.urls import reverse

from throughline.foundation.ui import formats
from throughline.foundation.ui.parts import Card, SummaryRow
from throughline.foundation.ui.site import NavigationItem
from throughline.office.training import rules
from throughline.office.training.models import Session, SessionDay
from throughline.office.training.rules import BookingKind, PlacesKind
from throughline.office.training.rules.programme import SessionStatus
from throughline.office.training.rules.writing import deadline_words


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
class EventFacts:
    """A session as schema.org's Event has it, for whoever reads pages by machine. Moments as ISO 8601."""

    starts: str
    ends: str
    attendance: str
    status: str
    place: str


@dataclass(frozen=True)
class Month:
    """The sessions of a month: '12 cards under February 2024'."""

    label: str
    cards: Sequence[Card]


def summary(session: Session) -> SessionSummary:
    return SessionSummary(
        session.pk, session.title, session.course.mode, session.starts, session.ends,
        when_words(session), rules.places_words(session.kind, session.places_now),
        session_url(session),
    )  # fmt: skip


def event_of(session: Session) -> EventFacts:
    """In person unless the mode says otherwise; a link to join is never told."""
    in_person = session.course.mode.lower() == "in person"
    cancelled = session.status == SessionStatus.CANCELLED
    return EventFacts(
        starts=session.starts.astimezone(formats.LONDON).isoformat(),
        ends=session.ends.astimezone(formats.LONDON).isoformat(),
        attendance="OfflineEventAttendanceMode" if in_person else "OnlineEventAttendanceMode",
        status="EventCancelled" if cancelled else "EventScheduled",
        place=next((day.venue.name for day in session.days.all() if day.venue), ""),
    )


def session_url(session: Session) -> str:
    return reverse("training:session", args=[session.pk, session.slug])


def card(session: Session, *, past: bool = False) -> Card:
    """`past`: what was left of its places says nothing any more, unless it was full."""
    over = past and not session.places_now.full
    return Card(
        title=session.title,
        url=session_url(session),
        text=when_words(session),
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


@dataclass(frozen=True)
class DayOfMonth:
    """'Monday 18 March 2024' with what is on that day."""

    label: str
    cards: Sequence[Card]


def days_of_month(days: Iterable[SessionDay]) -> list[DayOfMonth]:
    """Days in the order given, a heading for each date."""
    return [
        DayOfMonth(label, [_day_card(day) for day in of_day])
        for label, of_day in groupby(days, key=lambda day: formats.weekday(day.starts))
    ]


def _day_card(day: SessionDay) -> Card:
    session = day.session
    return Card(
        title=session.title,
        url=session_url(session),
        text=rules.time_words(day.starts, day.ends),
        note=_capital(session.course.mode),
        tag=rules.places_words(session.kind, session.places_now),
        tag_colour=_colour(session),
    )


def month_link(month: date, months: int) -> NavigationItem:
    """The page of the month so many months later, or earlier."""
    there = rules.month_after(month, months)
    return NavigationItem(formats.month(there), reverse("training:month", args=[f"{there:%Y-%m}"]))


def query_without_page(given: QueryDict) -> str:
    """What an address asks for but its page, ending in '&', or ''."""
    kept = given.copy()
    kept.pop("page", None)
    return f"{kept.urlencode()}&" if kept else ""


def when_words(session: Session) -> str:
    """Its days, which come with it."""
    return rules.days_words([(day.starts, day.ends) for day in session.days.all()])


def session_rows(session: Session, *, with_places: bool = True, booked: bool = False) -> list[SummaryRow]:
    """`booked`: for somebody with a place, who may see where to join."""
    days = list(session.days.all())
    venues = list({day.venue.pk: day.venue for day in days if day.venue}.values())
    mode = session.course.mode
    how = rules.where_words(mode, [venue.name for venue in venues], has_link=any(day.link for day in days))
    rows = [*_day_rows(days), SummaryRow("How", how)]
    for venue in venues:
        told = [("Address", venue.address), ("How to find it", venue.directions), ("Access", venue.access)]
        rows += [SummaryRow(f"{key}: {venue.name}", value) for key, value in told if value]
    if booked:
        links = list(dict.fromkeys(day.link for day in days if day.link))
        rows += [SummaryRow("Link to join", link, NavigationItem("Join", link)) for link in links]
    if session.bring:
        rows.append(SummaryRow("What to bring", session.bring))
    if session.cancel_until is not None:
        rows.append(SummaryRow("Cancel by", _capital(deadline_words(session.cancel_until))))
    if with_places:
        rows.append(SummaryRow("Places", rules.places_value(session.kind, session.places_now)))
    if session.public_note:
        rows.append(SummaryRow("Please note", session.public_note))
    return rows


def crumbs(*pairs: tuple[str, str]) -> list[NavigationItem]:
    return [NavigationItem(label, url) for label, url in pairs]


def _day_rows(days: Sequence[SessionDay]) -> list[SummaryRow]:
    if len(days) == 1:
        return [SummaryRow("When", _day_words(days[0]))]
    return [SummaryRow(f"Day {place}", _day_words(day)) for place, day in enumerate(days, start=1)]


def _day_words(day: SessionDay) -> str:
    said = rules.when_words(day.starts, day.ends)
    return f"{said}: {day.topic}" if day.topic else said


def _colour(session: Session) -> str:
    if session.kind is not BookingKind.OPEN:
        return "purple"
    if session.places_now.full:
        return "red"
    return "grey" if session.places_now.kind is PlacesKind.NOT_STATED else "green"


def _capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"
