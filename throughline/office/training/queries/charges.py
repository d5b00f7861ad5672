"""What agencies are charged, what they owe, and on which statement it went out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import QuerySet, Sum

from throughline.foundation.tenancy import scope
from throughline.foundation.tenancy.prepared import Prepared
from throughline.office.training.models import Booking, Charge, ChargeRule, Session, Statement
from throughline.office.training.queries.origins import Origin
from throughline.office.training.rules import BookingStatus
from throughline.office.training.rules import charges as rules
from throughline.office.training.rules.charges import Amounts
from throughline.office.training.rules.programme import SessionStatus


@dataclass(frozen=True)
class Owing:
    """What an agency owes that is on no statement yet."""

    agency: str
    charges: int
    amount: Decimal


def charge_rules() -> QuerySet[ChargeRule]:
    return ChargeRule.objects.filter(space_id=scope.current().home_id).select_related("course")


_RULES = Prepared(lambda: charge_rules().select_related(None))


def amounts_of(course_id: int, origin: Origin) -> Amounts | None:
    """What an agency is charged for somebody who books from there. None where the partnership charges nobody: there is
    no rule. One query."""
    found = [row.as_rule() for row in _RULES()]
    area = rules.area_of(origin.organisation_id)
    return rules.amounts_for(found, course_id=course_id, sector=origin.sector, area=area) if found else None


def charges(agency: str | None = None) -> QuerySet[Charge]:
    """The newest first; with the session, its person, what reversed it and its statement."""
    found = Charge.objects.select_related(
        "booking__session__course", "booking__person", "reversed_by", "line__statement"
    ).order_by("-day", "-pk")
    return found if agency is None else found.filter(agency=agency)


def standing(charge: Charge) -> bool:
    """Is it a charge that was not reversed?"""
    return charge.reverses_id is None and not hasattr(charge, "reversed_by")


def owing(last: date) -> list[Owing]:
    """By agency, charges up to the day that stand on no statement. One query."""
    rows = Charge.objects.filter(day__lte=last, line__isnull=True).order_by("agency").values_list("agency")
    found: dict[str, list[Decimal]] = {}
    for agency, amount in rows.values_list("agency", "amount"):
        found.setdefault(agency, []).append(amount)
    return [Owing(agency, len(amounts), rules.owed(amounts)) for agency, amounts in found.items()]


def statements() -> QuerySet[Statement]:
    return Statement.objects.annotate(amount=Sum("lines__charge__amount"))


def charges_on(statement_id: int) -> Sequence[Charge]:
    return list(charges().filter(line__statement_id=statement_id).order_by("day", "pk"))


def sessions_to_settle(at: datetime) -> list[int]:
    """Sessions that began, were held, and whose charges were not worked out."""
    began = Session.objects.filter(starts__lte=at, status=SessionStatus.PUBLISHED, settlement__isnull=True)
    booked = Booking.objects.order_by().values("session_id")
    return list(began.filter(pk__in=booked).order_by("starts", "pk").values_list("pk", flat=True))


def late_cancellations(session: Session) -> list[Booking]:
    """Cancelled by the person after the deadline, in order of time. Those passed to a colleague are none (TR-71)."""
    if session.cancel_until is None:
        return []
    found = Booking.objects.filter(
        session=session, status=BookingStatus.CANCELLED, cancelled_at__gt=session.cancel_until, cancel_reason="",
        passed_to__isnull=True,
    )  # fmt: skip
    return list(found.select_related("person").order_by("cancelled_at", "pk"))
