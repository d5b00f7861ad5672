"""What the bulletin can draw on, registered while apps start (`bulletin_sources.py`); so it depends on none of them.

register_changes("library", library_changes)   # (since, until, today) → what a first draft could say: of the days from
                                               # the last issue's on, before this one's
register_list("library", documents, empty="…")  # (first, last) → the rows of a block of that kind
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from throughline.publishing.bulletin.rules.content import Row


@dataclass(frozen=True)
class Change:
    """One thing that an issue could say. `why`: what put it there, for the editor. `source` names the record and keeps
    it from coming twice. `first`, `last`: the period of a live list."""

    source: str
    kind: str
    heading: str
    why: str
    text: str = ""
    link_text: str = ""
    link_url: str = ""
    for_whom: str = ""
    first: date | None = None
    last: date | None = None


Changes = Callable[[date, date, date], list[Change]]
Rows = Callable[[date, date], list[Row]]
_changes: dict[str, Changes] = {}
_lists: dict[str, tuple[Rows, str]] = {}


def register_changes(name: str, changes: Changes) -> None:
    """Raises ValueError for a name that is taken."""
    if name in _changes:
        raise ValueError(f"The source '{name}' is registered twice.")
    _changes[name] = changes


def register_list(kind: str, rows: Rows, *, empty: str) -> None:
    """`kind` is a block's. Raises ValueError where the kind has a list already."""
    if kind in _lists:
        raise ValueError(f"The list of '{kind}' is registered twice.")
    _lists[kind] = (rows, empty)


def changes(since: date, until: date, today: date) -> list[Change]:
    """Of every source, in the order of their names' registration."""
    return [change for source in _changes.values() for change in source(since, until, today)]


def rows_of(kind: str, first: date, last: date) -> tuple[list[Row], str]:
    """(rows, the sentence where there are none). A kind without a source has no rows."""
    found = _lists.get(kind)
    return (found[0](first, last), found[1]) if found else ([], "")


def has_list(kind: str) -> bool:
    return kind in _lists
