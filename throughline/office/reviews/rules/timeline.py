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
from typing import overload

from throughline.foundation.ui import formats

GAP = 28
MOST_AGAINST = 5  # contradictions named at one entry, the earliest days first


@dataclass(frozen=True, slots=True)
class Entry:
    """`time` is '' or HH:MM. `event` is compared whatever its capitals. `request`: with which answer the agency
    returned it; None where a member typed it."""

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
    request: int | None = None

    @property
    def words(self) -> str:
        """What is on record, after the name of the event."""
        return f"{self.event}: {self.what}" if self.event else self.what


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


class Lines(Sequence[Line]):
    """The merged timeline, in order of day, time (those without one first), agency. The marks of a line are found when
    it is looked at, so that a page of two hundred does not pay for ten thousand."""

    def __init__(self, entries: Iterable[Entry], wanted: Wanted) -> None:
        self._ordered = sorted(entries, key=lambda each: (each.on, each.time, each.agency, each.id))
        self._told: dict[tuple[str, str], dict[date, set[str]]] = defaultdict(dict)
        for each in self._ordered:
            if each.event:
                self._told[_key(each)].setdefault(each.on, set()).add(each.agency)
        shown = [number for number, each in enumerate(self._ordered) if _fits(each, wanted)]
        self._shown = [number for number in shown if _marked(self._line(number))] if wanted.marked else shown

    def __len__(self) -> int:
        return len(self._shown)

    @overload
    def __getitem__(self, at: int) -> Line: ...
    @overload
    def __getitem__(self, at: slice) -> list[Line]: ...
    def __getitem__(self, at: int | slice) -> Line | list[Line]:
        if isinstance(at, slice):
            return [self._line(number) for number in self._shown[at]]
        return self._line(self._shown[at])

    def _line(self, number: int) -> Line:
        entry = self._ordered[number]
        silent = (entry.on - self._ordered[number - 1].on).days if number else 0
        same = self._told[_key(entry)] if entry.event else {}
        elsewhere = (
            (agency, on) for on, agencies in same.items() if on != entry.on for agency in sorted(agencies)
            if agency != entry.agency
        )  # fmt: skip
        return Line(
            entry,
            also=tuple(sorted(agency for agency in same.get(entry.on, ()) if agency != entry.agency)),
            against=tuple(sorted(islice(elsewhere, MOST_AGAINST))),
            late=(entry.known_on - entry.on).days if entry.known_on else 0,
            gap_before=silent if silent > GAP else 0,
        )


def merged(entries: Iterable[Entry], wanted: Wanted = Wanted()) -> Lines:
    """Every agency's entries as one timeline, narrowed to what is wanted."""
    return Lines(entries, wanted)


def _key(entry: Entry) -> tuple[str, str]:
    """By what entries of several agencies are the same event."""
    return entry.event.casefold().strip(), entry.child.casefold().strip()


def _fits(entry: Entry, wanted: Wanted) -> bool:
    return (
        (not wanted.agency or entry.agency == wanted.agency)
        and (not wanted.child or entry.child == wanted.child)
        and (not wanted.theme or entry.theme == wanted.theme)
    )


def _marked(line: Line) -> bool:
    return bool(line.against or line.also or line.late or line.gap_before)


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
        found.append(f"Known {formats.counted(line.late, 'day')} later")
    return found
