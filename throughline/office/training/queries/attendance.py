"""The register: who is booked, and who came on each day."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Prefetch

from throughline.foundation.access.actors import Actor
from throughline.office.training.models import AccessNeed, Attendance, Booking, Session, SessionDay, SessionTrainer
from throughline.office.training.permissions import TrainingPermission
from throughline.office.training.rules import BookingStatus
from throughline.office.training.rules.attendance import Presence, attended_all
from throughline.office.training.rules.programme import SessionStatus


@dataclass(frozen=True)
class Line:
    """Somebody in the register. `marks`: day id → mark, only for the days that were marked. `needs`: '' for none."""

    booking: Booking
    marks: Mapping[int, Attendance]
    needs: str

    def presence(self, day_id: int) -> Presence | None:
        mark = self.marks.get(day_id)
        return Presence(mark.presence) if mark else None


def may_mark(session: Session, by: Actor) -> bool:
    """The office, and whoever trains this session. A query for others than the office."""
    if by.may(TrainingPermission.MANAGE):
        return True
    return by.user is not None and SessionTrainer.objects.filter(session=session, person=by.user).exists()


def trained_by(person_id: int) -> list[Session]:
    """The sessions that somebody trains, the last first. Its course comes along. A query."""
    found = Session.objects.filter(trainers__person=person_id, status=SessionStatus.PUBLISHED)
    return list(found.select_related("course").order_by("-starts", "-pk").distinct())


def days_of(session_id: int) -> list[SessionDay]:
    return list(SessionDay.objects.filter(session_id=session_id).select_related("venue").order_by("starts", "pk"))


def register(session: Session) -> list[Line]:
    """Everybody booked, by name. Three queries, however many there are."""
    found = Booking.objects.filter(session=session, status=BookingStatus.BOOKED).select_related("person")
    found = found.prefetch_related("attendance", Prefetch("access_need", AccessNeed.objects.all()))
    return [
        Line(
            booking,
            {mark.day_id: mark for mark in booking.attendance.all()},
            booking.access_need.text if hasattr(booking, "access_need") else "",
        )
        for booking in found.order_by("person__name", "person__email", "pk")
    ]


def attended_every_day(booking: Booking) -> bool:
    """TR-61: the booking's person was marked there on every day of the session. Two queries."""
    marks = {mark.day_id: Presence(mark.presence) for mark in Attendance.objects.filter(booking=booking)}
    return attended_all([marks.get(day.pk) for day in days_of(booking.session_id)])
