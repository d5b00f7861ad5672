"""Who noted interest in a session, and which sessions are to be decided on."""

from datetime import date, datetime, timedelta

from django.db.models import Exists, F, OuterRef, QuerySet

from throughline.foundation.access.models import RoleAssignment
from throughline.foundation.access.roles import Role
from throughline.foundation.tenancy import scope
from throughline.office.training.models import Booking, Interest, Session
from throughline.office.training.rules import BookingKind, BookingStatus
from throughline.office.training.rules.programme import InterestStatus, SessionStatus

LOOK_AHEAD = timedelta(days=14)


def is_invited(session: Session, person_id: int) -> bool:
    """The office answered the person's interest with an invitation to book. Asks nothing where booking is open to all
    and open now: an invitation changes nothing there."""
    if session.booking_kind == BookingKind.OPEN and session.booking_opens is None and session.booking_closes is None:
        return False
    found = Interest.objects.filter(session_id=session.pk, person_id=person_id, status=InterestStatus.INVITED)
    return found.exists()


def own_interest(session_id: int, person_id: int) -> Interest | None:
    return Interest.objects.filter(session_id=session_id, person_id=person_id).first()


def interests_of(person_id: int, at: datetime) -> QuerySet[Interest]:
    """A person's standing interests in coming sessions that they have no place on; none in a draft, which has no page.

    With their sessions' days: two queries.
    """
    found = Interest.objects.filter(
        person_id=person_id, session__starts__gt=at, status__in=[InterestStatus.NOTED, InterestStatus.INVITED]
    ).exclude(session__status=SessionStatus.DRAFT)
    booked = Booking.objects.filter(
        session_id=OuterRef("session_id"), person_id=person_id, status=BookingStatus.BOOKED
    ).order_by()
    found = found.exclude(Exists(booked))
    return found.select_related("session__course").prefetch_related("session__days").order_by("session__starts", "pk")


def interests_in(session_id: int) -> QuerySet[Interest]:
    """Everybody who noted interest or was invited, in the order in which they did. One query."""
    found = Interest.objects.filter(session_id=session_id).exclude(status=InterestStatus.WITHDRAWN)
    return found.select_related("person").order_by("noted_at", "pk")


def booked_people(session_id: int) -> frozenset[int]:
    """The ids of those who have a place. One query."""
    found = Booking.objects.filter(session_id=session_id, status=BookingStatus.BOOKED).order_by()
    return frozenset(found.values_list("person_id", flat=True))


def to_decide(at: datetime, until: date) -> QuerySet[Session]:
    """TR-143: coming sessions whose day of decision is not after `until` and that nobody decided on. Two queries."""
    found = Session.objects.filter(
        status=SessionStatus.PUBLISHED, starts__gt=at, minimum__isnull=False, decide_on__lte=until,
        going_ahead__isnull=True,
    )  # fmt: skip
    found = found.select_related("course").prefetch_related("days__venue")
    return found.order_by(F("decide_on").asc(), "starts", "pk")


def officers() -> list[str]:
    """The addresses of the partnership's training officers; of the business unit where there is none. One query."""
    found = RoleAssignment.objects.filter(
        space_id=scope.current().home_id, suspended=False, user__is_active=True,
        role__in=[Role.TRAINING_OFFICER, Role.BUSINESS_UNIT],
    )  # fmt: skip
    pairs = sorted(found.values_list("role", "user__email"))
    named = [email for role, email in pairs if role == Role.TRAINING_OFFICER]
    return named or [email for _, email in pairs]
