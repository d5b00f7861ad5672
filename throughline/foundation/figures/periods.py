"""Dates and periods as sources write them: '2024-03-31', '2023-24', '2024-04', '2022'; quarters of a report year, as
'2023-24 Q3', and from its beginning, as '2023-24 Q1-Q3'. Pure."""

import re
from datetime import date

from throughline.foundation.figures.values import ReportYear

_YEARS = re.compile(r"(\d{4})-(\d{2})", re.ASCII)
_QUARTER = re.compile(r"(\d{4})-(\d{2}) (Q1-)?Q([1-4])", re.ASCII)


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


def quarter_of(period: str) -> tuple[str, int, bool] | None:
    """('2023-24', 3, from the year's beginning?), when the period is a quarter or several."""
    found = _QUARTER.fullmatch(period)
    if found is None or not spans_two_years(f"{found[1]}-{found[2]}"):
        return None
    return f"{found[1]}-{found[2]}", int(found[4]), bool(found[3])


def in_words(period: str) -> str:
    """'on 31 March 2024', 'in 2023-24', 'in April 2024', 'in 2022', 'in quarter 3 of 2023-24', 'in quarters 1 to 3 of
    2023-24'; anything else stays as it is written."""
    day, month, quarter = day_of(period), month_of(period), quarter_of(period)
    if quarter:
        year, number, whole = quarter
        return f"in quarters 1 to {number} of {year}" if whole else f"in quarter {number} of {year}"
    if day:
        return f"on {day.day} {day:%B %Y}"
    if month:
        return f"in {month:%B %Y}"
    return f"in {period}" if period[:4].isdigit() else period


def last_day(period: str, year: ReportYear) -> date | None:
    """The last day it covers, in years that run as the report year does; None when the text says nothing of it."""
    day, month, quarter = day_of(period), month_of(period), quarter_of(period)
    if day:
        return day
    if month:
        following = date(month.year + month.month // 12, month.month % 12 + 1, 1)
        return date.fromordinal(following.toordinal() - 1)
    if quarter:
        return _end_of_quarter(quarter[0], quarter[1], year)
    if spans_two_years(period):
        return year.ends.replace(year=int(period[:4]) + year.ends.year - year.starts.year)
    if re.fullmatch(r"\d{4}", period, re.ASCII) and int(period):
        return date(int(period), 12, 31)
    return None


def _end_of_quarter(label: str, number: int, year: ReportYear) -> date:
    """In years that begin as `year` does."""
    months = year.starts.month - 1 + 3 * number
    following = year.starts.replace(year=int(label[:4]) + months // 12, month=months % 12 + 1)
    return date.fromordinal(following.toordinal() - 1)


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
    if quarter_of(period):
        first = int(period[:4]) - 1
        return f"{first}-{(first + 1) % 100:02}{period[7:]}"
    return ""
