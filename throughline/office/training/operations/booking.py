"""Booking a place and cancelling it. Places are taken and given back in taking.py alone."""

from datetime import datetime

from throughline.foundation.access.actors import Actor
from throughline.foundation.access.models import User
from throughline.foundation.access.operations import Refused, operation
from throughline.office.training import rules
from throughline.office.training.documents import Method
from throughline.office.training.models import Approval, Booking, Session
from throughline.office.training.notices import BookingCancelled, BookingConfirmed
from throughline.office.training.operations.making import facts, forget_needs, make_booking, person_of, tell
from throughline.office.training.operations.taking import give_place_back, locked, take_place
from throughline.office.training.operations.waiting import leave_because_booked, offer_free_places
from throughline.office.training.permissions import TrainingPermission
from throughline.office.training.queries import active_booking
from throughline.office.training.queries.agencies import wants_approval
from throughline.office.training.queries.interest import is_invited
from throughline.office.training.queries.origins import Origin, origin_of
from throughline.office.training.queries.sessions import hold_days
from throughline.office.training.queries.shares import why_not
from throughline.office.training.queries.waiting import QUEUE_FIRST, passes_the_line
from throughline.office.training.rules import BookingStatus
from throughline.office.training.rules.programme import CourseStatus, SessionStatus


@operation(TrainingPermission.BOOK)
def book(*, session_id: int, by: Actor, at: datetime, real_at: datetime) -> Booking:
    """A place for whoever asks, with its confirmation. A retry gives the booking that is there (TR-04).

    Raises Refused with the reasons (TR-01 to TR-03, TR-20 to TR-27, TR-50), Session.DoesNotExist.
    """
    person = person_of(by)
    session = locked(session_id)
    if session.status == SessionStatus.DRAFT or session.course.status == CourseStatus.DRAFT:
        raise Session.DoesNotExist
    found = active_booking(session_id, person.pk)
    if found is not None:
        return found
    origin = origin_of(person)
    invited = is_invited(session, person.pk)
    hold_days(session, shares=not session.waiting)
    _refuse(session, origin, at, real_at, invited=invited)
    share = take_place(session, origin, at, invited=invited)
    booking = make_booking(session, person, origin, share, at)
    if wants_approval(origin.organisation_id):
        Approval.objects.create(space_id=booking.space_id, booking=booking, asked_at=at)
    leave_because_booked(session, person, at=at, real_at=real_at)
    told = facts(booking, Method.REQUEST, real_at)
    tell(booking, BookingConfirmed(**told, terms=session.public_note), real_at, new=True)
    return booking


@operation(TrainingPermission.BOOK)
def cancel_booking(*, reference: str, by: Actor, at: datetime, real_at: datetime) -> Booking:
    """Gives one's own place back, until the start (TR-05). Cancelled already: nothing changes.

    Raises Refused; Booking.DoesNotExist also for somebody else's.
    """
    person = person_of(by)
    session_id = Booking.objects.values_list("session_id", flat=True).get(reference=reference, person=person)
    return _cancel(session_id, {"reference": reference}, by=person, reason="", at=at, real_at=real_at)


@operation(TrainingPermission.MANAGE)
def cancel_booking_for(*, booking_id: int, reason: str, by: Actor, at: datetime, real_at: datetime) -> Booking:
    """The office gives somebody's place back and tells them why. Raises Refused, Booking.DoesNotExist."""
    if not reason.strip():
        raise Refused("Say why the booking is cancelled; the person is told.")
    session_id = Booking.objects.values_list("session_id", flat=True).get(pk=booking_id)
    return _cancel(session_id, {"pk": booking_id}, by=person_of(by), reason=reason.strip(), at=at, real_at=real_at)


def _cancel(
    session_id: int, which: dict[str, object], *, by: User, reason: str, at: datetime, real_at: datetime
) -> Booking:
    session = locked(session_id)
    booking = Booking.objects.select_related("person").get(**which)
    booking.session = session
    if not booking.active:
        return booking
    refusals = rules.cancel_refusals(starts=session.starts, at=at)
    if refusals:
        raise Refused(" ".join(refusals))
    give_place_back(session, booking.share_id)
    booking.status = BookingStatus.CANCELLED
    booking.cancelled_at, booking.cancelled_by, booking.cancel_reason = at, by, reason
    booking.sequence += 1
    booking.save(update_fields=["status", "cancelled_at", "cancelled_by", "cancel_reason", "sequence"])
    forget_needs(booking, at)
    tell(booking, BookingCancelled(**facts(booking, Method.CANCEL, real_at), reason=reason), real_at)
    offer_free_places(session, at=at, real_at=real_at)
    return booking


def _refuse(session: Session, origin: Origin, at: datetime, real_at: datetime, *, invited: bool) -> None:
    """Why not, in words; TR-50: who waits goes first. The session's row is held."""
    refusals = why_not(session, origin, at, invited=invited)
    if not refusals and session.waiting:
        offer_free_places(session, at=at, real_at=real_at)
        refusals = why_not(session, origin, at, invited=invited)
        if not refusals and passes_the_line(session, at):
            refusals = [QUEUE_FIRST]
    if refusals:
        raise Refused(" ".join(refusals))
