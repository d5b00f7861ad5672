"""Finished values for pages and for the apps above it: a session as everyone sees it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.urls import reverse

from throughline.foundation.ui import formats
from throughline.foundation.ui.parts import Card, SummaryRow
from throughline.foundation.ui.site import NavigationItem
from throughline.office.training import rules
from throughline.office.training.models import Session
from throughline.office.training.rules import BookingKind, PlacesKind


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
