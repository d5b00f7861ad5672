"""Days and times as people write them in a bulletin, read with their slips: numbers win over ordinal and weekday."""

import re
from dataclasses import dataclass
from datetime import date, time

MONTHS = [
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
]  # fmt: skip
WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
_MONTH = "|".join(f"{month[:3]}(?:{month[3:]})?" if len(month) > 3 else month for month in MONTHS)
_WEEKDAY = "|".join(f"{day[:3]}(?:{day[3:]}|{day[3:4]}|{day[3:5]}|s)?" for day in WEEKDAYS)
_DAY = rf"(?:(?P<weekday>{_WEEKDAY})\b\.?,?\s+)?(?:the\s+)?(?P<day>\d{{1,2}})\s?(?P<ordinal>st|nd|rd|th)?\b"
_AND = r"\s*(?:&|and|-|–|to|until)\s*"
_SECOND = re.sub(r"\?P<(\w+)>", r"?P<\g<1>2>", _DAY)
DAY = re.compile(
    rf"\b{_DAY}(?:{_AND}{_SECOND})?"
    rf"\s+(?:of\s+)?(?P<month>{_MONTH})\b\.?,?(?:\s+(?P<year>(?:19|20)\d\d)\b)?",
    re.IGNORECASE,
)
_NUMERIC = (
    re.compile(r"\b(?P<day>\d{1,2})[/.](?P<month>\d{1,2})[/.](?P<year>(?:19|20)\d\d)\b"),
    re.compile(r"\b(?P<year>(?:19|20)\d\d)-(?P<month>\d\d)-(?P<day>\d\d)\b"),
)
_CLOCK = r"(?P<{0}>noon|midday|midnight|\d{{1,2}}(?:[.:]\d{{2}})?(?:\s?[ap]\.?m\b\.?)?)"
_RUN_TOGETHER = re.compile(r"\b(\d\d)(\d\d)\s*(-|–|to)\s*(\d\d)(\d\d)\s*(?:hrs|hours)\b", re.IGNORECASE)
TIMES = re.compile(
    rf"(?<![\d/])(?<!\d[.:]){_CLOCK.format('starts')}\s*(?:-|–|—|to|until|till)\s*{_CLOCK.format('ends')}(?![\d/])",
    re.IGNORECASE,
)
ONE_TIME = re.compile(
    r"(?<![\d/.:])(?P<starts>noon|midday|midnight|\d{1,2}(?:[.:]\d{2})?\s?[ap]\.?m\b|\d{1,2}:\d{2})", re.IGNORECASE
)


@dataclass(frozen=True)
class Slip:
    """Something written wrong. `kind`: weekday, ordinal, date or time; `text` as written."""

    kind: str
    text: str
    says: str


@dataclass(frozen=True)
class Days:
    """A day, or the first and last of several. `start` and `end` are places in the text."""

    first: date
    last: date
    start: int
    end: int
    text: str
    slips: tuple[Slip, ...]


def days_in(text: str, *, issue: date, ahead: bool = False) -> tuple[list[Days], list[Slip]]:
    """Every day in the text, and the slips of those that are no day at all (31 February). `issue`: gives the year
    where none is written (`_near`). `ahead`: the text announces something, as a list of sessions does."""
    found: list[Days] = []
    wrong: list[Slip] = []
    for match in DAY.finditer(text):
        month = next(n for n, name in enumerate(MONTHS, start=1) if name.startswith(match["month"].lower()[:3]))
        written = re.sub(r"^the\s+", "", match[0].rstrip(" .,"), flags=re.IGNORECASE)
        parts = [(match["weekday"], match["day"], match["ordinal"])]
        if match["day2"]:
            parts.append((match["weekday2"], match["day2"], match["ordinal2"]))
        days: list[date] = []
        slips: list[Slip] = []
        for weekday, number, ordinal in parts:
            if match["year"]:
                day = _day(int(number), month, match["year"])
            else:
                day = _near(int(number), month, weekday, issue, ahead)
            if day is None:
                slips.append(Slip("date", written, "There is no such day."))
                continue
            days.append(day)
            slips += _slips(written, day, weekday, ordinal)
        if not days or len(days) < len(parts):
            wrong += slips
            continue
        found.append(Days(min(days), max(days), match.start(), match.end(), written, tuple(slips)))
    for match in (each for pattern in _NUMERIC for each in pattern.finditer(text)):
        day = _day(int(match["day"]), int(match["month"]), match["year"])
        if day is None:
            wrong.append(Slip("date", match[0], "There is no such day."))
        else:
            found.append(Days(day, day, match.start(), match.end(), match[0], ()))
    return _spans(sorted(found, key=lambda days: days.start), text), wrong


def _spans(found: list[Days], text: str) -> list[Days]:
    """'29 February to 1 March 2024' is one: the year of its end is that of its beginning as well."""
    kept: list[Days] = []
    for days in found:
        before = kept[-1] if kept else None
        if before is None or not re.fullmatch(_AND, text[before.end : days.start], re.IGNORECASE):
            kept.append(days)
            continue
        first, slips = before.first, before.slips
        if not re.search(r"\d{4}$", before.text):
            years = (_day(first.day, first.month, days.last.year - back) for back in (0, 1))
            likely = next((day for day in years if day is not None and day <= days.last), first)
            first, slips = likely, slips if likely == first else ()
        written = text[before.start : days.end].rstrip(" .,")
        kept[-1] = Days(
            min(first, days.first), max(first, days.last), before.start, days.end, written, slips + days.slips
        )
    return kept


