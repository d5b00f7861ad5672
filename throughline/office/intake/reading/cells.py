"""What one cell says. Every function raises Wrong with words for the person who keeps the file."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from throughline.foundation.names import key_of, slug_of

LONDON = ZoneInfo("Europe/London")

# The sectors of the relevant agencies' schedule as partnerships speak of them. A folder uses these words.
SECTORS = (
    "local authority", "police", "health", "probation", "education", "early years", "secure estate", "youth justice",
    "family courts", "immigration", "armed forces", "housing", "fire and rescue", "voluntary", "faith", "sport",
    "other",
)  # fmt: skip
MODES = ("in person", "Microsoft Teams", "Zoom", "online", "e-learning", "hybrid")
BOOKING = ("open", "invite only")
PRECISIONS = ("about", "at least", "rounded")
LARGEST = Decimal(10) ** 11

_MONTHS = [
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
]  # fmt: skip
_DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
_DAY_WORDS = (
    r"mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:r(?:s(?:day)?)?)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?"
)
_MONTH_WORDS = "|".join(rf"{month[:3]}(?:{month[3:]})?" if month[3:] else month for month in _MONTHS) + "|sept"
_BEFORE = rf"\b(?P<weekday>{_DAY_WORDS})\b\.?,?\s+(?:the\s+)?"
_WEEKDAY_AND_DATE = tuple(
    re.compile(_BEFORE + rest, re.IGNORECASE | re.ASCII)
    for rest in (
        rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<month>{_MONTH_WORDS})\b\.?,?\s+(?P<year>\d{{4}})\b",
        rf"(?P<month>{_MONTH_WORDS})\b\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})\b",
        r"(?P<day>\d{1,2})[/.](?P<month>\d{1,2})[/.](?P<year>\d{4})\b",
        r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})\b",
    )
)


class Wrong(ValueError):
    """The cell cannot stand. The text says what is wrong and what would be right."""


type Read = Callable[[str], Any]


@dataclass(frozen=True)
class Column:
    """A column of a file. `longest` in characters. A cell that is empty gives `empty`, unless it is `needed`.

    `verbatim`: the text is kept as it is; otherwise spaces at the ends go and runs of white space become one space.
    """

    name: str
    read: Read = str
    needed: bool = False
    empty: Any = ""
    longest: int = 300
    verbatim: bool = False


def weekday_mistakes(text: str) -> list[str]:
    """Every weekday written directly before a full date that it does not match, or that does not exist."""
    found = []
    for pattern in _WEEKDAY_AND_DATE:
        for match in pattern.finditer(text):
            said = match.group(0)
            month = match["month"].lower()
            number = int(month) if month.isdigit() else 1 + [m[:3] for m in _MONTHS].index(month[:3])
            try:
                day = date(int(match["year"]), number, int(match["day"]))
            except ValueError:
                found.append(f"'{said}': that date does not exist.")
                continue
            if not _DAYS[day.weekday()].startswith(match["weekday"].lower()[:3]):
                found.append(f"'{said}' is a {_DAYS[day.weekday()].capitalize()}. Correct the weekday or the date.")
    return found


def name(text: str) -> str:
    if not key_of(text):
        raise Wrong(f"'{text}' has no letter or digit.")
    return text


def slugged(text: str) -> str:
    """A name that gets an address or a figure's id made from it."""
    if not slug_of(text):
        raise Wrong(f"'{text}' has no letter from a to z and no digit, so no address can be made from it.")
    return text


def one_of(words: tuple[str, ...], what: str) -> Read:
    known: Mapping[str, str] = {word.casefold(): word for word in words}

    def read(text: str) -> str:
        if text.casefold() not in known:
            raise Wrong(f"'{text}' is not a known {what}. Known: {', '.join(words)}.")
        return known[text.casefold()]

    return read


def number(text: str) -> Decimal:
    """Plain digits with at most one full stop: no thousands separators, no currency sign, no percent sign."""
    if not re.fullmatch(r"-?[0-9]{1,20}(\.[0-9]{1,20})?", text):
        raise Wrong(f"'{text}' is not a plain number. Write digits alone, such as 1234 or 12.5.")
    value = Decimal(text)
    if abs(value) >= LARGEST:
        raise Wrong(f"'{text}' is too large.")
    if value != round(value, 4):
        raise Wrong(f"'{text}' has more than four decimals.")
    return value


def money(text: str) -> Decimal:
    value = number(text)
    if value < 0:
        raise Wrong(f"'{text}' is negative. An amount is 0 or more.")
    if value != round(value, 2):
        raise Wrong(f"'{text}' has more than two decimals. Write pounds and pence.")
    return value


def share(text: str) -> Decimal:
    value = number(text)
    if not 0 <= value <= 100:
        raise Wrong(f"'{text}' is outside 0 to 100. A share is in percent.")
    return value


