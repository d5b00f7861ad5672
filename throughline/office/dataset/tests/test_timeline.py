"""Periods of returns and of official statistics on one line of time."""

from datetime import date

import pytest

from throughline.office.dataset.rules.timeline import Span, official_span, own_span, year_before


@pytest.mark.parametrize(
    ("period", "span"),
    [
        ("2024-03-31", Span(date(2024, 3, 31), "31 Mar 2024")),
        ("2023-24", Span(date(2024, 3, 31), "2023-24")),
        ("1999-00", Span(date(2000, 3, 31), "1999-00")),
        ("2023-24 Q1", Span(date(2023, 6, 30), "2023-24 Q1")),
        ("2023-24 Q3", Span(date(2023, 12, 31), "2023-24 Q3")),
        ("2023-24 Q4", Span(date(2024, 3, 31), "2023-24 Q4")),
        ("2023-24 Q1-Q3", Span(date(2023, 12, 31), "2023-24 Q1-Q3")),
        ("2024-02", Span(date(2024, 2, 29), "Feb 2024")),
        ("2022", Span(date(2022, 12, 31), "2022")),
        *((period, None) for period in ("", "soon", "2023-25 Q1", "2024-13", "2024-02-30", "0000", "2023-24 Q5")),
    ],
)
def test_an_own_period_ends_on_a_day(period: str, span: Span | None) -> None:
    assert own_span(period) == span


@pytest.mark.parametrize(
    ("period", "snapshot", "label", "before"),
    [
        ("2024", True, "Mar 2024", "2023"),
        ("2024", False, "2023-24", "2023"),
        ("202324", False, "2023-24", "2023"),
        ("2000", False, "1999-00", "1999"),
    ],
)
def test_an_official_year_ends_in_march(period: str, snapshot: bool, label: str, before: str) -> None:
    found = official_span(period, snapshot=snapshot)
    assert found is not None
    assert (found.label, found.ends.month, found.ends.day) == (label, 3, 31)
    assert year_before(period) == before


def test_what_is_no_official_period_has_no_place() -> None:
    assert [official_span(period, snapshot=True) for period in ("", "20245", "x", "0000", "9999")] == [None] * 5
    assert year_before("x") == ""
