"""A booking's row for a place that was taken, and what its person is told."""

import secrets
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import F

from throughline.foundation.access.actors import Actor
from throughline.foundation.access.models import User
from throughline.foundation.access.operations import Refused
from throughline.foundation.notices.api import put
from throughline.foundation.tenancy import scope
from throughline.foundation.tenancy.kept import partnership_with
from throughline.foundation.tenancy.models import Partnership
from throughline.office.training import rules
from throughline.office.training.calendar_entries import told
from throughline.office.training.documents import Method
from throughline.office.training.models import AccessNeed, Approval, Booking, Session, SessionShare
from throughline.office.training.notices import BookingChanged, BookingNotice
from throughline.office.training.queries.agencies import wants_approval
from throughline.office.training.queries.origins import Origin
from throughline.office.training.rules import BookingStatus
from throughline.office.training.rules.people import mail_address


def make_booking(
    session: Session, person: User, origin: Origin, share: SessionShare | None, at: datetime, *, reason: str = ""
) -> Booking:
    """The row for a place that `take_place` has just given, in the same transaction, without its message.

    `reason`: why the office made it; its history keeps that.
    """
    booking = Booking(
        space_id=session.space_id, session=session, person=person, reference=reference(),
        status=BookingStatus.BOOKED, booked_at=at, share=share, agency_name=origin.agency,
        organisation_id=origin.organisation_id, sector=origin.sector,
    )  # fmt: skip
    booking._change_reason = reason or None  # type: ignore[attr-defined]  # read by the history library
    booking.save(force_insert=True)
    return booking


def forget_needs(booking: Booking, at: datetime) -> None:
    """The booking is over: what was needed goes with it, that there was something stays."""
    AccessNeed.objects.filter(booking=booking, purged_at=None).update(text="", purged_at=at)


def ask_agency(booking: Booking, at: datetime) -> None:
    """Where the agency approves its staff's bookings it is asked about this one; the place is held meanwhile."""
    if wants_approval(booking.organisation_id):
        Approval.objects.create(space_id=booking.space_id, booking=booking, asked_at=at)


def reference() -> str:
    return "".join(secrets.choice(rules.REFERENCE_ALPHABET) for _ in range(rules.REFERENCE_LENGTH))


def person_of(by: Actor) -> User:
    if by.user is None:
        raise Refused("Sign in to book a place.")
    return by.user


def partnership_now() -> Partnership:
    return partnership_with(scope.current().partnership_id)


def facts(booking: Booking, method: Method, real_at: datetime, *, days_before: int = 0) -> dict[str, Any]:
    """What every notice about a booking says. `days_before`: the days that the session had before a change."""
    return told(
        booking, partnership_now(), method, stamp=real_at, mail_from=settings.DEFAULT_FROM_EMAIL,
        days_before=days_before,
    )  # fmt: skip


def tell(booking: Booking, notice: BookingNotice, real_at: datetime, *, new: bool = False) -> None:
    """`new`: this transaction made the booking."""
    key = f"{notice.kind}:{booking.reference}"
    put(notice, to=mail_address(booking.person.email), key=key, at=real_at, new=new)


def tell_of_change(session: Session, at: datetime, real_at: datetime, *, days_before: int = 0) -> int:
    """A new revision of everybody's calendar entries, and the notice with them (TRN-03); how many were told.

    Nobody is told when it is over at the business moment `at`. `days_before`: the days that the session had. The
    session's row is locked and its days are written.
    """
    active = Booking.objects.filter(session=session, status=BookingStatus.BOOKED)
    active.update(sequence=F("sequence") + 1)
    if session.ends <= at:
        return 0
    bookings = active.select_related("session__course", "person").prefetch_related("session__days__venue")
    for booking in bookings:
        said = facts(booking, Method.REQUEST, real_at, days_before=days_before)
        notice = BookingChanged(**said, terms=session.public_note)
        key = f"{notice.kind}:{booking.reference}:{booking.sequence}"
        put(notice, to=mail_address(booking.person.email), key=key, at=real_at)
    return len(bookings)
