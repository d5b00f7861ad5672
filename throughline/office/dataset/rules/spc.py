"""Statistical process control: which points of a series are signal and which are noise. Pure.

An XmR chart as the NHS "Making Data Count" method draws it. Limits stand at the mean ± 2.66 × the mean moving range.
Screened, moving ranges of 3.267 × their mean or more are left out once and their mean is taken again. A point has one
special cause, the first of these that holds:

- SPC-01 outside the limits (a point on a limit is inside);
- SPC-02 trend: one of 7 points in a row, each above the one before, or each below;
- SPC-03 two in three: in the outer third and inside the limits, in 3 points in a row on one side of the mean, of which
  at least 2 are such;
- SPC-04 shift: one of 7 points in a row on one side of the mean.

Every point of a run that signals is flagged, its first ones too. Reasoned changes (`rebase`) begin a new phase: limits,
moving ranges and runs all begin again. All of it is exact arithmetic on the numbers as written, so a tie is a tie.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise
from typing import Literal

type Direction = Literal[-1, 0, 1]
"""Which way is better: 1 higher, -1 lower, 0 neither."""

LIMITS_FROM = 12  # with fewer points a page shows a run chart
_WIDTH = Fraction(266, 100)
_OUTLIER = Fraction(3267, 1000)
_RUN = 7
_PLACES = 12


class Cause(StrEnum):
    ABOVE_LIMIT = "Above UCL"
    BELOW_LIMIT = "Below LCL"
    RISING = "7 Point Trend (Increasing)"
    FALLING = "7 Point Trend (Decreasing)"
    TWO_IN_THREE_HIGH = "2 in 3 Above CL"
    TWO_IN_THREE_LOW = "2 in 3 Below CL"
    SHIFT_HIGH = "7 Points Above CL"
    SHIFT_LOW = "7 Points Below CL"
    COMMON = "Common Cause"

    @property
    def heading(self) -> Direction:
        """1 for a cause of high or rising values, -1 of low or falling ones, 0 for common cause."""
        return _HEADING[self]

    @property
    def said(self) -> str:
        return _SAID[self]


_HEADING: dict[Cause, Direction] = {
    Cause.ABOVE_LIMIT: 1, Cause.RISING: 1, Cause.TWO_IN_THREE_HIGH: 1, Cause.SHIFT_HIGH: 1,
    Cause.BELOW_LIMIT: -1, Cause.FALLING: -1, Cause.TWO_IN_THREE_LOW: -1, Cause.SHIFT_LOW: -1,
    Cause.COMMON: 0,
}  # fmt: skip
_SAID = {
    Cause.ABOVE_LIMIT: "above the upper limit",
    Cause.BELOW_LIMIT: "below the lower limit",
    Cause.RISING: "one of seven or more rising points",
    Cause.FALLING: "one of seven or more falling points",
    Cause.TWO_IN_THREE_HIGH: "two of three points close to the upper limit",
    Cause.TWO_IN_THREE_LOW: "two of three points close to the lower limit",
    Cause.SHIFT_HIGH: "one of seven or more points above the mean",
    Cause.SHIFT_LOW: "one of seven or more points below the mean",
    Cause.COMMON: "within what usually varies",
}


class PointType(StrEnum):
    COMMON = "common_cause"
    IMPROVEMENT = "special_cause_improvement"
    CONCERN = "special_cause_concern"
    NEUTRAL_HIGH = "special_cause_neutral_high"
    NEUTRAL_LOW = "special_cause_neutral_low"


class Assurance(StrEnum):
    """Whether the process as it is will meet its target."""

    PASSES = "consistently_passing"
    FAILS = "consistently_failing"
    HIT_OR_MISS = "inconsistent"


@dataclass(frozen=True)
class Limits:
    """Of one phase, in the unit of its values, rounded to 12 decimals. `lower` and `upper` are None where one point
    alone has no moving range."""

    mean: Decimal
    lower: Decimal | None
    upper: Decimal | None


@dataclass(frozen=True)
class Judged:
    """A point with what it means. `phase` counts from 0."""

    value: Decimal
    limits: Limits
    cause: Cause
    point_type: PointType
    phase: int


@dataclass(frozen=True)
class Icon:
    """A variation or assurance icon: `code` chooses the picture (charts.icons), `said` is the same in words."""

    code: str
    said: str


@dataclass(frozen=True)
class _Exact:
    mean: Fraction
    spread: Fraction | None  # from the mean to either limit

    def side(self, value: Fraction) -> Direction:
        return 1 if value > self.mean else -1 if value < self.mean else 0

    def outside(self, value: Fraction) -> bool:
        return self.spread is not None and abs(value - self.mean) > self.spread

    def in_outer_third(self, value: Fraction) -> bool:
        return self.spread is not None and self.spread * 2 / 3 < abs(value - self.mean) <= self.spread


def judge(
    values: Sequence[Decimal | None],
    *,
    better: Direction,
    screen_outliers: bool = True,
    rebase: Collection[int] = (),
) -> list[Judged | None]:
    """Every value with its limits and its cause, in the order given, which is the order of time.

    None is a period without a value: it stays None, and its neighbours are taken as following one another. `rebase`
    holds the positions at which a new phase begins. There is no least number of points (see LIMITS_FROM).
    """
    judged: list[Judged | None] = [None] * len(values)
    for number, phase in enumerate(_phases(values, frozenset(rebase))):
        exact = [Fraction(value) for _, value in phase]
        spread = _limits(exact, screen_outliers=screen_outliers)
        limits = _shown(spread)
        for (position, value), cause in zip(phase, _causes(exact, spread), strict=True):
            judged[position] = Judged(value, limits, cause, point_type(cause, better), number)
    return judged


def point_type(cause: Cause, better: Direction) -> PointType:
    """What a cause means where higher (1), lower (-1) or neither (0) is better."""
    if cause.heading == 0:
        return PointType.COMMON
    if better == 0:
        return PointType.NEUTRAL_HIGH if cause.heading > 0 else PointType.NEUTRAL_LOW
    return PointType.IMPROVEMENT if cause.heading == better else PointType.CONCERN


def variation(judged: Sequence[Judged | None]) -> Icon | None:
    """The icon of a series: what its latest point says. None without a point."""
    last = next((each for each in reversed(judged) if each is not None), None)
    if last is None:
        return None
    if last.point_type is PointType.COMMON:
        return Icon("common", "Common cause: no significant change, the values vary as they usually do.")
    high = last.cause.heading > 0
    way = "high" if high else "low"
    nature = {
        PointType.IMPROVEMENT: ("improving", "improvement"),
        PointType.CONCERN: ("concerning", "concern"),
    }.get(last.point_type)
    if nature is None:
        return Icon(
            f"neutral_{way}",
            f"Special cause, neither better nor worse: {'higher' if high else 'lower'} values; the latest is"
            f" {last.cause.said}.",
        )
    return Icon(
        f"{nature[0]}_{way}",
        f"Special cause of {nature[1]}: {'higher' if high else 'lower'} values; the latest is {last.cause.said}.",
    )


def assurance(judged: Sequence[Judged | None], target: Decimal | None, better: Direction) -> Icon | None:
    """Whether the target will be met as things are, by the limits of the latest phase. None without a target, a
    direction or limits. A target on a limit can still be missed or met."""
    last = next((each for each in reversed(judged) if each is not None), None)
    if last is None or target is None or better == 0 or last.limits.lower is None or last.limits.upper is None:
        return None
    if last.limits.lower <= target <= last.limits.upper:
        return Icon(Assurance.HIT_OR_MISS, "The target will be met at times and missed at times.")
    if (target < last.limits.lower) == (better == 1):
        return Icon(Assurance.PASSES, "The target will be met, as long as nothing changes.")
    return Icon(Assurance.FAILS, "The target will not be met, unless something changes.")


def _phases(values: Sequence[Decimal | None], rebase: frozenset[int]) -> Iterator[list[tuple[int, Decimal]]]:
    """Stretches of (position, value) between rebases; a stretch without a value is none."""
    phase: list[tuple[int, Decimal]] = []
    for position, value in enumerate(values):
        if position in rebase and phase:
            yield phase
            phase = []
        if value is not None:
            phase.append((position, value))
    if phase:
        yield phase


def _limits(values: Sequence[Fraction], *, screen_outliers: bool) -> _Exact:
    mean = sum(values, Fraction(0)) / len(values)
    ranges = [abs(after - before) for before, after in pairwise(values)]
    if not ranges:
        return _Exact(mean, None)
    average = sum(ranges, Fraction(0)) / len(ranges)
    if screen_outliers:
        # A series that never moves has ranges of 0 alone: there is nothing to leave out.
        kept = [each for each in ranges if each < _OUTLIER * average] or ranges
        average = sum(kept, Fraction(0)) / len(kept)
    return _Exact(mean, _WIDTH * average)


def _shown(limits: _Exact) -> Limits:
    if limits.spread is None:
        return Limits(_decimal(limits.mean), None, None)
    return Limits(
        _decimal(limits.mean), _decimal(limits.mean - limits.spread), _decimal(limits.mean + limits.spread)
    )  # fmt: skip


def _decimal(value: Fraction) -> Decimal:
    return Decimal(round(value * 10**_PLACES)).scaleb(-_PLACES)


def _causes(values: Sequence[Fraction], limits: _Exact) -> Iterator[Cause]:
    sides = [limits.side(value) for value in values]
    trend = _trends(values)
    close = [limits.in_outer_third(value) for value in values]
    in_shift = _runs(sides)
    for position, (value, side) in enumerate(zip(values, sides, strict=True)):
        if limits.outside(value):
            yield Cause.ABOVE_LIMIT if side > 0 else Cause.BELOW_LIMIT
        elif trend[position]:
            yield Cause.RISING if trend[position] > 0 else Cause.FALLING
        elif close[position] and _two_in_three(position, close, sides):
            yield Cause.TWO_IN_THREE_HIGH if side > 0 else Cause.TWO_IN_THREE_LOW
        elif position in in_shift:
            yield Cause.SHIFT_HIGH if side > 0 else Cause.SHIFT_LOW
        else:
            yield Cause.COMMON


def _trends(values: Sequence[Fraction]) -> list[Direction]:
    """The way of the trend each point is in, 0 for none. Where one trend turns into another, their shared point
    belongs to the later one."""
    steps: list[Direction] = [1 if b > a else -1 if b < a else 0 for a, b in pairwise(values)]
    found: list[Direction] = [0] * len(values)
    for start in range(len(values) - _RUN + 1):
        way = steps[start]
        if way and all(step == way for step in steps[start : start + _RUN - 1]):
            found[start : start + _RUN] = [way] * _RUN
    return found


def _two_in_three(position: int, close: Sequence[bool], sides: Sequence[Direction]) -> bool:
    """In some 3 points in a row around this one, all on its side, at least 2 are close to the limit."""
    for start in range(max(position - 2, 0), min(position, len(sides) - 3) + 1):
        three = slice(start, start + 3)
        if sum(close[three]) >= 2 and set(sides[three]) == {sides[position]}:
            return True
    return False


def _runs(sides: Sequence[Direction]) -> set[int]:
    """Positions in a run of seven on one side; a point on the mean ends a run."""
    return {
        position
        for start in range(len(sides) - _RUN + 1)
        if sides[start] and len(set(sides[start : start + _RUN])) == 1
        for position in range(start, start + _RUN)
    }
