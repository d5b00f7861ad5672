"""SPC-01 to SPC-04: against the reference's vectors, at the edges of each rule, and by property."""

import csv
from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughline.office.dataset.rules.spc import (
    Assurance,
    Cause,
    Direction,
    Judged,
    PointType,
    assurance,
    judge,
    point_type,
    variation,
)

VECTORS = Path(__file__).with_name("data") / "spc_vectors.csv"
SIX = Decimal("0.000001")
# Beside these, moving ranges are so wide that small values stay within the limits.
WILD_DOWN, WILD_UP = "-20 30 -20 30 -20 30", "30 -20 30 -20 30 -20"


def vectors() -> dict[str, list[dict[str, str]]]:
    found: defaultdict[str, list[dict[str, str]]] = defaultdict(list)
    with VECTORS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found[row["series"]].append(row)
    return dict(found)


def numbers(text: str) -> list[Decimal | None]:
    return [None if each == "-" else Decimal(each) for each in text.split()]


def judged(text: str, *, better: Direction = 1, screen: bool = False, rebase: Sequence[int] = ()) -> list[Judged]:
    """The points that have a value."""
    found = judge(numbers(text), better=better, screen_outliers=screen, rebase=rebase)
    return [each for each in found if each is not None]


def causes(text: str, *, rebase: Sequence[int] = ()) -> list[Cause]:
    return [each.cause for each in judged(text, rebase=rebase)]


@pytest.mark.parametrize("series", vectors())
def test_every_point_of_the_reference_has_its_limits_and_its_cause(series: str) -> None:
    rows = vectors()[series]
    better: Direction = {"1": 1, "-1": -1, "0": 0}[rows[0]["improvement_direction"]]
    found = judge(
        [Decimal(row["value"]) for row in rows], better=better, screen_outliers=rows[0]["screen_outliers"] == "TRUE"
    )
    for row, point in zip(rows, found, strict=True):
        assert point is not None
        assert point.limits.lower is not None
        assert point.limits.upper is not None
        assert (point.cause, point.point_type) == (row["special_cause"], row["point_type"])
        for mine, theirs in (
            (point.limits.mean, row["mean"]),
            (point.limits.lower, row["lower"]),
            (point.limits.upper, row["upper"]),
        ):
            assert abs(mine - Decimal(theirs)) < SIX


def test_limits_are_the_mean_and_2_66_moving_ranges() -> None:
    limits = judged("10 12 10 12")[0].limits
    assert (limits.mean, limits.lower, limits.upper) == (11, Decimal("5.68"), Decimal("16.32"))


def test_screened_a_range_of_3_267_means_or_more_is_left_out_once() -> None:
    text = "10 11 10 11 10 11 10 11 10 11 60"
    plain, screened = judged(text)[0].limits, judged(text, screen=True)[0].limits
    assert plain.mean == screened.mean
    assert screened.upper is not None
    assert plain.upper is not None
    assert abs(plain.upper - plain.mean - Decimal("2.66") * Decimal("5.8")) < SIX
    assert abs(screened.upper - screened.mean - Decimal("2.66")) < SIX


def test_SPC_01_a_point_on_its_limit_is_inside() -> None:
    """25 times up and down by 5 in 267 points: 266 ranges with the sum 500, so the limits are ±5 exactly."""
    on_the_limit = "0 5 0 -5 " * 25
    found = judged(on_the_limit + "0 " * 167)
    assert (found[0].limits.mean, found[0].limits.lower, found[0].limits.upper) == (0, -5, 5)
    assert {each.cause for each in found} == {Cause.COMMON}
    one_point_more = judged(on_the_limit + "0 " * 168)
    assert [one_point_more[1].cause, one_point_more[3].cause] == [Cause.ABOVE_LIMIT, Cause.BELOW_LIMIT]


def test_SPC_01_goes_before_the_other_causes() -> None:
    found = causes(f"{WILD_DOWN} 1 2 3 4 5 6 200")
    assert found[6:] == [*[Cause.RISING] * 6, Cause.ABOVE_LIMIT]


def test_SPC_02_seven_points_rise_six_do_not() -> None:
    assert causes(f"1 2 3 4 5 6 7 {WILD_DOWN}") == [Cause.RISING] * 7 + [Cause.COMMON] * 6
    assert set(causes(f"1 2 3 4 5 6 {WILD_DOWN}")) == {Cause.COMMON}


def test_SPC_02_an_equal_neighbour_ends_a_trend() -> None:
    assert set(causes(f"1 2 3 4 4 5 6 7 {WILD_DOWN}")) == {Cause.COMMON}


