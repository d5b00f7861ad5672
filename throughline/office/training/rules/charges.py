"""What an agency is charged: never the person, and never for somebody who only waited. Pure.

Codes: TR-70 the most particular rule holds, by course, kind of agency and area; TR-71 a late cancellation is charged
once the session began, unless somebody else booked after it; TR-72 not turned up is charged when the register is
finished; TR-73 a charge is never changed: it is reversed with a reason; TR-74 a charge stands on one statement.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Literal


class ChargeKind(StrEnum):
    PLACE = "place"
    LATE = "late_cancellation"
    NO_SHOW = "no_show"


KIND_WORDS = {
    ChargeKind.PLACE: "Place",
    ChargeKind.LATE: "Cancelled after the deadline",
    ChargeKind.NO_SHOW: "Did not turn up",
}

NOTHING = Decimal("0.00")


class Area(StrEnum):
    """Where an agency is: one of this partnership's own, or any other. '' in a rule: wherever it is."""

    HERE = "here"
    ELSEWHERE = "elsewhere"


AREA_WORDS = {"": "Wherever the agency is", Area.HERE: "An agency of this partnership", Area.ELSEWHERE: "Any other"}


def area_of(organisation_id: int | None) -> Area:
    """An agency is here that stands on the partnership's own list, joint ones too."""
    return Area.HERE if organisation_id is not None else Area.ELSEWHERE


@dataclass(frozen=True)
class Amounts:
    """Pounds for each kind of charge; 0 where nothing is charged."""

    place: Decimal = NOTHING
    late: Decimal = NOTHING
    no_show: Decimal = NOTHING

    def of(self, kind: ChargeKind) -> Decimal:
        return {ChargeKind.PLACE: self.place, ChargeKind.LATE: self.late, ChargeKind.NO_SHOW: self.no_show}[kind]

    @property
    def any(self) -> bool:
        return bool(self.place or self.late or self.no_show)


@dataclass(frozen=True)
class Rule:
    """`course_id` None: every course. `sector` '': every agency, also those that are not on record. `area` ''."""

    course_id: int | None
    sector: str
    amounts: Amounts
    area: Area | Literal[""] = ""


def amounts_for(rules: Iterable[Rule], *, course_id: int, sector: str, area: Area) -> Amounts:
    """TR-70: the rule that says most: the course before the kind of agency, and that before the area; else nothing.

    Nothing charged for a place is what *free of charge* means.
    """
    fitting = [
        rule
        for rule in rules
        if rule.course_id in (None, course_id) and rule.sector in ("", sector) and rule.area in ("", area)
    ]
    if not fitting:
        return Amounts()
    return max(fitting, key=lambda rule: (rule.course_id is not None, rule.sector != "", rule.area != "")).amounts


def is_late(*, cancelled_at: datetime, cancel_until: datetime | None) -> bool:
    """After the deadline; the deadline itself is in time. Without one no cancellation is late."""
    return cancel_until is not None and cancelled_at > cancel_until


def left_empty(cancelled: Sequence[datetime], booked: Iterable[datetime]) -> list[bool]:
    """TR-71: for each late cancellation, in order of time, did nobody book after it? A later booking fills one."""
    later = sorted(booked)
    empty = []
    for moment in cancelled:
        found = next((each for each in later if each >= moment), None)
        if found is not None:
            later.remove(found)
        empty.append(found is None)
    return empty


WAIVED = "Waived: "


def is_waiver(why: str) -> bool:
    """TR-73: does a reversal's reason say that somebody waived the charge? Then it is not made again."""
    return why.startswith(WAIVED)


def owed(amounts: Iterable[Decimal]) -> Decimal:
    """The sum of charges and reversals, in pounds and pence."""
    return sum(amounts, NOTHING)
