"""People as training knows them: found, perhaps twice, and what a merge would move."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from throughline.foundation.access.models import User
from throughline.office.training.models import (
    AgencyLead,
    Attempt,
    Booking,
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
from throughline.office.training.rules import BookingStatus
from throughline.office.training.rules.people import Place, Someone, perhaps_the_same, place_that_goes
from throughline.office.training.rules.waiting import LIVE

MOST_FOUND = 50


def known_ids() -> set[int]:
    """Everybody with training on record here. Five queries."""
    found: set[int] = set()
    for rows in (Booking.objects, LearningRecord.objects, Completion.objects, RoleHeld.objects, Licence.objects):
        found |= set(rows.order_by().values_list("person_id", flat=True).distinct())
    return found


def people() -> list[Someone]:
    rows = User.objects.filter(pk__in=known_ids(), is_system=False).order_by("name", "email")
    return [Someone(*row) for row in rows.values_list("pk", "name", "email", "agency_name")]


def found_by(words: str, everybody: list[Someone]) -> list[Someone]:
    """Those whose name, address or agency has every word."""
    wanted = words.casefold().split()
    texts = ((person, f"{person.name} {person.email} {person.agency}".casefold()) for person in everybody)
    return [person for person, text in texts if all(word in text for word in wanted)][:MOST_FOUND]


def doubles(everybody: list[Someone]) -> list[tuple[Someone, ...]]:
    """TR-172, without those whose training was moved away already."""
    gone = set(PersonMerge.objects.order_by().values_list("merged_id", flat=True))
    return perhaps_the_same(person for person in everybody if person.id not in gone)[:MOST_FOUND]


def person(person_id: int) -> User:
    """Raises User.DoesNotExist, also for somebody without training on record here."""
    if person_id not in known_ids():
        raise User.DoesNotExist
    return User.objects.get(pk=person_id, is_system=False)


def bookings_of_person(person_id: int) -> QuerySet[Booking]:
    """With session and marks, the newest first. Four queries."""
    found = Booking.objects.filter(person_id=person_id).select_related("session__course", "person", "approval")
    return found.prefetch_related("session__days", "attendance").order_by("-session__starts", "pk")


def learnt_by_person(person_id: int) -> QuerySet[LearningRecord]:
    return LearningRecord.objects.filter(person_id=person_id).order_by("-day", "title", "pk")


def now_known_as(person_id: int) -> int:
    """The person whose training this account's was given to, at the end of the chain; itself otherwise."""
    seen = {person_id}
    while True:
        found = (
            PersonMerge.objects.filter(merged_id=person_id).order_by("-pk").values_list("kept_id", flat=True).first()
        )
        if found is None or found in seen:
            return person_id
        person_id = found
        seen.add(found)


@dataclass(frozen=True)
class Merge:
    """What moving the training of one account to another would do. `double`: booking ids that would be cancelled, with
    the title of the session; `moves`: kind of rows → how many."""

    double: dict[int, str]
    moves: dict[str, int]


def merge_preview(kept_id: int, merged_id: int) -> Merge:
    double = {}
    mine = {b.session_id: b for b in _active(kept_id)}
    for other in _active(merged_id):
        own = mine.get(other.session_id)
        if own is not None:
            goes = place_that_goes(_place(own), _place(other))
            double[goes.id] = other.session.title
    counts = {
        "bookings": Booking.objects.filter(person_id=merged_id).count(),
        "places on waiting lists": WaitingEntry.objects.filter(person_id=merged_id, status__in=LIVE).count(),
        "interests": Interest.objects.filter(person_id=merged_id).count(),
        "entries of the passport": LearningRecord.objects.filter(person_id=merged_id).count(),
        "completions of e-learning": Completion.objects.filter(person_id=merged_id).count(),
        "attempts at e-learning": Attempt.objects.filter(person_id=merged_id).count(),
        "roles": RoleHeld.objects.filter(person_id=merged_id).count(),
        "licences": Licence.objects.filter(person_id=merged_id).count(),
        "promises": Promise.objects.filter(person_id=merged_id).count(),
        "sessions as trainer": SessionTrainer.objects.filter(person_id=merged_id).count(),
        "agencies led": AgencyLead.objects.filter(person_id=merged_id).count(),
    }
    return Merge(double, {what: count for what, count in counts.items() if count})


def _active(person_id: int) -> QuerySet[Booking]:
    present = Count("attendance", filter=Q(attendance__presence="attended"))
    found = Booking.objects.filter(person_id=person_id, status=BookingStatus.BOOKED)
    return found.select_related("session__course").annotate(present=present).order_by("pk")


def _place(booking: Booking) -> Place:
    present: int = booking.present  # type: ignore[attr-defined]  # annotated
    return Place(booking.pk, present, booking.booked_at.isoformat())
