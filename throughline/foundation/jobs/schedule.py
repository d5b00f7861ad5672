"""The schedule: one list in code, filled from the apps' tasks.py while the site starts.

`@scheduled("notices.sweep", every=timedelta(minutes=1), says="…")` decorates `def sweep(now: datetime) -> None`.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from throughline.foundation.jobs.rules import latest_due
from throughline.foundation.tenancy import scope
from throughline.foundation.tenancy.models import Partnership
from throughline.foundation.tenancy.queries import scope_of

Run = Callable[[datetime], None]


@dataclass(frozen=True)
class Entry:
    """Exactly one of `every` and `daily_at` (London) is set."""

    name: str
    every: timedelta | None
    daily_at: time | None
    says: str
    run: Run

    def due(self, now: datetime) -> datetime:
        return latest_due(every=self.every, daily_at=self.daily_at, now=now)

    @property
    def period(self) -> timedelta:
        return self.every or timedelta(days=1)


_entries: dict[str, Entry] = {}


def scheduled(
    name: str, *, says: str, every: timedelta | None = None, daily_at: time | None = None
) -> Callable[[Run], Run]:
    """Registers the function; it gets the real moment, and an error it raises is kept in its run's row."""

    def keep(run: Run) -> Run:
        if name in _entries:
            raise ValueError(f"'{name}' is scheduled twice.")
        if (every is None) == (daily_at is None):
            raise ValueError(f"'{name}': give either `every` or `daily_at`.")
        _entries[name] = Entry(name, every, daily_at, says, run)
        return run

    return keep


def entries() -> list[Entry]:
    return [_entries[name] for name in sorted(_entries)]


@contextmanager
def _scope_of(partnership: Partnership, now: datetime) -> Iterator[Partnership]:
    with scope.activate(scope_of(partnership, now.date())):
        yield partnership


def each_partnership(now: datetime) -> Iterator[Partnership]:
    """Every partnership in turn, its scope active while the loop's body runs."""
    for partnership in Partnership.objects.order_by("pk"):
        with _scope_of(partnership, now):
            yield partnership
