"""Report years: '2023-24' is a year from the partnership's first day to the day before the next. Pure."""

import re
from datetime import date, timedelta

from throughline.foundation.figures.values import ReportYear

_LABEL = re.compile(r"(\d{4})-(\d{2})", re.ASCII)
_STARTS = re.compile(r"(\d{2})-(\d{2})", re.ASCII)


class NotAReportYear(ValueError):
    """The text names no report year. The message is fit for the user."""


def year_of(label: str, starts: str = "04-01") -> ReportYear:
    """The year called `label` ('2023-24'), beginning on month and day `starts` ('04-01') of its first year.

    Raises NotAReportYear for '2023-25', '2023', '2023/24' and the like, and for a first day that not every year has.
    """
    found = _LABEL.fullmatch(label)
    if not found:
        raise NotAReportYear(f"'{label}' is not a report year. Write it as 2023-24.")
    first = int(found[1])
    following = f"{(first + 1) % 100:02}"
    if first < 1900 or first > 9998:
        raise NotAReportYear(f"'{label}' is not a report year: the year {first:04} is out of range.")
    if found[2] != following:
        raise NotAReportYear(f"'{label}' is not one year. The year that begins in {first} is {first}-{following}.")
    day = _STARTS.fullmatch(starts)
    try:
        if not day:
            raise ValueError
        begins = date(first, int(day[1]), int(day[2]))
        ends = date(first + 1, int(day[1]), int(day[2])) - timedelta(days=1)
        date(2001, int(day[1]), int(day[2]))  # 29 February is refused whatever the label
    except ValueError:
        raise NotAReportYear(
            f"A report year cannot begin on '{starts}'. Write month and day, as 04-01 for 1 April."
        ) from None
    return ReportYear(label, begins, ends)


def year_before(year: ReportYear) -> ReportYear:
    """The year that ends the day before this one begins."""
    first = int(year.label[:4]) - 1
    return year_of(f"{first}-{(first + 1) % 100:02}", f"{year.starts:%m-%d}")


def years_back(year: ReportYear, count: int) -> list[ReportYear]:
    """So many years, this one first and then each before the other."""
    found = [year]
    while len(found) < count:
        found.append(year_before(found[-1]))
    return found


def year_on(day: date, starts: str = "04-01") -> ReportYear:
    """The report year that the day falls in."""
    year = year_of(f"{day.year}-{(day.year + 1) % 100:02}", starts)
    return year if year.starts <= day else year_before(year)
