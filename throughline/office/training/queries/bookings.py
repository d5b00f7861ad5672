"""Who is booked. In the active scope; lists come with their session and person: one query each."""

from collections.abc import Collection

from django.db.models import QuerySet

from throughline.foundation.access.models import User
from throughline.foundation.tenancy.prepared import Given, Prepared
from throughline.office.training.models import Booking
from throughline.office.training.queries.sessions import hold_days
from throughline.office.training.rules import BookingStatus
from throughline.office.training.rules.programme import SessionStatus

DAYS = "session__days__venue"
_ACTIVE = Prepared(
    lambda: Booking.objects.filter(
        session_id=Given("session"), person_id=Given("person"), status=BookingStatus.BOOKED
    ).values_list("reference", flat=True)
)
_OWN = Prepared(
    lambda: Booking.objects.filter(reference=Given("reference"), person_id=Given("person")).select_related(
        "session__course", "person"
    )
)


def active_booking(session_id: int, person_id: int) -> Booking | None:
    """The person's booking on the session that is not cancelled."""
    found = _ACTIVE(session=session_id, person=person_id)
    return own_booking(found[0], person_id) if found else None


def bookings_of(person_id: int) -> QuerySet[Booking]:
    """Everything the person booked here, by the session's start."""
    return (
        Booking.objects.filter(person_id=person_id)
        .select_related("session__course")
        .prefetch_related(DAYS)
        .order_by("session__starts", "booked_at", "pk")
    )


def own_booking(reference: str, person_id: int) -> Booking:
    """Raises Booking.DoesNotExist, also for somebody else's."""
    found = _OWN(reference=reference, person=person_id)
    if not found:
        raise Booking.DoesNotExist
    hold_days(found[0].session)
    return found[0]


def person_of_booking(reference: str) -> User | None:
    booking = Booking.objects.select_related("person").filter(reference=reference).first()
    return booking.person if booking else None


def still_on(references: Collection[str]) -> set[str]:
    """Those of the references whose booking and session are not cancelled. One query."""
    found = Booking.objects.filter(reference__in=references, status=BookingStatus.BOOKED)
    return set(found.exclude(session__status=SessionStatus.CANCELLED).values_list("reference", flat=True))


def bookings_on(session_id: int) -> QuerySet[Booking]:
    """Active bookings with their people, by name."""
    return (
        Booking.objects.filter(session_id=session_id, status=BookingStatus.BOOKED)
        .select_related("person")
        .order_by("person__name", "person__email", "pk")
    )


def booking_on(session_id: int, booking_id: int) -> Booking:
    """Raises Booking.DoesNotExist."""
    found = Booking.objects.select_related("session__course", "person").prefetch_related(DAYS)
    return found.get(pk=booking_id, session_id=session_id)
