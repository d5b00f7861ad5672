"""What follows a session by itself: the questions before, the evaluation, three months later; passports; certificates.

The worker calls it every few minutes; whatever it does, it finds already done.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal

from throughline.foundation.access.actors import Actor
from throughline.foundation.access.operations import Refused, operation
from throughline.foundation.surveys import api as surveys
from throughline.foundation.surveys.api import Naming, ToAsk
from throughline.foundation.ui import formats
from throughline.office.training.kinds import BEFORE, EVALUATION, FOLLOW_UP, MANAGER_VIEW
from throughline.office.training.models import Booking, LearningRecord, Session
from throughline.office.training.operations.certificates import issue
from throughline.office.training.permissions import TrainingPermission
from throughline.office.training.queries import attended as queries
from throughline.office.training.questionnaires import shipped
from throughline.office.training.rules import BookingStatus
from throughline.office.training.rules.learning import (
    ASK_BEFORE_DAYS,
    EVALUATION_DAYS,
    FOLLOW_UP_DAYS,
    FOLLOW_UP_MONTHS,
    LearntBy,
    follow_up_day,
    months_before,
    runs_out,
)

_NAMES = {
    BEFORE: "before", EVALUATION: "evaluation", FOLLOW_UP: "follow-up", MANAGER_VIEW: "manager-view",
}  # fmt: skip


@operation(None)
def follow_sessions(*, by: Actor, now: datetime, at: datetime) -> None:
    """TR-115 to TR-117 for every session whose time it is. The worker's own: no permission. `now` is business time."""
    today = now.astimezone(formats.LONDON).date()
    for session in queries.sessions_starting(now, today + timedelta(days=ASK_BEFORE_DAYS)):
        booked = Booking.objects.filter(session=session, status=BookingStatus.BOOKED).select_related("person")
        _ask(BEFORE, session, booked.order_by("pk"), _day(session.starts), by, today, at)
    for session in queries.sessions_ended(today - timedelta(days=EVALUATION_DAYS), today):
        if session.ends <= now:
            came = queries.attended([session.pk], every_day=False)
            _ask(EVALUATION, session, came, _day(session.ends) + timedelta(days=EVALUATION_DAYS), by, today, at)
    first = months_before(today - timedelta(days=FOLLOW_UP_DAYS), FOLLOW_UP_MONTHS)
    for session in queries.sessions_ended(first, months_before(today, FOLLOW_UP_MONTHS)):
        came = queries.attended([session.pk], every_day=True)
        last = follow_up_day(_day(session.ends)) + timedelta(days=FOLLOW_UP_DAYS)
        if today <= last:
            _ask(FOLLOW_UP, session, came, last, by, today, at)
    _keep_passports()
    _issue_certificates(by, today, at)


def _day(moment: datetime) -> date:
    return moment.astimezone(formats.LONDON).date()


def _ask(
    kind: str, session: Session, bookings: Iterable[Booking], closes_on: date, by: Actor, today: date, at: datetime
) -> None:
    people = [ToAsk(b.person.email, b.person_id, b.reference, b.sector) for b in bookings if b.person.is_active]
    if people:
        survey = _survey(kind, session, closes_on, by, today)
        if survey.is_open(today):
            surveys.ask(survey=survey, people=people, tell=True, by=by, today=today, at=at)


def _survey(kind: str, session: Session, closes_on: date, by: Actor, today: date) -> surveys.Survey:
    given = shipped(_NAMES[kind])
    version = surveys.published_version(shipped=given, by=by, today=today)
    return surveys.start_survey(
        version=version, kind=kind, about=str(session.pk), naming=Naming.NAMED, opens_on=today, closes_on=closes_on,
        title=f"{given.title}: {session.title}, {formats.day(session.starts)}"[:250], remind_after=(3, 7), by=by,
    )  # fmt: skip


def _keep_passports() -> None:
    """Set-based in both ways: what was attended goes in, what the register takes back goes out."""
    LearningRecord.objects.filter(pk__in=list(queries.no_longer_attended().values_list("pk", flat=True))).delete()
    hours: dict[int, Decimal | None] = {}
    rows = []
    for booking in queries.not_in_passport():
        session, course = booking.session, booking.session.course
        if session.pk not in hours:
            held = course.hours or Decimal(str(round(queries.hours_held(session.pk), 2)))
            hours[session.pk] = held if 0 < held < 1000 else None
        day = _day(session.ends)
        rows.append(
            LearningRecord(
                space_id=booking.space_id, person=booking.person, course=course, title=session.title,
                by=LearntBy.ATTENDED, source_key=booking.reference, day=day, hours=hours[session.pk],
                runs_out=runs_out(day, course.refresh_months),
            )
        )  # fmt: skip
    LearningRecord.objects.bulk_create(rows, batch_size=500)


def _issue_certificates(by: Actor, today: date, at: datetime) -> None:
    """Those that the evaluation alone did not bring: the register was completed after it was sent."""
    without = queries.attended(every_day=True).filter(certificate=None)
    references = {booking.reference: booking for booking in without}
    for reference in sorted(surveys.answered_subjects(EVALUATION, references)):
        issue(references[reference], by=by, today=today, at=at)


@operation(TrainingPermission.BOOK)
def ask_manager(*, reference: str, email: str, by: Actor, today: date, at: datetime) -> None:
    """The line manager's view, asked by the person themselves once they answered the follow-up.

    Raises Refused; Booking.DoesNotExist also for somebody else's.
    """
    booking = Booking.objects.select_related("session__course", "person").get(reference=reference, person=by.user)
    if not surveys.answered_subjects(FOLLOW_UP, [reference]):
        raise Refused("Answer the questions three months after the course first.")
    if email.strip().lower() == booking.person.email:
        raise Refused("This is your own address. Give your line manager's.")
    survey = _survey(MANAGER_VIEW, booking.session, today + timedelta(days=FOLLOW_UP_DAYS), by, today)
    if any(subject == reference for subject, _ in surveys.invited([survey.pk])):
        raise Refused("Your line manager was asked already.")
    if not survey.is_open(today):
        raise Refused("The time for this question is over.")
    person = ToAsk(email=email, subject=reference, group=booking.sector)
    surveys.ask(survey=survey, people=[person], tell=True, by=by, today=today, at=at)
