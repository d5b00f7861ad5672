"""Training sessions in a bulletin's lists: 'GCP2, in-person, Tuesday 20th February 2024, 9.30am-4.30pm. 6 places.'"""

import re
from dataclasses import dataclass
from datetime import date, time

from throughline.publishing.bulletin.reading.dates import Days, Slip, days_in, times_in
from throughline.publishing.bulletin.reading.lines import Line

_MODES = [
    ("Microsoft Teams", re.compile(r"(?:\b(?:microsoft|ms|on|via)|,)\s*teams\b", re.IGNORECASE)),
    ("Zoom", re.compile(r"\bzoom\b", re.IGNORECASE)),
    ("in person", re.compile(r"\bin[\s-]person\b|\bface[\s-]to[\s-]face\b|\bclassroom\b", re.IGNORECASE)),
    ("hybrid", re.compile(r"\bhybrid\b", re.IGNORECASE)),
    ("webinar", re.compile(r"\bwebinar\b", re.IGNORECASE)),
    ("online", re.compile(r"\bonline\b|\bvirtual(?:ly)?\b", re.IGNORECASE)),
]  # fmt: skip
_MODE_PART = re.compile(
    r"\s*[,–(-]\s*(?:(?:taking place|held|delivered)\s+)?(?:(?:on|via|over|by)\s+)?"
    r"(?:(?:microsoft|ms)\s+teams|teams|zoom|in[\s-]person|face[\s-]to[\s-]face|online|virtual(?:ly)?|webinar|hybrid|classroom)\b.*$",
    re.IGNORECASE | re.DOTALL,
)
_SEATS = r"(?:spaces?|places?|seats?)"
_LEFT = r"(?:available|left|remain\w*|free)"
_PLACES = [
    re.compile(rf"\b(\d{{1,4}})\s+(?:more\s+|free\s+)*{_SEATS}\b(?=[^,.;\d]{{0,15}}?\b{_LEFT}\b)", re.IGNORECASE),
    re.compile(rf"\b(\d{{1,4}})\s+(?:free\s+{_SEATS}|{_LEFT})\b", re.IGNORECASE),
    re.compile(rf"\b{_SEATS}(?:\s+{_LEFT})?:\s*(\d{{1,4}})\b", re.IGNORECASE),
    re.compile(rf"\b(\d{{1,4}})\s+{_SEATS}\s*(?:[.,;)]|$)", re.IGNORECASE),
]
_UNLIMITED = re.compile(r"\bunlimited\b", re.IGNORECASE)
_FULL = re.compile(
    r"\bfull(?:y\s+booked)?\b(?![\s-]*(?:day|time))|\bwaiting\s+list\s+only\b|\bno\s+(?:spaces|places|seats)\b|\bsold\s+out\b",
    re.IGNORECASE,
)
_INVITE = re.compile(r"\binvit(?:e|ation)s?\s+only\b|\bby\s+invitation\b", re.IGNORECASE)
LONGEST_TITLE = 160


@dataclass(frozen=True)
class SessionFound:
    """`starts`, `ends`: ISO, local, '2024-02-20T09:30', or the day alone where no time is given. `places`: a number,
    'unlimited', 'full', 'invite only', or None where nothing is said. `mode` is '' where nothing is said."""

    title: str
    starts: str
    ends: str
    mode: str
    places: int | str | None
    line: int


def session_in(line: Line, *, issue: date) -> tuple[SessionFound | None, list[Slip]]:
    """The session that a line announces: it has a title, then a day. A day within a sentence announces none."""
    days, _ = days_in(line.text, issue=issue, ahead=True)
    if not days:
        return None, []
    when = days[0]
    after = line.text[when.end :]
    spans, slips = times_in(_sentence(after))
    timed = line.bullet and _weekday(when) and bool(spans)
    title = _title(line.text[: when.start], apart=not timed) or (
        _title_after(after) if timed and not when.start else ""
    )
    mode = next((name for name, pattern in _MODES if pattern.search(line.text)), "")
    places = _places(after)
    if not title or not (line.bullet or mode or spans) or not (mode or spans or places is not None or _weekday(when)):
        return None, []
    return SessionFound(title, *_span(when, spans), mode=mode, places=places, line=line.number), slips


def _title(before: str, *, apart: bool) -> str:
    """What stands before the day: 'GCP2, in-person, ' → 'GCP2'. `apart`: it has to stand apart from it, as a sentence's
    beginning does not: 'published by ' → ''."""
    if apart and not re.search(r"[,:–—-]\s*(?:on\s+)?$", before):
        return ""
    title = _MODE_PART.sub("", before.rstrip(" ,:–—-"))
    title = re.sub(r"[\s,:–—-]+(?:on)?$", "", title)
    return title if 2 <= len(title) <= LONGEST_TITLE and ". " not in title else ""


def _title_after(after: str) -> str:
    """', 9.30am-4.30pm: GCP2, in-person. 6 places left' → 'GCP2': behind a colon that ends day and time."""
    found = re.match(r"[^:]*(?:\d:\d\d[^:]*)*:\s+([^.;]+)", after)
    return _title(found[1], apart=False) if found else ""


def _sentence(after: str) -> str:
    """What belongs to the day: up to a full stop that ends a sentence ('9.30am' has none)."""
    return re.split(r"(?<![\d])\.\s|(?<=[ap]m)\.\s", after, maxsplit=1)[0]


def _weekday(when: Days) -> bool:
    return not when.text[:1].isdigit()


def _places(after: str) -> int | str | None:
    if _INVITE.search(after):
        return "invite only"
    if _UNLIMITED.search(after):
        return "unlimited"
    if _FULL.search(after):
        return "full"
    found = next((match for pattern in _PLACES if (match := pattern.search(after))), None)
    return int(found[1]) if found else None


def _span(when: Days, spans: list[tuple[time, time | None]]) -> tuple[str, str]:
    if not spans:
        return when.first.isoformat(), when.last.isoformat()
    first, last = spans[0][0], spans[-1][1]
    ends = f"{when.last.isoformat()}T{last:%H:%M}" if last else when.last.isoformat()
    return f"{when.first.isoformat()}T{first:%H:%M}", ends
