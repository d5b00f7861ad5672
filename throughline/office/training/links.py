"""Courses and sessions in the golden thread: what followed from a review is taught there. Both are public."""

from collections.abc import Collection, Mapping

from throughline.foundation.access.actors import Actor
from throughline.foundation.links.api import Kind, Named, register_kind
from throughline.foundation.ui import formats
from throughline.office.training.models import Course, Session
from throughline.office.training.presenters import session_url
from throughline.office.training.queries.sessions import Wanted, for_everyone, sessions, sessions_named
from throughline.office.training.rules.programme import SessionStatus

COURSE = "training.course"
SESSION = "training.session"
FOUND = 20


def _seen(actor: Actor, ids: Collection[int]) -> Mapping[int, Named]:
    return {row.pk: Named(row.title, note=row.mode) for row in Course.objects.filter(pk__in=ids)}


def _find(actor: Actor, words: str) -> Mapping[int, Named]:
    found = Course.objects.all()
    for word in words.split():
        found = found.filter(title__icontains=word)
    return {row.pk: Named(row.title, note=row.mode) for row in found.order_by("title", "pk")[:FOUND]}


def _session(row: Session) -> Named:
    cancelled = ", cancelled" if row.status == SessionStatus.CANCELLED else ""
    return Named(row.title, session_url(row), f"{formats.day(row.starts)}{cancelled}")


def _sessions(actor: Actor, ids: Collection[int]) -> Mapping[int, Named]:
    return {row.pk: _session(row) for row in sessions_named(ids)}


def _find_sessions(actor: Actor, words: str) -> Mapping[int, Named]:
    found = for_everyone(sessions(Wanted(text=words)))
    return {row.pk: _session(row) for row in found.order_by("-starts", "pk")[:FOUND]}


register_kind(Kind(COURSE, "Course", seen=_seen, find=_find, public=True))
register_kind(Kind(SESSION, "Training session", seen=_sessions, find=_find_sessions, public=True))
