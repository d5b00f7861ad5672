"""Courses and sessions. In the active scope; lists come with their course: one query each."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Q, QuerySet

from throughline.office.training.models import Course, Session
from throughline.office.training.rules import BookingKind
from throughline.office.training.rules.programme import SessionStatus

DAYS = "days__venue"


@dataclass(frozen=True)
class Wanted:
    """What the calendar is narrowed to. `places_left` leaves out full sessions and those by invitation."""

    mode: str = ""
    text: str = ""
    places_left: bool = False


EVERYTHING = Wanted()


def sessions(wanted: Wanted = EVERYTHING) -> QuerySet[Session]:
    """Every session that is on or was held, by start, with its days: two queries. Neither drafts nor cancelled ones."""
    found = Session.objects.filter(status=SessionStatus.PUBLISHED).select_related("course")
    found = found.prefetch_related(DAYS).order_by("starts", "course__title", "pk")
    if wanted.mode:
        found = found.filter(course__mode=wanted.mode)
    for word in wanted.text.split():
        found = found.filter(Q(course__title__icontains=word) | Q(public_note__icontains=word))
    if wanted.places_left:
        found = found.filter(Q(places__isnull=True) | Q(taken__lt=F("places")), booking_kind=BookingKind.OPEN)
    return found


def coming_sessions(at: datetime, wanted: Wanted = EVERYTHING) -> QuerySet[Session]:
    """Those that start after the moment, the next one first."""
    return sessions(wanted).filter(starts__gt=at)


def past_sessions(since: datetime, at: datetime, wanted: Wanted = EVERYTHING) -> QuerySet[Session]:
    """Those that started between the two moments, the last one first."""
    return sessions(wanted).filter(starts__gte=since, starts__lte=at).order_by("-starts", "course__title", "pk")


def sessions_between(first: datetime, until: datetime) -> QuerySet[Session]:
    """Those that start from `first` on and before `until`."""
    return sessions().filter(starts__gte=first, starts__lt=until)


def modes() -> list[str]:
    """The modes that courses have, by name."""
    return list(Course.objects.order_by("mode").values_list("mode", flat=True).distinct())


def session(session_id: int) -> Session:
    """For the office. Raises Session.DoesNotExist, also for one of another partnership."""
    return Session.objects.select_related("course").prefetch_related(DAYS).get(pk=session_id)


def public_session(session_id: int) -> Session:
    """The same without drafts."""
    found = Session.objects.exclude(status=SessionStatus.DRAFT).select_related("course").prefetch_related(DAYS)
    return found.get(pk=session_id)
