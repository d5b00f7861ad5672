"""The door of training for the apps above it."""

from datetime import datetime

from throughline.office.training import queries
from throughline.office.training.operations import Change, SessionRow, record_sessions
from throughline.office.training.presenters import SessionSummary, summary
from throughline.office.training.queries import programme
from throughline.office.training.queries.sessions import for_everyone

__all__ = ["Change", "SessionRow", "SessionSummary", "coming_sessions", "course_texts", "record_sessions", "sessions"]


def sessions() -> list[SessionSummary]:
    """Every session in the active scope that everyone may see, by start. Two queries."""
    return [summary(session) for session in for_everyone(queries.sessions())]


def coming_sessions(at: datetime, *, at_most: int) -> list[SessionSummary]:
    """The next sessions after the business moment. Two queries."""
    return [summary(session) for session in for_everyone(queries.coming_sessions(at))[:at_most]]


def course_texts(words: str) -> list[tuple[int, str]]:
    """(id, text) of the courses whose description or address holds the words. One query."""
    return programme.course_texts(words)
