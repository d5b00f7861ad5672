"""A new release held against all earlier ones: what they would give away together. Pure.

Nothing that went out is taken back, so a reader has every table that was ever released. All are read as one: a count
that is the same in two of them is one unknown, known as well as the best of them shows it, and the sums of all hold at
once. A restated count is another unknown: its old value stays what it was. A release is refused when, read beside the
earlier ones, it would narrow a hidden count below the policy's interval that was safe before.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from throughline.foundation.figures.suppression.protecting import Protected
from throughline.foundation.figures.suppression.puzzle import Known, Puzzle
from throughline.foundation.figures.suppression.tables import Policy, Sum

type State = Literal["shown", "rounded", "hidden", "unpublished"]


@dataclass(frozen=True)
class Released:
    """A table as it went out. `cells`: key → (true count, how it was shown). Keys are the same from release to release
    for the same count of the same children: indicator, area, period, breakdown."""

    name: str
    cells: Mapping[str, tuple[int, State]]
    sums: Sequence[Sum]


@dataclass(frozen=True)
class Revealed:
    """`key` was hidden in `hidden_in`, and `releases` (the new one last) give it away together."""

    key: str
    hidden_in: str
    releases: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.key}, hidden in {self.hidden_in}, could be found from {' and '.join(self.releases)} together."


def as_released(name: str, protected: Protected) -> Released:
    states: dict[str, tuple[int, State]] = {}
    for key, cell in protected.table.cells.items():
        if cell.unpublished:
            states[key] = (cell.count, "unpublished")
        elif key in protected.hidden:
            states[key] = (cell.count, "hidden")
        else:
            states[key] = (cell.count, "rounded" if cell.rounded else "shown")
    return Released(name, states, protected.table.sums)


def revealed(new: Released, earlier: Sequence[Released], policy: Policy) -> list[Revealed]:
    """What `new` would give away, beside the earlier releases or alone; empty: it may go out. What they had given away
    before is not told again."""
    earlier = _linked(new, earlier)
    given_away_before = set(_narrow(earlier, policy))
    found = []
    for node in _narrow([*earlier, new], policy):
        if node in given_away_before:
            continue
        key, count = node
        hides = ((count, "hidden"), (count, "unpublished"))
        hidden_in = next(each for each in [*earlier, new] if each.cells.get(key) in hides)
        needed = _needed(node, new, earlier, policy) or ([hidden_in] if hidden_in is not new else [])
        found.append(Revealed(key, hidden_in.name, (*(each.name for each in needed), new.name)))
    return found


def must_stay_hidden(keys: Mapping[str, int], earlier: Iterable[Released]) -> set[str]:
    """Of the counts to be released, those that an earlier release hid with the same value: for protect(hide=…)."""
    return {key for each in earlier for key, count in keys.items() if each.cells.get(key) == (count, "hidden")}


type _Node = tuple[str, int]


def _linked(new: Released, earlier: Sequence[Released]) -> list[Released]:
    """The earlier releases that share a count with the new one, or with one that does, and so on."""
    linked: set[int] = set()
    keys = set(new.cells)
    while near := [
        n for n, each in enumerate(earlier) if n not in linked and not keys.isdisjoint(each.cells)
    ]:  # fmt: skip
        linked.update(near)
        keys |= {key for n in near for key in earlier[n].cells}
    return [earlier[n] for n in sorted(linked)]


def _needed(node: _Node, new: Released, earlier: Sequence[Released], policy: Policy) -> list[Released]:
    """As few earlier releases as give the count away with the new one: one where one is enough. Empty where the new
    one needs none."""
    if _is_narrow(node, [new], policy):
        return []
    for each in reversed(earlier):
        if _is_narrow(node, [each, new], policy):
            return [each]
    needed = list(earlier)
    for each in earlier:
        fewer = [other for other in needed if other is not each]
        if _is_narrow(node, [*fewer, new], policy):
            needed = fewer
    return needed


def _is_narrow(node: _Node, releases: Sequence[Released], policy: Policy) -> bool:
    puzzle = _together(releases, policy)
    name = _name(*node)
    return name in puzzle.known and bool(puzzle.too_narrow([name], policy.interval))


def _narrow(releases: Sequence[Released], policy: Policy) -> list[_Node]:
    """What some release hides, or leaves out though it is small, and all of them give away."""
    nodes = {
        _name(key, count): (key, count)
        for release in releases
        for key, (count, state) in release.cells.items()
        if state == "hidden" or (state == "unpublished" and 0 < count <= policy.largest_small)
    }
    return [nodes[name] for name in _together(releases, policy).too_narrow(list(nodes), policy.interval)]


def _together(releases: Sequence[Released], policy: Policy) -> Puzzle:
    known: dict[str, Known] = {}
    sums: list[Sum] = []
    most = 0
    for release in releases:
        nodes = {key: _name(key, count) for key, (count, _) in release.cells.items()}
        for key, (count, state) in release.cells.items():
            most = max(most, count)
            known[nodes[key]] = _both(known.get(nodes[key], Known(0, None)), _known(count, state, policy))
        sums += [Sum(nodes[each.total], tuple(nodes[part] for part in each.parts)) for each in release.sums]
    return Puzzle(known, sums, reach=2 * most + 1000)


def _known(count: int, state: State, policy: Policy) -> Known:
    if state == "shown":
        return Known(count, count)
    if state == "rounded":
        return Known(*policy.rounded_bounds(count))
    if state == "hidden":
        # An earlier release may have hidden a nought by another policy: what is said of it must stay true.
        return Known(min(policy.least, count), policy.largest_small if policy.is_small(count) else None)
    return Known(0, None)


def _both(one: Known, other: Known) -> Known:
    ends = [each.high for each in (one, other) if each.high is not None]
    return Known(max(one.low, other.low), min(ends) if ends else None)


def _name(key: str, count: int) -> str:
    return f"{key} = {count}"
