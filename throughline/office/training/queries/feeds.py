"""A person's own calendar, found by the secret in its address."""

from datetime import datetime

from django.core.signing import BadSignature, Signer
from django.db.models import QuerySet

from throughline.office.training.models import Booking, CalendarFeed
from throughline.office.training.rules import BookingStatus


def _signer() -> Signer:
    return Signer(salt="training.calendar-feed", sep=".")


def secret_of(feed: CalendarFeed) -> str:
    """What stands in the address. It is signed, so that nobody who reads the table can make one."""
    return _signer().sign(feed.nonce)


def feed_of(person_id: int) -> CalendarFeed | None:
    return CalendarFeed.objects.filter(person_id=person_id).first()


def feed_by(secret: str) -> CalendarFeed:
    """Raises CalendarFeed.DoesNotExist for a secret that is wrong, was replaced, or is another partnership's."""
    try:
        nonce = _signer().unsign(secret)
    except BadSignature as error:
        raise CalendarFeed.DoesNotExist from error
    return CalendarFeed.objects.select_related("person").get(nonce=nonce, person__is_active=True)


def bookings_for_feed(person_id: int, since: datetime) -> QuerySet[Booking]:
    """Active bookings on sessions that end after the moment, with days and venues: three queries."""
    found = Booking.objects.filter(person_id=person_id, status=BookingStatus.BOOKED, session__ends__gt=since)
    return found.select_related("session__course", "person").prefetch_related("session__days__venue").order_by("pk")
