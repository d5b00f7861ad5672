"""Courses and sessions. In the active scope; lists come with their course: one query each."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F, Q, QuerySet

from throughline.foundation.tenancy.prepared import Given, Prepared, hold
from throughline.foundation.ui.formats import LONDON
from throughline.office.training.models import Course, Session, SessionDay, SessionShare
from throughline.office.training.rules import BookingKind, month_bounds
from throughline.office.training.rules.programme import CourseStatus, SessionStatus

DAYS = "days__venue"


@dataclass(frozen=True)
class Wanted:
    """What the calendar is narrowed to. `places_left` leaves out full sessions and those by invitation; `month` is the
    first day of one."""

    mode: str = ""
    level: str = ""
    month: date | None = None
    text: str = ""
    places_left: bool = False


EVERYTHING = Wanted()
_PUBLIC = Prepared(
    lambda: (
        Session.objects.exclude(status=SessionStatus.DRAFT)
        .exclude(course__status=CourseStatus.DRAFT)
        .select_related("course")
        .filter(pk=Given("session"))
    )
)
_DAYS = Prepared(lambda: SessionDay.objects.filter(session_id=Given("session")).select_related("venue"))
_SHARES = Prepared(lambda: SessionShare.objects.filter(session_id=Given("session")))


def sessions(wanted: Wanted = EVERYTHING) -> QuerySet[Session]:
    """Every session that is on or was held, by start, with its days: two queries. Neither drafts nor cancelled ones."""
    found = Session.objects.filter(status=SessionStatus.PUBLISHED).select_related("course")
    found = found.prefetch_related("days").order_by("starts", "course__title", "pk")
    if wanted.mode:
        found = found.filter(course__mode=wanted.mode)
    if wanted.level:
        found = found.filter(course__level=wanted.level)
    if wanted.month:
        first, until = month_bounds(wanted.month)
        found = found.filter(starts__gte=first, starts__lt=until)
    for word in wanted.text.split():
        in_course = Q(course__title__icontains=word) | Q(course__audience__icontains=word)
        found = found.filter(in_course | Q(topic__icontains=word) | Q(public_note__icontains=word))
    if wanted.places_left:
        found = found.filter(Q(places__isnull=True) | Q(taken__lt=F("places")), booking_kind=BookingKind.OPEN)
    return found


def coming_sessions(at: datetime, wanted: Wanted = EVERYTHING) -> QuerySet[Session]:
    """Those that start after the moment, the next one first."""
    return sessions(wanted).filter(starts__gt=at)


def past_sessions(since: datetime, at: datetime, wanted: Wanted = EVERYTHING) -> QuerySet[Session]:
    """Those that started between the two moments, the last one first."""
    return sessions(wanted).filter(starts__gte=since, starts__lte=at).order_by("-starts", "course__title", "pk")


def for_everyone(found: QuerySet[Session]) -> QuerySet[Session]:
    """Those of the sessions that everyone may see: a draft of a course is the office's alone, with its sessions."""
    return found.exclude(course__status=CourseStatus.DRAFT)


def sessions_between(first: datetime, until: datetime) -> QuerySet[Session]:
    """Those that start from `first` on and before `until`."""
    return sessions().filter(starts__gte=first, starts__lt=until)


def modes_and_levels() -> tuple[list[str], list[str]]:
    """The modes and the levels that courses have, drafts left out, each by name. One query."""
    courses = Course.objects.exclude(status=CourseStatus.DRAFT)
    pairs = list(courses.order_by().values_list("mode", "level").distinct())
    return sorted({mode for mode, _ in pairs}), sorted({level for _, level in pairs if level})


def coming_months(at: datetime) -> list[date]:
    """The first days of the months in which sessions that everyone may see start after the moment. One query."""
    starts = for_everyone(Session.objects.filter(status=SessionStatus.PUBLISHED, starts__gt=at))
    return [month.date() for month in starts.datetimes("starts", "month", tzinfo=LONDON)]


def days_of_month(month: date) -> QuerySet[SessionDay]:
    """The days of sessions that everyone may see in the month that begins with `month`, in order. One query."""
    first, until = month_bounds(month)
    found = SessionDay.objects.filter(starts__gte=first, starts__lt=until, session__status=SessionStatus.PUBLISHED)
    found = found.exclude(session__course__status=CourseStatus.DRAFT)
    return found.select_related("session__course").order_by("starts", "session__course__title", "pk")


def sessions_named(ids: Collection[int]) -> QuerySet[Session]:
    """Those of the ids that everyone may see, cancelled ones too: no drafts. With days: two queries."""
    found = for_everyone(Session.objects.filter(pk__in=ids)).exclude(status=SessionStatus.DRAFT)
    return found.select_related("course").prefetch_related("days")


def for_the_feed(since: datetime) -> QuerySet[Session]:
    """What a subscribed calendar shows: sessions that end after the moment, cancelled ones too; no drafts. With days
    and venues: three queries."""
    found = for_everyone(Session.objects.filter(ends__gt=since)).exclude(status=SessionStatus.DRAFT)
    return found.select_related("course").prefetch_related(DAYS).order_by("starts", "pk")


def session(session_id: int) -> Session:
    """For the office. Raises Session.DoesNotExist, also for one of another partnership."""
    return Session.objects.select_related("course").prefetch_related(DAYS).get(pk=session_id)


def public_session(session_id: int) -> Session:
    """The same without drafts and sessions of a draft, with its shares."""
    found = _PUBLIC(session=session_id)
    if not found:
        raise Session.DoesNotExist
    hold_days(found[0], shares=True)
    return found[0]


def hold_days(session: Session, *, shares: bool = False) -> None:
    """Reads the session's days with their venues, and its shares where asked: one query each."""
    hold(session, days=_DAYS(session=session.pk))
    if shares:
        hold(session, shares=_SHARES(session=session.pk))
