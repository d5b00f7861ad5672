"""The arithmetic of derived figures: Decimal only, rounded half up, each with the words of its formula. Pure.

Nothing known makes nothing: an input that is None (not available), or a denominator of 0, gives None, never 0.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

ONE_PLACE = Decimal("0.1")


@dataclass(frozen=True)
class Worked:
    """A value with what went in. `formula` says how in words, without the numbers: they may not be shown."""

    value: Decimal | None
    formula: str
    numerator: Decimal | None = None
    denominator: Decimal | None = None


def rounded(value: Decimal, step: Decimal = ONE_PLACE) -> Decimal:
    """Half up, away from zero: 44.45 → 44.5, −44.45 → −44.5."""
    return value.quantize(step, rounding=ROUND_HALF_UP)


def _ratio(numerator: Decimal | None, denominator: Decimal | None, times: int) -> Decimal | None:
    if numerator is None or denominator is None or denominator <= 0:
        return None
    return rounded(numerator * times / denominator)


def rate_per_10000(count: Decimal | None, population: Decimal | None) -> Worked:
    """To one decimal: 290 of 65,289 is 44.4."""
    formula = "count ÷ population × 10,000, rounded to one decimal"
    return Worked(_ratio(count, population, 10_000), formula, count, population)


def share(part: Decimal | None, whole: Decimal | None) -> Worked:
    """Percent of the whole to one decimal: 146,799 of 211,117 is 69.5."""
    return Worked(_ratio(part, whole, 100), "part ÷ whole × 100, rounded to one decimal", part, whole)


def change(now: Decimal | None, before: Decimal | None) -> Worked:
    """How much more (or less, below 0) than before, in the same unit."""
    known = now is not None and before is not None
    return Worked(now - before if known else None, "this year − the year before")  # type: ignore[operator]


def total(parts: Iterable[Decimal | None]) -> Worked:
    """The sum; None when a part is not available or there is none."""
    every = list(parts)
    known = [part for part in every if part is not None]
    value = sum(known, Decimal(0)) if known and len(known) == len(every) else None
    return Worked(value, "the sum of the parts")
