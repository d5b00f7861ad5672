"""Which cells of a table are hidden: the small ones, and as few and as cheap others as keep those from being found.

Primary: a count that the policy calls small. Secondary: for every hidden count there must be two whole tables that fit
all that is shown and differ there by the policy's interval. The reader is taken to know the policy, and even which of
the hidden counts are small ones. Where no two tables exist, the cheapest way to move the count is looked for (a linear
programme over changes of counts, after Kelly, Golden and Assad, "Cell suppression: disclosure protection for sensitive
tabular data", Networks 22, 1992), and what moves with it is hidden too. Then whatever turned out not to be needed is
shown again, dearest first. Finding the cheapest set of all is a hard problem; what remains is *minimal*: of the cells
hidden for others' sake, none can be shown again alone.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Literal

from throughline.foundation.figures.suppression.puzzle import Known, Puzzle
from throughline.foundation.figures.suppression.solver import Bounds, NoSolution, Solver
from throughline.foundation.figures.suppression.tables import DEPARTMENT, SYMBOL, Cell, Policy, Table

type Why = Literal["small", "asked", "complement"]


class CannotProtect(ValueError):
    """Even with everything hidden that may be hidden, a count could be found. The table must not go out."""


@dataclass(frozen=True)
class Protected:
    """`hidden`: key → why it is. `shown`: key → what stands there ('281', '7,510', 'c')."""

    table: Table
    policy: Policy
    hidden: Mapping[str, Why]

    @property
    def shown(self) -> dict[str, str]:
        return {key: shown(cell, self.hidden, self.policy) for key, cell in self.table.cells.items()
                if not cell.unpublished}  # fmt: skip

    def puzzle(self) -> Puzzle:
        """What a reader of this table has before them."""
        return reader_of(self.table, self.hidden, self.policy)


def shown(cell: Cell, hidden: Collection[str], policy: Policy) -> str:
    if cell.key in hidden:
        return SYMBOL
    return f"{policy.rounded(cell.count) if cell.rounded else cell.count:,}"


def protect(
    table: Table, policy: Policy = DEPARTMENT, *, hide: Collection[str] = (), keep: Collection[str] = ()
) -> Protected:
    """What of a table is hidden. `hide`: cells to hide in any case (an earlier release hid them). `keep`: cells that
    must not be hidden as complements (they are known already). Raises CannotProtect."""
    hidden: dict[str, Why] = {
        key: "small" if policy.is_small(cell.count) else "asked"
        for key, cell in table.cells.items()
        if not cell.unpublished and (policy.is_small(cell.count) or (key in hide and cell.count >= policy.least))
    }
    kept = frozenset(keep)
    while narrow := exposed(table, hidden, policy):
        changes = _Changes(table, policy, kept)
        before = len(hidden)
        for key in narrow:
            for complement in changes.cheapest(key, hidden):
                hidden[complement] = "complement"
        if len(hidden) == before:
            raise CannotProtect(f"{narrow[0]} can be found, whatever else is hidden.")
    _show_again(table, hidden, policy)
    return Protected(table, policy, hidden)


def exposed(table: Table, hidden: Collection[str], policy: Policy) -> list[str]:
    """The hidden counts (and small unpublished ones) that a reader could narrow below the policy's interval."""
    return reader_of(table, hidden, policy).too_narrow(sensitive(table, hidden, policy), policy.interval)


def sensitive(table: Table, hidden: Collection[str], policy: Policy) -> list[str]:
    """What must not be found: all that is hidden, and what is nowhere shown because it is small."""
    rest = [key for key, cell in table.cells.items() if cell.unpublished and 0 < cell.count <= policy.largest_small]
    return [*hidden, *rest]


def reader_of(table: Table, hidden: Collection[str], policy: Policy) -> Puzzle:
    known = {key: known_of(cell, policy, hidden=key in hidden) for key, cell in table.cells.items()}
    return Puzzle(known, table.sums, reach=2 * max((cell.count for cell in table.cells.values()), default=0) + 1000)


