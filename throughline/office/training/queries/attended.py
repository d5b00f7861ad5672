"""Who attended every day, and who at least one, counted in the database."""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from throughline.foundation.ui.formats import LONDON
from throughline.office.training.models import Attendance, Booking, LearningRecord, Session, SessionDay
from throughline.office.training.rules import BookingStatus
from throughline.office.training.rules.attendance import Presence
from throughline.office.training.rules.learning import LearntBy
from throughline.office.training.rules.programme import SessionStatus


def midnight(day: date) -> datetime:
    """The first moment of a day in London."""
    return datetime.combine(day, time(), LONDON)


def with_days(bookings: QuerySet[Booking]) -> QuerySet[Any]:
    """The bookings with `held` days of their session and how many were `attended`."""
    days = (
        SessionDay.objects.filter(session=OuterRef("session")).order_by().values("session").annotate(n=Count("pk"))
    ).values("n")
    marks = (
        Attendance.objects.filter(booking=OuterRef("pk"), presence=Presence.ATTENDED)
        .order_by()
        .values("booking")
        .annotate(n=Count("pk"))
        .values("n")
    )
    return bookings.annotate(held=Coalesce(Subquery(days), 0), attended=Coalesce(Subquery(marks), 0))


def attended(session_ids: Collection[int] | None = None, *, every_day: bool) -> QuerySet[Any]:
    """Active bookings of those sessions whose person came, with session, course and person. One query."""
    found = Booking.objects.filter(status=BookingStatus.BOOKED)
    if session_ids is not None:
        found = found.filter(session_id__in=session_ids)
    counted = with_days(found).filter(held__gt=0)
    counted = counted.filter(attended=F("held")) if every_day else counted.filter(attended__gt=0)
    return counted.select_related("session__course", "person").order_by("session_id", "pk")


def days_of(booking_id: int) -> tuple[int, int]:
    """(held, attended) of one booking."""
    found: tuple[int, int] = with_days(Booking.objects.filter(pk=booking_id)).values_list("held", "attended").get()
    return found


def sessions_ended(first: date, last: date) -> list[Session]:
    """Sessions held that ended on a day between the two, both included."""
    return list(
        Session.objects.filter(
            status=SessionStatus.PUBLISHED, ends__gte=midnight(first), ends__lt=midnight(last + timedelta(days=1))
        )
        .select_related("course")
        .order_by("starts", "pk")
    )


def sessions_starting(after: datetime, last: date) -> list[Session]:
    """Sessions that start after the moment and on or before the day."""
    return list(
        Session.objects.filter(
            status=SessionStatus.PUBLISHED, starts__gt=after, starts__lt=midnight(last + timedelta(days=1))
        )
        .select_related("course")
        .order_by("starts", "pk")
    )


def not_in_passport() -> QuerySet[Any]:
    """Bookings attended on every day that no learning record stands on yet."""
    kept = LearningRecord.objects.filter(by=LearntBy.ATTENDED).values("source_key")
    return attended(every_day=True).exclude(reference__in=kept)


def no_longer_attended() -> QuerySet[LearningRecord]:
    """Learning records whose register was corrected since: the person did not attend every day after all."""
    there = with_days(Booking.objects.filter(status=BookingStatus.BOOKED)).filter(held__gt=0, attended=F("held"))
    return LearningRecord.objects.filter(by=LearntBy.ATTENDED).filter(~Q(source_key__in=there.values("reference")))


def hours_held(session_id: int) -> float:
    """Hours of the session's days together."""
    days = SessionDay.objects.filter(session_id=session_id).order_by("starts").values_list("starts", "ends")
    return sum((ends - starts).total_seconds() for starts, ends in days) / 3600
