"""Many years of values at once: what a partnership brings along, in one file and one transaction.

New values are written past the ORM (foundation/bulk.py): who brought them, when and where they stood is in each row.
"""

from dataclasses import dataclass, field
from datetime import datetime

from throughline.foundation import bulk
from throughline.foundation.access.actors import Actor
from throughline.foundation.access.models import User
from throughline.foundation.access.operations import Refused, operation
from throughline.foundation.statistics.reading.text import Refusal
from throughline.foundation.tenancy import scope
from throughline.office.dataset.models import Observation, ObservationRevision
from throughline.office.dataset.permissions import DatasetPermission
from throughline.office.dataset.queries.history import as_revisions, known_in_files, recorded, versions
from throughline.office.dataset.rules.history_file import History, Key, read_history

NEW = (
    "space_id", "indicator_id", "area", "period", "unit", "breakdown", "category", "value", "withdrawn", "precision",
    "version", "source_text", "source_file", "source_row", "returned_by_id", "returned_at",
)  # fmt: skip
OLD = (
    "space_id", "observation_id", "value", "precision", "version", "source_text", "source_file", "source_row",
    "returned_by_id", "returned_at", "replaced_by_id", "replaced_at",
)  # fmt: skip
CHANGED = (
    "value", "precision", "version", "withdrawn", "source_text", "source_file", "source_row", "returned_by_id",
    "returned_at",
)  # fmt: skip


class RowsRefused(Refused):
    """Nothing was written. `refused`: every place."""

    def __init__(self, refused: list[Refusal], rows: int) -> None:
        many = "1 place" if len(refused) == 1 else f"{len(refused):,} places"
        super().__init__(f"The file is refused because of {many}. Nothing was written.")
        self.refused, self.rows = refused, rows


@dataclass
class Recorded:
    rows: int
    new: int = 0
    revised: int = 0
    same: int = 0
    refused: list[Refusal] = field(default_factory=list)


@operation(DatasetPermission.MANAGE)
def record_history(*, content: bytes, name: str, leave_out_refused: bool = False, by: Actor, at: datetime) -> Recorded:
    """A value that differs from what is on record is a revision; the same again changes nothing. Six queries, and one
    statement a thousand new rows. Raises RowsRefused, Unreadable. `at` is real."""
    found = read_history(content, known_in_files())
    if found.refused and not leave_out_refused:
        raise RowsRefused(found.refused, found.rows)
    done = Recorded(found.rows, refused=found.refused)
    there = recorded()
    new = [key for key in found.values if key not in there]
    changed: list[tuple[int, Key]] = []
    for key, (value, _) in found.values.items():
        row = there.get(key)
        if row is not None and (row.value, row.withdrawn) != (value, False):
            changed.append((row.pk, key))
    done.new, done.revised = len(new), len(changed)
    done.same = len(found.values) - done.new - done.revised
    _insert(found, new, name, by, at)
    _revise(found, changed, name, by, at)
    return done


def _user(by: Actor) -> User:
    """Who brings a file is somebody, the system's own account among them."""
    if by.user is None:
        raise Refused("Nobody is signed in.")
    return by.user


def _insert(found: History, new: list[Key], name: str, by: Actor, at: datetime) -> None:
    user, space, version = _user(by), scope.current().home_id, versions()
    bulk.insert(
        Observation,
        NEW,
        (
            (space, *key, value, False, "", version[key[0]], "", name[:200], row, user.pk, at)
            for key in new
            for value, row in [found.values[key]]
        ),
    )


def _revise(found: History, changed: list[tuple[int, Key]], name: str, by: Actor, at: datetime) -> None:
    """What they were stays as revisions; one that was withdrawn has its revision already."""
    version, keys, user = versions(), dict(changed), _user(by)
    bulk.insert(ObservationRevision, OLD, ((*old, user.pk, at) for old in as_revisions(keys)))
    bulk.update(
        Observation,
        CHANGED,
        (
            (value, "", version[key[0]], False, "", name[:200], row, user.pk, at, pk)
            for pk, key in changed
            for value, row in [found.values[key]]
        ),
    )
