"""What members corrected or took out of the chronology, from what its history kept. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from throughline.office.reviews.rules.timeline import Entry


@dataclass(frozen=True)
class Kept:
    """A version of an entry as its history has it, with who left it so; `gone` where they took the entry out."""

    entry: Entry
    at: datetime
    by: str
    gone: bool = False


@dataclass(frozen=True)
class Correction:
    """`now` is None for an entry that was taken out."""

    at: datetime
    by: str
    was: Entry
    now: Entry | None


def corrections(kept: Iterable[Kept]) -> list[Correction]:
    """`kept` in the order in which it was written; the latest correction comes first."""
    last: dict[int, Entry] = {}
    found = []
    for each in kept:
        before = last.get(each.entry.id)
        if each.gone:
            found.append(Correction(each.at, each.by, each.entry, None))
        elif before is not None and before != each.entry:
            found.append(Correction(each.at, each.by, before, each.entry))
        last[each.entry.id] = each.entry
    return found[::-1]
