"""Working days: Monday to Friday without the bank holidays of a place, as far as those are known.

The bank holidays come from a committed snapshot (`data/`), so that the same question has the same answer without a
network and on every machine. Outside the snapshot nothing is guessed: `CalendarHorizon` is raised.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from types import MappingProxyType

from .days import say_date
from .errors import CalendarHorizon, InvalidData
from .records import require_types

_DATA = Path(__file__).parent / "data"
_FILES = {"england-and-wales": _DATA / "bank_holidays_england_and_wales.toml"}
_ONE_DAY = timedelta(days=1)
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class BankHoliday:
    """One weekday off, with the name under which it is published."""

    day: date
    name: str


@dataclass(frozen=True, slots=True)
class Count:
    """Working days counted from a start.

    Invariant: `counted` and the two skipped lists are disjoint, each ascending, and together they are every day after
    the start up to and including `counted[-1]`. A bank holiday at a weekend is listed as a weekend day only.
    """

    counted: tuple[date, ...]
    weekend_days: tuple[date, ...]
    bank_holidays: tuple[BankHoliday, ...]


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """The working days of one place, from `first_day` to `last_day` (the horizon), both included."""

    id: str
    name: str
    source: str
    taken_on: date
    first_day: date
    last_day: date
    bank_holidays: Mapping[date, str]

    def __post_init__(self) -> None:
        require_types(self)
        outside = sorted(day for day in self.bank_holidays if not self.first_day <= day <= self.last_day)
        if outside:
            raise InvalidData(f"A calendar has a bank holiday outside its own days: {outside[0]}.")

    @property
    def version(self) -> str:
        """Place and day of the snapshot; stored beside a due day, it tells which calendar was used."""
        return f"{self.id} {self.taken_on.isoformat()}"

    def is_working_day(self, day: date) -> bool:
        """Raises CalendarHorizon outside the snapshot."""
        self._require_known(day)
        return not is_weekend(day) and day not in self.bank_holidays

    def bank_holiday(self, day: date) -> str | None:
        """The name of the bank holiday on this day, if it is one. Raises CalendarHorizon outside the snapshot."""
        self._require_known(day)
        return self.bank_holidays.get(day)

    def count(self, start: date, days: int) -> Count:
        """Count `days` working days (1 or more) after `start`, which is day 0 and need not be a working day itself.

        Raises CalendarHorizon when the start, or a day that must be judged, is outside the snapshot.
        """
        if isinstance(start, datetime):
            # Which day a moment is on depends on the place; that is settled before it comes here.
            raise TypeError("Working days are counted from a date, not from a moment in time.")
        if days < 1:
            raise ValueError("At least one working day must be counted.")
        self._require_known(start)
        counted: list[date] = []
        weekend_days: list[date] = []
        bank_holidays: list[BankHoliday] = []
        day = start
        while len(counted) < days:
            if day == self.last_day:
                raise CalendarHorizon(
                    f"{days} working days from {say_date(start)} run past {say_date(self.last_day)}, the last day for "
                    f"which the bank holidays of {self.name} are known here. No due day can be given."
                )
            day += _ONE_DAY
            if is_weekend(day):
                weekend_days.append(day)
            elif day in self.bank_holidays:
                bank_holidays.append(BankHoliday(day, self.bank_holidays[day]))
            else:
                counted.append(day)
        return Count(tuple(counted), tuple(weekend_days), tuple(bank_holidays))

    def count_back(self, end: date, days: int) -> Count:
        """Count `days` working days (1 or more) before `end`, which is day 0; `counted[-1]` is the earliest.

        Raises CalendarHorizon when a day that must be judged is outside the snapshot.
        """
        if isinstance(end, datetime):
            raise TypeError("Working days are counted from a date, not from a moment in time.")
        if days < 1:
            raise ValueError("At least one working day must be counted.")
        self._require_known(end)
        counted: list[date] = []
        weekend_days: list[date] = []
        bank_holidays: list[BankHoliday] = []
        day = end
        while len(counted) < days:
            day -= _ONE_DAY
            self._require_known(day)
            if is_weekend(day):
                weekend_days.append(day)
            elif day in self.bank_holidays:
                bank_holidays.append(BankHoliday(day, self.bank_holidays[day]))
            else:
                counted.append(day)
        return Count(tuple(counted), tuple(weekend_days), tuple(bank_holidays))

    def _require_known(self, day: date) -> None:
        if not self.first_day <= day <= self.last_day:
            raise CalendarHorizon(
                f"The bank holidays of {self.name} are known here from {say_date(self.first_day)} to "
                f"{say_date(self.last_day)}. {say_date(day)} is outside that, so working days cannot be counted."
            )


def is_weekend(day: date) -> bool:
    """Saturday or Sunday."""
    return day.weekday() >= _SATURDAY


def read_calendar(text: str) -> WorkingCalendar:
    """A calendar from the text of a snapshot file. Raises InvalidData when it is not one."""
    try:
        raw = tomllib.loads(text)
        rows = {date.fromisoformat(day): name for day, name in raw.pop("bank_holidays").items()}
        return WorkingCalendar(bank_holidays=MappingProxyType(rows), **raw)
    except InvalidData:
        raise
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise InvalidData(f"A calendar file cannot be read: {error}.") from error


@cache
def working_calendar(calendar_id: str) -> WorkingCalendar:
    """The committed calendar of this id. Raises InvalidData when there is none."""
    if calendar_id not in _FILES:
        raise InvalidData(f"There is no calendar “{calendar_id}”. There is: {', '.join(sorted(_FILES))}.")
    return read_calendar(_FILES[calendar_id].read_text(encoding="utf-8"))
