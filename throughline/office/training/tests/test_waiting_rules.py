"""TR-50 to TR-55 by example and by property: when offers are made, how long they stand, what may become of an entry."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughline.office.training.rules.waiting import (
    LIVE,
    ImpossibleStep,
    OfferTimes,
    Step,
    WaitingStatus,
    after,
    age_words,
    newcomers_wait,
    offer_until,
    place_words,
)

LONDON = ZoneInfo("Europe/London")
TIMES = OfferTimes()
MONDAY = datetime(2024, 2, 5, 9, 0, tzinfo=LONDON)
STARTS = datetime(2024, 3, 1, 9, 30, tzinfo=LONDON)


def working(day: date) -> bool:
    return day.weekday() < 5 and day != date(2024, 2, 6)


def until(at: datetime, starts: datetime = STARTS, holidays: bool = False) -> datetime | None:
    return offer_until(at=at, starts=starts, times=TIMES, working_day=working, in_holidays=holidays)


@pytest.mark.parametrize(
    ("at", "held_until"),
    [
        (MONDAY, datetime(2024, 2, 7, 9, 0, tzinfo=LONDON)),  # the 6th is no working day here
        (datetime(2024, 2, 9, 17, 59, tzinfo=LONDON), datetime(2024, 2, 12, 17, 59, tzinfo=LONDON)),
        (datetime(2024, 2, 5, 7, 59, tzinfo=LONDON), None),
        (datetime(2024, 2, 5, 18, 0, tzinfo=LONDON), None),
        (datetime(2024, 2, 10, 12, 0, tzinfo=LONDON), None),
        (datetime(2024, 2, 6, 12, 0, tzinfo=LONDON), None),
    ],
)
def test_TR_51_offers_in_working_hours_until_the_same_hour_of_the_next_working_day(at, held_until) -> None:
    assert until(at) == held_until


def test_TR_51_more_time_in_school_holidays() -> None:
    assert until(datetime(2024, 2, 12, 10, tzinfo=LONDON), holidays=True) == datetime(2024, 2, 15, 10, tzinfo=LONDON)


def test_TR_51_the_hour_is_londons_also_when_the_clocks_change() -> None:
    friday = datetime(2024, 3, 29, 10, 0, tzinfo=UTC)
    held = until(friday, starts=datetime(2024, 5, 1, 9, tzinfo=LONDON))
    assert held == datetime(2024, 4, 1, 10, 0, tzinfo=LONDON)
    assert held - friday == timedelta(hours=71)


@pytest.mark.parametrize(("hours", "stands"), [(48, 24), (30, 6), (26, 2), (25.9, None), (24, None), (1, None)])
def test_TR_52_offers_stop_some_hours_before_and_none_stands_beyond(hours, stands) -> None:
    at = datetime(2024, 2, 7, 10, 0, tzinfo=LONDON)
    held = until(at, starts=at + timedelta(hours=hours))
    assert held == (at + timedelta(hours=stands) if stands else None)


@given(
    at=st.datetimes(datetime(2024, 1, 1), datetime(2024, 12, 31), timezones=st.just(LONDON)),  # noqa: DTZ001
    ahead=st.integers(0, 60 * 24 * 60),
    holidays=st.booleans(),
)
def test_TR_52_an_offer_always_stands_long_enough_and_ends_before_the_stop(at, ahead, holidays) -> None:
    starts = at + timedelta(minutes=ahead)
    held = until(at, starts, holidays)
    if held is None:
        return
    assert at.astimezone(UTC) + TIMES.shortest <= held <= starts - TIMES.stop
    assert TIMES.opens <= at.time() < TIMES.closes
    assert working(at.date())


@pytest.mark.parametrize(
    ("waiting", "hours_before", "wait"), [(0, 400, False), (1, 400, True), (1, 26, True), (3, 25, False)]
)
def test_TR_50_newcomers_wait_behind_those_who_wait_until_offers_stop(waiting, hours_before, wait) -> None:
    at = STARTS - timedelta(hours=hours_before)
    assert newcomers_wait(at=at, starts=STARTS, waiting=waiting, times=TIMES) is wait


ALLOWED = {
    ("waiting", "offer"): "offered", ("waiting", "withdraw"): "withdrawn", ("waiting", "close"): "closed",
    ("offered", "accept"): "accepted", ("offered", "decline"): "declined", ("offered", "lapse"): "lapsed",
    ("offered", "withdraw"): "withdrawn", ("offered", "close"): "closed",
}  # fmt: skip


@pytest.mark.parametrize("step", list(Step))
@pytest.mark.parametrize("status", list(WaitingStatus))
def test_TR_54_every_state_and_step(status, step) -> None:
    if (status, step) in ALLOWED:
        assert after(status, step) == ALLOWED[status, step]
    else:
        with pytest.raises(ImpossibleStep, match=f"is {status} cannot {step}"):
            after(status, step)
    assert (status in LIVE) == any(state == status for state, _ in ALLOWED)


def test_words() -> None:
    assert [place_words(n) for n in (0, 1, 3)] == [
        "You are next.", "You are number 2: 1 person is ahead of you.", "You are number 4: 3 people are ahead of you.",
    ]  # fmt: skip
    assert [age_words(MONDAY, MONDAY + timedelta(days=n)) for n in (0, 1, 12)] == ["since today", "1 day", "12 days"]


def test_times_of_another_partnership_hold() -> None:
    times = OfferTimes(opens=time(0), closes=time(23, 59), days=2, stop=timedelta(0))
    at = datetime(2024, 2, 7, 22, 0, tzinfo=LONDON)
    held = offer_until(at=at, starts=STARTS, times=times, working_day=working, in_holidays=False)
    assert held == datetime(2024, 2, 9, 22, 0, tzinfo=LONDON)
