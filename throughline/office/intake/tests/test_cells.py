"""What one cell may say, by table."""

from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughline.office.intake.reading import cells


@pytest.mark.parametrize(
    ("text", "mistakes"),
    [
        ("Friday 26th February 2024", 1),  # it was a Monday
        ("Monday 26th February 2024", 0),
        ("Fri 26 Feb 2024", 1),
        ("Mon. 26 Feb 2024", 0),
        ("Friday, the 26th of February, 2024", 1),
        ("friday February 26, 2024", 1),
        ("Friday 26/02/2024", 1),
        ("Monday 26.02.2024", 0),
        ("Friday 2024-02-26", 1),
        ("Thursday 30 February 2023", 1),  # no such day
        ("Thursday 29 February 2024", 0),
        ("Friday 26 February", 0),  # not a full date
        ("the bulletin says Friday but the date is a Monday", 0),
        ("Friday and then 26 February 2024", 0),  # not directly before
        ("Monday 5 February 2024 and Friday 26 February 2024 and Sunday 27 February 2024", 2),
        ("Sept 2024: Monday 2 Sept 2024, Tuesday 2 September 2024", 1),
        ("mayor 5 May 2024", 0),
    ],
)
def test_a_weekday_before_a_full_date_must_match_it(text: str, mistakes: int) -> None:
    assert len(cells.weekday_mistakes(text)) == mistakes


def test_the_mistake_says_which_day_it_was() -> None:
    assert cells.weekday_mistakes("on Friday 26th February 2024 at ten") == [
        "'Friday 26th February 2024' is a Monday. Correct the weekday or the date."
    ]


@pytest.mark.parametrize(
    ("read", "text", "value"),
    [
        (cells.number, "43.2", Decimal("43.2")),
        (cells.number, "-417", Decimal("-417")),
        (cells.money, "0", Decimal(0)),
        (cells.money, "146799.50", Decimal("146799.50")),
        (cells.share, "0", Decimal(0)),
        (cells.share, "100", Decimal(100)),
        (cells.counting, "12", 12),
        (cells.report_year, "2023-24", "2023-24"),
        (cells.report_year, "1999-00", "1999-00"),
        (cells.cycle, "2024", "2024"),
        (cells.period, "2024-03-31", "2024-03-31"),
        (cells.period, "2024-04", "2024-04"),
        (cells.period, "2022-23", "2022-23"),
        (cells.period, "2022", "2022"),
        (cells.moment, "2024-02-01T09:30", datetime(2024, 2, 1, 9, 30, tzinfo=ZoneInfo("Europe/London"))),
        (cells.moment, "2024-07-01 09:30", datetime(2024, 7, 1, 9, 30, tzinfo=ZoneInfo("Europe/London"))),
        (cells.places, "unlimited", "unlimited"),
        (cells.places, "0", 0),
        (cells.belongs_to, "priority 3", (3, "")),
        (cells.belongs_to, "section voice", (None, "voice")),
        (cells.listed, "a; b ;", ["a", "b"]),
        (cells.unit, "people (at least)", ("people", "at least")),
        (cells.unit, "children (about)", ("children", "about")),
        (cells.unit, "people (adults)", ("people (adults)", "")),
        (cells.source_precision, "section one (rounded)", "rounded"),
        (cells.source_precision, "section one (note)", ""),
        (cells.one_of(cells.SECTORS, "sector"), "Police", "police"),
    ],
)
def test_reads(read: Any, text: str, value: Any) -> None:
    assert read(text) == value


@pytest.mark.parametrize(
    ("read", "text"),
    [
        (cells.number, "1,234"),
        (cells.number, "n/a"),
        (cells.number, "£12"),
        (cells.number, "12%"),
        (cells.number, "1e5"),
        (cells.number, "NaN"),
        (cells.number, "٣"),
        (cells.number, "1.23456"),
        (cells.number, "9" * 21),
        (cells.number, "999999999999"),
        (cells.money, "-1"),
        (cells.money, "1.005"),
        (cells.share, "100.1"),
        (cells.share, "-0.1"),
        (cells.counting, "0"),
        (cells.counting, "1.5"),
        (cells.report_year, "2023-25"),
        (cells.report_year, "2023/24"),
        (cells.period, "2024-02-30"),
        (cells.period, "2024-13"),
        (cells.period, "2023-25"),
        (cells.period, "March 2024"),
        (cells.published, "2024-13"),
        (cells.published, "2024"),
        (cells.moment, "2024-02-01"),
        (cells.moment, "2024-02-30T09:30"),
        (cells.moment, "2024-02-01T25:00"),
        (cells.moment, "2024-03-31T01:30"),  # the clocks went forward
        (cells.moment, "0001-01-01T00:00"),
        (cells.places, "-1"),
        (cells.places, "some"),
        (cells.places, "1.5"),
        (cells.belongs_to, "3"),
        (cells.belongs_to, "section"),
        (cells.unit, "(about)"),
        (cells.name, "—"),
        (cells.slugged, "日本"),
        (cells.yes_or_no, "maybe"),
        (cells.one_of(cells.SECTORS, "sector"), "heath"),
    ],
)
def test_refuses(read: Any, text: str) -> None:
    with pytest.raises(cells.Wrong):
        read(text)


def test_an_unknown_sector_lists_the_known_ones() -> None:
    with pytest.raises(cells.Wrong, match=r"'heath' is not a known sector. Known: local authority, police, health, .*"):
        cells.one_of(cells.SECTORS, "sector")("heath")


@given(st.text())
@pytest.mark.parametrize(
    "read",
    [
        cells.number, cells.money, cells.share, cells.counting, cells.report_year, cells.cycle, cells.day, cells.period,
        cells.published, cells.moment, cells.places, cells.belongs_to, cells.listed, cells.unit, cells.source_precision,
        cells.yes_or_no, cells.name, cells.slugged, cells.weekday_mistakes,
    ],
)  # fmt: skip
def test_any_text_is_read_or_refused_in_words(read: Any, text: str) -> None:
    words = "fine."
    try:
        read(text)
    except cells.Wrong as wrong:
        words = str(wrong)
    assert words.endswith(".")
