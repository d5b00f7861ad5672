"""What an edge says, and how a thread of them is laid out. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal, NamedTuple

Direction = Literal["forwards", "backwards"]


class Ref(NamedTuple):
    """A record: its kind (`app.record`) and id."""

    kind: str
    id: int


class Relation(StrEnum):
    """What the first record is to the second. Read backwards, the words change and the relation stays.

    CITED_IN is read from texts by the system (`operations.align`); the others people say, or rows state.
    """

    LED_TO = "led_to"
    TESTED_BY = "tested_by"
    TAUGHT_IN = "taught_in"
    TOLD_IN = "told_in"
    WRITTEN_IN = "written_in"
    CITED_IN = "cited_in"

    def words(self, direction: Direction) -> str:
        return _WORDS[self][direction == "backwards"]


_WORDS = {
    Relation.LED_TO: ("led to", "because of"),
    Relation.TESTED_BY: ("is tested by", "tests what came of"),
    Relation.TAUGHT_IN: ("is taught in", "teaches what came of"),
    Relation.TOLD_IN: ("is told in", "tells what came of"),
    Relation.WRITTEN_IN: ("is written in", "puts into writing what came of"),
    Relation.CITED_IN: ("is cited in", "cites"),
}

BY_HAND = tuple(each for each in Relation if each is not Relation.CITED_IN)


class Edge(NamedTuple):
    source: Ref
    says: Relation
    target: Ref


@dataclass(frozen=True)
class Placed:
    """Where a record stands in a thread: below `parent`, which says `words` of it, `depth` steps from the start.

    `others` are the further records that lead to it; they stand where they stand.
    """

    ref: Ref
    parent: Ref | None
    words: str
    depth: int
    others: tuple[Ref, ...] = ()


def placed(start: Ref, edges: Iterable[tuple[Ref, str, Ref]], order: Mapping[Ref, object]) -> list[Placed]:
    """A tree of all that can be reached from the start, in the order in which it is read aloud.

    `edges` are (from, words, to) as walked; `order` sorts records that stand below the same one. A record stands as
    deep as its longest way, so that it comes after everything that led to it; a way that runs in a circle is cut.
    """
    below: dict[Ref, dict[Ref, str]] = {}
    for source, words, target in edges:
        below.setdefault(source, {}).setdefault(target, words)
    depth, parent = {start: 0}, {start: start}
    above: dict[Ref, list[Ref]] = {}
    forward = list(_topological(start, below))
    position = {ref: number for number, ref in enumerate(forward)}
    for ref in forward:
        for target in below.get(ref, ()):
            if position[target] <= position[ref]:
                continue  # it closes a circle
            above.setdefault(target, []).append(ref)
            if depth[ref] + 1 > depth.get(target, 0):
                depth[target], parent[target] = depth[ref] + 1, ref
    children: dict[Ref, list[Ref]] = {}
    for ref, over in parent.items():
        if ref != start:
            children.setdefault(over, []).append(ref)
    found: list[Placed] = []
    waiting = [start]
    while waiting:
        ref = waiting.pop()
        found_below = None if ref == start else parent[ref]
        words = "" if found_below is None else below[found_below][ref]
        others = tuple(other for other in above.get(ref, ()) if other != found_below)
        found.append(Placed(ref, found_below, words, depth[ref], others))
        waiting += sorted(children.get(ref, ()), key=lambda each: order[each], reverse=True)  # type: ignore[arg-type, return-value]
    return found


def _topological(start: Ref, below: Mapping[Ref, Mapping[Ref, str]]) -> list[Ref]:
    """Everything reached from the start, each after all that lead to it, circles aside."""
    done: list[Ref] = []
    seen = {start}
    path = [(start, iter(below.get(start, ())))]
    while path:
        ref, targets = path[-1]
        target = next(targets, None)
        if target is None:
            done.append(ref)
            path.pop()
        elif target not in seen:
            seen.add(target)
            path.append((target, iter(below.get(target, ()))))
    return done[::-1]


def nesting(depths: Sequence[int]) -> list[str]:
    """What stands before each item of a nested list, and (one more) after the last: constant tags alone."""
    found, last = [], -1
    for depth in depths:
        if depth > last:
            found.append('<ul class="govuk-list govuk-list--bullet">' * (depth - last))
        else:
            found.append("</li></ul>" * (last - depth) + "</li>")
        last = depth
    return [*found, "</li></ul>" * (last + 1)]
