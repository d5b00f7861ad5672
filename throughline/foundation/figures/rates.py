"""Rates with the population they were taken over, their intervals, and where one area stands among others. Pure.

Every published rate keeps its denominator and that one's vintage: the same 281 plans are 42.1 on one estimate of the
children and 41.9 on the next. Nothing known makes nothing (None), never 0.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import NormalDist
from typing import Literal

from throughline.foundation.figures.formulas import ONE_PLACE, rounded

type Aggregator = Literal["mean", "median"]
_EXACT_BELOW = 10
_PLACES = Decimal("1e-9")


@dataclass(frozen=True)
class Population:
    """A denominator. `vintage`: which estimate, when released ('mid-2023, released 2024-07-15')."""

    count: int
    source: str
    vintage: str


@dataclass(frozen=True)
class Interval:
    """In the unit of its rate, unrounded. `method` in words, with its confidence."""

    low: Decimal
    high: Decimal
    method: str


@dataclass(frozen=True)
class Rate:
    """`value` per `per` of the population, unrounded (`shown` has one decimal)."""

    count: int
    population: Population
    per: int
    value: Decimal

    @property
    def shown(self) -> Decimal:
        return rounded(self.value, ONE_PLACE)


def rate(count: int | None, population: Population | None, per: int = 10_000) -> Rate | None:
    """None where either is not available or nobody lives there. Raises ValueError below 0."""
    if count is None or population is None or population.count == 0:
        return None
    if count < 0 or population.count < 0:
        raise ValueError("A rate counts from 0 up.")
    return Rate(count, population, per, Decimal(count) * per / population.count)


def rate_interval(found: Rate, confidence: float = 0.95) -> Interval:
    """For a count of events: Byar's approximation, exact Poisson limits below 10 events. As in "Technical guide:
    confidence intervals", Public Health England, 2018; Breslow and Day, volume II, 1987, pages 68–69."""
    tail = (1 - confidence) / 2
    z = NormalDist().inv_cdf(1 - tail)
    count = found.count
    if count < _EXACT_BELOW:
        low, high, method = _exact_low(count, tail), _exact_high(count, tail), "exact Poisson"
    else:
        low = count * (1 - 1 / (9 * count) - z / (3 * math.sqrt(count))) ** 3
        above = count + 1
        high = above * (1 - 1 / (9 * above) + z / (3 * math.sqrt(above))) ** 3
        method = "Byar's method"
    times = found.per / found.population.count
    return Interval(_decimal(low * times), _decimal(high * times), f"{confidence * 100:g}% confidence, {method}")


def proportion_interval(part: int, whole: int, per: int = 100, confidence: float = 0.95) -> Interval:
    """For a share of people or cases, in percent by default: Wilson's score interval. Wilson, Journal of the American
    Statistical Association 22 (1927). Raises ValueError unless 0 ≤ part ≤ whole and whole > 0."""
    if not 0 <= part <= whole or whole == 0:
        raise ValueError("A share is a part, from nobody to everybody, of a whole.")
    z = NormalDist().inv_cdf(1 - (1 - confidence) / 2)
    p = part / whole
    middle = p + z * z / (2 * whole)
    spread = z * math.sqrt(p * (1 - p) / whole + z * z / (4 * whole * whole))
    under = 1 + z * z / whole
    low = 0.0 if part == 0 else (middle - spread) / under
    high = 1.0 if part == whole else (middle + spread) / under
    return Interval(_decimal(low * per), _decimal(high * per), f"{confidence * 100:g}% confidence, Wilson's method")


@dataclass(frozen=True)
class Ratio:
    """How many times as high the rate of one group is as that of another. `differs`: 1 is outside the interval."""

    value: Decimal
    interval: Interval
    differs: bool


def rate_ratio(group: Rate, other: Rate, confidence: float = 0.95) -> Ratio | None:
    """Disproportionality: the group's rate over the other's, with an interval on the logarithm (√(1/a + 1/b)).
    Rothman, "Epidemiology: An Introduction", 2012, chapter 9. None where either counts nobody."""
    if group.count == 0 or other.count == 0:
        return None
    z = NormalDist().inv_cdf(1 - (1 - confidence) / 2)
    value = float(group.value / group.per) / float(other.value / other.per)
    spread = math.exp(z * math.sqrt(1 / group.count + 1 / other.count))
    low, high = value / spread, value * spread
    method = f"{confidence * 100:g}% confidence, on the logarithm"
    return Ratio(_decimal(value), Interval(_decimal(low), _decimal(high), method), not low <= 1 <= high)


