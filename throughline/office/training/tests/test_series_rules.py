"""Series and copies, without a database."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughline.office.training.rules.series import (
    LAST,
    Instead,
    a_year_on,
    moved,
    nth_weekday,
    series_days,
    with_topics,
)
from throughline.office.training.rules.writing import DayPlan, SessionPlan

LONDON = ZoneInfo("Europe/London")
WEDNESDAY = 2


def free(day: date) -> str:
    return ""


@given(st.dates(date(1990, 1, 1), date(2190, 1, 1)), st.integers(0, 6), st.sampled_from([1, 2, 3, 4, 5, LAST]))
def test_TR_150_is_that_weekday_of_that_month(month: date, weekday: int, which: int) -> None:
    day = nth_weekday(month, weekday, which)
    if day is None:
        assert which == 5
        return
    assert (day.year, day.month, day.weekday()) == (month.year, month.month, weekday)
    if which == LAST:
        assert (day + timedelta(weeks=1)).month != month.month
    else:
        assert (day.day - 1) // 7 + 1 == which


def test_TR_150_TR_151_TR_153_the_last_wednesday_of_each_month_without_august() -> None:
    found = series_days(
        first=date(2024, 6, 1), months=4, weekday=WEDNESDAY, which=LAST, skip={date(2024, 8, 1)}, in_the_way=free,
        instead=Instead.WEEK_BEFORE,
    )  # fmt: skip
    assert [each.day for each in found] == [date(2024, 6, 26), date(2024, 7, 31), None, date(2024, 9, 25)]
    topics = [each.topic for each in with_topics(found, ["Neglect", "County lines", "Listening"])]
    assert topics == ["Neglect", "County lines", "", "Listening"]


@pytest.mark.parametrize(
    ("instead", "day", "says"),
    [
        (Instead.WEEK_BEFORE, date(2024, 12, 18), "Wednesday 25 December 2024 is Christmas Day. Held earlier."),
        (Instead.LEAVE_OUT, None, "Wednesday 25 December 2024 is Christmas Day. Left out."),
    ],
)
def test_TR_152_a_holiday_gives_way(instead: Instead, day: date | None, says: str) -> None:
    def christmas(when: date) -> str:
        return "Christmas Day" if when == date(2024, 12, 25) else ""

    found = series_days(
        first=date(2024, 12, 1), months=1, weekday=WEDNESDAY, which=LAST, skip=(), in_the_way=christmas,
        instead=instead,
    )[0]  # fmt: skip
    assert (found.day, found.says) == (day, says)


def test_TR_152_a_month_that_is_all_holidays_is_left_out() -> None:
    found = series_days(
        first=date(2024, 8, 1), months=1, weekday=WEDNESDAY, which=LAST, skip=(), in_the_way=lambda day: "holidays",
        instead=Instead.WEEK_BEFORE,
    )[0]  # fmt: skip
    assert found.day is None
    assert found.says == "Wednesday 28 August 2024 is holidays. No other week of the month is free either."


def test_TR_154_a_copy_keeps_weekday_and_wall_clock_and_moves_its_deadlines() -> None:
    starts = datetime(2024, 3, 28, 9, 30, tzinfo=LONDON)  # before the clocks change; a year on, 27 March 2025, too
    plan = SessionPlan(
        days=[DayPlan(starts, starts + timedelta(hours=6), link="https://meet.example.org/a")],
        cancel_until=datetime(2024, 4, 2, 12, tzinfo=LONDON), minimum=8, decide_on=date(2024, 3, 20),
    )  # fmt: skip
    copied = a_year_on(plan, free)
    assert copied.plan.starts == datetime(2025, 3, 27, 9, 30, tzinfo=LONDON)
    assert copied.plan.cancel_until == datetime(2025, 4, 1, 12, tzinfo=LONDON)
    assert (copied.plan.decide_on, copied.plan.draft) == (date(2025, 3, 19), True)
    assert copied.plan.days[0].link == ""
    assert copied.says == ("The link to join is not copied.",)


def test_TR_154_a_holiday_moves_all_days_on_together() -> None:
    days = [datetime(2024, 4, 19, 9, tzinfo=LONDON), datetime(2024, 4, 26, 9, tzinfo=LONDON)]
    plan = SessionPlan(days=[DayPlan(day, day + timedelta(hours=3)) for day in days])

    def good_friday(day: date) -> str:
        return "Good Friday" if day == date(2025, 4, 18) else ""

    copied = a_year_on(plan, good_friday)
    assert [day.starts.date() for day in copied.plan.days] == [date(2025, 4, 25), date(2025, 5, 2)]
    assert copied.says == ("Friday 18 April 2025 is Good Friday.", "Moved on by 1 week.")


@given(st.dates(date(2000, 1, 2), date(2100, 1, 1)), st.integers(1, 60))
def test_TR_154_the_wall_clock_stays(day: date, weeks: int) -> None:
    after = moved(datetime.combine(day, time(10, 15), LONDON), timedelta(weeks=weeks))
    assert (after.time(), after.date()) == (time(10, 15), day + timedelta(weeks=weeks))
