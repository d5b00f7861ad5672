"""Walking the edges, as far as the reader may see."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from django.db.models import Q

from throughline.foundation.access.actors import Actor
from throughline.foundation.links.models import Link
from throughline.foundation.links.registry import Frontier, Named, edges_for, kind_of, kinds
from throughline.foundation.links.rules import BY_HAND, Direction, Edge, Placed, Ref, Relation, placed

MOST = 2_000


@dataclass(frozen=True)
class Knot:
    """A record in a thread: how it is called, and where it stands."""

    place: Placed
    label: str
    named: Named


@dataclass(frozen=True)
class Thread:
    """`knots` in reading order, the start first. `cut`: there is more than `MOST` records."""

    direction: Direction
    knots: tuple[Knot, ...]
    cut: bool


def seen(actor: Actor, refs: Collection[Ref]) -> dict[Ref, Named]:
    """Those that this person may see, named. One question a kind."""
    found: dict[Ref, Named] = {}
    for name, ids in _by_kind(refs).items():
        kind = kind_of(name)
        if kind is not None and (kind.public or actor.signed_in):
            found |= {Ref(name, each): named for each, named in kind.seen(actor, ids).items() if each in ids}
    return found


def threads(actor: Actor, start: Ref) -> tuple[Thread, Thread] | None:
    """Why the record is there (backwards) and what followed from it (forwards); None when this person may not see it.

    A record that may not be seen is not followed either.
    """
    found = seen(actor, [start])
    if start not in found:
        return None
    by_hand = [
        Edge(Ref(source_kind, source_id), Relation(says), Ref(target_kind, target_id))
        for source_kind, source_id, says, target_kind, target_id in Link.objects.order_by("pk").values_list(
            "source_kind", "source_id", "says", "target_kind", "target_id"
        )
    ]
    return (
        _walked(actor, start, found[start], "backwards", by_hand),
        _walked(actor, start, found[start], "forwards", by_hand),
    )


def _walked(actor: Actor, start: Ref, named: Named, direction: Direction, by_hand: Iterable[Edge]) -> Thread:
    """Level by level."""
    leaving = defaultdict(list)
    for edge in by_hand:
        leaving[edge.source if direction == "forwards" else edge.target].append(edge)
    names = {start: named}
    walked: list[tuple[Ref, str, Ref]] = []
    reached: Collection[Ref] = [start]
    cut = False
    while reached and not cut:
        stated = _stated(actor, _by_kind(reached), direction)
        steps = [_step(edge, direction) for edge in chain(stated, *(leaving[ref] for ref in reached))]
        new = seen(actor, {target for _, _, target in steps} - names.keys())
        cut = len(names) + len(new) > MOST
        if cut:
            new = dict(list(new.items())[: MOST - len(names)])
        names |= new
        walked += [step for step in steps if step[2] in names]
        reached = new.keys()
    order = {ref: (_label(ref), ref.id) for ref in names}
    knots = tuple(Knot(each, _label(each.ref), names[each.ref]) for each in placed(start, walked, order))
    return Thread(direction, knots, cut)


def find(actor: Actor, words: str) -> list[tuple[str, Ref, Named]]:
    """(kind in words, record, name) of all records that hold the words and that this person may see, kind by kind. A
    fixed number of queries."""
    found: list[tuple[str, Ref, Named]] = []
    for kind in kinds():
        if kind.find is not None and words.strip():
            rows = kind.seen(actor, kind.find(actor, words).keys())
            found += [(kind.label, Ref(kind.kind, pk), named) for pk, named in rows.items()]
    return found


def links_of(ref: Ref) -> list[Link]:
    """Those made by hand that leave the record or arrive at it. One query."""
    leave = Q(source_kind=ref.kind, source_id=ref.id)
    rows = Link.objects.filter(leave | Q(target_kind=ref.kind, target_id=ref.id), says__in=BY_HAND)
    return list(rows.order_by("pk"))


def targets_of(kind: str, ids: Collection[int], says: Relation) -> dict[int, list[Ref]]:
    """Of records of a kind: what each was said by hand to lead to so, whoever may see it. One query."""
    found: dict[int, list[Ref]] = defaultdict(list)
    rows = Link.objects.filter(source_kind=kind, source_id__in=ids, says=says.value).order_by("pk")
    for source, target_kind, target in rows.values_list("source_id", "target_kind", "target_id"):
        found[source].append(Ref(target_kind, target))
    return dict(found)


def _step(edge: Edge, direction: Direction) -> tuple[Ref, str, Ref]:
    """(from, words, to) as walked."""
    words = edge.says.words(direction)
    return (edge.source, words, edge.target) if direction == "forwards" else (edge.target, words, edge.source)


def _stated(actor: Actor, frontier: Frontier, direction: Direction) -> Iterator[Edge]:
    """The edges that the apps' own rows state."""
    for edges in edges_for(actor):
        yield from edges.forwards(frontier) if direction == "forwards" else edges.backwards(frontier)


def _by_kind(refs: Iterable[Ref]) -> dict[str, set[int]]:
    found: dict[str, set[int]] = defaultdict(set)
    for ref in refs:
        found[ref.kind].add(ref.id)
    return found


def _label(ref: Ref) -> str:
    kind = kind_of(ref.kind)
    return kind.label if kind else ref.kind
