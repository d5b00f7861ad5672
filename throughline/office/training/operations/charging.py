"""Charging agencies: when a session began, when a register is finished, and back again with a reason.

Nothing is changed or deleted: a charge is reversed by a row of its own. Working a session out twice adds nothing.
"""

from datetime import date, datetime
from decimal import Decimal

from django.db.models import Max

from throughline.foundation.access.actors import Actor
from throughline.foundation.access.models import User
from throughline.foundation.access.operations import Refused, operation
from throughline.foundation.tenancy import scope
from throughline.foundation.ui import formats
from throughline.office.training.models import (
    AgencyTerms,
    Booking,
    Charge,
    ChargeRule,
    Session,
    Settlement,
    Statement,
    StatementLine,
)
from throughline.office.training.operations.attending import refuse_unless_trainer
from throughline.office.training.operations.making import person_of
from throughline.office.training.operations.taking import locked
from throughline.office.training.permissions import TrainingPermission
from throughline.office.training.queries import attendance as registers
from throughline.office.training.queries import charges as queries
from throughline.office.training.rules import BookingStatus
from throughline.office.training.rules.attendance import not_turned_up
from throughline.office.training.rules.charges import (
    WAIVED,
    Amounts,
    ChargeKind,
    Rule,
    amounts_for,
    area_of,
    is_waiver,
    left_empty,
)


@operation(TrainingPermission.CHARGE)
def set_charge_rule(
    *,
    course_id: int | None,
    sector: str,
    area: str = "",
    place: Decimal,
    late: Decimal,
    no_show: Decimal,
    by: Actor,
    at: datetime,
) -> ChargeRule:
    """What a kind of agency is charged from now on, for one course or for all, in one area or everywhere. What was
    charged stays."""
    home = scope.current().home_id
    row = ChargeRule.objects.filter(space_id=home, course_id=course_id, sector=sector, area=area).first()
    row = row or ChargeRule(space_id=home, course_id=course_id, sector=sector, area=area)
    row.place, row.late, row.no_show = place, late, no_show
    row.save()
    return row


@operation(TrainingPermission.CHARGE)
def remove_charge_rule(*, rule_id: int, by: Actor, at: datetime) -> None:
    ChargeRule.objects.get(pk=rule_id).delete()


@operation(None)
def settle_session(*, session_id: int, by: Actor, at: datetime, real_at: datetime) -> None:
    """TR-71: charges places and late cancellations once the session began. The schedule's own: no permission.

    A late cancellation after which somebody else booked is not charged; nor is anybody who only waited, for they have
    no booking.
    """
    session = locked(session_id)
    if at < session.starts or Settlement.objects.filter(session=session).exists():
        return
    Settlement.objects.create(space_id=session.space_id, session=session, settled_at=at)
    rules = [row.as_rule() for row in queries.charge_rules()]
    booked = list(Booking.objects.filter(session=session, status=BookingStatus.BOOKED).select_related("person"))
    late = queries.late_cancellations(session)
    filled = _filled(session, [*booked, *late])
    empty = left_empty([row.cancelled_at for row in late if row.cancelled_at], filled)
    due = [(row, ChargeKind.PLACE, "A place on the session.") for row in booked]
    if session.cancel_until is not None:
        why = f"Cancelled after {formats.moment(session.cancel_until)}, and nobody booked the place afterwards."
        due += [(row, ChargeKind.LATE, why) for row, alone in zip(late, empty, strict=True) if alone]
    for booking, kind, why in due:
        amount = _amounts(rules, session, booking).of(kind)
        _charge(booking, kind, amount, why, by=person_of(by), at=at, real_at=real_at)


@operation(TrainingPermission.MARK)
def finish_register(*, session_id: int, by: Actor, at: datetime, real_at: datetime) -> list[Charge]:
    """TR-72: charges those who did not turn up, and reverses where the register was corrected. Done twice: nothing;
    what was waived stays waived.

    Raises Refused while somebody is not marked on some day.
    """
    session = locked(session_id)
    refuse_unless_trainer(session, by)
    days = registers.days_of(session_id)
    lines = registers.register(session)
    missing = sum(line.presence(day.pk) is None for line in lines for day in days)
    if missing:
        raise Refused(f"{missing} mark{' is' if missing == 1 else 's are'} missing. Mark everybody on every day first.")
    rules = [row.as_rule() for row in queries.charge_rules()]
    made = []
    for line in lines:
        absent = not_turned_up([line.presence(day.pk) for day in days])
        charged = _standing(line.booking, ChargeKind.NO_SHOW)
        if absent and charged is None and not _waived(line.booking, ChargeKind.NO_SHOW):
            amount = _amounts(rules, session, line.booking).no_show
            made += _charge(
                line.booking, ChargeKind.NO_SHOW, amount, "Did not turn up.", by=person_of(by), at=at, real_at=real_at
            )  # fmt: skip
        elif not absent and charged is not None:
            made.append(_reverse(charged, "The register was corrected.", by=person_of(by), at=at, real_at=real_at))
    return made


