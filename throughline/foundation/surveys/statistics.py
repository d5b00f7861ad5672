"""The change between two answers of the same people. Pure.

The interval is Student's for the mean of paired differences: mean ± t(0.975, n - 1) · s / √n. It says how far the mean
may be off by chance if these people stand for others like them; it proves no cause.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class PairedChange:
    """`pairs` people answered both times. Means are None without pairs; the interval needs two pairs.

    `improved` counts the pairs whose later answer is higher.
    """

    pairs: int
    before: float | None
    after: float | None
    mean: float | None
    low: float | None
    high: float | None
    improved: int


def paired_change(pairs: Sequence[tuple[float, float]]) -> PairedChange:
    """pairs: (before, after) of each person who answered both."""
    n = len(pairs)
    if n == 0:
        return PairedChange(0, None, None, None, None, None, 0)
    differences = [after - before for before, after in pairs]
    mean = math.fsum(differences) / n
    low = high = None
    if n > 1:
        spread = math.sqrt(math.fsum((d - mean) ** 2 for d in differences) / (n - 1))
        reach = t_quantile(n - 1) * spread / math.sqrt(n)
        low, high = mean - reach, mean + reach
    return PairedChange(
        pairs=n,
        before=math.fsum(b for b, _ in pairs) / n,
        after=math.fsum(a for _, a in pairs) / n,
        mean=mean,
        low=low,
        high=high,
        improved=sum(d > 0 for d in differences),
    )


def t_quantile(freedom: int, confidence: float = 0.95) -> float:
    """t such that Student's distribution with `freedom` degrees has `confidence` between -t and t.

    By halving the interval on the closed form for whole degrees of freedom (Abramowitz and Stegun, 26.7.3 and 26.7.4).
    """
    if freedom < 1:
        raise ValueError("Student's distribution needs at least one degree of freedom.")
    low, high = 0.0, math.pi / 2
    for _ in range(80):
        middle = (low + high) / 2
        low, high = (middle, high) if _between(middle, freedom) < confidence else (low, middle)
    return math.tan((low + high) / 2) * math.sqrt(freedom)


def _between(angle: float, freedom: int) -> float:
    """The share between -t and t, where angle = atan(t / √freedom)."""
    sine, cosine = math.sin(angle), math.cos(angle)
    odd = freedom % 2
    if odd and freedom == 1:
        return 2 * angle / math.pi
    term = total = cosine if odd else 1.0
    for k in range(3 if odd else 2, freedom - 1, 2):
        term *= cosine * cosine * (k - 1) / k
        total += term
    return (angle + sine * total) * 2 / math.pi if odd else sine * total
