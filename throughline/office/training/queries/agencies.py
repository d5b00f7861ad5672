"""Agencies as training knows them: who leads, what was settled, its staff's bookings."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from throughline.foundation.access.actors import Actor
from throughline.foundation.tenancy import scope
from throughline.office.partnership.api import Agency, agencies
from throughline.office.training.models import AgencyLead, AgencyTerms, Booking, LearningRecord, RoleHeld
from throughline.office.training.queries.origins import Origin
from throughline.office.training.rules import BookingStatus


@dataclass(frozen=True)
class Settled:
    """An agency with what was settled; `leads` are addresses."""

    agency: Agency
    approves: bool
    order_number: str
    leads: tuple[str, ...]


def leads(by: Actor, organisation_id: int) -> bool:
    """Does this person lead the agency's training here? One query."""
    return by.user is not None and _leads().filter(person=by.user, organisation_id=organisation_id).exists()


def led_by(by: Actor) -> list[Agency]:
    """The agencies whose training this person leads."""
    if by.user is None:
        return []
    mine = set(_leads().filter(person=by.user).values_list("organisation_id", flat=True))
    return [agency for agency in agencies() if agency.id in mine] if mine else []


def settled() -> list[Settled]:
    """Every agency of the partnership. Four queries."""
    terms = {row.organisation_id: row for row in AgencyTerms.objects.filter(space_id=scope.current().home_id)}
    people: dict[int, list[str]] = {}
    for lead in _leads().select_related("person"):
        people.setdefault(lead.organisation_id, []).append(lead.person.email)
    return [
        Settled(
            agency,
            bool(agency.id in terms and terms[agency.id].approves),
            terms[agency.id].order_number if agency.id in terms else "",
            tuple(people.get(agency.id, ())),
        )
        for agency in agencies()
    ]


def wants_approval(organisation_id: int | None) -> bool:
    """One query; none where the agency is not on record."""
    if organisation_id is None:
        return False
    return AgencyTerms.objects.filter(
        space_id=scope.current().home_id, organisation_id=organisation_id, approves=True
    ).exists()


def origin_of_agency(organisation_id: int) -> Origin:
    """Raises LookupError where the partnership has no such agency."""
    for agency in agencies():
        if agency.id == organisation_id:
            return Origin(agency.name, agency.id, agency.sector)
    raise LookupError(f"There is no agency {organisation_id} here.")


def staff_bookings(organisation_id: int) -> QuerySet[Booking]:
    """Everything that the agency's people booked, the newest session first; with marks and the agency's answer."""
    found = Booking.objects.filter(organisation_id=organisation_id).select_related(
        "session__course", "person", "approval"
    )
    return found.prefetch_related("attendance", "session__days").order_by("-session__starts", "person__name", "pk")


def awaiting_answer(organisation_id: int, at: datetime) -> QuerySet[Booking]:
    """Bookings of its staff about which the agency was asked and has not answered, as `staff_bookings` gives them.
    Once the session began it is too late to say no."""
    asked = Q(approval__isnull=False, approval__approved__isnull=True)
    return staff_bookings(organisation_id).filter(asked, status=BookingStatus.BOOKED, session__starts__gt=at)


@dataclass(frozen=True)
class AtLevel:
    """Of an agency's people, how many have training of a level that holds today, and how many had it once."""

    level: str
    in_date: int
    run_out: int


def staff_ids(organisation_id: int, today: date) -> set[int]:
    """Who does a role there today, and whose last booking was from there: who went elsewhere is theirs. Two queries."""
    roles = RoleHeld.objects.filter(organisation_id=organisation_id, since__lte=today)
    roles = roles.filter(Q(until=None) | Q(until__gte=today))
    later = Booking.objects.filter(person=OuterRef("person"), booked_at__gt=OuterRef("booked_at")).order_by()
    booked = Booking.objects.filter(organisation_id=organisation_id).exclude(
        Exists(later.exclude(organisation_id=organisation_id))
    )
    return {pk for rows in (roles, booked) for pk in rows.order_by().values_list("person_id", flat=True).distinct()}


def in_date_by_level(organisation_id: int, today: date) -> list[AtLevel]:
    """By level; a course without one is left out. Three queries, whatever the number of people."""
    people = staff_ids(organisation_id, today)
    learnt = LearningRecord.objects.filter(
        person_id__in=people, counts=True, day__lte=today, course__isnull=False
    ).exclude(course__level="")
    holds: dict[str, set[int]] = {}
    had: dict[str, set[int]] = {}
    for level, person_id, until in learnt.order_by().values_list("course__level", "person_id", "runs_out").distinct():
        had.setdefault(level, set()).add(person_id)
        if until is None or until >= today:
            holds.setdefault(level, set()).add(person_id)
    return [
        AtLevel(level, len(holds.get(level, ())), len(found - holds.get(level, set())))
        for level, found in sorted(had.items())
    ]


def _leads() -> QuerySet[AgencyLead]:
    return AgencyLead.objects.filter(space_id=scope.current().home_id)
