"""The arithmetic: Decimal, half up, nothing from nothing."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughline.foundation.figures.formulas import change, rate_per_10000, rounded, share, total

counts = st.integers(0, 10**9).map(Decimal)


@pytest.mark.parametrize(("count", "rate"), [(290, "44.4"), (475, "72.8"), (0, "0.0"), (281, "43.0")])
def test_rates_of_the_published_year(count: int, rate: str) -> None:
    worked = rate_per_10000(Decimal(count), Decimal(65289))
    assert (worked.value, worked.numerator, worked.denominator) == (Decimal(rate), Decimal(count), Decimal(65289))
    assert worked.formula == "count ÷ population × 10,000, rounded to one decimal"


def test_rounding_is_half_up_away_from_zero_and_not_to_even() -> None:
    assert [rounded(Decimal(x)) for x in ("44.45", "44.35", "-44.45", "0.05")] == [
        Decimal(x) for x in ("44.5", "44.4", "-44.5", "0.1")
    ]


def test_what_is_not_known_makes_nothing_and_never_nought() -> None:
    one = Decimal(1)
    assert rate_per_10000(None, one).value is None
    assert rate_per_10000(one, None).value is None
    assert rate_per_10000(one, Decimal(0)).value is None
    assert share(one, Decimal(0)).value is None
    assert change(None, one).value is None
    assert change(one, None).value is None
    assert total([]).value is None
    assert total([one, None]).value is None


def test_change_and_total() -> None:
    assert change(Decimal(290), Decimal(288)).value == 2
    assert change(Decimal(0), Decimal(3)).value == -3
    assert total([Decimal(1), Decimal("2.5")]).value == Decimal("3.5")


@given(counts, counts.filter(bool))
def test_a_ratio_is_the_exact_one_rounded(part: Decimal, whole: Decimal) -> None:
    exact = Fraction(part) * 100 / Fraction(whole)
    worked = share(part, whole).value
    assert worked is not None
    assert -Fraction(1, 20) < Fraction(worked) - exact <= Fraction(1, 20)