def test_SPC_02_where_a_trend_turns_the_shared_point_belongs_to_the_later_one() -> None:
    found = causes(f"1 2 3 4 5 6 7 6 5 4 3 2 1 {WILD_UP}")
    assert found[:13] == [Cause.RISING] * 6 + [Cause.FALLING] * 7


def test_SPC_02_two_rises_with_a_rest_between_are_both_rises() -> None:
    assert causes(f"1 2 3 4 5 6 7 7 8 9 10 11 12 13 {WILD_DOWN}")[:14] == [Cause.RISING] * 14


def test_SPC_03_needs_two_of_three_on_one_side() -> None:
    steady = "10 12 10 12 10 12 10 12 10 12"
    assert causes(f"{steady} 15.5 15.5 12")[-3:] == [Cause.TWO_IN_THREE_HIGH, Cause.TWO_IN_THREE_HIGH, Cause.COMMON]
    assert causes(f"12 {steady[3:]} 10 6.5 6.5 10")[-3:] == [
        Cause.TWO_IN_THREE_LOW,
        Cause.TWO_IN_THREE_LOW,
        Cause.COMMON,
    ]
    parted_by_the_other_side = judged(f"{steady} 18 10 18")
    last, upper = parted_by_the_other_side[-1], parted_by_the_other_side[-1].limits.upper
    assert upper is not None
    assert last.value - last.limits.mean > (upper - last.limits.mean) * 2 / 3
    assert {each.cause for each in parted_by_the_other_side} == {Cause.COMMON}


def test_SPC_04_seven_on_one_side_and_a_point_on_the_mean_ends_the_run() -> None:
    assert causes("9 5 9 5 9 5 9 11 15 11 15 11 15 11") == [Cause.SHIFT_LOW] * 7 + [Cause.SHIFT_HIGH] * 7
    assert set(causes("9 5 9 5 10 9 5 9 11 15 11 15 10 11 15 11")) == {Cause.COMMON}


def test_a_rebase_begins_limits_and_runs_again() -> None:
    found = judged("9 9 9 9 9 9 11 11 11 11 11 11", rebase=[6])
    assert [each.phase for each in found] == [0] * 6 + [1] * 6
    assert found[0].limits.mean == 9
    assert found[6].limits == found[11].limits
    assert found[6].limits.mean == 11
    assert {each.cause for each in found} == {Cause.COMMON}


def test_a_rebase_at_a_gap_begins_with_the_next_value_and_none_twice() -> None:
    found = judge(numbers("- 1 2 - - 5 6"), better=1, rebase=[0, 3, 4])
    assert [each and each.phase for each in found] == [None, 0, 0, None, None, 1, 1]


def test_a_period_without_a_value_stays_without_one() -> None:
    with_gap = judge(numbers("1 2 - 3 4 5 6 7"), better=1)
    assert with_gap[2] is None
    assert [each for each in with_gap if each] == judge(numbers("1 2 3 4 5 6 7"), better=1)


def test_one_point_has_a_mean_and_no_limits_and_none_has_nothing() -> None:
    (alone,) = judged("5")
    assert (alone.limits.mean, alone.limits.lower, alone.limits.upper, alone.cause) == (5, None, None, Cause.COMMON)
    assert judge([], better=1) == []
    assert judge([None], better=1) == [None]


@pytest.mark.parametrize("screen", [True, False])
def test_a_series_that_never_moves_is_common_cause(screen: bool) -> None:
    found = judged("0.1 0.1 0.1 0.1 0.1 0.1 0.1 0.1 0.1 0.1 0.1 0.1 0.1", screen=screen)
    assert {(e.cause, e.limits.lower, e.limits.upper) for e in found} == {
        (Cause.COMMON, Decimal("0.1"), Decimal("0.1"))
    }


@pytest.mark.parametrize(
    ("cause", "better", "expected"),
    [
        (Cause.COMMON, 1, PointType.COMMON),
        (Cause.ABOVE_LIMIT, 1, PointType.IMPROVEMENT),
        (Cause.ABOVE_LIMIT, -1, PointType.CONCERN),
        (Cause.FALLING, 1, PointType.CONCERN),
        (Cause.FALLING, -1, PointType.IMPROVEMENT),
        (Cause.RISING, 0, PointType.NEUTRAL_HIGH),
        (Cause.SHIFT_LOW, 0, PointType.NEUTRAL_LOW),
    ],
)
def test_what_a_cause_means_depends_on_which_way_is_better(
    cause: Cause, better: Direction, expected: PointType
) -> None:  # fmt: skip
    assert point_type(cause, better) is expected


