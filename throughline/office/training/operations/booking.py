"""Taking a place and giving it back.

Whatever arrives at once: a place is one row changed in `UPDATE … SET taken = taken + 1 WHERE … taken < places`, in the
transaction that makes the booking. Both ways lock the session's row first and the booking second, so they never wait
for each other in a circle.
"""

import secrets
from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F, Q

from throughline.foundation.access.actors import Actor
from throughline.foundation.access.models import User
from throughline.foundation.access.operations import Refused, operation
from throughline.foundation.notices.api import put
from throughline.foundation.tenancy import scope
from throughline.foundation.tenancy.models import Partnership
from throughline.office.training import rules
from throughline.office.training.calendar_entries import entry_of
from throughline.office.training.documents import Method, calendar_file
from throughline.office.training.models import Booking, Session
from throughline.office.training.notices import BookingCancelled, BookingConfirmed, BookingNotice
from throughline.office.training.permissions import TrainingPermission
from throughline.office.training.queries import active_booking
from throughline.office.training.rules import BookingKind, BookingStatus


class _Lost(Exception):
    """The compare-and-set changed no row: somebody else was first."""


@operation(TrainingPermission.BOOK)
def book(*, session_id: int, by: Actor, at: datetime, real_at: datetime) -> Booking:
    """A place for whoever asks, with its confirmation. A retry gives the booking that is there (TR-04).

    Raises Refused with the reasons (TR-01 to TR-03), Session.DoesNotExist.
    """
    person = _person(by)
    session = Session.objects.select_related("course").get(pk=session_id)
    found = active_booking(session_id, person.pk)
    if found is not None:
        return found
    _refuse(session, at)
    try:
        with transaction.atomic():
            _take_place(session, at)
            booking = Booking.objects.create(
                space_id=session.space_id, session=session, person=person, reference=_reference(),
                status=BookingStatus.BOOKED, booked_at=at,
            )  # fmt: skip
    except (IntegrityError, _Lost) as error:
        # The same person's other request was first, or the last place went while this one was asked for.
        found = active_booking(session_id, person.pk)
        if found is not None:
            return found
        _refuse(Session.objects.get(pk=session_id), at)
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
            _give_place_back(booking)
    except _Lost:
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


def _take_place(session: Session, at: datetime) -> None:
    """TR-01 to TR-03 once more, by the database. Raises _Lost when no place was there."""
    free = Q(places__isnull=True) | Q(taken__lt=F("places"))
    changed = Session.objects.filter(free, pk=session.pk, booking_kind=BookingKind.OPEN, starts__gt=at).update(
        taken=F("taken") + 1
    )
    if changed != 1:
        raise _Lost


def _give_place_back(booking: Booking) -> None:
    """One place fewer is taken, if the booking is still active under the session's lock. Raises _Lost otherwise."""
    changed = Session.objects.filter(pk=booking.session_id, taken__gt=0).update(taken=F("taken") - 1)
    if changed != 1 or not Booking.objects.filter(pk=booking.pk, status=BookingStatus.BOOKED).exists():
        raise _Lost


def _refuse(session: Session, at: datetime) -> None:
    refusals = rules.booking_refusals(starts=session.starts, kind=session.kind, places=session.places_now, at=at)
    if refusals:
        raise Refused(" ".join(refusals))


def _person(by: Actor) -> User:
    if by.user is None:
        raise Refused("Sign in to book a place.")
    return by.user


def _reference() -> str:
    return "".join(secrets.choice(rules.REFERENCE_ALPHABET) for _ in range(rules.REFERENCE_LENGTH))
