"""Walking the edges, as far as the reader may see."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Q

from throughline.foundation.access.actors import Actor
from throughline.foundation.links.models import Link
from throughline.foundation.links.registry import Frontier, Named, all_edges, kind_of, kinds
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
        if kind is not None:
            found |= {Ref(name, each): named for each, named in kind.seen(actor, ids).items() if each in ids}
    return found


def thread(actor: Actor, start: Ref, direction: Direction) -> Thread | None:
    """What followed from the record (`forwards`) or why it is (`backwards`); None when this person may not see it.

    A record that may not be seen is not followed either.
    """
    names = seen(actor, [start])
    if start not in names:
        return None
    walked: list[tuple[Ref, str, Ref]] = []
    reached: Collection[Ref] = [start]
    cut = False
    while reached and not cut:
        steps = list(_steps(_by_kind(reached), direction))
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


def _steps(frontier: Frontier, direction: Direction) -> Iterator[tuple[Ref, str, Ref]]:
    """(from, words, to) as walked."""
    for edge in _edges(frontier, direction):
        words = edge.says.words(direction)
        yield (edge.source, words, edge.target) if direction == "forwards" else (edge.target, words, edge.source)


def _edges(frontier: Frontier, direction: Direction) -> Iterable[Edge]:
    for edges in all_edges():
        yield from edges.forwards(frontier) if direction == "forwards" else edges.backwards(frontier)
    end = "source" if direction == "forwards" else "target"
    wanted = reduce(or_, (Q(**{f"{end}_kind": kind, f"{end}_id__in": ids}) for kind, ids in frontier.items()))
    for row in Link.objects.filter(wanted).order_by("pk"):
        yield Edge(Ref(row.source_kind, row.source_id), Relation(row.says), Ref(row.target_kind, row.target_id))


def _by_kind(refs: Iterable[Ref]) -> dict[str, set[int]]:
    found: dict[str, set[int]] = defaultdict(set)
    for ref in refs:
        found[ref.kind].add(ref.id)
    return found


def _label(ref: Ref) -> str:
    kind = kind_of(ref.kind)
    return kind.label if kind else ref.kind
