"""What an agency's lead does for its staff, and what the office settles with the agency."""

from collections.abc import Sequence
from datetime import datetime

from throughline.foundation.access.actors import Actor
from throughline.foundation.access.models import User
from throughline.foundation.access.operations import NotPermitted, Refused, operation
from throughline.foundation.tenancy import scope
from throughline.office.training import rules
from throughline.office.training.documents import Method
from throughline.office.training.models import AgencyLead, AgencyTerms, Approval, Booking, Session
from throughline.office.training.notices import BookingCancelled, BookingConfirmed
from throughline.office.training.operations.making import facts, forget_needs, make_booking, person_of, tell
from throughline.office.training.operations.moving import person_named
from throughline.office.training.operations.taking import Lost, give_place_back, locked, take_place
from throughline.office.training.operations.waiting import leave_because_booked, offer_free_places
from throughline.office.training.permissions import TrainingPermission
from throughline.office.training.queries.agencies import leads, origin_of_agency
from throughline.office.training.queries.shares import why_not
from throughline.office.training.queries.waiting import QUEUE_FIRST, passes_the_line
from throughline.office.training.rules import BookingStatus
from throughline.office.training.rules.programme import SessionStatus
from throughline.office.training.rules.staff import Person, RowProblem, too_many


class WrongRows(Refused):
    """Some rows of a list cannot be booked; nobody was."""

    def __init__(self, problems: Sequence[RowProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(f"Row {problem.row}: {problem.says}" for problem in problems))


@operation(TrainingPermission.MANAGE)
def settle_agency(
    *, organisation_id: int, approves: bool, order_number: str, lead_emails: Sequence[str], by: Actor, at: datetime
) -> AgencyTerms:
    """What was settled with an agency, and who leads its training: exactly these people. Raises Refused."""
    home = scope.current().home_id
    row = AgencyTerms.objects.filter(space_id=home, organisation_id=organisation_id).first()
    row = row or AgencyTerms(space_id=home, organisation_id=organisation_id)
    row.approves, row.order_number = approves, order_number.strip()
    row.save()
    wanted = {email.strip().lower() for email in lead_emails if email.strip()}
    people = {person.email: person for person in User.objects.filter(email__in=wanted, is_system=False)}
    missing = sorted(wanted - set(people))
    if missing:
        raise Refused(f"No account has the address {', '.join(missing)}. Let the person sign in once, or invite them.")
    present = AgencyLead.objects.filter(space_id=home, organisation_id=organisation_id).select_related("person")
    for lead in present:
        if people.pop(lead.person.email, None) is None:
            lead.delete()
    for person in people.values():
        AgencyLead.objects.create(space_id=home, organisation_id=organisation_id, person=person)
    return row


@operation(TrainingPermission.LEAD)
def book_for_staff(
    *, session_id: int, organisation_id: int, people: Sequence[Person], by: Actor, at: datetime, real_at: datetime
) -> list[Booking]:
    """TR-82: a place for everybody on the list, or for nobody. The lead's yes counts as the agency's approval.

    Raises WrongRows (somebody is booked already, or stands there twice, under addresses of joined accounts), Refused
    (too many for the places that are left, with their number; any reason why nobody may book), NotPermitted for who
    does not lead that agency.
    """
    _refuse_unless_lead(organisation_id, by)
    session = locked(session_id)
    if session.status == SessionStatus.DRAFT:
        raise Session.DoesNotExist
    if not people:
        raise Refused("The list is empty.")
    origin = origin_of_agency(organisation_id)
    refusals = [] if session.places_now.full else why_not(session, origin, at)
    if refusals:
        raise Refused(" ".join(refusals))
    offer_free_places(session, at=at, real_at=real_at)
    if passes_the_line(session, at):
        raise Refused(QUEUE_FIRST)
    many = too_many(people, session.places_now.left)
    if many:
        raise Refused(many)
    accounts = [
        person_named(name=each.name, email=each.email, agency=origin.agency, job_title=each.job_title)
        for each in people
    ]
    held = Booking.objects.filter(session=session, status=BookingStatus.BOOKED, person__in=accounts)
    booked = set(held.values_list("person_id", flat=True))
    again = [
        RowProblem(each.row, f"{each.email} has a place on this session already")
        for each, account in zip(people, accounts, strict=True)
        if account.pk in booked
    ]
    again += _same_person(people, accounts)
    if again:
        raise WrongRows(again)
    made: list[Booking] = []
    for account in accounts:
        leave_because_booked(session, account, at=at, real_at=real_at)
        try:
            share = take_place(session, origin, at)
        except Lost:
            raise Refused(
                f"There are places for {len(made)} of your {len(people)} people; the others are for other agencies."
                " Nobody was booked."
            ) from None
        made.append(make_booking(session, account, origin, share, at))
    for booking in made:
        told = facts(booking, Method.REQUEST, real_at)
        tell(booking, BookingConfirmed(**told, terms=session.public_note), real_at)
    return made


@operation(TrainingPermission.LEAD)
def decide(*, booking_id: int, yes: bool, reason: str, by: Actor, at: datetime, real_at: datetime) -> Approval:
    """The agency's answer about a booking of its staff, once. A no comes before the start, with a reason, and gives the
    place back.

    Raises Refused, NotPermitted, Booking.DoesNotExist.
    """
    found = Booking.objects.values("session_id", "organisation_id").get(pk=booking_id)
    _refuse_unless_lead(found["organisation_id"], by)
    if not yes and not reason.strip():
        raise Refused("Say why; the person is told.")
    session = locked(found["session_id"])
    booking = Booking.objects.select_related("person", "approval").get(pk=booking_id)
    booking.session = session
    approval: Approval = booking.approval
    if approval.approved is not None:
        return approval
    if not booking.active:
        raise Refused("This booking was cancelled meanwhile.")
    refusals = [] if yes else rules.cancel_refusals(starts=session.starts, at=at)
    if refusals:
        raise Refused(" ".join(refusals))
    approval.approved, approval.decided_at, approval.decided_by = yes, at, person_of(by)
    approval.save()
    if not yes:
        give_place_back(session, booking.share_id)
        booking.status = BookingStatus.CANCELLED
        booking.cancelled_at, booking.cancelled_by = at, person_of(by)
        booking.cancel_reason = f"Your agency did not approve it: {reason.strip()}"
        booking.sequence += 1
        booking.save()
        forget_needs(booking, at)
        told = facts(booking, Method.CANCEL, real_at)
        tell(booking, BookingCancelled(**told, reason=booking.cancel_reason), real_at)
        offer_free_places(session, at=at, real_at=real_at)
    return approval


def _same_person(people: Sequence[Person], accounts: Sequence[User]) -> list[RowProblem]:
    """TR-83: several addresses of the list may lead to one person, whose accounts were joined."""
    first: dict[int, int] = {}
    found = []
    for each, account in zip(people, accounts, strict=True):
        if account.pk in first:
            found.append(RowProblem(each.row, f"{each.email} is the same person as row {first[account.pk]}"))
        first.setdefault(account.pk, each.row)
    return found


def _refuse_unless_lead(organisation_id: int | None, by: Actor) -> None:
    if organisation_id is None or not leads(by, organisation_id):
        raise NotPermitted("Only the agency’s lead does this for its staff.")
