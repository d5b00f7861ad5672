"""Menu entries, registered by each app in its navigation.py: `entry("Training", "training:list", area="public")`.

A page of the office shows an entry only to who may open it; no entry leads nowhere (a test opens them all).
"""

from dataclasses import dataclass
from typing import Literal

from throughline.foundation.access.actors import Actor
from throughline.foundation.access.permissions import Permission


@dataclass(frozen=True)
class Entry:
    """`order` sorts within an area; `permission` None means anyone."""

    label: str
    url_name: str
    area: Literal["public", "office", "account"]
    order: int
    permission: Permission | None
    says: str


_entries: list[Entry] = []


def entry(
    label: str,
    url_name: str,
    *,
    area: Literal["public", "office", "account"],
    order: int = 50,
    permission: Permission | None = None,
    says: str = "",
) -> None:
    """`says`: one sentence for the office's start page."""
    _entries.append(Entry(label, url_name, area, order, permission, says))


def entries(area: str, actor: Actor) -> list[Entry]:
    """What this person may open, in order. By role alone: the second factor is asked for when the page is opened."""
    seen = (e for e in _entries if e.area == area and (e.permission is None or actor.holds(e.permission)))
    return sorted(seen, key=lambda e: (e.order, e.label))
