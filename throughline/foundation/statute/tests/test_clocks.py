from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from govuk_bank_holidays.bank_holidays import BankHolidays
from hypothesis import given, settings
from hypothesis import strategies as st

from throughline.foundation.statute.calendars import BankHoliday, working_calendar
from throughline.foundation.statute.clocks import due_on
from throughline.foundation.statute.editions import Editions, editions
from throughline.foundation.statute.errors import (
    BeforeFirstEdition,
    CalendarHorizon,
    StatuteError,
    UnknownClock,
    WrongCalendar,
)

ENGLAND = working_calendar("england-and-wales")
FIRST = date(2018, 7, 1)
STARTS = [FIRST + timedelta(days=n) for n in range((ENGLAND.last_day - FIRST).days + 1)]


@pytest.mark.parametrize(
    ("aware", "due"),
    [
        (date(2024, 3, 22), date(2024, 4, 2)),  # Good Friday and Easter Monday
        (date(2018, 7, 1), date(2018, 7, 6)),  # a Sunday: the count starts after it
        (date(2018, 7, 2), date(2018, 7, 9)),
        (date(2022, 5, 27), date(2022, 6, 7)),  # 2 and 3 June 2022: the moved spring holiday and the jubilee
        (date(2022, 9, 16), date(2022, 9, 26)),  # 19 September 2022: the state funeral
        (date(2023, 4, 28), date(2023, 5, 9)),  # 1 May and 8 May 2023: early May and the coronation
        (date(2020, 5, 1), date(2020, 5, 11)),  # 2020: 4 May was worked, 8 May (VE day) was not
        (date(2024, 3, 29), date(2024, 4, 8)),  # aware on Good Friday
        (date(2021, 12, 24), date(2022, 1, 5)),  # three substitute days
        (date(2028, 12, 20), date(2028, 12, 29)),  # the last working day before the horizon
    ],
)
def test_RV_01_notification_is_due_5_working_days_after_becoming_aware(aware: date, due: date) -> None:
    assert due_on("RV-01", aware).due_on == due


@pytest.mark.parametrize(
    ("sent", "due"),
    [
        (date(2024, 3, 22), date(2024, 4, 16)),
        (date(2024, 12, 20), date(2025, 1, 15)),
        (date(2024, 5, 3), date(2024, 5, 28)),
        (date(2018, 7, 1), date(2018, 7, 20)),
        (date(2023, 4, 21), date(2023, 5, 16)),  # 1 and 8 May 2023
        (date(2022, 9, 9), date(2022, 10, 3)),  # 19 September 2022
        (date(2022, 5, 20), date(2022, 6, 14)),  # 2 and 3 June 2022
        (date(2020, 4, 24), date(2020, 5, 18)),  # 8 May 2020
    ],
)
def test_RV_02_rapid_review_is_due_15_working_days_after_the_notification(sent: date, due: date) -> None:
    assert due_on("RV-02", sent).due_on == due


def package_days_off() -> frozenset[date]:
    found = BankHolidays(use_cached_holidays=True).get_holidays(division="england-and-wales")
    return frozenset(each["date"] for each in found)


@pytest.mark.slow
@pytest.mark.parametrize(("code", "days"), [("RV-01", 5), ("RV-02", 15)])
def test_RV_01_RV_02_agree_with_an_independent_count_from_every_first_day(code: str, days: int) -> None:
    off = package_days_off()
    last = date(2028, 12, 31).toordinal()
    working = [n for n in range(FIRST.toordinal(), last + 1) if n % 7 in range(1, 6) and date.fromordinal(n) not in off]
    past_horizon = []
    for started_on in STARTS:
        after = [n for n in working if started_on.toordinal() < n <= started_on.toordinal() + 45]
        if len(after) < days:
            past_horizon.append(started_on)
            with pytest.raises(CalendarHorizon):
                due_on(code, started_on)
        else:
            assert due_on(code, started_on).due_on == date.fromordinal(after[days - 1])
    # Only the tail is refused, and the refusals are one run that ends at the horizon.
    assert past_horizon == STARTS[-len(past_horizon) :]
    assert past_horizon[0] == {"RV-01": date(2028, 12, 21), "RV-02": date(2028, 12, 7)}[code]


