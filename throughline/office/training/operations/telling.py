"""Everybody booked is told that their session does not take place."""

from datetime import datetime

from throughline.foundation.access.models import User
from throughline.foundation.notices.api import put, site_link
from throughline.office.training.documents import Method
from throughline.office.training.models import Booking, Session
from throughline.office.training.notices import BookingNotice, SessionCancelled
from throughline.office.training.operations.making import facts, forget_needs
from throughline.office.training.operations.taking import give_place_back
from throughline.office.training.rules import BookingStatus
from throughline.office.training.rules.people import mail_address


def cancel_bookings(session: Session, *, by: User, reason: str, at: datetime, real_at: datetime) -> int:
    """Every booking is cancelled and told why (TRN-04); how many. The session's row is locked."""
    bookings = _booked(session)
    for booking in bookings:
        give_place_back(session, booking.share_id)
        booking.status = BookingStatus.CANCELLED
        booking.cancelled_at, booking.cancelled_by, booking.cancel_reason = at, by, reason
        booking.sequence += 1
        booking.save(update_fields=["status", "cancelled_at", "cancelled_by", "cancel_reason", "sequence"])
        forget_needs(booking, at)
        said = facts(booking, Method.CANCEL, real_at) | {"url": site_link("/training/")}
        _put(booking, SessionCancelled(**said, reason=reason), real_at)
    return len(bookings)


def _booked(session: Session) -> list[Booking]:
    """Each with the same session and its days, read once."""
    fresh = Session.objects.select_related("course").prefetch_related("days__venue").get(pk=session.pk)
    found = Booking.objects.filter(session=session, status=BookingStatus.BOOKED).select_related("person")
    bookings = list(found.order_by("pk"))
    for booking in bookings:
        booking.session = fresh
    return bookings


def _put(booking: Booking, notice: BookingNotice, real_at: datetime) -> None:
    key = f"{notice.kind}:{booking.reference}:{booking.sequence}"
    put(notice, to=mail_address(booking.person.email), key=key, at=real_at)
