"""Periods of one series that make up others: months a quarter, quarters a year, and both what is counted since the year
began. Whoever reads two of them can subtract, so small numbers are hidden with these sums in view. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

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
        inside = self.first <= other.first and other.end <= self.end
        return self.year == other.year and inside and other.long < self.long


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
    placed = {found: counts[period] for period in sorted(counts) if (found := _stretch(period)) is not None}
    sums = []
    for whole, total in placed.items():
        inside = [each for each in placed if whole.holds(each)]
        months = [each for each in inside if each.long == 1]
        quarters = [each for each in inside if each.long == 3]
        since = max((each for each in inside if each.first == 0 and each.long > 3), default=None)
        ways = {MONTHS: months, QUARTERS: quarters}
        if since is not None:
            ways[SO_FAR] = [since, *(each for each in quarters if each.first >= since.end)]
        sums += [
            Whole(total, tuple(placed[each] for each in sorted(parts)), name) for name, parts in ways.items() if parts
        ]
    return sums