def _day(day: int, month: int, year: int | str) -> date | None:
    try:
        return date(int(year), month, day)
    except ValueError:
        return None


def _near(day: int, month: int, weekday: str | None, issue: date, ahead: bool) -> date | None:
    """A day without its year: within three months before the issue or nine after it; a month and eleven where it is
    announced. Where the day is nearer in the past all the same, its weekday decides."""
    back = 11 if ahead else 3  # a day before the issue counts as so many times as far
    possible = [found for year in (-1, 0, 1) if (found := _day(day, month, issue.year + year)) is not None]
    possible.sort(key=lambda found: (found - issue).days if found >= issue else (issue - found).days * back)
    if not ahead and weekday and len(possible) > 1 and not _is(possible[0], weekday) and _is(possible[1], weekday):
        return min(possible[:2], key=lambda found: abs(found - issue))
    return possible[0] if possible else None


def _is(day: date, weekday: str) -> bool:
    return WEEKDAYS[day.weekday()].startswith(weekday.lower()[:3])


def _slips(written: str, day: date, weekday: str | None, ordinal: str | None) -> list[Slip]:
    slips = []
    if weekday and not _is(day, weekday):
        right = WEEKDAYS[day.weekday()].title()
        slips.append(Slip("weekday", written, f"{day.day} {MONTHS[day.month - 1].title()} {day.year} is a {right}."))
    if ordinal and ordinal.lower() != ordinal_of(day.day):
        slips.append(Slip("ordinal", written, f"It is written {day.day}{ordinal_of(day.day)}."))
    return slips


def ordinal_of(day: int) -> str:
    """1 → 'st', 22 → 'nd', 13 → 'th'."""
    if day % 100 in (11, 12, 13):
        return "th"
    return {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")


def times_in(text: str) -> tuple[list[tuple[time, time | None]], list[Slip]]:
    """(from, to) of every span in the text, in order; a lone time when there is no span. Hours that say no more than
    '1.30' take their half of the day from the other end: '10-12 pm' is 10:00 to 12:00, '1.30 – 3.30 pm' 13:30 to
    15:30."""
    spans: list[tuple[time, time | None]] = []
    slips: list[Slip] = []
    text = _RUN_TOGETHER.sub(r"\1:\2\3\4:\5", text)  # '1400-1530 hrs'
    for match in TIMES.finditer(text):
        if not re.search(r"[ap]\.?m|[.:]\d\d|noon|midday|midnight", match[0], re.IGNORECASE):
            continue  # '20-40 of these', 'tier 1-3': no time is meant
        starts, ends = _clock(match["starts"]), _clock(match["ends"])
        if starts is None or ends is None:
            slips.append(Slip("time", match[0], "There is no such time."))
            continue
        for written, (_, half, odd) in ((match["starts"], starts), (match["ends"], ends)):
            if odd:
                slips.append(Slip("time", written, f"A time of the 24-hour clock needs no ‘{half}m’."))
        spans.append(_settled(starts, ends))
    if not spans:
        for match in ONE_TIME.finditer(text):
            found = _clock(match["starts"])
            if found is not None:
                spans.append((_half(found[0], found[1]), None))
    return spans, slips


def _clock(text: str) -> tuple[time, str, bool] | None:
    """(time as the digits say, 'a', 'p' or '', whether a 24-hour time carries am or pm), or None: no such time."""
    text = text.lower().strip().rstrip(".")
    if text in ("noon", "midday"):
        return time(12), "p", False
    if text == "midnight":
        return time(0), "a", False
    half = re.search(r"([ap])\.?m$", text)
    digits = re.match(r"(\d{1,2})(?:[.:]?(\d{2}))?", text)
    if digits is None:
        return None
    hour, minute = int(digits[1]), int(digits[2] or 0)
    if hour > 23 or minute > 59:
        return None
    letter = half[1] if half else ""
    return time(hour, minute), letter, bool(letter) and (hour > 12 or hour == 0)


def _half(found: time, letter: str) -> time:
    if letter == "p" and found.hour < 12:
        return found.replace(hour=found.hour + 12)
    if letter == "a" and found.hour == 12:
        return found.replace(hour=0)
    return found


def _settled(starts: tuple[time, str, bool], ends: tuple[time, str, bool]) -> tuple[time, time]:
    last = _half(ends[0], ends[1])
    if not ends[1] and starts[1] == "p":
        last = _half(ends[0], "p")
    if starts[1]:
        first = _half(starts[0], starts[1])
        if not ends[1] and last < first and last.hour < 12:
            last = last.replace(hour=last.hour + 12)
        return first, last
    candidates = [first for first in (_half(starts[0], "p"), starts[0]) if first < last]
    if ends[1] == "p" and candidates:
        return candidates[0], last  # the later that is still before the end
    if last <= starts[0] and last.hour < 12:
        last = last.replace(hour=last.hour + 12)  # '9.30-4': a working day
    return starts[0], last
