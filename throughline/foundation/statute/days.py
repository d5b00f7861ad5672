"""Days as people write and read them."""

import re
from datetime import date

from .errors import NotADay

_ISO_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")


def parse_day(text: str) -> date:
    """The day written YYYY-MM-DD. Raises NotADay for any other form and for a day that does not exist.

    Stricter than `date.fromisoformat`, which also takes `20240322` and `2024-W12-5`.
    """
    match = _ISO_DAY.fullmatch(text)
    if match is None:
        raise NotADay(f"“{text}” is not a date in the form YYYY-MM-DD, for example 2024-03-22.")
    try:
        return date(*map(int, match.groups()))
    except ValueError:
        raise NotADay(f"“{text}” is not a day: the calendar has no such date.") from None


def say_day(day: date) -> str:
    """For example “Friday 22 March 2024”."""
    return f"{day:%A} {say_date(day)}"


def say_date(day: date) -> str:
    """For example “22 March 2024”."""
    return f"{day.day} {day:%B} {day.year}"
