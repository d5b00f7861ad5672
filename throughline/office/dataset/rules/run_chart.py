"""Run charts: what a short series shows about its median, before there are points enough for limits. Pure.

After Perla, Provost and Murray, "The run chart: a simple analytical tool for learning from variation in healthcare
processes", BMJ Quality & Safety 20 (2011). RC-01 shift: six or more points in a row on one side of the median; a point
on the median neither counts nor breaks the run. RC-02 trend: five or more points in a row, each above (or each below)
the one before; equal neighbours count once.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median

_SHIFT, _TREND = 6, 5


@dataclass(frozen=True)
class RunChart:
    """`median` None without a value. `signals`: a word each value, '' for none: 'shift' and 'trend' say which way."""

    median: Decimal | None
    signals: tuple[str, ...]


def run_chart(values: Sequence[Decimal | None]) -> RunChart:
    """The values in the order of time; None is a period without one, and its neighbours follow one another."""
    there = [(position, value) for position, value in enumerate(values) if value is not None]
    if not there:
        return RunChart(None, ("",) * len(values))
    middle = median(value for _, value in there)
    signals = [""] * len(values)
    for way, word in ((1, "rising trend"), (-1, "falling trend")):
        for stretch in _trends(there, way):
            for position in stretch:
                signals[position] = word
    for way, word in ((1, "shift above the median"), (-1, "shift below the median")):
        for stretch in _shifts(there, middle, way):
            for position in stretch:
                signals[position] = word
    return RunChart(middle, tuple(signals))


def _shifts(there: Sequence[tuple[int, Decimal]], middle: Decimal, way: int) -> list[list[int]]:
    stretches: list[list[int]] = [[]]
    for position, value in there:
        if (value - middle) * way > 0:
            stretches[-1].append(position)
        elif value != middle:
            stretches.append([])
    return [stretch for stretch in stretches if len(stretch) >= _SHIFT]


def _trends(there: Sequence[tuple[int, Decimal]], way: int) -> list[list[int]]:
    """Each with the positions of its equal neighbours; what counts is how many different values follow one another."""
    found: list[list[int]] = []
    stretch: list[int] = []
    steps = 0
    before: Decimal | None = None
    for position, value in there:
        if before is not None and (value - before) * way < 0:
            found += [stretch] if steps >= _TREND else []
            stretch, steps = [], 0
        if before is None or value != before:
            steps += 1
        stretch.append(position)
        before = value
    return [*found, *([stretch] if steps >= _TREND else [])]
