"""Marking the register, by hand or from an online meeting's own list, and what somebody needs to take part."""

from collections.abc import Mapping
from datetime import datetime

from throughline.foundation.access.actors import Actor
from throughline.foundation.access.operations import NotPermitted, Refused, operation
from throughline.office.training.models import AccessNeed, Attendance, Booking, Session, SessionDay
from throughline.office.training.operations.making import person_of
from throughline.office.training.operations.taking import locked
from throughline.office.training.permissions import TrainingPermission
from throughline.office.training.queries.attendance import may_mark
from throughline.office.training.rules import BookingStatus
from throughline.office.training.rules.attendance import Presence, Source, marking_refusal


@operation(TrainingPermission.MARK)
def mark_register(
    *,
    day_id: int,
    marks: Mapping[int, Presence | None],
    by: Actor,
    at: datetime,
    minutes: Mapping[int, int] | None = None,
    source: Source = Source.REGISTER,
) -> int:
    """Marks of one day: booking id → mark, None to take one back. Returns how many changed; the rest stay.

    `minutes`: how long those who attended were there. All or nothing. Raises Refused (TR-60), SessionDay.DoesNotExist.
    """
    session_id = SessionDay.objects.values_list("session_id", flat=True).get(pk=day_id)
    session = locked(session_id)
    refuse_unless_trainer(session, by)
    day = SessionDay.objects.get(pk=day_id)
    booked = {
        booking.pk: booking
        for booking in Booking.objects.filter(session=session, status=BookingStatus.BOOKED).prefetch_related(
            "attendance"
        )
    }
    changed = 0
    for booking_id, presence in marks.items():
        booking = booked.get(booking_id)
        if booking is None:
            raise Refused("Somebody on this list is not booked any more. Look at the register again.")
        found = next((mark for mark in booking.attendance.all() if mark.day_id == day.pk), None)
        if presence is None:
            if found is not None:
                found.delete()
                changed += 1
            continue
        refusal = marking_refusal(starts=day.starts, at=at, presence=presence)
        if refusal:
            raise Refused(refusal)
        counted = (minutes or {}).get(booking_id) if presence is Presence.ATTENDED else None
        mark = found or Attendance(space_id=session.space_id, booking=booking, day=day)
        if found is not None and (mark.presence, mark.minutes, mark.source) == (presence, counted, source):
            continue
        if found is not None and mark.presence == presence and source is Source.REGISTER:
            continue  # a hand's mark does not wipe the minutes that were measured
        mark.presence, mark.minutes, mark.source = presence, counted, source
        mark.marked_at, mark.marked_by = at, person_of(by)
        mark.save()
        changed += 1
    return changed


def refuse_unless_trainer(session: Session, by: Actor) -> None:
    """The register is the office's and the session's own trainers'. Raises NotPermitted."""
    if not may_mark(session, by):
        raise NotPermitted("Only the session's trainers and the office mark its register.")


@operation(TrainingPermission.BOOK)
def say_what_is_needed(*, reference: str, text: str, by: Actor, at: datetime) -> Booking:
    """What one needs to take part; empty takes it back. For the office and the session's trainers alone.

    Raises Refused once the session has ended, Booking.DoesNotExist also for somebody else's.
    """
    booking = Booking.objects.select_related("session").get(reference=reference, person=person_of(by))
    if not booking.active or at >= booking.session.ends:
        raise Refused("This booking is over, so nothing can be arranged for it any more.")
    need = AccessNeed.objects.filter(booking=booking).first()
    if not text.strip():
        if need is not None:
            need.delete()
        return booking
    need = need or AccessNeed(space_id=booking.space_id, booking=booking)
    need.text, need.purged_at = text.strip(), None
    need.save()
    return booking