@pytest.mark.parametrize(
    ("text", "better", "code", "says"),
    [
        ("10 12 10 12", 1, "common", "Common cause: no significant change, the values vary as they usually do."),
        (WILD_DOWN + " 1 2 3 4 5 6 7", 1, "improving_high", "Special cause of improvement: higher values;"
         " the latest is one of seven or more rising points."),
        (WILD_DOWN + " 1 2 3 4 5 6 7", -1, "concerning_high", "Special cause of concern: higher values;"
         " the latest is one of seven or more rising points."),
        (WILD_UP + " 7 6 5 4 3 2 1", -1, "improving_low", "Special cause of improvement: lower values;"
         " the latest is one of seven or more falling points."),
        (WILD_UP + " 7 6 5 4 3 2 1", 1, "concerning_low", "Special cause of concern: lower values;"
         " the latest is one of seven or more falling points."),
        (WILD_UP + " 7 6 5 4 3 2 1 -", 0, "neutral_low", "Special cause, neither better nor worse: lower values;"
         " the latest is one of seven or more falling points."),
    ],
)  # fmt: skip
def test_the_variation_icon_is_about_the_latest_point(text: str, better: Direction, code: str, says: str) -> None:
    icon = variation(judge(numbers(text), better=better))
    assert icon is not None
    assert (icon.code, icon.said) == (code, says)
    assert variation([None]) is None


@pytest.mark.parametrize(
    ("target", "better", "expected"),
    [
        ("5.67", 1, Assurance.PASSES), ("5.68", 1, Assurance.HIT_OR_MISS), ("11", 1, Assurance.HIT_OR_MISS),
        ("16.32", 1, Assurance.HIT_OR_MISS), ("16.33", 1, Assurance.FAILS),
        ("5.67", -1, Assurance.FAILS), ("16.33", -1, Assurance.PASSES),
    ],
)  # fmt: skip
def test_the_assurance_icon_is_about_the_limits(target: str, better: Direction, expected: Assurance) -> None:
    icon = assurance(judged("10 12 10 12", better=better), Decimal(target), better)
    assert icon is not None
    assert icon.code == expected


def test_there_is_no_assurance_without_a_target_a_direction_or_limits() -> None:
    points = judged("10 12 10 12")
    assert assurance(points, None, 1) is None
    assert assurance(points, Decimal(1), 0) is None
    assert assurance(judged("5"), Decimal(1), 1) is None
    assert assurance([], Decimal(1), 1) is None


VALUES = st.lists(st.decimals(0, 50, places=1), min_size=1, max_size=40)


def of(values: Sequence[Decimal], *, better: Direction = 1, screen: bool = True) -> list[Judged]:
    return [each for each in judge(values, better=better, screen_outliers=screen) if each is not None]


@given(VALUES, st.decimals(-1000, 1000, places=2), st.booleans())
def test_moving_every_value_moves_the_limits_and_changes_no_cause(
    values: list[Decimal], by: Decimal, screen: bool
) -> None:
    before, after = of(values, screen=screen), of([value + by for value in values], screen=screen)
    assert [each.cause for each in before] == [each.cause for each in after]
    assert abs(after[0].limits.mean - before[0].limits.mean - by) < SIX


@given(VALUES, st.sampled_from([Decimal(3), Decimal("0.01"), Decimal(100)]))
def test_another_unit_changes_no_cause(values: list[Decimal], by: Decimal) -> None:
    assert [each.cause for each in of(values)] == [each.cause for each in of([value * by for value in values])]


@given(VALUES)
def test_turned_upside_down_what_was_high_is_low(values: list[Decimal]) -> None:
    turned = of([-value for value in values], better=-1)
    for here, there in zip(of(values, better=1), turned, strict=True):
        assert here.cause.heading == -there.cause.heading
        assert here.point_type == there.point_type


@given(VALUES)
def test_read_backwards_the_limits_and_the_flagged_points_are_the_same(values: list[Decimal]) -> None:
    there, back = of(values), of(values[::-1])[::-1]
    assert [each.limits for each in there] == [each.limits for each in back]
    assert [each.cause is Cause.COMMON for each in there] == [each.cause is Cause.COMMON for each in back]


@given(VALUES, VALUES)
def test_a_phase_is_judged_as_if_it_were_alone(one: list[Decimal], other: list[Decimal]) -> None:
    together = judge([*one, *other], better=1, rebase=[len(one)])
    assert [each and (each.cause, each.limits) for each in together] == [
        (each.cause, each.limits) for each in [*of(one), *of(other)]
    ]
