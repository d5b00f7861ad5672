from datetime import UTC, date, datetime, timedelta

import pytest
from govuk_bank_holidays.bank_holidays import BankHolidays
from hypothesis import given, settings
from hypothesis import strategies as st

from throughline.foundation.statute.calendars import (
    BankHoliday,
    WorkingCalendar,
    is_weekend,
    read_calendar,
    working_calendar,
)
from throughline.foundation.statute.errors import CalendarHorizon, InvalidData

ENGLAND = working_calendar("england-and-wales")
DAYS = st.dates(ENGLAND.first_day, ENGLAND.last_day)

SNAPSHOT = """
id = "somewhere"
name = "Somewhere"
source = "A test"
taken_on = 2024-01-01
first_day = 2024-01-01
last_day = 2024-01-31
[bank_holidays]
2024-01-01 = "New Year's Day"
2024-01-06 = "A holiday on a Saturday"
"""


def test_the_snapshot_is_what_the_package_bundles() -> None:
    package = BankHolidays(locale="en", use_cached_holidays=True).get_holidays(division="england-and-wales")
    expected = {}
    for holiday in package:
        suffix = " (substitute day)" if holiday["notes"] == "Substitute day" else ""
        expected[holiday["date"]] = holiday["title"].replace("’", "'") + suffix
    assert dict(ENGLAND.bank_holidays) == expected


