"""Small numbers: which figures a publication shows as `c`, so that no child can be picked out. Pure.

Hidden are (SN-01) a count of 1 to 5 children or young people, (SN-02) a count whose complement in a named whole is
1 to 5, (SN-03) what is worked out from a hidden figure or says it over again in another unit, (SN-04) what would let
a hidden figure be found by subtraction. (SN-05, what one
edition hid and another would give away, is in `editions.py`: it is told, for nothing that is hidden now can undo it.)
Counts of courses, reviews or schools are not hidden; zeros are always shown.

SN-04 by construction: for every hidden count there must be a *witness*, another set of values that fits everything that
is shown and gives that count another value. Where none is found, one more figure is hidden and the search begins again.
A reader is taken to know this rule, so a hidden count is at least 1.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from throughline.foundation.figures.values import Provenance, Value, Whole

SYMBOL = "c"
LARGEST_SMALL = 5
MEANING = "c: hidden, because the number is small enough to point to a child, or would give such a number away."

# How many moves the search for a witness tries before it gives up and hides one more figure instead.
_EFFORT = 2_000


@dataclass(frozen=True)
class Hidden:
    """`rule` is SN-01 to SN-04, `because` of which figure, `reason` a sentence for who may see the draft."""

    figure: str
    rule: str
    reason: str
    because: str = ""


@dataclass(frozen=True)
class Released:
    """A figure as an earlier edition showed it: hidden, or its value (None: not available)."""

    figure: str
    year: str
    edition: str
    value: Decimal | None
    hidden: bool
    at: datetime | None = None


@dataclass(frozen=True)
class GivenAway:
    """A figure that is hidden now, or was in an earlier edition, and follows from what editions showed. Nothing here
    can undo that. `label`: of an old value, which may be no figure any more."""

    figure: str
    edition: str
    reason: str
    label: str = ""


@dataclass(frozen=True)
class Equation:
    """whole = parts + rest. `rest` is nobody's figure: who is in the whole and in no part. `closed`: it is known to be
    nobody."""

    whole: str
    parts: tuple[str, ...]
    rest: int
    closed: bool


def is_small(value: Decimal | int | None) -> bool:
    """1 to 5 children; anything between too, however a mean came to be written as children."""
    return value is not None and 0 < value < LARGEST_SMALL + 1


def suppress(
    values: Mapping[str, Value],
    wholes: Iterable[Whole],
    *,
    exceptions: Collection[str] = (),
    earlier: Iterable[Released] = (),
) -> dict[str, Hidden]:
    """What a publication of these figures hides, by figure id.

    `exceptions`: figures that are shown whatever the rule says. `earlier`: a value that an edition showed and that
    still stands is known to the reader, so hiding it again does not protect another.
    """
    wholes = list(wholes)
    equations = equations_of(values, wholes)
    excepted = frozenset(exceptions)
    known_before = _known_before(values, earlier)
    hidden: dict[str, Hidden] = {}
    for figure_id in sorted(values):
        if figure_id not in excepted and values[figure_id].counts_children and is_small(values[figure_id].value):
            hidden[figure_id] = Hidden(figure_id, "SN-01", "A count of 1 to 5 children or young people.")
    for equation in equations:
        _hide_complements(equation, values, excepted, hidden)
    _hide_dependants(values, wholes, excepted, hidden)
    while True:
        unsafe = without_witness(values, equations, frozenset(hidden) - known_before, excepted)
        choice = _one_more(unsafe, values, equations, frozenset(hidden) | excepted | known_before)
        if choice is None:
            return hidden
        figure_id, because = choice
        hidden[figure_id] = Hidden(figure_id, "SN-04", "It would let a hidden figure be found by subtraction.", because)
        _hide_dependants(values, wholes, excepted, hidden)


def given_away(
    values: Mapping[str, Value],
    wholes: Iterable[Whole],
    hidden: Mapping[str, Hidden],
    earlier: Iterable[Released],
) -> list[GivenAway]:
    """The hidden figures that a reader of earlier editions and this one can find: shown before, or by subtraction."""
    earlier = list(earlier)
    known_before = _known_before(values, earlier)
    found = []
    for figure_id in sorted(hidden):
        if figure_id in known_before:
            edition = next(r.edition for r in earlier if r.figure == figure_id and not r.hidden)
            found.append(GivenAway(figure_id, edition, "An earlier edition showed it."))
    unsafe = without_witness(
        values,
        equations_of(values, list(wholes)),
        frozenset(hidden) - known_before,
        frozenset(values) - frozenset(hidden),
    )
    for figure_id in sorted(i for i in unsafe if i in hidden):
        found.append(GivenAway(figure_id, "", "It follows from figures of earlier editions and this one."))
    return found


def _known_before(values: Mapping[str, Value], earlier: Iterable[Released]) -> frozenset[str]:
    return frozenset(
        r.figure
        for r in earlier
        if not r.hidden and r.value is not None and r.figure in values and values[r.figure].value == r.value
    )


def _count(values: Mapping[str, Value], figure_id: str) -> int | None:
    """The figure as a number of children; None when it is none or not available."""
    value = values.get(figure_id)
    if value is None or not value.counts_children or value.value is None or value.value < 0:
        return None
    return int(value.value) if value.value == int(value.value) else None


def equations_of(values: Mapping[str, Value], wholes: Iterable[Whole]) -> list[Equation]:
    """The relations that the values bear out. Parts that overlap are each a part of their own; parts that say they are
    everybody but are not leave a rest like any others; a part larger than its whole says nothing."""
    found: dict[tuple[str, tuple[str, ...]], Equation] = {}
    for relation in wholes:
        if relation.kind == "compare":
            continue
        whole = _count(values, relation.whole)
        counted = tuple(
            dict.fromkeys(p for p in relation.parts if p != relation.whole and _count(values, p) is not None)
        )
        groups = [counted] if relation.exclusive else []
        groups += [(part,) for part in counted]
        for parts in groups:
            if whole is None or not parts:
                continue
            rest = whole - sum(_count(values, part) or 0 for part in parts)
            if rest < 0:
                continue
            complete = relation.exhaustive and relation.exclusive and len(parts) == len(set(relation.parts))
            equation = Equation(relation.whole, parts, rest, closed=complete and rest == 0)
            if (relation.whole, parts) not in found or equation.closed:
                found[relation.whole, parts] = equation
    return [found[key] for key in sorted(found)]


def _hide_complements(
    equation: Equation, values: Mapping[str, Value], excepted: frozenset[str], hidden: dict[str, Hidden]
) -> None:
    if len(equation.parts) != 1 or not is_small(equation.rest):
        return
    part = equation.parts[0]
    if part not in excepted and part not in hidden and _count(values, part):
        hidden[part] = Hidden(part, "SN-02", "All but 1 to 5 of a named whole are in it.", equation.whole)


def _hide_dependants(
    values: Mapping[str, Value], wholes: Iterable[Whole], excepted: frozenset[str], hidden: dict[str, Hidden]
) -> None:
    """SN-03, until nothing more follows. A sum that is itself the named whole of its parts is left to SN-04."""
    sums = {(relation.whole, part) for relation in wholes for part in relation.parts}
    growing = True
    while growing:
        growing = False
        for figure_id in sorted(values):
            value = values[figure_id]
            if figure_id in hidden or figure_id in excepted or value.value is None:
                continue
            stands_on = value.restates if value.restates in hidden else ""
            if value.provenance is Provenance.DERIVED and not stands_on:
                stands_on = next((i for i in value.inputs if i in hidden and (figure_id, i) not in sums), "")
            if stands_on:
                reason = "It is worked out from a hidden figure." if stands_on in value.inputs else (
                    "It says a hidden figure over again in another unit."
                )  # fmt: skip
                hidden[figure_id] = Hidden(figure_id, "SN-03", reason, stands_on)
                growing = True


def without_witness(
    values: Mapping[str, Value], equations: list[Equation], hidden: frozenset[str], excepted: frozenset[str]
) -> dict[str, tuple[Equation, ...]]:
    """Hidden counts (and small rests, named after their whole) that a reader could find → the equations they are in."""
    search = _Search(values, equations, hidden)
    unsafe: dict[str, tuple[Equation, ...]] = {}
    for figure_id in sorted(hidden):
        mine = tuple(e for e in equations if figure_id == e.whole or figure_id in e.parts)
        if mine and _count(values, figure_id) is not None and not search.can_move(figure_id):
            unsafe[figure_id] = mine
    for equation in equations:
        # One part alone is SN-02's business; here several parts leave a few children that nobody named.
        sensitive = len(equation.parts) > 1 and is_small(equation.rest) and not excepted.issuperset(equation.parts)
        if sensitive and not search.can_move_rest(equation):
            unsafe[f"the rest of {equation.whole}"] = (equation,)
    return unsafe


def _one_more(
    unsafe: Mapping[str, tuple[Equation, ...]],
    values: Mapping[str, Value],
    equations: list[Equation],
    taken: frozenset[str],
) -> tuple[str, str] | None:
    """The next figure to hide and for which one: the smallest part beside it, else the whole; then further off."""
    for figure_id, mine in unsafe.items():
        reach = list(mine)
        while reach:
            parts = {p for e in reach for p in e.parts if p not in taken and p != figure_id and _count(values, p)}
            if parts:
                return min(parts, key=lambda p: (_count(values, p) or 0, p)), figure_id
            whole = {
                e.whole for e in reach if e.whole not in taken and e.whole != figure_id and _count(values, e.whole)
            }
            if whole:
                return min(whole, key=lambda w: (_count(values, w) or 0, w)), figure_id
            names = {n for e in reach for n in (e.whole, *e.parts)}
            further = [e for e in equations if e not in reach and not names.isdisjoint((e.whole, *e.parts))]
            if not further:
                break
            reach += further
    return None


class _Search:
    """Looks for witnesses among values that differ by one from the true ones: every equation must still hold, every
    hidden count be at least 1, every rest at least 0. What it finds is a witness; what it does not find is taken for
    unsafe, so a search that gives up hides too much, never too little."""

    def __init__(self, values: Mapping[str, Value], equations: list[Equation], hidden: frozenset[str]) -> None:
        self.counts = {i: c for i in hidden if (c := _count(values, i)) is not None}
        self.equations = [e for e in equations if e.whole in self.counts or any(p in self.counts for p in e.parts)]
        self.effort = 0

    def can_move(self, figure_id: str) -> bool:
        self.effort = _EFFORT
        return any(self.counts[figure_id] + step >= 1 and self._settle({figure_id: step}, {}) for step in (1, -1))

    def can_move_rest(self, equation: Equation) -> bool:
        if equation not in self.equations:
            return False
        index = self.equations.index(equation)
        self.effort = _EFFORT
        return any(self._settle({}, {index: step}) for step in (1, -1))

    def _settle(self, moved: dict[str, int], rests: dict[int, int]) -> bool:
        """`moved` and `rests` are decided (0 included); the equations that they unbalance are put right one by one."""
        self.effort -= 1
        if self.effort < 0:
            return False
        for index, equation in enumerate(self.equations):
            free_rest = not equation.closed and index not in rests
            balance = sum(moved.get(p, 0) for p in equation.parts) + rests.get(index, 0) - moved.get(equation.whole, 0)
            if balance == 0:
                continue
            ways: list[tuple[dict[str, int], dict[int, int]]] = []
            if free_rest and abs(balance) == 1 and equation.rest - balance >= 0:
                ways.append(({}, {index: -balance}))
            step = -1 if balance > 0 else 1
            for part in equation.parts:
                if part in self.counts and part not in moved and self.counts[part] + step >= 1:
                    ways.append(({part: step}, {}))
            if (
                equation.whole in self.counts
                and equation.whole not in moved
                and self.counts[equation.whole] - step >= 1
            ):
                ways.append(({equation.whole: -step}, {}))
            return any(self._settle(moved | more, rests | more_rests) for more, more_rests in ways)
        return True
