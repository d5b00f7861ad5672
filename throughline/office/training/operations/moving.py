"""A place that goes to somebody else, or a person who goes to another session. One transaction; nobody loses a place.

TR-80: a colleague takes over the place, the agency and the share, until the start; no charge comes of it. TR-81: the
office adds or moves somebody with a reason, which the booking's history keeps.
"""

from datetime import datetime

from throughline.foundation.access.actors import Actor
from throughline.foundation.access.models import User
from throughline.foundation.access.operations import Refused, operation
from throughline.office.training import rules
from throughline.office.training.documents import Method
from throughline.office.training.models import Booking, Session
from throughline.office.training.notices import BookingCancelled, BookingConfirmed
from throughline.office.training.operations.making import ask_agency, facts, forget_needs, make_booking, person_of, tell
from throughline.office.training.operations.taking import give_place_back, locked, take_place
from throughline.office.training.operations.waiting import leave_because_booked, offer_free_places
from throughline.office.training.permissions import TrainingPermission
from throughline.office.training.queries import active_booking
from throughline.office.training.queries.origins import Origin, origin_of
from throughline.office.training.queries.people import now_known_as
from throughline.office.training.queries.shares import why_not
from throughline.office.training.rules import BookingStatus
from throughline.office.training.rules.people import account_address
from throughline.office.training.rules.programme import SessionStatus


@operation(TrainingPermission.BOOK)
def pass_place_on(*, reference: str, name: str, email: str, by: Actor, at: datetime, real_at: datetime) -> Booking:
    """TR-80: the named colleague has the place from now on; both are told. Returns the colleague's booking.

    Raises Refused; Booking.DoesNotExist also for somebody else's.
    """
    person = person_of(by)
    session_id = Booking.objects.values_list("session_id", flat=True).get(reference=reference, person=person)
    session = locked(session_id)
    booking = Booking.objects.select_related("person", "share", "passed_to").get(reference=reference)
    booking.session = session
    if booking.passed_to is not None and booking.passed_to.person.email == account_address(name, email):
        return booking.passed_to
    if not booking.active:
        raise Refused("This booking is cancelled already.")
    refusals = rules.cancel_refusals(starts=session.starts, at=at)
    if refusals:
        raise Refused(" ".join(refusals))
    colleague = person_named(name=name, email=email, agency=booking.agency_name)
    if colleague.pk == person.pk:
        raise Refused("This is your own address. Give your colleague’s.")
    if active_booking(session_id, colleague.pk) is not None:
        raise Refused(f"{colleague} has a place on this session already.")
    leave_because_booked(session, colleague, at=at, real_at=real_at)
    origin = Origin(booking.agency_name, booking.organisation_id, booking.sector)
    taken_over = make_booking(session, colleague, origin, booking.share, at)
    ask_agency(taken_over, at)
    booking.passed_to = taken_over
    _end(booking, by=person, reason=f"Passed to {colleague}.", at=at)
    tell(booking, BookingCancelled(**facts(booking, Method.CANCEL, real_at), reason=booking.cancel_reason), real_at)
    tell(taken_over, BookingConfirmed(**facts(taken_over, Method.REQUEST, real_at), terms=session.public_note), real_at)
    return taken_over


@operation(TrainingPermission.MANAGE)
def add_person(
    *, session_id: int, name: str, email: str, reason: str, by: Actor, at: datetime, real_at: datetime
) -> Booking:
    """TR-81: the office books for somebody, also where booking is not open. A second time gives the same booking.

    Raises Refused, Session.DoesNotExist.
    """
    if not reason.strip():
        raise Refused("Say why the office books for this person.")
    session = locked(session_id)
    person = person_named(name=name, email=email)
    found = active_booking(session_id, person.pk)
    if found is not None:
        return found
    return give_place(session, person, reason=reason.strip(), at=at, real_at=real_at)


@operation(TrainingPermission.MANAGE)
def move_person(
    *, booking_id: int, to_session_id: int, reason: str, by: Actor, at: datetime, real_at: datetime
) -> Booking:
    """TR-81: a place on the other session, and the first one given back; both or neither. Raises Refused."""
    if not reason.strip():
        raise Refused("Say why this person is moved; they are told.")
    from_session_id = Booking.objects.values_list("session_id", flat=True).get(pk=booking_id)
    if from_session_id == to_session_id:
        raise Refused("Choose another session.")
    both = {session_id: locked(session_id) for session_id in sorted((from_session_id, to_session_id))}
    session, target = both[from_session_id], both[to_session_id]
    booking = Booking.objects.select_related("person").get(pk=booking_id)
    booking.session = session
    if not booking.active:
        raise Refused("This booking is cancelled already.")
    refusals = rules.cancel_refusals(starts=session.starts, at=at)
    if refusals:
        raise Refused(" ".join(refusals))
    if active_booking(to_session_id, booking.person_id) is not None:
        raise Refused(f"{booking.person} has a place on that session already.")
    moved = give_place(target, booking.person, reason=reason.strip(), at=at, real_at=real_at)
    give_place_back(session, booking.share_id)
    said = f"Moved to {target.title}, {rules.when_words(target.starts, target.ends)}. {reason.strip()}"
    _end(booking, by=person_of(by), reason=said, at=at)
    tell(booking, BookingCancelled(**facts(booking, Method.CANCEL, real_at), reason=said), real_at)
    offer_free_places(session, at=at, real_at=real_at)
    return moved


def person_named(*, name: str, email: str, agency: str = "", job_title: str = "") -> User:
    """The account of that address, made when there is none. Whoever gets the code by e-mail can sign in with it.

    TR-171: behind a shared mailbox each name has an account. An account whose training was moved stands for the other.
    """
    address = account_address(name, email)
    found = User.objects.filter(email=address).first()
    if found is not None:
        if found.is_system or not found.is_active:
            raise Refused(f"{address} cannot be booked.")
        same = now_known_as(found.pk)
        return found if same == found.pk else User.objects.get(pk=same)
    return User.objects.create_user(email=address, name=name.strip(), agency_name=agency, job_title=job_title)


def give_place(session: Session, person: User, *, reason: str, at: datetime, real_at: datetime) -> Booking:
    """A place for somebody, given by the office. The session's row is held."""
    if session.status == SessionStatus.DRAFT:
        raise Refused("This session is a draft: publish it first.")
    origin = origin_of(person)
    refusals = why_not(session, origin, at, invited=True)
    if refusals:
        raise Refused(" ".join(refusals))
    leave_because_booked(session, person, at=at, real_at=real_at)
    share = take_place(session, origin, at, invited=True)
    booking = make_booking(session, person, origin, share, at, reason=reason)
    tell(booking, BookingConfirmed(**facts(booking, Method.REQUEST, real_at), terms=session.public_note), real_at)
    return booking


def _end(booking: Booking, *, by: User, reason: str, at: datetime) -> None:
    """The booking is over; its place is the caller's to give on."""
    booking.status = BookingStatus.CANCELLED
    booking.cancelled_at, booking.cancelled_by, booking.cancel_reason = at, by, reason
    booking.sequence += 1
    booking.save()
    forget_needs(booking, at)