def test_RV_02_a_due_day_holds_all_that_it_was_reckoned_from() -> None:
    due = due_on("RV-02", date(2024, 3, 22))
    assert due.started_on == date(2024, 3, 22)
    assert due.edition.id == "working-together-2023"
    assert (due.clock.code, due.clock.days) == ("RV-02", 15)
    assert [day.day for day in due.counted] == [25, 26, 27, 28, 2, 3, 4, 5, 8, 9, 10, 11, 12, 15, 16]
    assert [day.day for day in due.skipped_weekend_days] == [23, 24, 30, 31, 6, 7, 13, 14]
    assert due.skipped_bank_holidays == (
        BankHoliday(date(2024, 3, 29), "Good Friday"),
        BankHoliday(date(2024, 4, 1), "Easter Monday"),
    )
    assert due.calendar_version == "england-and-wales 2026-11-22"
    assert due == due_on("rv-02", date(2024, 3, 22))


def test_RV_02_explains_its_due_day() -> None:
    assert due_on("RV-02", date(2024, 3, 22)).explanation == (
        "RV-02 Send the rapid review to the Panel: due by the end of Tuesday 16 April 2024.",
        "Edition: Working Together to Safeguard Children 2023, in force when the clock started "
        "(from 15 December 2023).",
        "Rule: 15 working days from the day the notification was sent to the Panel. It is for the safeguarding "
        "partners.",
        "Source: Working Together 2023, chapter 5, with the Panel's guidance on rapid reviews "
        "(confirmed by several sources).",
        "Note: Counted from the day the notification was sent, as the Panel's published answers say.",
        "Friday 22 March 2024 is day 0: the day the notification was sent to the Panel.",
        "Monday 25 March 2024 is day 1, Tuesday 16 April 2024 is day 15.",
        "Not counted: 4 weekends (8 days).",
        "Not counted: Friday 29 March 2024, Good Friday.",
        "Not counted: Monday 1 April 2024, Easter Monday.",
        "Calendar: working days of England and Wales, bank holidays as known on 22 November 2026 and up to "
        "31 December 2028.",
    )


@pytest.mark.parametrize(
    ("aware", "day_0", "weekends"),
    [
        (
            date(2018, 7, 1),
            "Sunday 1 July 2018 is day 0: the day the local authority became aware of the incident. "
            "It is not a working day; the count starts after it all the same.",
            "Not counted: no weekend.",
        ),
        (
            date(2018, 7, 7),
            "Saturday 7 July 2018 is day 0: the day the local authority became aware of the incident. "
            "It is not a working day; the count starts after it all the same.",
            "Not counted: 1 weekend (1 day).",
        ),
        (
            date(2018, 7, 3),
            "Tuesday 3 July 2018 is day 0: the day the local authority became aware of the incident.",
            "Not counted: 1 weekend (2 days).",
        ),
    ],
)
def test_RV_01_explains_where_the_count_starts(aware: date, day_0: str, weekends: str) -> None:
    explanation = due_on("RV-01", aware).explanation
    assert (explanation[5], explanation[7]) == (day_0, weekends)


def test_RV_01_keeps_the_edition_in_force_when_it_started() -> None:
    due = due_on("RV-01", date(2023, 12, 14))
    assert due.edition.id == "working-together-2018"
    assert due.due_on > date(2023, 12, 15)


def test_RV_02_a_changed_limit_holds_for_clocks_started_since() -> None:
    *older, latest = editions().all
    shorter = tuple(replace(clock, days=10) for clock in latest.clocks)
    within = Editions((*older, replace(latest, clocks=shorter)))
    assert due_on("RV-02", date(2026, 3, 17), within=within).due_on == date(2026, 4, 9)
    assert due_on("RV-02", date(2026, 3, 18), within=within).due_on == date(2026, 4, 1)
    assert due_on("RV-02", date(2026, 3, 18)).due_on == date(2026, 4, 10)


def test_RV_02_is_recounted_in_a_newer_snapshot_of_its_calendar() -> None:
    extra = {**ENGLAND.bank_holidays, date(2024, 4, 5): "A proclaimed holiday"}
    newer = replace(ENGLAND, taken_on=date(2027, 1, 1), bank_holidays=extra)
    due = due_on("RV-02", date(2024, 3, 22), newer)
    assert due.due_on == date(2024, 4, 17)
    assert due.calendar_version == "england-and-wales 2027-01-01"
    assert BankHoliday(date(2024, 4, 5), "A proclaimed holiday") in due.skipped_bank_holidays


def test_a_clock_is_not_counted_in_another_calendar() -> None:
    with pytest.raises(WrongCalendar, match="RV-02 is counted in the calendar england-and-wales, not in scotland"):
        due_on("RV-02", date(2024, 3, 22), replace(ENGLAND, id="scotland"))