def easter_sunday(year: int) -> date:
    """Anonymous Gregorian computus (Meeus/Jones/Butcher)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


def monday_from(day: date) -> date:
    return day + timedelta(days=-day.weekday() % 7)


def weekday_substitutes(*days: date) -> set[date]:
    found: set[date] = set()
    for day in days:
        while day.weekday() >= 5 or day in found:
            day += timedelta(days=1)
        found.add(day)
    return found


# Proclaimed for one year: what was moved away, what came instead or in addition.
PROCLAIMED = {
    2012: ({date(2012, 5, 28)}, {date(2012, 6, 4), date(2012, 6, 5)}),
    2020: ({date(2020, 5, 4)}, {date(2020, 5, 8)}),
    2022: ({date(2022, 5, 30)}, {date(2022, 6, 2), date(2022, 6, 3), date(2022, 9, 19)}),
    2023: (set(), {date(2023, 5, 8)}),
}


@pytest.mark.parametrize("year", range(2012, 2029))
def test_the_snapshot_is_complete_in_every_year(year: int) -> None:
    easter = easter_sunday(year)
    standing = {
        easter - timedelta(days=2),
        easter + timedelta(days=1),
        monday_from(date(year, 5, 1)),
        monday_from(date(year, 5, 25)),
        monday_from(date(year, 8, 25)),
        *weekday_substitutes(date(year, 1, 1)),
        *weekday_substitutes(date(year, 12, 25), date(year, 12, 26)),
    }
    moved, added = PROCLAIMED.get(year, (set(), set()))
    assert {day for day in ENGLAND.bank_holidays if day.year == year} == (standing - moved) | added


def test_the_snapshot_says_what_it_is() -> None:
    assert (ENGLAND.id, ENGLAND.name) == ("england-and-wales", "England and Wales")
    assert ENGLAND.version == "england-and-wales 2026-11-22"
    assert (ENGLAND.first_day, ENGLAND.last_day) == (date(2012, 1, 1), date(2028, 12, 31))


@pytest.mark.parametrize(
    ("day", "working"),
    [
        (date(2024, 3, 28), True),
        (date(2024, 3, 29), False),  # Good Friday
        (date(2024, 3, 30), False),
        (date(2024, 3, 31), False),
        (date(2024, 4, 1), False),  # Easter Monday
        (date(2024, 4, 2), True),
        (date(2024, 12, 24), True),
        (date(2024, 12, 25), False),
    ],
)
def test_working_days(day: date, working: bool) -> None:
    assert ENGLAND.is_working_day(day) is working


def test_a_bank_holiday_has_its_name() -> None:
    assert ENGLAND.bank_holiday(date(2023, 5, 8)) == "Bank holiday for the coronation of King Charles III"
    assert ENGLAND.bank_holiday(date(2023, 5, 9)) is None


@pytest.mark.parametrize("day", [date(2011, 12, 31), date(2029, 1, 1)])
def test_outside_the_snapshot_nothing_is_guessed(day: date) -> None:
    said = (
        "The bank holidays of England and Wales are known here from 1 January 2012 to 31 December 2028. "
        f"{day.day} {day:%B} {day.year} is outside that, so working days cannot be counted."
    )
    for ask in (ENGLAND.is_working_day, ENGLAND.bank_holiday, lambda day: ENGLAND.count(day, 1)):
        with pytest.raises(CalendarHorizon) as caught:
            ask(day)
        assert str(caught.value) == said


def test_a_count_that_runs_past_the_horizon_raises() -> None:
    # 29 December 2028 is the last working day that is known.
    assert ENGLAND.count(date(2028, 12, 28), 1).counted == (date(2028, 12, 29),)
    with pytest.raises(CalendarHorizon) as caught:
        ENGLAND.count(date(2028, 12, 28), 2)
    assert str(caught.value) == (
        "2 working days from 28 December 2028 run past 31 December 2028, the last day for which the bank holidays of "
        "England and Wales are known here. No due day can be given."
    )
    with pytest.raises(CalendarHorizon):
        ENGLAND.count(date(2028, 12, 31), 1)
    with pytest.raises(CalendarHorizon):
        ENGLAND.count(date.max, 1)


def test_a_count_says_what_it_left_out() -> None:
    count = ENGLAND.count(date(2024, 3, 28), 2)
    assert count.counted == (date(2024, 4, 2), date(2024, 4, 3))
    assert count.weekend_days == (date(2024, 3, 30), date(2024, 3, 31))
    assert count.bank_holidays == (
        BankHoliday(date(2024, 3, 29), "Good Friday"),
        BankHoliday(date(2024, 4, 1), "Easter Monday"),
    )


def test_a_holiday_at_a_weekend_is_left_out_once() -> None:
    count = read_calendar(SNAPSHOT).count(date(2024, 1, 5), 1)
    assert count.counted == (date(2024, 1, 8),)
    assert count.weekend_days == (date(2024, 1, 6), date(2024, 1, 7))
    assert count.bank_holidays == ()


@pytest.mark.parametrize("days", [0, -1])
def test_less_than_a_day_cannot_be_counted(days: int) -> None:
    with pytest.raises(ValueError, match="At least one working day"):
        ENGLAND.count(date(2024, 3, 22), days)


def test_a_moment_is_not_a_day() -> None:
    with pytest.raises(TypeError, match="from a date"):
        ENGLAND.count(datetime(2024, 3, 22, tzinfo=UTC), 1)


@settings(deadline=None)  # a busy machine is no failure
@given(start=DAYS, days=st.integers(1, 300))
def test_every_day_of_a_count_is_accounted_for_once(start: date, days: int) -> None:
    try:
        count = ENGLAND.count(start, days)
    except CalendarHorizon:
        left = (ENGLAND.last_day - start).days
        known = [start + timedelta(days=n) for n in range(1, left + 1)]
        assert sum(ENGLAND.is_working_day(day) for day in known) < days
        return
    holidays = [each.day for each in count.bank_holidays]
    assert len(count.counted) == days
    assert all(ENGLAND.is_working_day(day) for day in count.counted)
    assert all(is_weekend(day) for day in count.weekend_days)
    assert all(ENGLAND.bank_holiday(each.day) == each.name for each in count.bank_holidays)
    expected = [start + timedelta(days=n) for n in range(1, (count.counted[-1] - start).days + 1)]
    assert sorted([*count.counted, *count.weekend_days, *holidays]) == expected


@settings(deadline=None)  # a busy machine is no failure
@given(start=DAYS, first=st.integers(1, 60), second=st.integers(1, 60))
def test_counting_on_from_a_counted_day_is_the_same_as_counting_at_once(start: date, first: int, second: int) -> None:
    try:
        at_once = ENGLAND.count(start, first + second).counted[-1]
    except CalendarHorizon:
        return
    assert ENGLAND.count(ENGLAND.count(start, first).counted[-1], second).counted[-1] == at_once


@settings(deadline=None)  # a busy machine is no failure
@given(start=DAYS, later=st.integers(0, 40), days=st.integers(1, 30))
def test_a_later_start_is_never_due_earlier(start: date, later: int, days: int) -> None:
    try:
        assert ENGLAND.count(start, days).counted[-1] <= ENGLAND.count(start + timedelta(later), days).counted[-1]
    except CalendarHorizon:
        return


def test_there_is_one_calendar() -> None:
    assert isinstance(ENGLAND, WorkingCalendar)
    assert working_calendar("england-and-wales") is ENGLAND
    with pytest.raises(InvalidData) as caught:
        working_calendar("scotland")
    assert str(caught.value) == "There is no calendar “scotland”. There is: england-and-wales."


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("last_day = 2024-01-31", "last_day = 2024-01-05"), "outside its own days: 2024-01-06"),
        (("first_day = 2024-01-01", 'first_day = "2024-01-01"'), "“first_day” must be a date"),
        (("first_day = 2024-01-01", "first_day = 2024-01-01T00:00:00"), "“first_day” must be a date"),
        (("[bank_holidays]", "[holidays]"), "bank_holidays"),
        (("[bank_holidays]", "bank_holidays = 1\n[x]"), "cannot be read"),
        (('id = "somewhere"', ""), "cannot be read"),
        (('id = "somewhere"', "id = "), "cannot be read"),
        (("2024-01-06", "2024-01-32"), "cannot be read"),
    ],
)
def test_a_snapshot_that_is_wrong_is_refused(change: tuple[str, str], said: str) -> None:
    assert change[0] in SNAPSHOT
    read_calendar(SNAPSHOT)
    with pytest.raises(InvalidData, match=said):
        read_calendar(SNAPSHOT.replace(*change))