@operation(TrainingPermission.CHARGE)
def waive_charge(*, charge_id: int, reason: str, by: Actor, at: datetime, real_at: datetime) -> Charge:
    """TR-73: the agency does not have to pay it; a second time changes nothing. Raises Refused, Charge.DoesNotExist."""
    if not reason.strip():
        raise Refused("Say why the charge is waived.")
    session_id = Charge.objects.values_list("booking__session_id", flat=True).get(pk=charge_id)
    locked(session_id)
    charge = queries.charges().get(pk=charge_id)
    if charge.reverses_id is not None:
        raise Refused("This row is itself a reversal.")
    if hasattr(charge, "reversed_by"):
        return charge.reversed_by
    return _reverse(charge, f"{WAIVED}{reason.strip()}", by=person_of(by), at=at, real_at=real_at)


@operation(TrainingPermission.CHARGE)
def issue_statement(*, agency: str, first: date, last: date, by: Actor, at: datetime, real_at: datetime) -> Statement:
    """TR-74: everything of the agency up to the last day that stands on no statement yet. Raises Refused.

    What came in late, from before the period, goes on it too, so that nothing is forgotten.
    """
    if last < first:
        raise Refused("The last day must be the first day or later.")
    if last >= at.date():
        raise Refused("A statement can be made once its last day has passed.")
    home = scope.current().home_id
    if Statement.objects.filter(space_id=home, agency=agency, last=last).exists():
        raise Refused("There is a statement for this agency and period already.")
    open_charges = list(Charge.objects.filter(agency=agency, day__lte=last, line__isnull=True).order_by("day", "pk"))
    if not open_charges:
        raise Refused("Nothing was charged to this agency that is not on a statement.")
    organisation = next((charge.organisation_id for charge in open_charges if charge.organisation_id), None)
    terms = AgencyTerms.objects.filter(space_id=home, organisation_id=organisation).first()
    number = (Statement.objects.filter(space_id=home).aggregate(last=Max("number"))["last"] or 0) + 1
    statement = Statement.objects.create(
        space_id=home, agency=agency, number=number, first=first, last=last,
        order_number=terms.order_number if terms else "", issued_at=real_at, issued_by=person_of(by),
    )  # fmt: skip
    StatementLine.objects.bulk_create(
        StatementLine(space_id=home, statement=statement, charge=charge) for charge in open_charges
    )
    return statement


def reverse_standing(booking: Booking, why: str, *, by: User, at: datetime, real_at: datetime) -> None:
    """Whatever the booking's agency still owes for it, it owes no longer. The caller holds the session's row."""
    standing = Charge.objects.filter(booking=booking, reverses__isnull=True, reversed_by__isnull=True)
    for charge in standing.order_by("pk"):
        _reverse(charge, why, by=by, at=at, real_at=real_at)


def _filled(session: Session, bookings: list[Booking]) -> list[datetime]:
    """When each of them took a place: one that was passed on was taken when the first of the line booked it (TR-80).

    A booking that was cancelled the moment it was made filled nothing.
    """
    passed = {row.passed_to_id: row for row in Booking.objects.filter(session=session, passed_to__isnull=False)}
    found = []
    for booking in bookings:
        first = booking
        while first.pk in passed:
            first = passed[first.pk]
        if first.booked_at != booking.cancelled_at:
            found.append(first.booked_at)
    return found


def _amounts(rules: list[Rule], session: Session, booking: Booking) -> Amounts:
    area = area_of(booking.organisation_id)
    return amounts_for(rules, course_id=session.course_id, sector=booking.sector, area=area)


def _standing(booking: Booking, kind: ChargeKind) -> Charge | None:
    """The booking's charge of that kind that was not reversed."""
    return Charge.objects.filter(
        booking=booking, kind=kind, reverses__isnull=True, reversed_by__isnull=True
    ).first()  # fmt: skip


def _waived(booking: Booking, kind: ChargeKind) -> bool:
    """Was the booking's latest charge of that kind waived?"""
    charges = Charge.objects.filter(booking=booking, kind=kind, reverses__isnull=True).select_related("reversed_by")
    last = charges.order_by("-number").first()
    return last is not None and hasattr(last, "reversed_by") and is_waiver(last.reversed_by.why)


def _charge(
    booking: Booking, kind: ChargeKind, amount: Decimal, why: str, *, by: User, at: datetime, real_at: datetime
) -> list[Charge]:
    """One charge, or none where nothing is charged for it. The session's row is held, so it cannot happen twice."""
    if not amount:
        return []
    number = Charge.objects.filter(booking=booking, kind=kind, reverses__isnull=True).count() + 1
    return [
        Charge.objects.create(
            space_id=booking.space_id, booking=booking, agency=booking.agency_name,
            organisation_id=booking.organisation_id, kind=kind, number=number, amount=amount, why=why, day=at.date(),
            made_at=real_at, made_by=by,
        )
    ]  # fmt: skip


def _reverse(charge: Charge, why: str, *, by: User, at: datetime, real_at: datetime) -> Charge:
    return Charge.objects.create(
        space_id=charge.space_id, booking_id=charge.booking_id, agency=charge.agency,
        organisation_id=charge.organisation_id, kind=charge.kind, number=charge.number, amount=-charge.amount,
        reverses=charge, why=why, day=at.date(), made_at=real_at, made_by=by,
    )  # fmt: skip
