"""What several editions give away together (SN-05). Pure.

An edition that hid a number is not taken back: a later one that shows what the first hid beside it, or counts its parts
differently, lets the old number be found by subtraction. So all editions are read as one, as a reader can: a figure
that has the same value in two of them is one unknown, hidden only where every edition hides it, and the equations of
all hold at once. What had a witness before the new edition and has none with it would be given away.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from throughline.foundation.figures.disclosure import Equation, GivenAway, equations_of, is_small, without_witness
from throughline.foundation.figures.suppression.released import Released, State
from throughline.foundation.figures.suppression.tables import Sum
from throughline.foundation.figures.values import Value, Whole

THIS = "this edition"


@dataclass(frozen=True)
class EditionFacts:
    """What an edition went by: its figures with their true values, those that it showed as c, how they belonged
    together."""

    name: str
    values: Mapping[str, Value]
    hidden: frozenset[str]
    wholes: Sequence[Whole]


def uncovered(
    now: EditionFacts, earlier: Sequence[EditionFacts], *, exceptions: Collection[str] = ()
) -> list[GivenAway]:
    """What earlier editions hid and `now`, read beside them, would give away. `exceptions`: figures of which somebody
    has said, with a reason, that it may be known."""
    if not earlier:
        return []
    before, together = _Together(earlier), _Together([*earlier, now])
    found: dict[str, GivenAway] = {}
    newly_shown = before.hidden & together.shown
    for node in sorted(newly_shown):
        if before.is_sensitive(node, together.shown):
            found[node] = before.told(node, [node])
    told_before = before.unsafe(exceptions)
    told_alone = {name for name in _Together([now]).unsafe(exceptions) if name not in together.values}
    for name, equations in together.unsafe(exceptions).items():
        node = name.removeprefix("the rest of ")
        if name not in told_before and name not in told_alone and node in together.first_in:
            beside = {n for e in equations for n in (e.whole, *e.parts)} & newly_shown
            found.setdefault(node, together.told(node, sorted(beside)))
    return [given for _, given in sorted(found.items()) if given.figure not in exceptions]


class _Together:
    """Editions read as one. A node is a figure with its value: 'dataset.children = 4'."""

    def __init__(self, editions: Sequence[EditionFacts]) -> None:
        self.values: dict[str, Value] = {}
        self.shown: set[str] = set()
        self.first_in: dict[str, str] = {}
        everything: set[str] = set()
        wholes: list[Whole] = []
        for edition in editions:
            nodes = {i: f"{i} = {v.value}" for i, v in edition.values.items() if v.counts_children}
            for figure_id, node in nodes.items():
                self.values[node] = replace(edition.values[figure_id], inputs=(), restates="")
                everything.add(node)
                if figure_id not in edition.hidden:
                    self.shown.add(node)
                self.first_in.setdefault(node, edition.name)
            for whole in edition.wholes:
                if whole.whole in nodes:
                    parts = tuple(nodes.get(part, part) for part in whole.parts)
                    wholes.append(replace(whole, whole=nodes[whole.whole], parts=parts))
        self.hidden = frozenset(everything - self.shown)
        self.equations: list[Equation] = equations_of(self.values, wholes)

    def unsafe(self, exceptions: Collection[str]) -> Mapping[str, tuple[Equation, ...]]:
        may_be_known = frozenset(node for node, value in self.values.items() if value.id in exceptions)
        return without_witness(self.values, self.equations, self.hidden, may_be_known)

    def is_sensitive(self, node: str, shown: Collection[str]) -> bool:
        """A small number itself, or all but a few of a whole that is shown (SN-01, SN-02). Others were hidden for the
        sake of another."""
        return is_small(self.values[node].value) or any(
            equation.parts == (node,) and is_small(equation.rest) and equation.whole in shown
            for equation in self.equations
        )

    def told(self, node: str, shown_now: Sequence[str]) -> GivenAway:
        value, edition = self.values[node], self.first_in[node]
        if list(shown_now) == [node]:
            reason = f"{edition} showed c for it, and {THIS} would show it."
        else:
            names = ", ".join(dict.fromkeys(self.values[n].label for n in shown_now)) or "its parts as they are now"
            reason = f"{edition} hid what {THIS} would show ({names}), and it follows by subtraction."
        return GivenAway(value.id, edition, reason, value.label)


def as_released(facts: EditionFacts) -> Released:
    """An edition as a table among others: its counts by figure id, what of a whole is in no part as nowhere shown."""
    cells: dict[str, tuple[int, State]] = {}
    for figure_id, value in facts.values.items():
        if value.counts_children and value.value is not None and value.value >= 0 and value.value == int(value.value):
            cells[figure_id] = (int(value.value), "hidden" if figure_id in facts.hidden else "shown")
    sums = []
    for equation in equations_of(facts.values, facts.wholes):
        parts = equation.parts
        if not equation.closed:
            rest = f"the rest of {equation.whole} beside {', '.join(parts)}"
            cells[rest] = (equation.rest, "unpublished")
            parts = (*parts, rest)
        sums.append(Sum(equation.whole, parts))
    return Released(facts.name, cells, sums)
