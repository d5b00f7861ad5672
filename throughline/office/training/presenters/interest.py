"""Interest in sessions, invitations and decisions, as pages show them."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.urls import reverse

from throughline.foundation.ui import formats
from throughline.foundation.ui.parts import Cell, Column, Table
from throughline.office.training import rules
from throughline.office.training.models import Interest, Session
from throughline.office.training.presenters.sessions import when_words
from throughline.office.training.rules.interest import INTEREST_WORDS, Answer, decision_words, state_words
from throughline.office.training.rules.programme import InterestStatus, SessionStatus


def interests_table(interests: Sequence[Interest], booked: Collection[int]) -> Table | None:
    """Everybody with their note and their state, in the order of noting. None when nobody is there.

    `booked`: the ids of those who have a place.
    """
    if not interests:
        return None
    rows: list[list[str | Cell]] = []
    for row in interests:
        person = row.person
        rows.append(
            [
                (person.name or person.email) if person else "not kept",
                (person.agency_name if person else "") or "not given",
                formats.moment(row.noted_at),
                row.note or "none",
                state_words(InterestStatus(row.status), booked=row.person_id in booked),
            ]
        )
    columns = [Column("Name"), Column("Agency"), Column("Noted"), Column("Note"), Column("State")]
    return Table("Interest and invitations", columns, rows, stacked=True)


def when_and_whether(session: Session) -> str:
    """When it is, and that it is cancelled where it is."""
    cancelled = " (cancelled)" if session.status == SessionStatus.CANCELLED else ""
    return f"{when_words(session)}{cancelled}"


def own_interests(interests: Sequence[Interest]) -> Table | None:
    """Where somebody noted interest. None when nowhere."""
    if not interests:
        return None
    return Table(
        "Interest noted",
        [Column("Session"), Column("When"), Column("State")],
        [
            [
                Cell(row.session.title, reverse("training:interest", args=[row.session_id])),
                when_words(row.session),
                "The session is cancelled"
                if row.session.status == SessionStatus.CANCELLED
                else INTEREST_WORDS[InterestStatus(row.status)],
            ]
            for row in interests
        ],
        stacked=True,
    )


def answered_words(count: int, answer: Answer) -> str:
    who = "1 person is" if count == 1 else f"{formats.number(count)} people are"
    if not count:
        return "Nobody was told anything new: they were answered already, or have a place."
    return f"{who} invited to book and told." if answer is Answer.INVITE else f"{who} booked and told."


def said_about(session: Session) -> str:
    """TR-143, '' where the session has no minimum."""
    if session.minimum is None or session.decide_on is None:
        return ""
    return decision_words(
        minimum=session.minimum, decide_on=session.decide_on, taken=session.taken, decided=session.going_ahead
    )


def to_decide_table(sessions: Sequence[Session]) -> Table | None:
    """Sessions that somebody must decide on soon. None when there is none."""
    if not sessions:
        return None
    return Table(
        "To decide: does it go ahead?",
        [Column("Session"), Column("When"), Column("Decide on"), Column("Booked", numeric=True),
         Column("At least", numeric=True)],
        [
            [
                Cell(each.title, reverse("training:decide", args=[each.pk])),
                rules.when_words(each.starts, each.ends),
                formats.day(each.decide_on) if each.decide_on else "not stated",
                formats.number(each.taken),
                formats.number(each.minimum or 0),
            ]
            for each in sessions
        ],
        stacked=True,
    )  # fmt: skip


def may_decide(session: Session, at: datetime) -> bool:
    """TR-143: a published session with a minimum that is still to come and that nobody decided on."""
    if session.status != SessionStatus.PUBLISHED:
        return False
    return session.minimum is not None and session.going_ahead is None and session.starts > at
