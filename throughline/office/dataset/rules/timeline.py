"""Periods of returns and of official statistics on one line of time. Pure.

Own periods are written as returns write them: a day, a month ('2024-04'), a year that spans two ('2023-24'), a quarter
of it ('2023-24 Q1', from April), a calendar year ('2022'). The department's '2024' and '202324' are the year that ends
on 31 March 2024.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

_QUARTER = re.compile(r"(\d{4})-(\d{2}) (?:Q1-)?Q([1-4])", re.ASCII)
_YEARS = re.compile(r"(\d{4})-(\d{2})", re.ASCII)
_OFFICIAL = re.compile(r"(\d{4})(\d{2})?", re.ASCII)


@dataclass(frozen=True, order=True)
class Span:
    """A period by its last day; `label` is how it is written beside a chart."""

    ends: date
    label: str


def own_span(period: str) -> Span | None:
    """None for a text that is no period. Years run from April."""
    quarter = _QUARTER.fullmatch(period)
    if quarter and _follows(quarter[1], quarter[2]):
        month = int(quarter[3]) * 3 + 3
        year = int(quarter[1]) + (month > 12)
        month -= 12 * (month > 12)
        return Span(date(year, month, monthrange(year, month)[1]), period)
    years = _YEARS.fullmatch(period)
    if years and _follows(years[1], years[2]):
        return Span(date(int(years[1]) + 1, 3, 31), period)
    if years and 1 <= int(years[2]) <= 12:
        year, month = int(years[1]), int(years[2])
        return Span(date(year, month, monthrange(year, month)[1]), f"{date(year, month, 1):%b %Y}")
    if re.fullmatch(r"\d{4}", period, re.ASCII) and int(period):
        return Span(date(int(period), 12, 31), period)
    try:
        day = date.fromisoformat(period) if len(period) == 10 else None
    except ValueError:
        day = None
    return Span(day, f"{day.day} {day:%b %Y}") if day else None


def lasts(period: str) -> str:
    """How long an own period is: 'quarter', 'month', 'year', or '' for a day and for what is no period."""
    if _QUARTER.fullmatch(period):
        return "quarter"
    years = _YEARS.fullmatch(period)
    if years and not _follows(years[1], years[2]):
        return "month"
    return "year" if len(period) < 10 and own_span(period) else ""


def official_span(period: str, *, snapshot: bool) -> Span | None:
    """The year ending on 31 March; `snapshot`: that day itself."""
    found = _OFFICIAL.fullmatch(period)
    if not found:
        return None
    year = int(found[1]) + (1 if found[2] else 0)
    if not 1 < year < 9999:
        return None
    return Span(date(year, 3, 31), f"Mar {year}" if snapshot else f"{year - 1}-{year % 100:02}")


def year_before(period: str) -> str:
    """The official year before: the mid-year estimate that a rate of this year is taken over. '' where none is."""
    found = _OFFICIAL.fullmatch(period)
    if not found:
        return ""
    return str((int(found[1]) + (1 if found[2] else 0)) - 1)


def _follows(first: str, second: str) -> bool:
    return int(second) == (int(first) + 1) % 100