def known_of(cell: Cell, policy: Policy, *, hidden: bool) -> Known:
    """What a reader knows of a count that is hidden, rounded, nowhere shown, or shown as it is."""
    if cell.unpublished:
        return Known(0, None)
    if hidden:
        return Known(policy.least, policy.largest_small if policy.is_small(cell.count) else None)
    return Known(*policy.rounded_bounds(cell.count)) if cell.rounded else Known(cell.count, cell.count)


def _show_again(table: Table, hidden: dict[str, Why], policy: Policy) -> None:
    """Drops complements that are not needed, dearest first."""
    for key in sorted(hidden, key=lambda each: (-table.cells[each].price, each)):
        if hidden[key] == "complement":
            without = {other: why for other, why in hidden.items() if other != key}
            if not exposed(table, without, policy):
                del hidden[key]


class _Changes:
    """Ways of moving a count with the sums kept: a change up and a change down for every cell that may change."""

    def __init__(self, table: Table, policy: Policy, kept: frozenset[str]) -> None:
        self.table, self.policy = table, policy
        reach = 1000.0
        self.keys: list[str] = []
        up: list[float] = []
        down: list[float] = []
        for key, cell in table.cells.items():
            may_hide = cell.count >= policy.least and key not in kept
            bounds = known_of(cell, policy, hidden=may_hide)
            if bounds.low == bounds.high and not may_hide:
                continue
            self.keys.append(key)
            up.append(reach if bounds.high is None else float(bounds.high - cell.count))
            down.append(float(min(cell.count - bounds.low, reach)))
        self.column = {key: number for number, key in enumerate(self.keys)}
        self.room = {key: (int(up[n]), int(down[n])) for key, n in self.column.items()}
        size = len(self.keys)
        rows = []
        for each in table.sums:
            factors = [*((part, 1.0) for part in each.parts), (each.total, -1.0)]
            changing = [(self.column[key], factor) for key, factor in factors if key in self.column]
            rows.append([*changing, *((size + column, -factor) for column, factor in changing)])
        self.upper = [*up, *down]
        self.solver = Solver(Bounds([0.0] * 2 * size, self.upper), rows, [0.0] * len(rows))

    def cheapest(self, key: str, hidden: Mapping[str, Why]) -> list[str]:
        """The cells to hide with this one, by the cheaper of moving it up and moving it down; where neither has room
        for the whole interval, by moving it both ways. None where it cannot be moved, or moves already."""
        up, down = self.room.get(key, (0, 0))
        width = self.policy.interval
        ways: list[list[tuple[int, int]]] = [[(1, width)]] if up >= width else []
        ways += [[(-1, width)]] if down >= width else []
        ways += [[(1, u), (-1, width - u)] for u in range(1, width) if u <= up and width - u <= down]
        best: tuple[float, list[str]] | None = None
        for steps in ways:
            moved: set[str] = set()
            for sign, by in steps:
                found = self._moved(key, sign, by, {*hidden, *moved})
                if found is None:
                    break
                moved |= found
            else:
                price = sum(self.table.cells[each].price for each in moved)
                if best is None or price < best[0]:
                    best = (price, sorted(moved))
        return best[1] if best else []

    def _moved(self, key: str, sign: int, by: int, hidden: Collection[str]) -> set[str] | None:
        """What is shown and moves when this count moves by so much; None where the sums do not let it."""
        size, column = len(self.keys), self.column[key]
        there, back = (column, size + column) if sign > 0 else (size + column, column)
        self.solver.bound(there, float(by), float(by))
        self.solver.bound(back, 0.0, 0.0)
        cost = [self._cost(each, hidden) for each in self.keys]
        try:
            values = self.solver.least([*cost, *cost])
        except NoSolution:
            return None
        finally:
            for each in (there, back):
                self.solver.bound(each, 0.0, self.upper[each])
        moved = {name for name, n in self.column.items() if abs(values[n] - values[size + n]) > 1e-7}
        return {name for name in moved if self._cost(name, hidden) > 0}

    def _cost(self, key: str, hidden: Collection[str]) -> float:
        """What it costs to move a count: nothing where it is hidden, unpublished or moves within its rounding."""
        cell = self.table.cells[key]
        free = key in hidden or cell.unpublished
        return 0.0 if free else float(cell.price)
