"""Rates, intervals and standings: against published figures and tables, at their edges, and by property."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughline.foundation.figures.formulas import rounded
from throughline.foundation.figures.rates import (
    Interval,
    Population,
    Rate,
    benchmark,
    funnel_limits,
    proportion_interval,
    rate,
    rate_interval,
    rate_ratio,
    standing,
)

FIRST = Population(66_687, "ONS mid-year estimate", "mid-2023, first release")
RESTATED = Population(67_048, "ONS mid-year estimate", "mid-2023, restated")
OWN = Population(65_289, "the partnership's own", "2023-24")

# Children with a protection plan at 31 March 2023 and children of mid-2022; rates of children looked after at 31 March
# 2023. Department for Education (d4_cpps_at31march_by_category_of_abuse_2013_to_2024,
# cla_number_and_rate_per_10k_children) and ONS, Open Government Licence v3.0. Medway's ten neighbours, model of 2021.
PLANS_2023 = {
    "Swindon": (196, 52152), "Telford and Wrekin": (241, 42358), "Dudley": (242, 69051),
    "Southend-on-Sea": (112, 38186), "Kent": (1333, 343294), "Thurrock": (107, 44804),
    "West Northamptonshire": (359, 93509), "Rotherham": (395, 57205), "Havering": (261, 60051),
    "North Northamptonshire": (266, 79966),
}  # fmt: skip
LOOKED_AFTER_2023 = [65, 107, 85, 81, 56, 65, 74, 95, 40, 68]


def of(count: int, population: int = 10_000) -> Rate:
    found = rate(count, Population(population, "", ""))
    assert found is not None
    return found


def one_place(interval: Interval) -> tuple[Decimal, Decimal]:
    return rounded(interval.low), rounded(interval.high)


def test_each_rate_keeps_the_denominator_it_was_computed_with() -> None:
    shown = [(r.shown, r.population.vintage) for r in (rate(281, FIRST), rate(281, RESTATED), rate(290, OWN)) if r]
    assert shown == [
        (Decimal("42.1"), "mid-2023, first release"), (Decimal("41.9"), "mid-2023, restated"),
        (Decimal("44.4"), "2023-24"),
    ]  # fmt: skip


def test_what_is_not_known_has_no_rate_and_nought_has_one() -> None:
    assert rate(None, FIRST) is rate(281, None) is rate(1, Population(0, "", "")) is None
    assert of(0).value == 0
    with pytest.raises(ValueError, match="from 0 up"):
        rate(-1, FIRST)


def test_the_neighbours_of_2023_by_mean_and_by_median() -> None:
    rates = {name: of(*given_).shown for name, given_ in PLANS_2023.items()}
    mean, median = benchmark(rates, "mean"), benchmark(rates, "median")
    assert mean is not None
    assert median is not None
    assert (rounded(mean.value), rounded(median.value)) == (Decimal("40.6"), Decimal("38.0"))
    looked_after = {str(n): Decimal(value) for n, value in enumerate(LOOKED_AFTER_2023)}
    both = [benchmark(looked_after, "mean"), benchmark(looked_after, "median")]
    assert [each and rounded(each.value) for each in both] == [Decimal("73.6"), Decimal("71.0")]


def test_a_benchmark_says_who_had_no_value() -> None:
    found = benchmark({"Kent": Decimal(38), "Bury": None, "Dudley": Decimal(35)}, "median")
    assert found is not None
    assert (found.value, found.areas, found.missing) == (Decimal("36.5"), ("Kent", "Dudley"), ("Bury",))
    assert benchmark({"Bury": None}, "mean") is None


@pytest.mark.parametrize(
    ("count", "low", "high", "method"),
    [
        # Exact limits: Pearson and Hartley, Biometrika Tables for Statisticians, table 40. Byar's: by hand.
        (0, "0.000", "3.689", "exact Poisson"), (1, "0.025", "5.572", "exact Poisson"),
        (5, "1.623", "11.668", "exact Poisson"), (9, "4.115", "17.085", "exact Poisson"),
        (10, "4.787", "18.391", "Byar's method"), (100, "81.362", "121.628", "Byar's method"),
    ],
)  # fmt: skip
def test_the_interval_of_a_count(count: int, low: str, high: str, method: str) -> None:
    found = rate_interval(of(count))
    thousandth = Decimal("0.001")
    assert (rounded(found.low, thousandth), rounded(found.high, thousandth)) == (Decimal(low), Decimal(high))
    assert found.method == f"95% confidence, {method}"


def test_the_interval_of_medways_rate_is_in_its_unit() -> None:
    found = rate(281, FIRST)
    assert found is not None
    assert one_place(rate_interval(found)) == (Decimal("37.4"), Decimal("47.4"))


@pytest.mark.parametrize(
    ("part", "whole", "low", "high"),
    [
        # Newcombe, "Two-sided confidence intervals for the single proportion", Statistics in Medicine 17 (1998).
        (81, 263, "0.2553", "0.3662"), (15, 148, "0.0624", "0.1605"), (0, 20, "0.0000", "0.1611"),
        (1, 29, "0.0061", "0.1718"), (29, 29, "0.8830", "1.0000"),
    ],
)  # fmt: skip
def test_the_interval_of_a_share(part: int, whole: int, low: str, high: str) -> None:
    found = proportion_interval(part, whole, per=1)
    places = Decimal("0.0001")
    assert (rounded(found.low, places), rounded(found.high, places)) == (Decimal(low), Decimal(high))


@pytest.mark.parametrize(("part", "whole"), [(-1, 5), (6, 5), (0, 0)])
def test_a_share_of_nobody_or_of_more_than_everybody_is_refused(part: int, whole: int) -> None:
    with pytest.raises(ValueError, match="A share is a part"):
        proportion_interval(part, whole)


@given(st.integers(0, 5000), st.integers(1, 100_000))
def test_a_rate_lies_within_its_interval_and_more_confidence_is_wider(count: int, population: int) -> None:
    found = of(count, population)
    narrow, wide = rate_interval(found), rate_interval(found, 0.998)
    assert wide.low <= narrow.low <= found.value + Decimal("1e-8")
    assert found.value <= narrow.high <= wide.high


@given(st.integers(0, 300), st.integers(1, 300))
def test_a_share_lies_within_its_interval_and_that_within_nobody_and_everybody(part: int, whole: int) -> None:
    if part <= whole:
        found = proportion_interval(part, whole)
        assert 0 <= found.low <= Decimal(part * 100) / whole + Decimal("1e-8")
        assert Decimal(part * 100) / whole - Decimal("1e-8") <= found.high <= 100


def test_disproportionality_is_the_ratio_of_two_rates() -> None:
    found = rate_ratio(of(40, 5000), of(100, 25000))
    assert found is not None
    assert found.value == 2
    # exp(1.959964 × √(1/40 + 1/100)) = 1.4430
    assert (rounded(found.interval.low, Decimal("0.01")), rounded(found.interval.high, Decimal("0.01"))) == (
        Decimal("1.39"), Decimal("2.89"),
    )  # fmt: skip
    assert found.differs
    alike = rate_ratio(of(11, 1000), of(10, 1000))
    assert alike is not None
    assert not alike.differs
    assert rate_ratio(of(0), of(5)) is rate_ratio(of(5), of(0)) is None


def test_a_ratio_turned_round_is_its_inverse() -> None:
    there, back = rate_ratio(of(12, 900), of(30, 4000)), rate_ratio(of(30, 4000), of(12, 900))
    assert there is not None
    assert back is not None
    assert abs(there.value * back.value - 1) < Decimal("1e-8")
    assert abs(there.interval.low * back.interval.high - 1) < Decimal("1e-8")


def test_rank_and_quartile_by_which_way_is_better_and_equals_share_a_rank() -> None:
    values = {name: Decimal(n) for n, name in enumerate("abcdefgh", start=1)} | {"i": None, "h": Decimal(7)}
    highest, lowest, tied = standing(values, "a"), standing(values, "a", better=-1), standing(values, "h", better=1)
    assert highest is not None
    assert lowest is not None
    assert tied is not None
    assert (highest.rank, highest.of, highest.quartile) == (8, 8, 4)
    assert (lowest.rank, lowest.quartile) == (1, 1)
    assert (tied.rank, tied.quartile) == (1, 1)
    assert standing(values, "g", better=1) == tied
    assert standing(values, "i") is standing(values, "nowhere") is None


@pytest.mark.slow
@given(st.integers(10_000, 400_000), st.decimals(5, 300, places=1))
def test_funnel_limits_lie_about_the_overall_rate_and_narrow_as_areas_grow(size: int, overall: Decimal) -> None:
    (_, low, high), (_, lower, higher) = funnel_limits(overall, [size, size * 4])
    assert 0 <= low < float(overall) < high
    assert higher - lower < high - low


def test_funnel_limits_at_known_expectations() -> None:
    """20 expected: the Poisson chances of 11 or fewer and 12 or fewer lie about 2.5% (0.0214, 0.0390), those of 28 and
    29 about 97.5% (0.9657, 0.9782)."""
    ((size, low, high),) = funnel_limits(Decimal(20), [10_000])
    assert size == 10_000
    assert 11 < low < 12
    assert 28 < high < 29
    with pytest.raises(ValueError, match="above 0"):
        funnel_limits(Decimal(0), [1])
