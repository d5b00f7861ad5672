"""Two accounts of one person: the training of one is given to the other, all of it or nothing."""

from datetime import datetime
from typing import Any

from throughline.foundation.access.actors import Actor
from throughline.foundation.access.operations import Refused, operation
from throughline.foundation.tenancy import scope
from throughline.office.training.models import (
    AgencyLead,
    Attempt,
    Booking,
    CalendarFeed,
    Completion,
    Interest,
    LearningRecord,
    Licence,
    PersonMerge,
    Promise,
    RoleHeld,
    SessionTrainer,
    WaitingEntry,
)
from throughline.office.training.operations.charging import reverse_standing
from throughline.office.training.operations.making import forget_needs, person_of
from throughline.office.training.operations.taking import give_place_back, locked
from throughline.office.training.operations.waiting import end_double_entry, offer_free_places
from throughline.office.training.permissions import TrainingPermission
from throughline.office.training.queries.people import merge_preview
from throughline.office.training.queries.people import person as known_person
from throughline.office.training.rules import BookingStatus
from throughline.office.training.rules.elearning import completion_key
from throughline.office.training.rules.learning import LearntBy
from throughline.office.training.rules.waiting import LIVE

# What is given from one person to another, with what a person has once beside.
GIVEN: tuple[tuple[Any, tuple[str, ...]], ...] = (
    (Booking, ()),
    (WaitingEntry, ()),
    (Licence, ()),
    (SessionTrainer, ()),
    (Interest, ("session_id",)),
    (AgencyLead, ("organisation_id",)),
    (Attempt, ("package_id",)),
    (Promise, ("tool_id", "agreed_on")),
)


@operation(TrainingPermission.MANAGE)
def merge_people(
    *, kept_id: int, merged_id: int, reason: str, by: Actor, at: datetime, real_at: datetime
) -> PersonMerge:
    """TR-172, TR-173. Both accounts stay; only the training of this partnership moves.

    Who did something (marked, decided, withdrew) stays as it was written. Raises Refused, User.DoesNotExist.
    """
    if kept_id == merged_id:
        raise Refused("Choose two people.")
    if not reason.strip():
        raise Refused("Say how you know that they are the same person.")
    kept, merged = known_person(kept_id), known_person(merged_id)
    sessions = set(Booking.objects.filter(person_id__in=[kept_id, merged_id]).values_list("session_id", flat=True))
    sessions |= set(
        WaitingEntry.objects.filter(person_id__in=[kept_id, merged_id], status__in=LIVE).values_list(
            "session_id", flat=True
        )
    )
    held = {pk: locked(pk) for pk in sorted(sessions)}
    found = merge_preview(kept_id, merged_id)
    for booking in Booking.objects.filter(pk__in=found.double).select_related("person"):
        session = held[booking.session_id]
        give_place_back(session, booking.share_id)
        booking.status, booking.cancelled_at, booking.cancelled_by = BookingStatus.CANCELLED, at, person_of(by)
        booking.cancel_reason = f"Booked twice: {kept} and {merged} are the same person."
        booking.sequence += 1
        booking.save()
        forget_needs(booking, at)
        reverse_standing(booking, "Booked twice: the same person.", by=person_of(by), at=at, real_at=real_at)
    for entry in WaitingEntry.objects.filter(person=merged, status__in=LIVE).order_by("pk"):
        others = {"session_id": entry.session_id, "person": kept}
        if (
            WaitingEntry.objects.filter(**others, status__in=LIVE).exists()
            or Booking.objects.filter(**others, status=BookingStatus.BOOKED).exists()
        ):
            end_double_entry(entry.pk, held[entry.session_id], at=at)
    for model, unique in GIVEN:
        _give(model, merged, kept, unique)
    has_place = Booking.objects.filter(person=kept, status=BookingStatus.BOOKED).values("session_id")
    for entry in WaitingEntry.objects.filter(person=kept, status__in=LIVE, session_id__in=has_place).order_by("pk"):
        end_double_entry(entry.pk, held[entry.session_id], at=at)
    _give_roles(merged, kept)
    _give_learning(merged, kept)
    for feed in CalendarFeed.objects.filter(person=merged):
        feed.delete()
    for session in held.values():
        offer_free_places(session, at=at, real_at=real_at)
    return PersonMerge.objects.create(
        space_id=scope.current().home_id, kept=kept, merged=merged, reason=reason.strip(), moved=found.moves,
        made_at=real_at, made_by=person_of(by),
    )  # fmt: skip


def _give(model: Any, merged: Any, kept: Any, unique: tuple[str, ...]) -> None:
    """Each row to the person who is kept; what that person has already (`unique`) stays with the other account."""
    for row in model.objects.filter(person=merged).order_by("pk"):
        same = {name: getattr(row, name) for name in unique}
        if unique and model.objects.filter(person=kept, **same).exists():
            continue
        row.person = kept
        row.save()


def _give_roles(merged: Any, kept: Any) -> None:
    for row in RoleHeld.objects.filter(person=merged).order_by("pk"):
        same = RoleHeld.objects.filter(
            person=kept, role_id=row.role_id, organisation_id=row.organisation_id, until__isnull=True
        )
        if row.until is None and same.exists():
            row.delete()
            continue
        row.person = kept
        row.save()


def _give_learning(merged: Any, kept: Any) -> None:
    """A completion is known by person, course and day (TR-136), so its entry in the passport gets a new key."""
    for done in Completion.objects.filter(person=merged).order_by("pk"):
        if Completion.objects.filter(person=kept, course_id=done.course_id, day=done.day).exists():
            done.delete()
        else:
            done.person = kept
            done.save()
    for record in LearningRecord.objects.filter(person=merged).order_by("pk"):
        if record.by == LearntBy.ELEARNING and record.course_id is not None:
            record.source_key = completion_key(kept.pk, record.course_id, record.day)
            if LearningRecord.objects.filter(by=record.by, source_key=record.source_key).exists():
                record.delete()
                continue
        record.person = kept
        record.save()