@dataclass(frozen=True)
class Standing:
    """`rank` from 1 (best, or largest where neither way is better) among `of`; equal values share a rank. `quartile`
    from 1 (best) to 4."""

    rank: int
    of: int
    quartile: int


def standing(values: Mapping[str, Decimal | None], area: str, *, better: Literal[-1, 0, 1] = 0) -> Standing | None:
    """Where an area stands among those whose value is known. None where its own is not."""
    own = values.get(area)
    if own is None:
        return None
    known = [value for value in values.values() if value is not None]
    ahead = sum(value < own if better < 0 else value > own for value in known)
    return Standing(ahead + 1, len(known), ahead * 4 // len(known) + 1)


@dataclass(frozen=True)
class Benchmark:
    """What others come to together. `areas` went in; `missing` had no value; unrounded."""

    value: Decimal
    aggregator: Aggregator
    areas: tuple[str, ...]
    missing: tuple[str, ...]


def benchmark(values: Mapping[str, Decimal | None], aggregator: Aggregator) -> Benchmark | None:
    """The mean or the median of the areas' values, each area counting the same. None where none is known."""
    known = {area: value for area, value in values.items() if value is not None}
    if not known:
        return None
    ordered = sorted(known.values())
    if aggregator == "mean":
        value = sum(ordered, Decimal(0)) / len(ordered)
    else:
        value = (ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]) / 2
    return Benchmark(value, aggregator, tuple(known), tuple(area for area in values if area not in known))


def funnel_limits(
    overall: Decimal, sizes: Sequence[int], *, per: int = 10_000, within: float = 0.95
) -> tuple[tuple[float, float, float], ...]:
    """(size, low, high) for populations of these sizes, were they all at the overall rate: exact Poisson limits,
    interpolated as in Spiegelhalter, "Funnel plots for comparing institutional performance", Statistics in Medicine 24
    (2005), appendix A.1.1. Rates in the unit of `overall`. Raises ValueError for a rate or size of 0 or less."""
    if overall <= 0 or any(size <= 0 for size in sizes):
        raise ValueError("A funnel needs a rate and sizes above 0.")
    tail = (1 - within) / 2
    found = []
    for size in sizes:
        expected = float(overall) * size / per
        low, high = _quantile(expected, tail), _quantile(expected, 1 - tail)
        found.append((float(size), max(low, 0.0) * per / size, max(high, 0.0) * per / size))
    return tuple(found)


def _quantile(expected: float, p: float) -> float:
    """The Poisson quantile, interpolated between the counts about it."""
    spread = 8 * math.sqrt(expected) + 12  # what lies further out is below a thousand-millionth
    count = max(0, int(expected - spread))
    here = math.exp(count * math.log(expected) - expected - math.lgamma(count + 1))
    reached = 0.0
    while count < expected + spread:
        if reached + here >= p:
            return count - (reached + here - p) / here
        reached += here
        count += 1
        here *= expected / count
    return float(count)


def _exact_low(count: int, tail: float) -> float:
    """The mean at which so many or more come up with a chance of `tail`."""
    return 0.0 if count == 0 else _mean_where(lambda mean: 1 - _at_most(count - 1, mean), tail, rising=True)


def _exact_high(count: int, tail: float) -> float:
    """The mean at which so many or fewer come up with a chance of `tail`."""
    return _mean_where(lambda mean: _at_most(count, mean), tail, rising=False)


def _at_most(count: int, mean: float) -> float:
    return math.fsum(math.exp(k * math.log(mean) - mean - math.lgamma(k + 1)) for k in range(count + 1))


def _mean_where(chance: Callable[[float], float], wanted: float, *, rising: bool) -> float:
    low, high = 1e-9, 100.0
    for _ in range(80):
        middle = (low + high) / 2
        if (chance(middle) < wanted) == rising:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _decimal(value: float) -> Decimal:
    return Decimal(value).quantize(_PLACES)
