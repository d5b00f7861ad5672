"""HiGHS (the solver behind scipy's linprog and milp), warm from one question to the next. Pure.

Loaded when first used: it and numpy are 60 MB, needed only where something is hidden.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

type Row = Sequence[tuple[int, float]]
"""(column, factor), every column once."""


class NoSolution(ValueError):
    """No values fit the bounds and the rows."""


@dataclass(frozen=True)
class Bounds:
    low: Sequence[float]
    high: Sequence[float]


class Solver:
    """Columns within their bounds, each row equal to its constant; `whole`: in whole numbers alone."""

    def __init__(
        self, bounds: Bounds, rows: Sequence[Row], constants: Sequence[float], *, whole: bool = False
    ) -> None:  # fmt: skip
        import highspy
        import numpy as np

        self._highspy, self._np = highspy, np
        size = len(bounds.low)
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = size, len(rows)
        model.col_cost_ = np.zeros(size)
        model.col_lower_, model.col_upper_ = np.array(bounds.low, dtype=float), np.array(bounds.high, dtype=float)
        model.row_lower_ = model.row_upper_ = np.array(constants, dtype=float)
        starts = [0]
        for row in rows:
            starts.append(starts[-1] + len(row))
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        model.a_matrix_.start_ = np.array(starts, dtype=np.int32)
        model.a_matrix_.index_ = np.array([column for row in rows for column, _ in row], dtype=np.int32)
        model.a_matrix_.value_ = np.array([factor for row in rows for _, factor in row], dtype=float)
        if whole:
            model.integrality_ = [highspy.HighsVarType.kInteger] * size
        self._solver = _quiet()
        self._solver.setOptionValue("threads", 1)
        if not whole:
            self._solver.setOptionValue("presolve", "off")
        self._solver.passModel(model)
        self._columns = np.arange(size, dtype=np.int32)

    def bound(self, column: int, low: float, high: float) -> None:
        self._solver.changeColBounds(column, low, high)

    def least(self, cost: Sequence[float]) -> list[float]:
        """The columns of a solution that costs least. Raises NoSolution, and ArithmeticError where it has no least."""
        self._solver.changeColsCost(len(cost), self._columns, self._np.array(cost, dtype=float))
        self._solver.run()
        status = self._solver.getModelStatus()
        if status == self._highspy.HighsModelStatus.kInfeasible:
            raise NoSolution("No values fit the bounds and the rows.")
        if status != self._highspy.HighsModelStatus.kOptimal:
            raise ArithmeticError(f"The solver gave up: {self._solver.modelStatusToString(status)}.")
        return list(self._solver.getSolution().col_value)


def _quiet() -> Any:
    """A solver that prints nothing. The package's own class says its name on the standard output as it is made, before
    it can be told not to, so it is made as the class below that one."""
    import highspy

    below: Any = highspy.Highs.__mro__[1]
    made = below()
    made.setOptionValue("output_flag", False)
    return made
