"""Periods of one series that make up others: months a quarter, quarters a year, and both what is counted since the year
began. Whoever reads two of them can subtract, so small numbers are hidden with these sums in view. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from throughline.foundation.figures import periods
from throughline.office.dataset.rules.releasing import Whole

MONTHS, QUARTERS, SO_FAR = "months", "quarters", "so far"


@dataclass(frozen=True, order=True)
class _Stretch:
    """Months of a year from April: `first` up to, not including, `end`."""

    year: int
    first: int
    end: int

    @property
    def long(self) -> int:
        return self.end - self.first

    def holds(self, other: "_Stretch") -> bool:
        return self.first <= other.first and other.end <= self.end and other.long < self.long


@lru_cache(1_000)  # a feed has the same periods of every indicator
def _stretch(period: str) -> _Stretch | None:
    quarter, month = periods.quarter_of(period), periods.month_of(period)
    if quarter:
        year, number, since = quarter
        return _Stretch(int(year[:4]), 0 if since else 3 * (number - 1), 3 * number)
    if month:
        first = (month.month - 4) % 12
        return _Stretch(month.year - (month.month < 4), first, first + 1)
    return _Stretch(int(period[:4]), 0, 12) if periods.spans_two_years(period) else None


def sums_in_time(counts: Mapping[str, tuple[str, int]]) -> list[Whole]:
    """`counts`: period → (key, count) of one flow, counted within each period."""
    years: dict[int, dict[_Stretch, tuple[str, int]]] = {}
    for period in sorted(counts):
        found = _stretch(period)
        if found is not None:
            years.setdefault(found.year, {})[found] = counts[period]
    several = [placed for placed in years.values() if len({each.long for each in placed}) > 1]
    return [each for placed in several for each in _of_a_year(placed)]


def _of_a_year(placed: Mapping[_Stretch, tuple[str, int]]) -> Iterator[Whole]:
    for whole, total in placed.items():
        inside = [each for each in placed if whole.holds(each)]
        months = [each for each in inside if each.long == 1]
        quarters = [each for each in inside if each.long == 3]
        since = max((each for each in inside if each.first == 0 and each.long > 3), default=None)
        ways = {MONTHS: months, QUARTERS: quarters}
        if since is not None:
            ways[SO_FAR] = [since, *(each for each in quarters if each.first >= since.end)]
        for name, parts in ways.items():
            if parts:
                yield Whole(total, tuple(placed[each] for each in sorted(parts)), name)
