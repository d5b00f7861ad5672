"""The rules by table; tests carry the rule's code."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from throughline.office.training import rules
from throughline.office.training.rules import BookingKind, Places, PlacesKind

LONDON = ZoneInfo("Europe/London")
STARTS = datetime(2024, 2, 7, 9, 30, tzinfo=LONDON)
BEFORE = datetime(2024, 2, 7, 9, 29, 59, tzinfo=LONDON)
BEGAN = "This session began on 7 February 2024 at 9:30am, so it can no longer be booked."
INVITED = "This session is by invitation only. The partnership invites people to it."
FULL = "This session is full."


def limited(capacity: int, taken: int) -> Places:
    return Places(PlacesKind.LIMITED, capacity, taken)


UNLIMITED = Places(PlacesKind.UNLIMITED, None, 500)
NOT_STATED = Places(PlacesKind.NOT_STATED, None, 3)


@pytest.mark.parametrize(
    ("kind", "places", "at", "refusals"),
    [
        (BookingKind.OPEN, limited(2, 1), BEFORE, []),
        (BookingKind.OPEN, UNLIMITED, BEFORE, []),
        (BookingKind.OPEN, NOT_STATED, BEFORE, []),
        (BookingKind.OPEN, limited(2, 1), STARTS, [BEGAN]),
        (BookingKind.INVITE_ONLY, NOT_STATED, BEFORE, [INVITED]),
        (BookingKind.OPEN, limited(2, 2), BEFORE, [FULL]),
        (BookingKind.OPEN, limited(0, 0), BEFORE, [FULL]),
        (BookingKind.INVITE_ONLY, limited(2, 2), STARTS, [BEGAN, INVITED, FULL]),
    ],
)
def test_TR_01_TR_02_TR_03_what_may_be_booked(kind, places, at, refusals) -> None:
    assert rules.booking_refusals(starts=STARTS, kind=kind, places=places, at=at) == refusals


def test_TR_05_a_booking_may_be_cancelled_until_the_start() -> None:
    assert rules.cancel_refusals(starts=STARTS, at=BEFORE) == []
    assert rules.cancel_refusals(starts=STARTS, at=STARTS) == [
        "This session began on 7 February 2024 at 9:30am, so the booking can no longer be cancelled."
    ]


@pytest.mark.parametrize(
    ("kind", "places", "words"),
    [
        (BookingKind.OPEN, limited(24, 0), "24 places left"),
        (BookingKind.OPEN, limited(24, 23), "1 place left"),
        (BookingKind.OPEN, limited(24, 24), "Full"),
        (BookingKind.OPEN, UNLIMITED, "Unlimited places"),
        (BookingKind.OPEN, NOT_STATED, "Places: not stated"),
        (BookingKind.INVITE_ONLY, NOT_STATED, "Invite only"),
        (BookingKind.INVITE_ONLY, limited(5, 0), "Invite only"),
    ],
)
def test_places_are_said_plainly(kind, places, words) -> None:
    assert rules.places_words(kind, places) == words


def test_beside_the_word_places_it_is_not_said_twice() -> None:
    assert rules.places_value(BookingKind.OPEN, NOT_STATED) == "Not stated"
    assert rules.places_value(BookingKind.OPEN, limited(24, 0)) == "24 places left"


@pytest.mark.parametrize(
    ("note", "terms"),
    [
        ("", ""),
        ("full", ""),
        ("the bulletin says Friday but the date is a Monday", ""),
        (
            "cancel free until noon on 15 March; a no-show is charged 50 pounds; times assumed",
            "Cancel free until noon on 15 March; a no-show is charged 50 pounds.",
        ),
        ("No-shows are charged 50 pounds.; room not booked", "No-shows are charged 50 pounds."),
    ],
)
def test_only_terms_of_booking_leave_the_office(note, terms) -> None:
    assert rules.booking_terms(note) == terms


@pytest.mark.parametrize(("left", "text"), [(0, "0"), (24, "24"), ("unlimited", "unlimited"), (None, "")])
def test_places_left_as_a_file_states_them(left, text) -> None:
    assert rules.stated(left) == text


def test_a_negative_number_of_places_raises() -> None:
    with pytest.raises(ValueError, match="-1 places left: give 0 or more"):
        rules.stated(-1)


def test_capacity_is_what_is_left_and_what_is_booked() -> None:
    assert rules.places_from("5", 3) == (PlacesKind.LIMITED, 8)
    assert rules.places_from("unlimited", 3) == (PlacesKind.UNLIMITED, None)
    assert rules.places_from("", 3) == (PlacesKind.NOT_STATED, None)


def test_times_are_said_in_london_also_over_several_days() -> None:
    ends = datetime(2024, 2, 7, 12, 0, tzinfo=LONDON)
    assert rules.when_words(STARTS, ends) == "Wednesday 7 February 2024, 9:30am to midday"
    next_day = datetime(2024, 2, 8, 12, 0, tzinfo=LONDON)
    assert rules.when_words(STARTS, next_day) == (
        "Wednesday 7 February 2024, 9:30am to Thursday 8 February 2024, midday"
    )
    assert rules.time_words(STARTS, next_day) == "9:30am to midday on Thursday 8 February 2024"


def test_where_says_what_is_not_on_record() -> None:
    assert rules.where_words("in person") == "In person (the venue is not on record here)"
    assert rules.where_words("Microsoft Teams") == "Microsoft Teams (the link is not on record here)"


@pytest.mark.parametrize(
    ("today", "start"),
    [
        (date(2024, 2, 5), date(2023, 4, 1)),
        (date(2024, 3, 31), date(2023, 4, 1)),
        (date(2024, 4, 1), date(2024, 4, 1)),
        (date(2024, 12, 31), date(2024, 4, 1)),
    ],
)
def test_the_report_year_starts_where_the_partnership_says(today, start) -> None:
    assert rules.year_start(today, "04-01") == start
