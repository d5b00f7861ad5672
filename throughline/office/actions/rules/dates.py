"""Days of an action: late by how much, when to remind, when to look again. Pure."""

import calendar
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from throughline.foundation.ui import formats
from throughline.office.actions.rules.standing import OPEN_DELIVERY, Delivery

LOOK_AGAIN_AFTER = (6, 12)  # months after closing, AC-05
BEFORE = (14, 7, 1)  # days before the due day on which its owner is reminded
AFTER = (1, 7, 14, 28)  # days after it; from then on every 28 days


class Age(StrEnum):
    """How long overdue. `least` and `most` are days, both included; most None has no end."""

    MONTH = "1-30"
    QUARTER = "31-90"
    HALF = "91-180"
    LONGER = "181-"

    @property
    def least(self) -> int:
        return int(self.value.split("-")[0])

    @property
    def most(self) -> int | None:
        most = self.value.split("-")[1]
        return int(most) if most else None

    @property
    def label(self) -> str:
        return f"{self.least} days or more" if self.most is None else f"{self.least} to {self.most} days"


@dataclass(frozen=True)
class Remind:
    """Why somebody is reminded: the words that stand before the action in the digest."""

    order: int
    says: str


def add_months(day: date, months: int) -> date:
    """The same day of a later month, or that month's last one."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    month += 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def look_again_days(closed_on: date) -> tuple[date, ...]:
    """AC-05."""
    return tuple(add_months(closed_on, months) for months in LOOK_AGAIN_AFTER)


def overdue_days(due: date, today: date, delivery: Delivery) -> int:
    """Days since the due day of an action that is not delivered; 0 on the day and before, and once it is delivered."""
    return max((today - due).days, 0) if delivery in OPEN_DELIVERY else 0


def age_of(days: int) -> Age | None:
    """None when it is not overdue."""
    return next((age for age in Age if days >= age.least and (age.most is None or days <= age.most)), None)


def reminder_of(due: date, *, since: date, today: date) -> Remind | None:
    """The reminder that fell due after `since` and up to today; of several the latest. None when none did.

    A day on which nothing ran is made good by the next digest, once.
    """
    if today <= since:
        return None
    passed, before = (today - due).days, (since - due).days
    marks = [*(-days for days in BEFORE), 0, *AFTER]
    if passed > AFTER[-1]:
        marks.append(AFTER[-1] + (passed - AFTER[-1]) // 28 * 28)
    crossed = [mark for mark in marks if before < mark <= passed]
    if not crossed:
        return None
    if passed < 0:
        return Remind(2, f"due in {formats.counted(-passed, 'day')}")
    if passed == 0:
        return Remind(1, "due today")
    return Remind(0, f"overdue by {formats.counted(passed, 'day')}")
