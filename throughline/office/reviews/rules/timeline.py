"""Many agencies' chronologies as one timeline: who knew what when. Pure.

Marks: the same event (by its short name and child) on one day from several agencies is told by all of them; on
different days it contradicts. What an agency came to know later says by how many days. A stretch without any entry that
is longer than `GAP` days is a gap.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice

GAP = 28
MOST_AGAINST = 5  # contradictions named at one entry, the earliest days first


@dataclass(frozen=True, slots=True)
class Entry:
    """`time` is '' or HH:MM. `event` is compared whatever its capitals."""

    id: int
    on: date
    time: str
    agency: str
    child: str
    event: str
    theme: str
    what: str
    known_on: date | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """An entry in the merged timeline. `also`: other agencies with the same event on that day. `against`: (agency, day)
    of those that have it on another day. `late`: days until the agency knew. `gap_before`: days without any entry."""

    entry: Entry
    also: tuple[str, ...] = ()
    against: tuple[tuple[str, date], ...] = ()
    late: int = 0
    gap_before: int = 0


@dataclass(frozen=True)
class Wanted:
    """What is shown; '' shows all. Marks are found over everything, so that a filter hides no contradiction."""

    agency: str = ""
    child: str = ""
    theme: str = ""
    marked: bool = False


def merged(entries: Iterable[Entry], wanted: Wanted = Wanted()) -> list[Line]:
    """In order of day, time (those without one first), agency."""
    ordered = sorted(entries, key=lambda each: (each.on, each.time, each.agency, each.id))
    told: dict[tuple[str, str], dict[date, set[str]]] = defaultdict(dict)
    for each in ordered:
        if each.event:
            told[_key(each)].setdefault(each.on, set()).add(each.agency)
    lines: list[Line] = []
    last: date | None = None
    for each in ordered:
        silent = (each.on - last).days if last is not None else 0
        last = each.on
        same = told[_key(each)] if each.event else {}
        elsewhere = (
            (agency, on) for on, agencies in same.items() if on != each.on for agency in agencies
            if agency != each.agency
        )  # fmt: skip
        lines.append(
            Line(
                each,
                also=tuple(sorted(agency for agency in same.get(each.on, ()) if agency != each.agency)),
                against=tuple(sorted(islice(elsewhere, MOST_AGAINST))),
                late=(each.known_on - each.on).days if each.known_on else 0,
                gap_before=silent if silent > GAP else 0,
            )
        )
    return [line for line in lines if _shown(line, wanted)]


def _key(entry: Entry) -> tuple[str, str]:
    """By what entries of several agencies are the same event."""
    return entry.event.casefold().strip(), entry.child.casefold().strip()


def _shown(line: Line, wanted: Wanted) -> bool:
    entry = line.entry
    return (
        (not wanted.agency or entry.agency == wanted.agency)
        and (not wanted.child or entry.child == wanted.child)
        and (not wanted.theme or entry.theme == wanted.theme)
        and (not wanted.marked or bool(line.against or line.also or line.late or line.gap_before))
    )


def said(line: Line, day_words: "Sequence[str] | None" = None) -> list[str]:
    """The marks in words. Days are written by the caller's format where it gives one for each of `against`."""
    found = []
    if line.gap_before:
        found.append(f"Nothing is on record for {line.gap_before} days before")
    if line.also:
        found.append(f"Also told by {', '.join(line.also)}")
    for number, (agency, on) in enumerate(line.against):
        found.append(f"Contradicts {agency}: {day_words[number] if day_words else on.isoformat()}")
    if line.late:
        found.append(f"Known {line.late} day{'' if line.late == 1 else 's'} later")
    return found
