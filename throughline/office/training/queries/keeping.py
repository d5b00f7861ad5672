"""Who is to be reminded, and what is not needed any more."""

from datetime import datetime

from django.db.models import QuerySet

from throughline.foundation.notices.api import keys_put
from throughline.office.training.models import AccessNeed, Booking, Interest, WaitingEntry
from throughline.office.training.rules import BookingStatus
from throughline.office.training.rules.keeping import REMIND_BEFORE, needs_until, waiting_until
from throughline.office.training.rules.programme import SessionStatus
from throughline.office.training.rules.waiting import LIVE

AT_ONCE = 500


def reminder_key(booking: Booking) -> str:
    """One a booking and start: a session that is moved is reminded of again."""
    return f"training.session_reminder:{booking.reference}:{booking.session.starts.isoformat()}"


def to_remind(at: datetime) -> list[Booking]:
    """TR-90: booked on a session that starts soon, and not reminded yet; at most 500 at a time. Four queries."""
    soon = Booking.objects.filter(
        status=BookingStatus.BOOKED, session__status=SessionStatus.PUBLISHED, session__starts__gt=at,
        session__starts__lte=at + REMIND_BEFORE,
    )  # fmt: skip
    found = list(
        soon.select_related("session__course", "person").prefetch_related("session__days__venue").order_by("pk")
    )
    done = keys_put([reminder_key(booking) for booking in found])
    return [booking for booking in found if reminder_key(booking) not in done][:AT_ONCE]


def needs_to_purge(at: datetime) -> QuerySet[AccessNeed]:
    """TR-91."""
    return AccessNeed.objects.filter(purged_at__isnull=True, booking__session__ends__lt=needs_until(at))


def entries_to_empty(at: datetime) -> QuerySet[WaitingEntry]:
    """TR-92: ended entries of sessions that are long past."""
    ended = WaitingEntry.objects.exclude(status__in=LIVE).filter(person__isnull=False)
    return ended.filter(session__starts__lt=waiting_until(at))


def interests_to_empty(at: datetime) -> QuerySet[Interest]:
    """TR-144: who was interested in a session that is long past."""
    return Interest.objects.filter(person__isnull=False, session__starts__lt=waiting_until(at))