@pytest.mark.parametrize(
    ("code", "started_on", "error"),
    [
        ("RV-99", date(2024, 3, 22), UnknownClock),
        ("", date(2024, 3, 22), UnknownClock),
        ("RV-99", date(2001, 1, 1), UnknownClock),
        ("RV-02", date(2018, 6, 30), BeforeFirstEdition),
        ("RV-02", date.min, BeforeFirstEdition),
        ("RV-02", date(2028, 12, 31), CalendarHorizon),
        ("RV-02", date(2029, 1, 1), CalendarHorizon),
        ("RV-02", date.max, CalendarHorizon),
    ],
)
def test_what_cannot_be_answered_is_refused(code: str, started_on: date, error: type[StatuteError]) -> None:
    with pytest.raises(StatuteError) as caught:
        due_on(code, started_on)
    assert type(caught.value) is error


def test_a_moment_is_not_a_first_day() -> None:
    with pytest.raises(TypeError, match="starts on a date"):
        due_on("RV-02", datetime(2024, 3, 22, 9, tzinfo=UTC))


@settings(deadline=None)  # a busy machine is no failure
@given(started_on=st.sampled_from(STARTS[:-40]), code=st.sampled_from(["RV-01", "RV-02"]))
def test_RV_01_RV_02_every_day_up_to_the_due_day_is_explained(started_on: date, code: str) -> None:
    due = due_on(code, started_on)
    assert due.due_on == due.counted[-1]
    assert len(due.counted) == due.clock.days
    holidays = [each.day for each in due.skipped_bank_holidays]
    every_day = [started_on + timedelta(days=n) for n in range(1, (due.due_on - started_on).days + 1)]
    assert sorted([*due.counted, *due.skipped_weekend_days, *holidays]) == every_day
    named = [line for line in due.explanation if line.startswith("Not counted: ")]
    assert [line.split(", ")[-1] for line in named[1:]] == [f"{each.name}." for each in due.skipped_bank_holidays]


@pytest.mark.parametrize(
    ("decided", "due"),
    [
        (date(2024, 3, 22), date(2024, 9, 22)),
        (date(2023, 8, 31), date(2024, 2, 29)),  # a leap year's last day of February
        (date(2022, 8, 31), date(2023, 2, 28)),
        (date(2024, 12, 31), date(2025, 6, 30)),
    ],
)
def test_RV_03_the_review_is_published_six_months_after_the_decision(decided: date, due: date) -> None:
    found = due_on("RV-03", decided)
    assert (found.due_on, found.counted) == (due, ())
    assert "6 months later is the due day" in found.explanation[-1]


@pytest.mark.parametrize(
    ("published", "sent"),
    [
        (date(2024, 4, 12), date(2024, 4, 3)),
        (date(2024, 4, 3), date(2024, 3, 21)),  # Good Friday and Easter Monday between
        (date(2025, 1, 2), date(2024, 12, 19)),  # Christmas to New Year
    ],
)
def test_RV_04_the_copy_goes_seven_working_days_before_publication(published: date, sent: date) -> None:
    found = due_on("RV-04", published)
    assert found.due_on == sent
    assert "7 working days before the day on which it is published" in found.explanation[2]


@given(st.sampled_from(STARTS[60:-60]), st.integers(1, 30))
def test_counting_back_is_the_inverse_of_counting(day: date, days: int) -> None:
    """From a working day back and on again is the same day; what is counted back to is a working day."""
    back = ENGLAND.count_back(day, days)
    assert ENGLAND.is_working_day(back.counted[-1])
    assert len(back.counted) + len(back.weekend_days) + len(back.bank_holidays) == (day - back.counted[-1]).days
    if ENGLAND.is_working_day(day):
        assert ENGLAND.count(back.counted[-1], days).counted[-1] == day


@given(st.sampled_from(STARTS[:-60]), st.integers(1, 30), st.integers(1, 40))
def test_an_extra_bank_holiday_never_makes_a_clock_due_earlier(start: date, days: int, later: int) -> None:
    extra = start + timedelta(days=later)
    known = {**ENGLAND.bank_holidays, extra: "An extra one"}
    other = replace(ENGLAND, bank_holidays=known)
    before, after = ENGLAND.count(start, days).counted, other.count(start, days).counted
    assert after[-1] >= before[-1]
    assert extra not in after
    assert (after[-1] == before[-1]) == (extra not in before)
