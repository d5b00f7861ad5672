"""Dates and periods as sources write them: '2024-03-31', '2023-24', '2024-04', '2022'. Pure."""

import re
from datetime import date

from throughline.foundation.figures.values import ReportYear

_YEARS = re.compile(r"(\d{4})-(\d{2})", re.ASCII)


def day_of(period: str) -> date | None:
    """The day, when the period is one."""
    try:
        return date.fromisoformat(period) if len(period) == 10 else None
    except ValueError:
        return None


def spans_two_years(period: str) -> bool:
    """'2023-24' is a year that ends in 2024; '2024-04' is April."""
    found = _YEARS.fullmatch(period)
    return found is not None and int(found[2]) == (int(found[1]) + 1) % 100


def month_of(period: str) -> date | None:
    """The first day of the month, when the period is one. '2009-10' is taken for the year 2009-10."""
    found = _YEARS.fullmatch(period)
    if not found or spans_two_years(period) or not 1 <= int(found[2]) <= 12:
        return None
    return date(int(found[1]), int(found[2]), 1)


def in_words(period: str) -> str:
    """'on 31 March 2024', 'in 2023-24', 'in April 2024', 'in 2022'; anything else stays as it is written."""
    day, month = day_of(period), month_of(period)
    if day:
        return f"on {day.day} {day:%B %Y}"
    if month:
        return f"in {month:%B %Y}"
    return f"in {period}" if period[:4].isdigit() else period


def last_day(period: str, year: ReportYear) -> date | None:
    """The last day it covers, in years that run as the report year does; None when the text says nothing of it."""
    day, month = day_of(period), month_of(period)
    if day:
        return day
    if month:
        following = date(month.year + month.month // 12, month.month % 12 + 1, 1)
        return date.fromordinal(following.toordinal() - 1)
    if spans_two_years(period):
        return year.ends.replace(year=int(period[:4]) + year.ends.year - year.starts.year)
    if re.fullmatch(r"\d{4}", period, re.ASCII) and int(period):
        return date(int(period), 12, 31)
    return None


def is_of(period: str, year: ReportYear) -> bool:
    """The report year itself, or a day in it."""
    day = day_of(period)
    return period == year.label or (day is not None and year.starts <= day <= year.ends)


def year_earlier(period: str) -> str:
    """The same day or year one year before; '' when there is none."""
    day = day_of(period)
    if day:
        return "" if (day.month, day.day) == (2, 29) else day.replace(year=day.year - 1).isoformat()
    if spans_two_years(period):
        first = int(period[:4]) - 1
        return f"{first}-{(first + 1) % 100:02}"
    return ""
