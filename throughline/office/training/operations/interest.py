"""Interest in sessions whose places the office gives out, invitations, and deciding whether a session goes ahead."""

from collections.abc import Sequence
from datetime import date, datetime

from throughline.foundation.access.actors import Actor
from throughline.foundation.access.models import User
from throughline.foundation.access.operations import Refused, operation
from throughline.foundation.notices.api import put, site_link
from throughline.foundation.ui import formats
from throughline.office.training import rules
from throughline.office.training.models import Interest, Session
from throughline.office.training.notices.interest import DecideOnSession, InvitedToBook
from throughline.office.training.operations.making import partnership_now, person_of
from throughline.office.training.operations.moving import give_place, person_named
from throughline.office.training.operations.taking import INVITED_KINDS, locked
from throughline.office.training.permissions import TrainingPermission
from throughline.office.training.queries.bookings import active_booking
from throughline.office.training.queries.interest import officers, to_decide
from throughline.office.training.rules.interest import Answer, decision_words, interest_refusals, may_become
from throughline.office.training.rules.people import mail_address
from throughline.office.training.rules.programme import InterestStatus, SessionStatus
from throughline.office.training.rules.staff import Person


@operation(TrainingPermission.BOOK)
def note_interest(*, session_id: int, note: str, by: Actor, at: datetime) -> Interest:
    """TR-140. Noted already: only the note is another. Raises Refused, Session.DoesNotExist."""
    person = person_of(by)
    session = locked(session_id)
    if session.status == SessionStatus.DRAFT:
        raise Session.DoesNotExist
    if active_booking(session_id, person.pk) is not None:
        raise Refused("You have a place on this session.")
    refusals = interest_refusals(
        starts=session.starts, kind=session.kind, at=at, opens=session.booking_opens, closes=session.booking_closes,
        cancelled=session.status == SessionStatus.CANCELLED,
    )  # fmt: skip
    if refusals:
        raise Refused(" ".join(refusals))
    row = _row(session, person)
    if row.pk is None or may_become(InterestStatus(row.status), InterestStatus.NOTED, booked=False):
        row.status, row.noted_at, row.answered_at = InterestStatus.NOTED, at, None
    row.note = note.strip()
    row.save()
    return row


@operation(TrainingPermission.BOOK)
def withdraw_interest(*, session_id: int, by: Actor, at: datetime) -> None:
    """The person is not interested any more. Not noted, or withdrawn already: nothing changes. Raises Refused."""
    person = person_of(by)
    locked(session_id)
    row = Interest.objects.filter(session_id=session_id, person=person).first()
    if row is None or row.status == InterestStatus.WITHDRAWN:
        return
    booked = active_booking(session_id, person.pk) is not None
    if not may_become(InterestStatus(row.status), InterestStatus.WITHDRAWN, booked=booked):
        raise Refused("You were given a place. Cancel the booking instead.")
    row.status, row.note = InterestStatus.WITHDRAWN, ""
    row.save()


@operation(TrainingPermission.MANAGE)
def answer_interests(
    *, session_id: int, interest_ids: Sequence[int], answer: Answer, by: Actor, at: datetime, real_at: datetime
) -> int:
    """Invites these people to book, or gives each a place: all of them or nobody. How many. Raises Refused.

    Who has a place, or was invited already, is left as they are.
    """
    session = locked(session_id)
    _refuse_draft(session)
    chosen = list(Interest.objects.filter(session=session, pk__in=interest_ids).select_related("person").order_by("pk"))
    if len(chosen) != len(set(interest_ids)) or any(row.person is None for row in chosen):
        raise Refused("Somebody on this list is not there any more. Look at the list again.")
    then = InterestStatus.INVITED if answer is Answer.INVITE else InterestStatus.PLACED
    done = 0
    for row in chosen:
        if row.person is None or active_booking(session_id, row.person.pk) is not None:
            continue
        if not may_become(InterestStatus(row.status), then, booked=False):
            continue
        if answer is Answer.PLACE:
            give_place(session, row.person, reason="Had noted interest.", at=at, real_at=real_at)
        else:
            _refuse_invitation(session, at)
        row.status, row.answered_at = then, at
        row.save()
        if answer is Answer.INVITE:
            _tell_invited(session, row.person, row, real_at)
        done += 1
    return done


@operation(TrainingPermission.MANAGE)
def invite_people(*, session_id: int, people: Sequence[Person], by: Actor, at: datetime, real_at: datetime) -> int:
    """TR-142: these people may book although booking is not open to all. How many are newly invited. Raises Refused."""
    if not people:
        raise Refused("The list is empty.")
    session = locked(session_id)
    _refuse_invitation(session, at)
    done = 0
    for each in people:
        person = person_named(name=each.name, email=each.email, job_title=each.job_title)
        if active_booking(session_id, person.pk) is not None:
            continue
        row = _row(session, person)
        if row.pk is not None and not may_become(InterestStatus(row.status), InterestStatus.INVITED, booked=False):
            continue
        row.status, row.answered_at, row.noted_at = InterestStatus.INVITED, at, row.noted_at or at
        row.save()
        _tell_invited(session, person, row, real_at)
        done += 1
    return done


@operation(None)
def ask_for_decisions(*, by: Actor, at: datetime, today: date, real_at: datetime) -> int:
    """TR-143: tells the officers of sessions whose day it is, once a session and day. The schedule's own."""
    asked = 0
    addresses = officers()
    for session in to_decide(at, today):
        assert session.minimum is not None and session.decide_on is not None  # noqa: S101, PT018  (the query asks)
        said = decision_words(
            minimum=session.minimum, decide_on=session.decide_on, taken=session.taken, decided=session.going_ahead
        )
        notice = DecideOnSession(
            partnership=partnership_now().name, title=session.title,
            when=rules.when_words(session.starts, session.ends), booked=said,
            url=site_link(f"/office/training/{session.pk}/decide/"),
        )  # fmt: skip
        for address in addresses:
            put(notice, to=address, key=f"{notice.kind}:{session.pk}:{session.decide_on}:{address}"[:200], at=real_at)
            asked += 1
    return asked


def _row(session: Session, person: User) -> Interest:
    found = Interest.objects.filter(session=session, person=person).first()
    return found or Interest(space_id=session.space_id, session=session, person=person)


def _refuse_draft(session: Session) -> None:
    if session.status == SessionStatus.DRAFT:
        raise Refused("This session is a draft: publish it first.")


def _refuse_invitation(session: Session, at: datetime) -> None:
    _refuse_draft(session)
    if session.kind not in INVITED_KINDS:
        raise Refused("This session is not booked here, so nobody can be invited to book it.")
    refusals = session.booking_refusals(at, invited=True)
    if refusals:
        raise Refused(" ".join(refusals))


def _tell_invited(session: Session, person: User, row: Interest, real_at: datetime) -> None:
    notice = InvitedToBook(
        partnership=partnership_now().name, title=session.title,
        when=rules.when_words(session.starts, session.ends),
        until=f"until it starts on {formats.moment(session.starts)}",
        url=site_link(f"/training/{session.pk}/book/"),
    )  # fmt: skip
    stamp = row.answered_at.isoformat() if row.answered_at else ""
    put(notice, to=mail_address(person.email), key=f"{notice.kind}:{row.pk}:{stamp}", at=real_at)
