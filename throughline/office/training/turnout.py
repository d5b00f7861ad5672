"""Sessions as events for the apps beside training: what was learnt from a review is passed on at one."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from throughline.foundation.turnout import Event, Held, register_events
from throughline.foundation.ui.formats import LONDON
from throughline.office.training.links import SESSION
from throughline.office.training.models import Session
from throughline.office.training.presenters import session_url, when_words
from throughline.office.training.queries.sessions import sessions_named
from throughline.office.training.queries.turnout import sessions_to_choose, turnout
from throughline.office.training.rules.programme import SessionStatus


def _event(row: Session) -> Event:
    note = "cancelled" if row.status == SessionStatus.CANCELLED else ""
    return Event(row.pk, row.title, row.starts.astimezone(LONDON).date(), when_words(row), session_url(row), note)


def _choices(today: date) -> Sequence[Event]:
    return [_event(row) for row in sessions_to_choose(today)]


def _events(ids: Collection[int]) -> Mapping[int, Event]:
    return {row.pk: _event(row) for row in sessions_named(ids)}


register_events(SESSION, Held(choices=_choices, events=_events, turnout=turnout))
