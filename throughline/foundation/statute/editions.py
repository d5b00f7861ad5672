"""Editions of the statutory guidance as data: which clocks were in force from which day, and how sure we are of it.

An edition is a file in `editions/`; nothing about it is in code. A clock keeps the edition in force on the day it
started, so a new edition never moves a due day that is already running.
"""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from .days import say_date
from .errors import BeforeFirstEdition, InvalidData, UnknownClock
from .records import require_types

_EDITIONS = Path(__file__).parent / "editions"
WORKING_DAYS, MONTHS = "working days", "months"
BEFORE, AFTER = "before", "after"

# How sure a parameter is, in the words a reader sees.
SURE = {
    "high": "confirmed by several sources",
    "medium": "partly confirmed: see the note",
    "low": "to be checked against the published text",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """One time limit of one edition: `days` of `unit`, counted in `calendar`, from the day that `anchor` names.

    `counts` is `before` where the time must have passed until that day, such as notice before a publication. A limit in
    calendar months asks no calendar of working days, and is only counted after.
    """

    code: str
    title: str
    days: int
    unit: str
    calendar: str
    anchor: str
    duty_of: str
    source: str
    sure: str
    note: str
    counts: str = AFTER

    def __post_init__(self) -> None:
        require_types(self)
        if self.unit not in (WORKING_DAYS, MONTHS):
            raise InvalidData(f"{self.code} is counted in “{self.unit}”; only working days and months can be counted.")
        if self.counts not in (AFTER, BEFORE) or (self.counts == BEFORE and self.unit == MONTHS):
            raise InvalidData(f"{self.code} must be counted after its first day, or in working days before it.")
        if self.days < 1:
            raise InvalidData(f"{self.code} must run for at least one day.")
        if self.sure not in SURE:
            raise InvalidData(f"{self.code} must say how sure it is: {', '.join(SURE)}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tell:
    """Whom else to tell of a serious incident, `when` this is so of the child: a key that the office's form offers."""

    when: str
    who: str
    source: str
    sure: str

    def __post_init__(self) -> None:
        require_types(self)
        if self.sure not in SURE:
            raise InvalidData(f"Whom to tell when “{self.when}” must say how sure it is: {', '.join(SURE)}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """One edition of the guidance, in force from `starts` until the next one starts.

    `published` is the day it was published; `starts_note` says why the clocks count from `starts`.
    """

    id: str
    title: str
    published: date
    starts: date
    starts_sure: str
    starts_note: str
    source: str
    clocks: tuple[Clock, ...]
    tells: tuple[Tell, ...] = ()

    def __post_init__(self) -> None:
        require_types(self)
        if self.starts_sure not in SURE:
            raise InvalidData(f"{self.id} must say how sure its first day is: {', '.join(SURE)}.")
        codes = [clock.code for clock in self.clocks]
        if len(set(codes)) < len(codes):
            raise InvalidData(f"{self.id} has a clock twice.")


@dataclass(frozen=True, slots=True)
class Editions:
    """All editions, by first day. Invariant: at least one; no two share an id or a first day."""

    all: tuple[Edition, ...]

    def __post_init__(self) -> None:
        if not self.all:
            raise InvalidData("There is no edition.")
        ids = {edition.id for edition in self.all}
        starts = [edition.starts for edition in self.all]
        if len(ids) < len(self.all) or starts != sorted(set(starts)):
            raise InvalidData("Editions must differ in id and first day, and stand in the order of their first days.")

    @property
    def titles_by_code(self) -> dict[str, str]:
        """Every clock of every edition, by code, with the title of the latest edition that has it."""
        found = {clock.code: clock.title for edition in self.all for clock in edition.clocks}
        return dict(sorted(found.items()))

    def on(self, day: date) -> Edition:
        """The edition in force on this day. Raises BeforeFirstEdition."""
        in_force = [edition for edition in self.all if edition.starts <= day]
        if not in_force:
            first = self.all[0]
            raise BeforeFirstEdition(
                f"Clocks are held from {say_date(first.starts)}, the first day of {first.title}. "
                f"{say_date(day)} is before that."
            )
        return in_force[-1]

    def clock(self, code: str, started_on: date) -> tuple[Edition, Clock]:
        """The rule of this code as it stood when the clock started. Upper and lower case are the same.

        Raises UnknownClock or BeforeFirstEdition.
        """
        wanted = code.strip().upper()
        titles = self.titles_by_code
        if wanted not in titles:
            known = "; ".join(f"{code} ({title})" for code, title in titles.items())
            raise UnknownClock(f"There is no clock “{code}”. The clocks are: {known}.")
        edition = self.on(started_on)
        for clock in edition.clocks:
            if clock.code == wanted:
                return edition, clock
        raise UnknownClock(f"{edition.title}, in force on {say_date(started_on)}, has no clock {wanted}.")


def read_edition(text: str) -> Edition:
    """An edition from the text of its file. Raises InvalidData when a field is missing, unknown or wrong."""
    try:
        raw = tomllib.loads(text)
        clocks = tuple(Clock(**row) for row in raw.pop("clocks"))
        tells = tuple(Tell(**row) for row in raw.pop("tells", ()))
        return Edition(clocks=clocks, tells=tells, **raw)
    except (tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise InvalidData(f"An edition file cannot be read: {error}.") from error


@cache
def editions() -> Editions:
    """The committed editions."""
    found = [read_edition(path.read_text(encoding="utf-8")) for path in _EDITIONS.glob("*.toml")]
    return Editions(tuple(sorted(found, key=lambda edition: edition.starts)))
