"""A reader with a pencil and a solver: which whole numbers can stand where a table hides its own? Pure.

What is known is written as bounds of every count that is not shown exactly, and the sums that hold among them. The
solver is HiGHS, by linear programming; a solution that is not in whole numbers is looked for again among whole numbers
alone, so an interval found here is exactly as narrow as a reader's can be.
"""

import random
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from throughline.foundation.figures.suppression.solver import Bounds, NoSolution, Solver
from throughline.foundation.figures.suppression.tables import Sum

_NEAR = 1e-6


@dataclass(frozen=True)
class Interval:
    """The least and the largest value that fits everything known."""

    low: int
    high: int

    def is_at_least(self, width: int) -> bool:
        return self.high - self.low >= width


@dataclass(frozen=True)
class Known:
    """What a reader knows of a count: bounds; `high` None: without end."""

    low: int
    high: int | None


class Contradiction(ValueError):
    """No whole numbers fit what is known: it is not true of any table."""


class Puzzle:
    """`known`: what is known of every count, equal bounds for one that is shown. `sums` hold among them. Counts without
    end are looked for up to `reach`, which must be beyond every true count."""

    def __init__(self, known: Mapping[str, Known], sums: Iterable[Sum], *, reach: int) -> None:
        self.known = known
        self.reach = reach
        self.open = [key for key, bounds in known.items() if bounds.low != bounds.high]
        self._column = {key: number for number, key in enumerate(self.open)}
        rows: dict[tuple[tuple[int, int], ...], int] = {}
        for each in sums:
            row, constant = self._row(each)
            if row:
                rows[row] = constant
            elif constant:
                raise Contradiction(f"{each.total} is not the sum of its parts.")
        self._rows = list(rows.items())
        self._solver: Solver | None = None
        self.seen: dict[str, Interval] = {}

    def interval(self, key: str) -> Interval:
        """The exact interval of one count."""
        if key not in self._column:
            return Interval(self.known[key].low, self.known[key].low)
        return Interval(self._best({key: 1})[key], self._best({key: -1})[key])

    def intervals(self, keys: Iterable[str]) -> dict[str, Interval]:
        return {key: self.interval(key) for key in keys}

    def too_narrow(self, keys: Collection[str], width: int) -> list[str]:
        """The counts of which two values so far apart are not both possible. The others have a witness each: two whole
        tables, found here, that fit all that is known (`seen` keeps the values)."""
        waiting = [key for key in keys if not self._witnessed(key, width)]
        draw = random.Random(len(self.open))  # noqa: S311  (directions to look in, not a secret)
        for _ in range(4):
            if len(waiting) <= 4:
                break
            way = {key: draw.choice((1, -1)) for key in waiting if key in self._column}
            for sign in (1, -1):
                self._best({key: sign * step for key, step in way.items()})
            waiting = [key for key in waiting if not self._witnessed(key, width)]
        narrow = []
        for key in waiting:
            if not self._witnessed(key, width) and not self.interval(key).is_at_least(width):
                narrow.append(key)
        return narrow

    def _witnessed(self, key: str, width: int) -> bool:
        return key in self.seen and self.seen[key].is_at_least(width)

    def _row(self, each: Sum) -> tuple[tuple[tuple[int, int], ...], int]:
        """The sum over open counts, as (column, factor), and what it must come to."""
        factors: dict[int, int] = {}
        constant = 0
        for key, factor in [*((part, 1) for part in each.parts), (each.total, -1)]:
            if key in self._column:
                factors[self._column[key]] = factors.get(self._column[key], 0) + factor
            else:
                constant -= factor * self.known[key].low
        return tuple(sorted((column, factor) for column, factor in factors.items() if factor)), constant

    def _best(self, way: Mapping[str, int]) -> dict[str, int]:
        """A solution that makes the weighted sum least."""
        if self._solver is None:
            self._solver = self._made()
        cost = [0.0] * len(self.open)
        for key, factor in way.items():
            cost[self._column[key]] = float(factor)
        values = self._least(self._solver, cost)
        if any(abs(value - round(value)) > _NEAR for value in values):
            values = self._least(self._made(whole=True), cost)
        found = {key: round(value) for key, value in zip(self.open, values, strict=True)}
        self._check(found)
        for key, value in found.items():
            earlier = self.seen.get(key, Interval(value, value))
            self.seen[key] = Interval(min(earlier.low, value), max(earlier.high, value))
        return found

    def _made(self, *, whole: bool = False) -> Solver:
        bounds = [self.known[key] for key in self.open]
        low_high = Bounds([each.low for each in bounds], [self._high(each) for each in bounds])
        return Solver(low_high, [row for row, _ in self._rows], [constant for _, constant in self._rows], whole=whole)

    def _high(self, bounds: Known) -> int:
        return self.reach if bounds.high is None else bounds.high

    @staticmethod
    def _least(solver: Solver, cost: Sequence[float]) -> list[float]:
        try:
            return solver.least(cost)
        except NoSolution as error:
            raise Contradiction("No whole numbers fit what is known.") from error

    def _check(self, found: Mapping[str, int]) -> None:
        """A solution is believed only when plain arithmetic agrees with it."""
        for key, value in found.items():
            bounds = self.known[key]
            if value < bounds.low or value > self._high(bounds):
                raise ArithmeticError(f"The solver gave {key} a value out of its bounds.")
        for row, constant in self._rows:
            if sum(factor * found[self.open[column]] for column, factor in row) != constant:
                raise ArithmeticError("The solver gave values that do not add up.")
