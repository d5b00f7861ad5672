"""A back issue: its title and month, its items, sessions and contacts, and what is wrong in it."""

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from throughline.publishing.bulletin.reading.dates import MONTHS, Slip, days_in, times_in
from throughline.publishing.bulletin.reading.lines import Line
from throughline.publishing.bulletin.reading.sessions import SessionFound, session_in

_EMAIL = re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")
_PHONE = re.compile(r"(?<![\d£.])(?:\+44\s?\d|0\d)(?:[\s-]?\d){8,9}(?!\d)")
_LINK = re.compile(r"(?:https?://|www\.)[^\s<>()\[\]]+[^\s<>()\[\].,;:]", re.IGNORECASE)
_MONTH_YEAR = re.compile(rf"\b({'|'.join(MONTHS)})\s+((?:19|20)\d\d)\b", re.IGNORECASE)
_TITLE_WORD = re.compile(r"\b(?:bulletin|newsletter|e-?bulletin|news\s*letter|update)\b", re.IGNORECASE)
_WORRIED = re.compile(r"worried about a (?:child|young person)|concern(?:ed|s)? about a child", re.IGNORECASE)


@dataclass(frozen=True)
class Item:
    heading: str
    text: str
    line: int


@dataclass(frozen=True)
class Contact:
    """`kind`: email, phone or link."""

    kind: str
    text: str
    line: int


@dataclass(frozen=True)
class Defect:
    """`kind`: weekday, ordinal, date, time, address or missing. `text` as written, `says` what is wrong."""

    kind: str
    text: str
    says: str
    line: int


@dataclass(frozen=True)
class IssueFound:
    """`date` as 'YYYY-MM', or a day where the issue names one."""

    title: str
    date: str
    items: list[Item]
    sessions: list[SessionFound]
    contacts: list[Contact]
    defects: list[Defect]


def read_issue(lines: list[Line], *, name: str = "", today: date, own_addresses: Iterable[str] = ()) -> IssueFound:
    """`name`: the file's, which often tells the month. `today`: where nothing tells it. `own_addresses`: the
    partnership's, so that msch@ is told from mscp@."""
    title_line = _title_line(lines)
    month = _month(lines, title_line, name)
    issue = _middle(month, today)
    body = [line for line in lines if line is not title_line]
    sessions: list[SessionFound] = []
    defects: list[Defect] = []
    for line in body:
        session, slips = session_in(line, issue=issue)
        found, wrong = days_in(line.text, issue=issue, ahead=session is not None)
        slips = [*slips, *(slip for days in found for slip in days.slips), *wrong]
        if session is not None:
            sessions.append(session)
        elif found:
            slips += times_in(line.text)[1]
        defects += [_defect(slip, line) for slip in slips]
    contacts = list(_contacts(body))
    defects += _near_misses(contacts, own_addresses)
    if body and not any(_WORRIED.search(line.text) for line in body):
        says = "The issue does not say whom to call when one is worried about a child."
        defects.append(Defect("missing", "Worried about a child?", says, body[-1].number))
    title = title_line.text if title_line else _named(name, month)
    return IssueFound(
        title, month or today.strftime("%Y-%m"), _items(body), sessions, contacts,
        sorted(defects, key=lambda defect: defect.line),
    )  # fmt: skip


def _title_line(lines: list[Line]) -> Line | None:
    """Among the first lines, one that calls itself a bulletin."""
    return next((line for line in lines[:4] if line.heading and _TITLE_WORD.search(line.text)), None)


def _month(lines: list[Line], title: Line | None, name: str) -> str:
    """'2024-02' (or a day) from the title, then the file's name, then the first lines; '' when nothing tells it."""
    for text in filter(None, [title.text if title else "", name, *(line.text for line in lines[:4] if line.heading)]):
        found = re.search(r"(?<!\d)((?:19|20)\d\d)[-_. ](0[1-9]|1[0-2])(?:[-_. ](0[1-9]|[12]\d|3[01]))?(?!\d)", text)
        if found:
            return "-".join(part for part in found.groups() if part)
        spoken = _MONTH_YEAR.search(text.replace("-", " ").replace("_", " "))
        if spoken:
            days, _ = days_in(text.replace("_", " "), issue=date(int(spoken[2]), 1, 1))
            if days:
                return days[0].first.isoformat()
            return f"{spoken[2]}-{MONTHS.index(spoken[1].lower()) + 1:02}"
    return _first_month(lines)


def _first_month(lines: list[Line]) -> str:
    """The first month that the issue's own lists announce days in, with weekday and year."""
    found = [
        days.first
        for line in lines
        if line.bullet
        for days in days_in(line.text, issue=date(2000, 1, 1))[0]
        if re.search(r"^\D.*(?:19|20)\d\d$", days.text)
    ]
    return min(found).strftime("%Y-%m") if found else ""


def _middle(month: str, today: date) -> date:
    """The day that a year is guessed from."""
    if not month:
        return today
    year, number, *day = (int(part) for part in month.split("-"))
    return date(year, number, day[0] if day else 15)


def _named(name: str, month: str) -> str:
    """'medway-bulletin-2024-02.txt' → 'Medway bulletin February 2024'."""
    stem = re.sub(r"\.\w+$", "", name.rsplit("/", 1)[-1])
    words = " ".join(re.sub(r"(?:19|20)\d\d|[-_.\s]+|(?<!\w)\d+", " ", stem).split())
    words = " ".join(word for word in words.split() if word.lower() not in MONTHS)
    words = words[:1].upper() + words[1:] or "Bulletin"
    if not month:
        return words
    return f"{words} {MONTHS[int(month[5:7]) - 1].title()} {month[:4]}"


def _items(lines: list[Line]) -> list[Item]:
    """Each heading with what stands under it, up to the next. Text before the first heading is an item without one."""
    items: list[Item] = []
    heading, start = "", 0
    text: list[str] = []
    for line in [*lines, Line(0, "", heading=True)]:
        if line.heading:
            if heading or text:
                items.append(Item(heading, "\n".join(text), start))
            heading, start, text = line.text, line.number, []
        else:
            start = start or line.number
            text.append(f"• {line.text}" if line.bullet else line.text)
    return items


def _contacts(lines: list[Line]) -> Iterable[Contact]:
    """Every address, number and link once, where it stands first."""
    seen = set()
    for line in lines:
        for kind, pattern in (("email", _EMAIL), ("link", _LINK), ("phone", _PHONE)):
            for match in pattern.finditer(line.text):
                if (kind, match[0].lower()) not in seen:
                    seen.add((kind, match[0].lower()))
                    yield Contact(kind, match[0], line.number)


def _near_misses(contacts: list[Contact], own: Iterable[str]) -> Iterable[Defect]:
    """An address that is nearly the partnership's own: msch@medway.gov.uk for mscp@medway.gov.uk."""
    known = {address.lower() for address in own}
    for contact in contacts:
        if contact.kind != "email" or contact.text.lower() in known:
            continue
        near = difflib.get_close_matches(contact.text.lower(), known, n=1, cutoff=0.9)
        if near:
            yield Defect("address", contact.text, f"The partnership's own address is {near[0]}.", contact.line)


def _defect(slip: Slip, line: Line) -> Defect:
    return Defect(slip.kind, slip.text, slip.says, line.number)
