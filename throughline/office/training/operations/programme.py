"""Courses, and sessions with their days. Everybody booked is told of a change in the transaction that makes it."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, ProtectedError

from throughline.foundation.access.actors import Actor
from throughline.foundation.access.operations import Refused, operation
from throughline.foundation.names import key_of
from throughline.foundation.tenancy import scope
from throughline.foundation.ui import formats
from throughline.office.training.models import (
    Attendance,
    Booking,
    Course,
    Session,
    SessionDay,
    SessionShare,
    SessionTrainer,
    Venue,
    WaitingEntry,
)
from throughline.office.training.operations.making import tell_of_change
from throughline.office.training.operations.taking import fit_rest, locked
from throughline.office.training.operations.telling import cancel_bookings
from throughline.office.training.operations.waiting import end_waiting, offer_free_places
from throughline.office.training.permissions import TrainingPermission
from throughline.office.training.queries.programme import around
from throughline.office.training.rules import BookingStatus
from throughline.office.training.rules.programme import CourseStatus, Delivery, SessionStatus, ShareBasis
from throughline.office.training.rules.shares import Share, settled_shares
from throughline.office.training.rules.waiting import WaitingStatus
from throughline.office.training.rules.writing import DayPlan, SessionPlan, Wrong, at_words, wrong_with


class WrongPlan(Refused):
    """What an officer wrote cannot stand; `found` says what, field by field."""

    def __init__(self, found: Sequence[Wrong]) -> None:
        super().__init__(" ".join(wrong.says for wrong in found))
        self.found = found


@dataclass(frozen=True)
class CourseWords:
    """A course as written; see models.Course."""

    title: str
    mode: str
    delivery: Delivery
    status: CourseStatus = CourseStatus.OFFERED
    level: str = ""
    audience: str = ""
    outcomes: str = ""
    hours: Decimal | None = None
    refresh_months: int | None = None
    delivered_by_id: int | None = None
    priority: str = ""
    elsewhere: str = ""


@operation(TrainingPermission.MANAGE)
def write_course(*, course_id: int | None, words: CourseWords, by: Actor, at: datetime) -> Course:
    """A new course (`course_id` None) or a change of one that is there. Raises WrongPlan, Course.DoesNotExist."""
    course = (
        Course(space_id=scope.current().home_id)
        if course_id is None
        else Course.objects.select_for_update().get(pk=course_id)
    )
    for name, value in asdict(words).items():
        setattr(course, name, value)
    try:
        with transaction.atomic():
            course.save()
    except IntegrityError as error:
        says = f"There is a course ‘{words.title}’ held as ‘{words.mode}’ already. Change that one."
        raise WrongPlan([Wrong("title", says)]) from error
    return course


@operation(TrainingPermission.MANAGE)
def add_session(*, course_id: int, plan: SessionPlan, by: Actor, at: datetime) -> Session:
    """A new session of the course. Raises WrongPlan (TR-30 to TR-42), Course.DoesNotExist."""
    course = Course.objects.select_for_update().get(pk=course_id)
    return make_session(course, plan)


def make_session(course: Course, plan: SessionPlan, copied_from: Session | None = None) -> Session:
    """The rows of a new session, inside the operation that asks for it."""
    _refuse(plan, course.pk, None)
    session = Session(space_id=course.space_id, course=course, copied_from=copied_from, **_values(plan))
    session.status = SessionStatus.DRAFT if plan.draft else SessionStatus.PUBLISHED
    session.save()
    _write_days(session, plan)
    _write_trainers(session, plan)
    _write_shares(session, plan)
    return session


@operation(TrainingPermission.MANAGE)
def change_session(*, session_id: int, plan: SessionPlan, by: Actor, at: datetime, real_at: datetime) -> int:
    """The session becomes what the plan says; how many people were told (TRN-03), each with the new calendar entries.

    Only a change of when, where or what everyone reads is told, and only before the session is over. Raises WrongPlan,
    Session.DoesNotExist.
    """
    session = locked(session_id)
    if session.status == SessionStatus.CANCELLED:
        raise Refused("This session is cancelled. Write a new one.")
    if plan.draft and session.taken:
        raise WrongPlan([Wrong("draft", "Places are booked. It cannot go back to a draft.")])
    if plan.draft and session.waiting:
        raise WrongPlan([Wrong("draft", "People wait for a place. It cannot go back to a draft.")])
    _refuse(plan, session.course_id, session)
    before = _as_told(session)
    was = session.days.count()
    for name, value in _values(plan).items():
        setattr(session, name, value)
    session.status = SessionStatus.DRAFT if plan.draft else SessionStatus.PUBLISHED
    session.save()
    _write_days(session, plan)
    _write_trainers(session, plan)
    if not _open_and_unchanged(session, plan, at):
        _write_shares(session, plan)
    told = 0
    if before != _as_told(session):
        Session.objects.filter(pk=session.pk).update(sequence=F("sequence") + 1)
        told = tell_of_change(session, at, real_at, days_before=was)
    offer_free_places(session, at=at, real_at=real_at)
    return told


@operation(TrainingPermission.MANAGE)
def cancel_session(*, session_id: int, reason: str, by: Actor, at: datetime, real_at: datetime) -> int:
    """The session does not take place: every booking is cancelled and told why (TRN-04). How many were told.

    Raises Refused (no reason, begun or cancelled already), Session.DoesNotExist.
    """
    if not reason.strip():
        raise Refused("Say why the session is cancelled; everybody booked is told.")
    session = locked(session_id)
    if session.status == SessionStatus.CANCELLED:
        raise Refused("This session is cancelled already.")
    if session.starts <= at:
        raise Refused("This session has begun, so it can no longer be cancelled.")
    if by.user is None:
        raise Refused("Sign in to cancel a session.")
    told = cancel_bookings(session, by=by.user, reason=reason.strip(), at=at, real_at=real_at)
    end_waiting(session, reason=f"The session is cancelled: {reason.strip()}", at=at, real_at=real_at)
    session.status, session.cancelled_at, session.cancel_reason = SessionStatus.CANCELLED, at, reason.strip()
    session.sequence += 1
    session.save(update_fields=["status", "cancelled_at", "cancel_reason", "sequence"])
    return told


@operation(TrainingPermission.MANAGE)
def go_ahead(*, session_id: int, by: Actor, at: datetime) -> Session:
    """The officer decided that the session takes place, whatever its minimum.

    Raises Refused (a draft, or cancelled), Session.DoesNotExist.
    """
    session = locked(session_id)
    if session.status == SessionStatus.CANCELLED:
        raise Refused("This session is cancelled.")
    if session.status == SessionStatus.DRAFT:
        raise Refused("This session is a draft: publish it first.")
    session.going_ahead = at
    session.save(update_fields=["going_ahead"])
    return session


def _refuse(plan: SessionPlan, course_id: int, session: Session | None) -> None:
    known = set(Venue.objects.values_list("pk", flat=True))
    if any(day.venue_id is not None and day.venue_id not in known for day in plan.days):
        raise Refused("That venue is not on record. Choose another.")
    found = wrong_with(plan, around(plan, course_id, session))
    if found:
        raise WrongPlan(found)


def _values(plan: SessionPlan) -> dict[str, Any]:
    names = (
        "topic", "starts", "ends", "places_kind", "places", "booking_kind", "booking_opens", "booking_closes",
        "cancel_until", "minimum", "decide_on", "elsewhere", "bring", "public_note", "shares_open",
        "agency_most",
    )  # fmt: skip
    return {name: getattr(plan, name) for name in names}


def _write_days(session: Session, plan: SessionPlan) -> None:
    """Days keep their rows, so that a register stays with its day; no day with a register goes to another date.

    A day that moves never takes a start that another row has: that row would be its own.
    """
    rows = list(SessionDay.objects.filter(session=session).order_by("starts", "pk"))
    days = sorted(plan.days, key=lambda day: day.starts)
    kept = _paired(rows, days)
    stay = {row.pk for row, _ in kept}
    for row in rows:
        if row.pk in stay:
            continue
        try:
            row.delete()
        except ProtectedError as error:
            says = f"The day that begins {at_words(row.starts)} has a register. It cannot be taken out."
            raise WrongPlan([Wrong("days", says)]) from error
    marked = set(Attendance.objects.filter(day__in=stay).order_by().values_list("day_id", flat=True))
    for row, day in kept:
        if row.pk in marked and _date(row) != _date(day):
            says = f"The day that begins {at_words(row.starts)} has a register. It cannot be moved to another date."
            raise WrongPlan([Wrong("days", says, list(plan.days).index(day))])
        row.starts, row.ends, row.venue_id, row.link, row.topic = (
            day.starts, day.ends, day.venue_id, day.link, day.topic,
        )  # fmt: skip
        row.save()
    new = [day for day in days if not any(day is each for _, each in kept)]
    for day in new:
        SessionDay.objects.create(
            space_id=session.space_id, session=session, starts=day.starts, ends=day.ends, venue_id=day.venue_id,
            link=day.link, topic=day.topic,
        )  # fmt: skip


def _paired(rows: Sequence[SessionDay], days: Sequence[DayPlan]) -> list[tuple[SessionDay, DayPlan]]:
    """Each row with the day that it becomes: of the same start, else of the same date, else by place in the order."""
    pairs: list[tuple[SessionDay, DayPlan]] = []
    rows, days = list(rows), list(days)
    same: tuple[Callable[[SessionDay | DayPlan], object], ...] = (lambda day: day.starts, _date, lambda _: None)
    for key in same:
        for row in list(rows):
            day = next((day for day in days if key(day) == key(row)), None)
            if day is not None:
                pairs.append((row, day))
                rows.remove(row)
                days.remove(day)
    return pairs


def _date(day: SessionDay | DayPlan) -> date:
    return day.starts.astimezone(formats.LONDON).date()


def _write_trainers(session: Session, plan: SessionPlan) -> None:
    wanted = {trainer.name: trainer for trainer in plan.trainers}
    for row in SessionTrainer.objects.filter(session=session):
        trainer = wanted.pop(row.name, None)
        if trainer is None:
            row.delete()
        elif (row.agency, row.person_id) != (trainer.agency, trainer.person_id):
            row.agency, row.person_id = trainer.agency, trainer.person_id
            row.save(update_fields=["agency", "person"])
    for trainer in wanted.values():
        SessionTrainer.objects.create(
            space_id=session.space_id, session=session, name=trainer.name, agency=trainer.agency,
            person_id=trainer.person_id,
        )  # fmt: skip


def _open_and_unchanged(session: Session, plan: SessionPlan, at: datetime) -> bool:
    """All places are open to everyone by now and the kept ones are as they were: nobody is counted into them again."""
    if session.shares_open is None or at < session.shares_open or session.places is None:
        return False
    rows = SessionShare.objects.filter(session=session).exclude(basis=ShareBasis.REST)
    before = {(row.basis, key_of(row.name), row.places) for row in rows}
    now = {(share.basis.value, key_of(share.name), share.places) for share in plan.shares}
    return bool(before) and before == now and fit_rest(session)


def _write_shares(session: Session, plan: SessionPlan) -> None:
    """The shares as written, with the rest; everybody booked is counted in the share that they would take of now."""
    SessionShare.objects.filter(session=session).delete()
    if not plan.shares or plan.places is None:
        return
    bookings = Booking.objects.filter(session=session, status=BookingStatus.BOOKED).order_by("booked_at", "pk")
    offers = WaitingEntry.objects.filter(session=session, status=WaitingStatus.OFFERED).order_by("offered_at", "pk")
    holders = [*bookings, *offers]
    rest = Share(ShareBasis.REST, "", plan.places - sum(share.places for share in plan.shares), 0)
    settled = settled_shares([*plan.shares, rest], [(holder.sector, holder.agency_name) for holder in holders])
    if settled is None:
        says = "More people are booked already than these shares leave for them. Keep fewer places."
        raise WrongPlan([Wrong("shares", says)])
    shares, of_each = settled
    rows = [
        SessionShare.objects.create(
            space_id=session.space_id, session=session, basis=share.basis, name=share.name, places=share.places,
            taken=share.taken,
        )
        for share in shares
    ]  # fmt: skip
    for holder, place in zip(holders, of_each, strict=True):
        kind = Booking if isinstance(holder, Booking) else WaitingEntry
        kind.objects.filter(pk=holder.pk).update(share=rows[place])


def _as_told(session: Session) -> list[Any]:
    """What is in a calendar entry: a change of it is told."""
    days = SessionDay.objects.filter(session_id=session.pk).order_by("starts")
    return [session.title, session.public_note, *days.values_list("starts", "ends", "venue_id", "link")]
