"""Booking and cancelling. Places are taken and given back in taking.py alone, before the booking's row is touched."""

import secrets
from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction

from throughline.foundation.access.actors import Actor
from throughline.foundation.access.models import User
from throughline.foundation.access.operations import Refused, operation
from throughline.foundation.notices.api import put
from throughline.foundation.tenancy import scope
from throughline.foundation.tenancy.models import Partnership
from throughline.office.training import rules
from throughline.office.training.calendar_entries import entry_of
from throughline.office.training.documents import Method, calendar_file
from throughline.office.training.models import Booking, Session, SessionShare
from throughline.office.training.notices import BookingCancelled, BookingConfirmed, BookingNotice
from throughline.office.training.operations.taking import Lost, give_place_back, take_place
from throughline.office.training.permissions import TrainingPermission
from throughline.office.training.queries import active_booking
from throughline.office.training.queries.interest import is_invited
from throughline.office.training.queries.origins import Origin, origin_of
from throughline.office.training.queries.shares import why_not
from throughline.office.training.rules import BookingStatus
from throughline.office.training.rules.programme import SessionStatus


@operation(TrainingPermission.BOOK)
def book(*, session_id: int, by: Actor, at: datetime, real_at: datetime) -> Booking:
    """A place for whoever asks, with its confirmation. A retry gives the booking that is there (TR-04).

    Raises Refused with the reasons (TR-01 to TR-03), Session.DoesNotExist.
    """
    person = _person(by)
    session = Session.objects.exclude(status=SessionStatus.DRAFT).select_related("course").get(pk=session_id)
    found = active_booking(session_id, person.pk)
    if found is not None:
        return found
    origin = origin_of(person)
    invited = is_invited(session_id, person.pk)
    _refuse(session, origin, at, invited=invited)
    try:
        with transaction.atomic():
            share = take_place(session, origin, at, invited=invited)
            booking = make_booking(session, person, origin, share, at)
    except (IntegrityError, Lost) as error:
        # The same person's other request was first, or the last place went while this one was asked for.
        found = active_booking(session_id, person.pk)
        if found is not None:
            return found
        _refuse(Session.objects.select_related("course").get(pk=session_id), origin, at, invited=invited)
        raise Refused("Somebody else changed this session at the same moment. Try again.") from error
    facts = _facts(booking, Method.REQUEST, real_at)
    _tell(booking, BookingConfirmed(**facts, terms=session.public_note), real_at)
    return booking


@operation(TrainingPermission.BOOK)
def cancel_booking(*, reference: str, by: Actor, at: datetime, real_at: datetime) -> Booking:
    """Gives one's own place back, until the start (TR-05). Cancelled already: nothing changes.

    Raises Refused; Booking.DoesNotExist also for somebody else's.
    """
    person = _person(by)
    booking = Booking.objects.select_related("session__course", "person").get(reference=reference, person=person)
    return _cancel(booking, by=person, reason="", at=at, real_at=real_at)


@operation(TrainingPermission.MANAGE)
def cancel_booking_for(*, booking_id: int, reason: str, by: Actor, at: datetime, real_at: datetime) -> Booking:
    """The office gives somebody's place back and tells them why. Raises Refused, Booking.DoesNotExist."""
    if not reason.strip():
        raise Refused("Say why the booking is cancelled; the person is told.")
    booking = Booking.objects.select_related("session__course", "person").get(pk=booking_id)
    return _cancel(booking, by=_person(by), reason=reason.strip(), at=at, real_at=real_at)


def _cancel(booking: Booking, *, by: User, reason: str, at: datetime, real_at: datetime) -> Booking:
    if not booking.active:
        return booking
    refusals = rules.cancel_refusals(starts=booking.session.starts, at=at)
    if refusals:
        raise Refused(" ".join(refusals))
    try:
        with transaction.atomic():
            give_place_back(booking)
    except Lost:
        booking.refresh_from_db()
        return booking
    booking.refresh_from_db(fields=["sequence"])
    booking.status = BookingStatus.CANCELLED
    booking.cancelled_at, booking.cancelled_by, booking.cancel_reason = at, by, reason
    booking.sequence += 1
    booking.save(update_fields=["status", "cancelled_at", "cancelled_by", "cancel_reason", "sequence"])
    facts = _facts(booking, Method.CANCEL, real_at)
    _tell(booking, BookingCancelled(**facts, reason=reason), real_at)
    return booking


def _facts(booking: Booking, method: Method, real_at: datetime) -> dict[str, str]:
    """What both notices say."""
    partnership = Partnership.objects.get(pk=scope.current().partnership_id)
    entry = entry_of(booking, partnership, stamp=real_at, mail_from=settings.DEFAULT_FROM_EMAIL)
    return {
        "partnership": partnership.name,
        "title": entry.title,
        "when": rules.when_words(entry.starts, entry.ends),
        "where": entry.where,
        "reference": booking.reference,
        "url": entry.url,
        "calendar": calendar_file(entry, method),
    }


def _tell(booking: Booking, notice: BookingNotice, real_at: datetime) -> None:
    put(notice, to=booking.person.email, key=f"{notice.kind}:{booking.reference}", at=real_at)


def make_booking(session: Session, person: User, origin: Origin, share: SessionShare | None, at: datetime) -> Booking:
    """The row for a place that `take_place` has just given, in the same transaction. Raises IntegrityError (TR-04)."""
    return Booking.objects.create(
        space_id=session.space_id, session=session, person=person, reference=_reference(),
        status=BookingStatus.BOOKED, booked_at=at, share=share, agency_name=origin.agency,
        organisation_id=origin.organisation_id, sector=origin.sector,
    )  # fmt: skip


def _refuse(session: Session, origin: Origin, at: datetime, *, invited: bool) -> None:
    refusals = why_not(session, origin, at, invited=invited)
    if refusals:
        raise Refused(" ".join(refusals))


def _person(by: Actor) -> User:
    if by.user is None:
        raise Refused("Sign in to book a place.")
    return by.user


def _reference() -> str:
    return "".join(secrets.choice(rules.REFERENCE_ALPHABET) for _ in range(rules.REFERENCE_LENGTH))
