"""When is it due, and why that day? Pure: no clock is asked, the first day is an argument.

Rule (for every clock in working days): the first day is day 0, whether or not it is a working day; the next working
day is day 1; the due day is the working day whose number is the rule's. A clock in months is due on the same day of a
later month, or on that month's last day. A clock that counts before its day is counted back by the same rule.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime

from .calendars import BankHoliday, Count, WorkingCalendar, working_calendar
from .days import say_date, say_day
from .editions import AFTER, BEFORE, MONTHS, SURE, Clock, Edition, Editions, editions
from .errors import WrongCalendar


@dataclass(frozen=True, slots=True)
class Due:
    """A due day with all that it was reckoned from.

    Invariant of a clock in working days: `due_on == counted[-1]`; counted and skipped days together are every day from
    `started_on` (without it) to `due_on`. A clock in months counts and skips no days. Equal arguments, equal values.
    """

    started_on: date
    due_on: date
    edition: Edition
    clock: Clock
    counted: tuple[date, ...]
    skipped_weekend_days: tuple[date, ...]
    skipped_bank_holidays: tuple[BankHoliday, ...]
    started_on_working_day: bool
    calendar_name: str
    calendar_version: str
    calendar_taken_on: date
    calendar_last_day: date

    @property
    def explanation(self) -> tuple[str, ...]:
        """Why this date? Lines of plain English, in reading order."""
        clock, edition = self.clock, self.edition
        counted = "before" if clock.counts == BEFORE else "from"
        head = (
            f"{clock.code} {clock.title}: due by the end of {say_day(self.due_on)}.",
            f"Edition: {edition.title}, in force when the clock started (from {say_date(edition.starts)}).",
            f"Rule: {clock.days} {clock.unit} {counted} {clock.anchor}. It is for {clock.duty_of}.",
            f"Source: {clock.source} ({SURE[clock.sure]}).",
            f"Note: {clock.note}",
        )
        if clock.unit == MONTHS:
            return (*head, f"{say_day(self.started_on)} is {clock.anchor}; {clock.days} months later is the due day.")
        start = f"{say_day(self.started_on)} is day 0: {clock.anchor}."
        if not self.started_on_working_day and clock.counts == AFTER:
            start += " It is not a working day; the count starts after it all the same."
        return (
            *head,
            start,
            f"{say_day(self.counted[0])} is day 1, {say_day(self.due_on)} is day {clock.days}.",
            f"Not counted: {self._weekends()}.",
            *(f"Not counted: {say_day(each.day)}, {each.name}." for each in self.skipped_bank_holidays),
            f"Calendar: working days of {self.calendar_name}, bank holidays as known on "
            f"{say_date(self.calendar_taken_on)} and up to {say_date(self.calendar_last_day)}.",
        )

    def _weekends(self) -> str:
        days = len(self.skipped_weekend_days)
        weekends = len({day.isocalendar()[:2] for day in self.skipped_weekend_days})
        return f"{_number(weekends, 'weekend')} ({_number(days, 'day')})" if days else "no weekend"


def due_on(
    clock_code: str,
    started_on: date,
    calendar: WorkingCalendar | None = None,
    *,
    within: Editions | None = None,
) -> Due:
    """The day on which the clock of this code, started on this day, runs out.

    `calendar` is a snapshot of the calendar that the rule names; without it the committed one. `within` are the
    editions; without it the committed ones. The edition is the one in force on `started_on`.

    Raises UnknownClock, BeforeFirstEdition, CalendarHorizon or WrongCalendar, all StatuteError with a plain message.
    """
    if isinstance(started_on, datetime):
        # Which day a moment is on depends on the place; that is settled before it comes here.
        raise TypeError("A clock starts on a date, not at a moment in time.")
    edition, clock = (within or editions()).clock(clock_code, started_on)
    calendar = calendar or working_calendar(clock.calendar)
    if calendar.id != clock.calendar:
        raise WrongCalendar(f"{clock.code} is counted in the calendar {clock.calendar}, not in {calendar.id}.")
    if clock.unit == MONTHS:
        count, due = Count((), (), ()), add_months(started_on, clock.days)
    else:
        count = (calendar.count_back if clock.counts == BEFORE else calendar.count)(started_on, clock.days)
        due = count.counted[-1]
    return Due(
        started_on=started_on,
        due_on=due,
        edition=edition,
        clock=clock,
        counted=count.counted,
        skipped_weekend_days=count.weekend_days,
        skipped_bank_holidays=count.bank_holidays,
        started_on_working_day=calendar.is_working_day(started_on),
        calendar_name=calendar.name,
        calendar_version=calendar.version,
        calendar_taken_on=calendar.taken_on,
        calendar_last_day=calendar.last_day,
    )


def add_months(day: date, months: int) -> date:
    """The same day of a later month, or that month's last one."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
