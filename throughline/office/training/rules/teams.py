"""The attendance report of a Microsoft Teams meeting, as Teams exports it. Pure.

A text file of UTF-16 with tabs, named .csv: the parts '1. Summary', '2. Participants' and '3. In-Meeting Activities',
which has people again, once for each time they joined, and is left out. Older reports have no parts, and other words
('Full Name', 'Duration'). Saved again by a spreadsheet program it may be UTF-8 with commas. TR-63: the minutes of
somebody who stands there more than once are added; TR-64: matched by e-mail, then by a name that only one person has.
"""

import csv
import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from throughline.foundation.names import key_of

LARGEST = 2_000_000  # bytes; a meeting of a thousand people has a tenth of this
NAMES = ("name", "fullname")
DURATIONS = ("inmeetingduration", "duration", "attendanceduration")
EMAILS = ("email", "participantidupn", "useremail")
DURATION = re.compile(r"(?:(\d+)\s*h\w*)?\s*(?:(\d+)\s*m\w*)?\s*(?:(\d+)\s*s\w*)?", re.IGNORECASE)


class NotTeams(ValueError):
    """The file is no attendance report; the text says what was expected."""


@dataclass(frozen=True)
class Participant:
    """`minutes` whole minutes in the meeting, rounded down."""

    name: str
    email: str
    minutes: int


@dataclass(frozen=True)
class Matches:
    """`minutes`: the key of a booked person → minutes. `strangers`: who was there and was not found among them."""

    minutes: Mapping[int, int]
    strangers: tuple[Participant, ...]


def read_report(content: bytes) -> list[Participant]:
    """Everybody who was there, once each, in the report's order. Raises NotTeams."""
    if len(content) > LARGEST:
        raise NotTeams("The file is larger than any attendance report. Choose the one that Teams exports.")
    rows = [[cell.strip() for cell in row] for row in _rows(_text(content))]
    start = next((at for at, row in enumerate(rows) if _is_heading(row)), None)
    if start is None:
        raise NotTeams(
            "This is not an attendance report of Microsoft Teams: it has no row with ‘Name’ and ‘In-meeting duration’."
        )
    heading = [_word(cell) for cell in rows[start]]
    name_at, minutes_at = _find(heading, NAMES), _find(heading, DURATIONS)
    emails_at = [at for at, word in enumerate(heading) if word in EMAILS]
    seconds: dict[tuple[str, str], int] = {}
    for row in rows[start + 1 :]:
        if not any(row) or re.match(r"\d\. ", row[0]):
            break  # the next part
        if len(row) <= max(name_at, minutes_at) or not row[name_at]:
            continue
        email = next((row[at].lower() for at in emails_at if at < len(row) and "@" in row[at]), "")
        who = (row[name_at], email)
        seconds[who] = seconds.get(who, 0) + _seconds(row[minutes_at])
    return [Participant(name, email, total // 60) for (name, email), total in seconds.items()]


def match(participants: Iterable[Participant], booked: Iterable[tuple[int, str, str]]) -> Matches:
    """TR-64. `booked` as (key, name, e-mail)."""
    people = list(booked)
    by_email = {email.lower(): key for key, _, email in people}
    by_name: dict[str, list[int]] = {}
    for key, name, _ in people:
        by_name.setdefault(key_of(name), []).append(key)
    minutes: dict[int, int] = {}
    strangers: list[Participant] = []
    for found in participants:
        named = by_name.get(key_of(_plain(found.name)), [])
        who = by_email.get(found.email) or (named[0] if len(named) == 1 else None)
        if who is None:
            strangers.append(found)
        else:
            minutes[who] = minutes.get(who, 0) + found.minutes
    return Matches(minutes, tuple(strangers))


def _text(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    elif content[1:2] == b"\0":
        encoding = "utf-16-le"
    else:
        encoding = "utf-8-sig"
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        raise NotTeams("The file cannot be read as text. Choose the report as Teams exports it (.csv).") from None


def _rows(text: str) -> list[list[str]]:
    delimiter = "\t" if "\t" in text else ","
    try:
        return list(csv.reader(io.StringIO(text.replace("\0", "")), delimiter=delimiter))
    except csv.Error:
        raise NotTeams("The file cannot be read as a table. Choose the report as Teams exports it (.csv).") from None


def _is_heading(row: list[str]) -> bool:
    words = [_word(cell) for cell in row]
    return any(name in words for name in NAMES) and any(duration in words for duration in DURATIONS)


def _find(heading: list[str], words: Iterable[str]) -> int:
    return next(heading.index(word) for word in words if word in heading)


def _word(cell: str) -> str:
    return re.sub(r"[^a-z]", "", cell.lower())


def _seconds(text: str) -> int:
    """'1h 27m 51s', '1 hr 5 min', '45s', or '01:05:20'."""
    if re.fullmatch(r"\d+:\d\d:\d\d", text):
        parts = text.split(":")
    else:
        found = DURATION.fullmatch(text.strip())
        parts = [part or "0" for part in found.groups()] if found else ["0", "0", "0"]
    hours, minutes, seconds = map(int, parts)
    return hours * 3600 + minutes * 60 + seconds


def _plain(name: str) -> str:
    """Without what Teams adds: 'Ann Wood (Guest)', 'Ann Wood (Medway Council)'."""
    return re.sub(r"\s*\([^)]*\)\s*$", "", name)
