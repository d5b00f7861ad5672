"""The active scope: whose spaces a query may touch. No scope, no query.

A scope belongs to one partnership and lists the spaces it sees on the real day: its home and those shared with it.
It is held in a context variable, so a thread or task that forgets to enter one gets an error, not somebody's rows.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass


class NoScope(RuntimeError):
    """A query on scoped rows was made outside any scope."""


@dataclass(frozen=True)
class Scope:
    """`partnership_id` is the tenant; `home_id` its home space; `space_ids` every space it sees, home included.

    `restricted_id`: the restricted space that was entered, if one was; it is among `space_ids` then, and only then."""

    partnership_id: int
    home_id: int
    space_ids: frozenset[int]
    restricted_id: int | None = None


@dataclass(frozen=True)
class Unscoped:
    reason: str


_active: ContextVar[Scope | Unscoped | None] = ContextVar("scope", default=None)


def active() -> Scope | Unscoped | None:
    return _active.get()


def current() -> Scope:
    """The active scope. Raises NoScope when there is none, or when the code runs deliberately unscoped."""
    found = _active.get()
    if not isinstance(found, Scope):
        raise NoScope("This needs the scope of one partnership.")
    return found


@contextmanager
def activate(scope: Scope) -> Iterator[Scope]:
    token = _active.set(scope)
    try:
        yield scope
    finally:
        _active.reset(token)


@contextmanager
def unscoped(*, reason: str) -> Iterator[None]:
    """Every row of every partnership. The reason is for the reader; tests/architecture lists who may."""
    if not reason:
        raise ValueError("Say why.")
    token = _active.set(Unscoped(reason))
    try:
        yield
    finally:
        _active.reset(token)
