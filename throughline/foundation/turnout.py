"""Events that an app holds, and who came, for apps that pass something on at one. Chosen by hand and kept as a link;
the people are counted where the register is, and only their numbers cross.

An app registers in its turnout.py; who chooses an event calls `choices`, who shows one `events_of` and `turnout_of`.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Event:
    """`on`: its first day. `when`: its days and times in words. `note`: 'cancelled', or ''."""

    id: int
    title: str
    on: date
    when: str
    url: str
    note: str = ""


@dataclass(frozen=True)
class OfAgency:
    """`sent`: how many the agency sent. `came`: how many came to the whole of it; None until somebody was marked."""

    agency: str
    sent: int
    came: int | None


@dataclass(frozen=True)
class Held:
    """In the active scope, each in a fixed number of queries. `choices(today)`: the newest first. `turnout(ids)`: by
    agency; an event that nobody was sent to is left out."""

    choices: Callable[[date], Sequence[Event]]
    events: Callable[[Collection[int]], Mapping[int, Event]]
    turnout: Callable[[Collection[int]], Mapping[int, Sequence[OfAgency]]]


type Named = tuple[str, int]
"""An event by its kind of record and its id."""

_held: dict[str, Held] = {}


def register_events(kind: str, held: Held) -> None:
    """`kind`: the kind of record that an event is in threads, 'training.session'."""
    if kind in _held:
        raise ValueError(f"Events of the kind '{kind}' are registered twice.")
    _held[kind] = held


def registered() -> frozenset[str]:
    return frozenset(_held)


def choices(today: date) -> list[tuple[str, Event]]:
    """(kind, event) of all that can be chosen now, the newest first."""
    found = [(kind, event) for kind, held in sorted(_held.items()) for event in held.choices(today)]
    return sorted(found, key=lambda each: each[1].on, reverse=True)


def events_of(named: Iterable[Named]) -> dict[Named, Event]:
    """Those that are there; one that is gone, or a draft, is left out."""
    return {(kind, pk): row for kind, ids in _by_kind(named) for pk, row in _held[kind].events(ids).items()}


def turnout_of(named: Iterable[Named]) -> dict[Named, Sequence[OfAgency]]:
    return {(kind, pk): rows for kind, ids in _by_kind(named) for pk, rows in _held[kind].turnout(ids).items()}


def _by_kind(named: Iterable[Named]) -> list[tuple[str, set[int]]]:
    found: dict[str, set[int]] = defaultdict(set)
    for kind, pk in named:
        if kind in _held:
            found[kind].add(pk)
    return sorted(found.items())