def counting(text: str) -> int:
    """1, 2, 3 …"""
    if not re.fullmatch(r"[0-9]{1,4}", text) or int(text) < 1:
        raise Wrong(f"'{text}' is not a number from 1.")
    return int(text)


def report_year(text: str) -> str:
    """'2023-24': a year and the two last digits of the next."""
    match = re.fullmatch(r"([0-9]{4})-([0-9]{2})", text)
    if not match or (int(match[1]) + 1) % 100 != int(match[2]):
        raise Wrong(f"'{text}' is not a report year. Write it as 2023-24.")
    return text


def cycle(text: str) -> str:
    if re.fullmatch(r"[0-9]{4}", text):
        return text
    return report_year(text)


def day(text: str) -> date:
    try:
        found = date.fromisoformat(text) if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text) else None
    except ValueError:
        raise Wrong(f"'{text}': that date does not exist.") from None
    if found is None:
        raise Wrong(f"'{text}' is not a date. Write it as 2024-03-31.")
    return found


def period(text: str) -> str:
    """A day 2024-03-31, a month 2024-04, a calendar year 2022 or a report year 2023-24. Kept as written."""
    if re.fullmatch(r"[0-9]{4}", text):
        return text
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}", text):
        if 1 <= int(text[5:]) <= 12 or (int(text[:4]) + 1) % 100 == int(text[5:]):
            return text
        raise Wrong(f"'{text}' is neither a month nor a report year. Write 2024-04 or 2023-24.")
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        day(text)
        return text
    raise Wrong(f"'{text}' is not a date or period. Write 2024-03-31, 2024-04, 2022 or 2023-24.")


def published(text: str) -> tuple[str, date]:
    """(as written, the first day it can mean) of a month or a day."""
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}", text):
        try:
            return text, date(int(text[:4]), int(text[5:]), 1)
        except ValueError:
            raise Wrong(f"'{text}': that month does not exist.") from None
    return text, day(text)


def moment(text: str) -> datetime:
    """A day and a time of day in this country, such as 2024-02-01T09:30."""
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2})?", text):
        raise Wrong(f"'{text}' is not a date with a time. Write it as 2024-02-01T09:30.")
    try:
        found = datetime.fromisoformat(text).replace(tzinfo=LONDON)
    except ValueError:
        raise Wrong(f"'{text}': that date or time does not exist.") from None
    if not 1990 <= found.year <= 2200:
        raise Wrong(f"'{text}': the year {found.year} cannot be right.")
    there_and_back = (found.astimezone(ZoneInfo("UTC")) + timedelta(0)).astimezone(LONDON)
    if there_and_back.replace(tzinfo=None) != found.replace(tzinfo=None):
        raise Wrong(f"'{text}': the clocks go forward then, so that time does not exist.")
    return found


def places(text: str) -> int | str:
    """0 or more, or 'unlimited'. (Empty means not stated, and never reaches here.)"""
    if text.casefold() == "unlimited":
        return "unlimited"
    if not re.fullmatch(r"[0-9]{1,5}", text):
        raise Wrong(f"'{text}' is not a number of places. Write 0 or more, 'unlimited', or leave it empty.")
    return int(text)


def belongs_to(text: str) -> tuple[int | None, str]:
    """(priority's number, '') of 'priority 3', or (None, 'voice') of 'section voice'."""
    match = re.fullmatch(r"priority\s+([0-9]{1,4})", text, re.IGNORECASE)
    if match:
        return int(match[1]), ""
    match = re.fullmatch(r"section\s+(\S.*)", text, re.IGNORECASE)
    if match:
        return None, match[1]
    raise Wrong(f"'{text}' is neither a priority nor a section. Write 'priority 3' or 'section voice'.")


def listed(text: str) -> list[str]:
    """Texts divided by semicolons."""
    found = [part.strip() for part in text.split(";") if part.strip()]
    for part in found:
        name(part)
    return found


def yes_or_no(text: str) -> bool:
    if text.casefold() not in ("yes", "no"):
        raise Wrong(f"'{text}' is neither yes nor no.")
    return text.casefold() == "yes"


def unit(text: str) -> tuple[str, str]:
    """(unit, precision): 'people (at least)' is people, at least."""
    plain, precision = without_precision(text)
    if not slug_of(plain):
        raise Wrong(f"'{text}' is not a unit. Write it in words, such as children, pounds or percent.")
    return plain, precision


def without_precision(text: str) -> tuple[str, str]:
    for precision in PRECISIONS:
        match = re.search(rf"\s*\(\s*{precision.replace(' ', r'\s+')}\s*\)", text, re.IGNORECASE)
        if match:
            return (text[: match.start()] + text[match.end() :]).strip(), precision
    return text, ""


def source_precision(text: str) -> str:
    """'section one (rounded)' says that the value was rounded; the text itself stays as it is."""
    return without_precision(text)[1]
