"""A briefing series from a rule (the last Wednesday of each month), and last year's programme a year on. Pure.

Codes: TR-150 the n-th or the last such weekday of each month; TR-151 months may be skipped; TR-152 a day on which one
does not meet gives way to the week before within the month, or is left out; TR-153 topics go to the days that are kept,
in order; TR-154 a copied session keeps its weekday, 52 weeks later, and moves on by a week while a day is not free.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from throughline.foundation.ui import formats
from throughline.office.training.rules.words import month_after
from throughline.office.training.rules.writing import DayPlan, SessionPlan

LAST = -1
MOST_MONTHS = 24
WEEK = timedelta(weeks=1)
YEAR = timedelta(weeks=52)
MOST_WEEKS_ON = 4

# What is in the way on a day, in words; '' for nothing.
InTheWay = Callable[[date], str]


class Instead(StrEnum):
    """What happens on a day on which one does not meet."""

    WEEK_BEFORE = "week_before"
    LEAVE_OUT = "leave_out"


@dataclass(frozen=True)
class Occurrence:
    """A month of a series: `day` None where it has none; `says` why it is not the plain rule's day, or ''."""

    month: date
    day: date | None
    says: str = ""
    topic: str = ""


def nth_weekday(month: date, weekday: int, which: int) -> date | None:
    """TR-150. `weekday` Monday 0; `which` 1 to 5, or LAST. None where the month has no fifth."""
    first = month.replace(day=1)
    if which == LAST:
        last = month_after(first) - timedelta(days=1)
        return last - timedelta(days=(last.weekday() - weekday) % 7)
    found = first + timedelta(days=(weekday - first.weekday()) % 7) + WEEK * (which - 1)
    return found if found.month == first.month else None


def series_days(
    *, first: date, months: int, weekday: int, which: int, skip: Collection[date], in_the_way: InTheWay,
    instead: Instead,
) -> list[Occurrence]:  # fmt: skip
    """One occurrence a month, in order. `skip`: first days of months. At most MOST_MONTHS."""
    found = []
    for place in range(min(months, MOST_MONTHS)):
        month = month_after(first, place)
        if month in skip:  # TR-151
            found.append(Occurrence(month, None, "Skipped."))
            continue
        found.append(_occurrence(month, nth_weekday(month, weekday, which), in_the_way, instead))
    return found


def _occurrence(month: date, day: date | None, in_the_way: InTheWay, instead: Instead) -> Occurrence:
    if day is None:
        return Occurrence(month, None, "The month has no such day.")
    why = in_the_way(day)
    if not why:
        return Occurrence(month, day)
    said = f"{formats.weekday(day)} is {why}."
    if instead is Instead.LEAVE_OUT:
        return Occurrence(month, None, f"{said} Left out.")
    earlier = day - WEEK
    while earlier.month == day.month:  # TR-152
        if not in_the_way(earlier):
            return Occurrence(month, earlier, f"{said} Held earlier.")
        earlier -= WEEK
    return Occurrence(month, None, f"{said} No other week of the month is free either.")


def with_topics(occurrences: Iterable[Occurrence], topics: Sequence[str]) -> list[Occurrence]:
    """TR-153: a topic for each day that is kept, in order; '' where there are fewer."""
    left = list(topics)
    found = []
    for each in occurrences:
        topic = left.pop(0) if each.day is not None and left else ""
        found.append(replace(each, topic=topic))
    return found


@dataclass(frozen=True)
class Copied:
    """A session of last year a year on. `says` what differs from the plain copy, each a sentence."""

    plan: SessionPlan
    says: tuple[str, ...] = ()


def a_year_on(plan: SessionPlan, in_the_way: InTheWay) -> Copied:
    """TR-154: the plan as a draft, its moments shifted alike by their wall clocks; links are left out."""
    shift, said = YEAR, []
    for _ in range(MOST_WEEKS_ON):
        met = [(later, in_the_way(later)) for day in plan.days if (later := _day(day.starts) + shift)]
        reasons = [f"{formats.weekday(day)} is {why}." for day, why in met if why]
        if not reasons:
            break
        said += reasons
        shift += WEEK
    if said:
        said.append(f"Moved on by {(shift - YEAR).days // 7} week{'' if shift - YEAR == WEEK else 's'}.")
    if any(day.link for day in plan.days):
        said.append("The link to join is not copied.")
    days = [replace(day, starts=moved(day.starts, shift), ends=moved(day.ends, shift), link="") for day in plan.days]
    return Copied(
        replace(
            plan, days=days, draft=True, booking_opens=_moved(plan.booking_opens, shift),
            booking_closes=_moved(plan.booking_closes, shift), cancel_until=_moved(plan.cancel_until, shift),
            shares_open=_moved(plan.shares_open, shift),
            decide_on=plan.decide_on + shift if plan.decide_on else None,
        ),
        tuple(said),
    )  # fmt: skip


def without_venue(copied: Copied, place: int, says: str) -> Copied:
    """The day's venue is still to be found."""
    days: list[DayPlan] = list(copied.plan.days)
    days[place] = replace(days[place], venue_id=None)
    return Copied(replace(copied.plan, days=days), (*copied.says, says))


def moved(moment: datetime, shift: timedelta) -> datetime:
    """The same wall clock in London so much later, whatever the clocks do between."""
    local = moment.astimezone(formats.LONDON)
    return datetime.combine(local.date() + shift, local.time(), formats.LONDON)


def _moved(moment: datetime | None, shift: timedelta) -> datetime | None:
    return moved(moment, shift) if moment is not None else None


def _day(moment: datetime) -> date:
    return moment.astimezone(formats.LONDON).date()
