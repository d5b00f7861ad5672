import datetime as dt
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from throughline.foundation.ui import formats

MONDAY = dt.date(2024, 2, 26)


def test_days() -> None:
    assert formats.day(MONDAY) == "26 February 2024"
    assert formats.weekday(MONDAY) == "Monday 26 February 2024"
    assert formats.month(MONDAY) == "February 2024"


def test_a_moment_is_told_in_london_time() -> None:
    late = dt.datetime(2024, 6, 30, 23, 30, tzinfo=ZoneInfo("UTC"))
    assert formats.moment(late) == "1 July 2024 at 12:30am"
    assert formats.day(late) == "1 July 2024"


@pytest.mark.parametrize(
    ("hour", "minute", "written"),
    [(9, 30, "9:30am"), (14, 0, "2pm"), (12, 0, "midday"), (0, 0, "midnight"), (12, 5, "12:05pm"), (0, 5, "12:05am")],
)
def test_times(hour: int, minute: int, written: str) -> None:
    assert formats.clock(dt.time(hour, minute)) == written


@pytest.mark.parametrize(
    ("last", "written"),
    [
        (dt.date(2024, 2, 26), "26 February 2024"),
        (dt.date(2024, 2, 28), "26 to 28 February 2024"),
        (dt.date(2024, 3, 1), "26 February to 1 March 2024"),
        (dt.date(2025, 2, 26), "26 February 2024 to 26 February 2025"),
    ],
)
def test_day_ranges(last: dt.date, written: str) -> None:
    assert formats.day_range(MONDAY, last) == written


@pytest.mark.parametrize(
    ("value", "places", "written"),
    [
        (1946, None, "1,946"),
        (Decimal("72.80"), None, "72.8"),
        (Decimal("1E+3"), None, "1,000"),
        (44.35, 1, "44.4"),
        (Decimal("0.5"), 0, "1"),
        (-3, None, "−3"),
        (0, None, "0"),
        (100, None, "100"),
        (None, None, "not available"),
    ],
)
def test_numbers(value: float | None, places: int | None, written: str) -> None:
    assert formats.number(value, places) == written


@pytest.mark.parametrize(
    ("count", "words", "written"),
    [
        (0, ("place",), "0 places"),
        (1, ("place",), "1 place"),
        (1200, ("person", "people"), "1,200 people"),
        (1, ("person", "people"), "1 person"),
        (Decimal("1.50"), ("hour",), "1.5 hours"),
    ],
)
def test_counts_with_what_they_count(count: int | Decimal, words: tuple[str, ...], written: str) -> None:
    assert formats.counted(count, *words) == written


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (146799, "£146,799"),
        (Decimal("12.5"), "£12.50"),
        (-3, "−£3"),
        (Decimal("0.004"), "£0"),
        (None, "not available"),
    ],
)
def test_money(value: float | None, written: str) -> None:
    assert formats.money(value) == written


def test_the_rest() -> None:
    assert formats.percent(Decimal("99.9")) == "99.9%"
    assert formats.percent(None) == "not available"
    assert formats.number_range(1, 5) == "1–5"
    assert [formats.file_size(size) for size in (1, 312, 45_000, 999_499, 999_500, 1_234_567)] == [
        "1 byte", "312 bytes", "45 KB", "999 KB", "1.0 MB", "1.2 MB",
    ]  # fmt: skip
    assert formats.dialled("01634 334 466") == "01634334466"
    assert formats.dialled("+44 (0)1634") == "+4401634"
