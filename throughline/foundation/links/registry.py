"""What apps register in their links.py: kinds of records, and the edges that their own rows state.

register_kind(Kind("reviews.review", "Review", seen=…))
register_edges(Edges("reviews", forwards=…, backwards=…))
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from throughline.foundation.access.actors import Actor
from throughline.foundation.links.rules import Edge

Frontier = Mapping[str, Collection[int]]
"""Kind → ids of the records that the walk has just reached; an app leaves kinds that it does not know alone."""


@dataclass(frozen=True)
class Named:
    """What a record is called, its page ('' where it has none), and how it stands ('closed and proven')."""

    title: str
    url: str = ""
    note: str = ""


@dataclass(frozen=True)
class Kind:
    """`seen(actor, ids)`: those of the ids that this person may see, each with its name; never another's. In a fixed
    number of queries. `find(actor, words)`: records of this kind that can be linked by hand; None where none can.
    `public`: an unknown reader can see some; of the other kinds nothing is asked for one."""

    kind: str
    label: str
    seen: Callable[[Actor, Collection[int]], Mapping[int, Named]]
    find: Callable[[Actor, str], Mapping[int, Named]] | None = None
    public: bool = False


@dataclass(frozen=True)
class Edges:
    """Edges that leave the records of the frontier (`forwards`) and that arrive at them (`backwards`), each in a fixed
    number of queries. What the reader may see is asked afterwards, of the kinds. `public`: they join public kinds; the
    others are not asked for an unknown reader."""

    name: str
    forwards: Callable[[Frontier], Iterable[Edge]]
    backwards: Callable[[Frontier], Iterable[Edge]]
    public: bool = False


_kinds: dict[str, Kind] = {}
_edges: dict[str, Edges] = {}


def register_kind(kind: Kind) -> None:
    if kind.kind in _kinds:
        raise ValueError(f"The kind of record '{kind.kind}' is registered twice.")
    _kinds[kind.kind] = kind


def register_edges(edges: Edges) -> None:
    if edges.name in _edges:
        raise ValueError(f"The edges of '{edges.name}' are registered twice.")
    _edges[edges.name] = edges


def kinds() -> list[Kind]:
    return sorted(_kinds.values(), key=lambda kind: kind.label)


def kind_of(name: str) -> Kind | None:
    return _kinds.get(name)


def edges_for(actor: Actor) -> list[Edges]:
    """Those at whose ends this person could see something."""
    return [_edges[name] for name in sorted(_edges) if actor.signed_in or _edges[name].public]


def known(name: str) -> bool:
    """Whether a thread can lead through records of this kind."""
    return name in _kinds
