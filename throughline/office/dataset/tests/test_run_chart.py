from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughline.office.dataset.rules.run_chart import run_chart

UP, DOWN, HIGH, LOW = "rising trend", "falling trend", "shift above the median", "shift below the median"


def signals(text: str) -> list[str]:
    return list(run_chart([None if each == "-" else Decimal(each) for each in text.split()]).signals)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("5 3 4 5 6 7 1", ["", UP, UP, UP, UP, UP, ""]),
        ("5 4 5 6 7 1", [""] * 6),
        ("5 3 4 4 5 - 6 7 1", ["", UP, UP, UP, UP, "", UP, UP, ""]),
        ("1 7 6 5 4 3 9", ["", DOWN, DOWN, DOWN, DOWN, DOWN, ""]),
        ("1 2 3 4 5 4 3 2 1", [UP, UP, UP, UP, DOWN, DOWN, DOWN, DOWN, DOWN]),
    ],
)
def test_RC_02_five_points_rise_or_fall_and_equal_ones_count_once(text: str, expected: list[str]) -> None:
    assert signals(text) == expected


def test_RC_01_six_on_one_side_and_a_point_on_the_median_neither_counts_nor_breaks() -> None:
    assert signals("9 8 9 5 8 9 8 1 2 1 2 1 2") == [HIGH] * 3 + [""] + [HIGH] * 3 + [LOW] * 6
    assert set(signals("9 8 9 8 9 1 2 1 2 1")) == {""}


def test_a_series_without_values_or_with_one() -> None:
    assert run_chart([None, None]).median is None
    assert signals("- -") == ["", ""]
    assert signals("4") == [""]


@given(st.lists(st.integers(0, 9).map(Decimal), max_size=25))
def test_upside_down_every_signal_is_its_opposite(values: list[Decimal]) -> None:
    opposite = {UP: DOWN, DOWN: UP, HIGH: LOW, LOW: HIGH, "": ""}
    there, back = run_chart(values), run_chart([-value for value in values])
    shifted = [(a, b) for a, b in zip(there.signals, back.signals, strict=True) if "shift" in a + b]
    assert all(opposite[a] == b for a, b in shifted)
    assert [bool(a) for a in there.signals] == [bool(b) for b in back.signals]
