"""What an officer may write about a session, by table and by property; tests carry the rule's code."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughline.office.training.rules import BookingKind, PlacesKind, days_words, where_words
from throughline.office.training.rules.programme import ShareBasis
from throughline.office.training.rules.shares import Share, settled_shares
from throughline.office.training.rules.writing import (
    Around,
    DayPlan,
    SessionPlan,
    VenueUse,
    Wrong,
    deadline_words,
    is_link,
    wrong_with,
)

LONDON = ZoneInfo("Europe/London")
STARTS = datetime(2024, 3, 18, 9, 30, tzinfo=LONDON)
DAY = DayPlan(STARTS, STARTS + timedelta(hours=7), venue_id=1)
NEXT = DayPlan(STARTS + timedelta(days=7), STARTS + timedelta(days=7, hours=3))
PLAN = SessionPlan(days=[DAY, NEXT], places_kind=PlacesKind.LIMITED, places=20)
HALL = VenueUse("Example hall", capacity=20)
HALL_ALONE = Around(venues={1: HALL})
LATE = "The last moment to cancel must not be after the start. The session begins at 9:30am on Monday 18 March 2024."
BEGINS = "The session begins at 9:30am on Monday 18 March 2024."


def found(around: Around = HALL_ALONE, **change: Any) -> list[tuple[str, int | None, str]]:
    return [(wrong.where, wrong.day, wrong.says) for wrong in wrong_with(replace(PLAN, **change), around)]


def test_a_plan_that_can_stand_has_nothing_wrong() -> None:
    assert found() == []
    assert found(
        booking_opens=STARTS - timedelta(days=30), booking_closes=STARTS, cancel_until=STARTS, minimum=20,
        decide_on=date(2024, 3, 17), shares=[Share(ShareBasis.SECTOR, "health", 20, 0)],
        shares_open=STARTS - timedelta(days=9),
    ) == []  # fmt: skip


def test_TR_30_days_end_after_they_start_on_the_same_day() -> None:
    says = "A day must end after it starts, on the same day."
    assert found(days=[]) == [("days", None, "Give the session at least one day.")]
    assert found(days=[replace(DAY, ends=STARTS)]) == [("days", 0, says)]
    assert found(days=[NEXT, replace(DAY, ends=STARTS + timedelta(days=1))]) == [("days", 1, says)]


def test_TR_31_days_do_not_overlap() -> None:
    second = DayPlan(STARTS + timedelta(hours=6), STARTS + timedelta(hours=8))
    says = "This overlaps with the day that begins at 9:30am on Monday 18 March 2024."
    assert found(days=[second, DAY]) == [("days", 0, says)]
    assert found(days=[DAY, replace(second, starts=DAY.ends)]) == []


def test_TR_32_TR_33_places_cover_the_booked_and_fit_the_venue() -> None:
    assert found(Around(taken=20, venues={1: HALL})) == []
    assert found(Around(taken=21, venues={1: HALL})) == [
        ("places", None, "21 places are booked. Give at least that many.")
    ]
    assert found(places=21) == [
        ("places", None, "Example hall holds 20 people. Give no more places than that.")
    ]  # fmt: skip
    assert found(places=None) == [("places", None, "Say how many places there are.")]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"cancel_until": STARTS + timedelta(minutes=1)}, LATE),
        ({"booking_closes": STARTS + timedelta(minutes=1)}, f"Booking must close by the start. {BEGINS}"),
        ({"booking_opens": STARTS}, "Booking must open before it closes, at 9:30am on Monday 18 March 2024."),
        ({"minimum": 21, "decide_on": date(2024, 3, 1)}, "The minimum is more than the 20 places."),
        ({"minimum": 5}, "Say on which day you decide whether the session goes ahead."),
        ({"decide_on": date(2024, 3, 1)}, "Say how many people there must be by the day of the decision."),
        ({"minimum": 5, "decide_on": date(2024, 3, 18)}, f"Decide on a day before the session. {BEGINS}"),
        ({"shares_open": STARTS}, "Shares must fall open before the start, at 9:30am on Monday 18 March 2024."),
        ({"shares": [Share(ShareBasis.SECTOR, "health", 21, 0)]}, "The shares add up to 21 places, and there are 20."),
        (
            {"booking_kind": BookingKind.ELSEWHERE, "elsewhere": "example"},
            "Enter the whole link to where it is booked, beginning with https://",
        ),
    ],
)  # fmt: skip
def test_TR_34_TR_35_TR_39_TR_40_moments_and_numbers(change, says) -> None:
    assert [text for _, _, text in found(**change)] == [says]


@pytest.mark.parametrize(
    ("link", "good"),
    [
        ("https://meet.example.org/a", True),
        ("http://meet.example.org/a", False),
        ("javascript:alert(1)", False),
        ("meet.example.org", False),
        ("https://", False),
        ("https://somebody@example.org", False),
        ("https://meet.example.org/a b", False),
        ("https://[", False),
    ],
)
def test_TR_36_a_link_is_a_link(link, good) -> None:
    assert is_link(link) is good
    assert bool(found(days=[replace(DAY, link=link)])) is not good


def test_TR_37_TR_38_the_venue_is_open_and_free() -> None:
    closed = replace(HALL, closed=[(date(2024, 3, 18), date(2024, 3, 22), "repairs")])
    assert found(Around(venues={1: closed})) == [
        ("days", 0, "Example hall is closed from 18 March 2024 to 22 March 2024: repairs.")
    ]
    busy = replace(HALL, in_use=[(DAY.ends - timedelta(hours=1), DAY.ends, "Signs of Safety")])
    assert found(Around(venues={1: busy})) == [
        ("days", 0, "Example hall is in use then, from 3:30pm on Monday 18 March 2024: Signs of Safety.")
    ]
    after = replace(HALL, in_use=[(DAY.ends, DAY.ends + timedelta(hours=1), "Signs of Safety")])
    assert found(Around(venues={1: after})) == []


def test_TR_41_TR_42_bookings_keep_their_way_and_a_start_is_once() -> None:
    assert [where for where, _, _ in found(Around(taken=1), booking_kind=BookingKind.NO_BOOKING)] == ["booking_kind"]
    assert found(Around(other_starts=frozenset({STARTS}))) == [
        ("days", 0, "This course already has a session that begins at 9:30am on Monday 18 March 2024.")
    ]


def test_a_deadline_is_an_exact_moment_in_words() -> None:
    assert deadline_words(datetime(2024, 3, 15, 12, tzinfo=LONDON)) == "midday on Friday 15 March 2024"


def test_days_and_places_are_said_in_full() -> None:
    assert days_words([(NEXT.starts, NEXT.ends), (DAY.starts, DAY.ends)]) == (
        "Monday 18 March 2024, 9:30am to 4:30pm; and Monday 25 March 2024, 9:30am to 12:30pm"
    )
    assert where_words("in person", ["Example hall"]) == "In person, at Example hall"
    assert where_words("Microsoft Teams", has_link=True) == (
        "Microsoft Teams (the link to join is shown to those who are booked)"
    )


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(1, 5)), min_size=1, max_size=6))
def test_TR_31_an_overlap_is_found_exactly_when_there_is_one(drawn) -> None:
    """Each drawn day: its slot (four a day, each of four hours) and how many hours it takes."""
    base = datetime(2024, 3, 18, tzinfo=LONDON)
    begins = [base + timedelta(days=slot // 4, hours=slot % 4 * 4) for slot, _ in drawn]
    days = [DayPlan(start, start + timedelta(hours=hours)) for start, (_, hours) in zip(begins, drawn, strict=True)]
    overlap = any(a.starts < b.ends and b.starts < a.ends for i, a in enumerate(days) for b in days[i + 1 :])
    faults: list[Wrong] = wrong_with(SessionPlan(days=days), Around())
    assert any(fault.says.startswith("This overlaps") for fault in faults) is overlap


@given(
    people=st.lists(st.sampled_from([("health", ""), ("police", "Kent Police"), ("", "")]), max_size=12),
    kept=st.tuples(st.integers(0, 5), st.integers(0, 5), st.integers(0, 5)),
)
def test_TR_26_those_booked_are_counted_once_and_never_above_a_share(people, kept) -> None:
    shares = [
        Share(ShareBasis.SECTOR, "health", kept[0], 0),
        Share(ShareBasis.AGENCY, "Kent Police", kept[1], 0),
        Share(ShareBasis.REST, "", kept[2], 0),
    ]
    settled = settled_shares(shares, people)
    if settled is None:
        return
    counted, of_each = settled
    assert [share.taken for share in counted] == [of_each.count(place) for place in range(3)]
    assert all(share.taken <= share.places for share in counted)
