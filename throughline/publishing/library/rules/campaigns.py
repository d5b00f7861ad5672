"""On which day of a year a campaign falls. Pure."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class DayRule:
    """Each year on `day` of `month`; or on the `nth` `weekday` (Monday 0) of it, -1 for the last. `lasts` in days."""

    month: int
    day: int | None = None
    nth: int | None = None
    weekday: int | None = None
    lasts: int = 1


def day_of(rule: DayRule, year: int) -> date:
    """LB-06. Raises ValueError for a rule that names no day; 29 February is the 28th where there is none."""
    if rule.day is not None:
        return date(year, rule.month, min(rule.day, calendar.monthrange(year, rule.month)[1]))
    if rule.nth is None or rule.weekday is None:
        raise ValueError("The rule names neither a day nor a weekday.")
    if rule.nth == -1:
        last = date(year, rule.month, calendar.monthrange(year, rule.month)[1])
        return last - timedelta(days=(last.weekday() - rule.weekday) % 7)
    first = date(year, rule.month, 1)
    return first + timedelta(days=(rule.weekday - first.weekday()) % 7 + 7 * (rule.nth - 1))


def span_of(rule: DayRule, year: int) -> tuple[date, date]:
    """First and last day."""
    first = day_of(rule, year)
    return first, first + timedelta(days=rule.lasts - 1)
