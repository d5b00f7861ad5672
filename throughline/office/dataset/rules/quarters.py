"""Quarters of a partnership's year: their days, and the period under which a quarter's value is kept. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta

from throughline.foundation.figures.values import ReportYear


@dataclass(frozen=True, order=True)
class Quarter:
    """`year` as '2023-24', `number` 1 to 4; `starts` and `ends` are its first and last day."""

    year: str
    number: int
    starts: date
    ends: date

    @property
    def label(self) -> str:
        """'2023-24 Q3'."""
        return f"{self.year} Q{self.number}"

    @property
    def words(self) -> str:
        """'Quarter 3 of 2023-24, October to December 2023'."""
        return f"Quarter {self.number} of {self.year}, {self.starts:%B} to {self.ends:%B %Y}"


def quarter_of(year: ReportYear, number: int) -> Quarter:
    """Raises ValueError for a number that is none."""
    if number not in (1, 2, 3, 4):
        raise ValueError("A year has quarters 1 to 4.")
    starts = _months_later(year.starts, 3 * (number - 1))
    ends = year.ends if number == 4 else _months_later(year.starts, 3 * number) - timedelta(days=1)
    return Quarter(year.label, number, starts, ends)


def _months_later(day: date, months: int) -> date:
    """Report years begin on a day that every month has, or this raises ValueError."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, day.day)


def period_of(quarter: Quarter, counting: str, frequency: str) -> str:
    """A snapshot's is the quarter's last day; a flow's the quarter; what is cumulative runs from the year's beginning,
    and what is counted once a year has the year."""
    if counting == "snapshot":
        return quarter.ends.isoformat()
    if frequency == "year" or (counting == "cumulative" and quarter.number == 4):
        return quarter.year
    if counting == "cumulative" and quarter.number > 1:
        return f"{quarter.year} Q1-Q{quarter.number}"
    return quarter.label


def is_asked(quarter: Quarter, frequency: str) -> bool:
    """What is counted once a year is asked for in the last quarter."""
    return quarter.number == 4 or frequency != "year"
