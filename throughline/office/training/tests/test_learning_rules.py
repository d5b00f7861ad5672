"""TR-100 to TR-118, by example and by property."""

from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from throughline.office.training.requirements import SHIPPED
from throughline.office.training.rules import learning as rules
from throughline.office.training.rules.learning import LicenceState, Use


@pytest.mark.parametrize(
    ("held", "attended", "evaluated", "why"),
    [
        (2, 2, True, ""),
        (2, 1, True, "A certificate needs attendance on every day of the course."),
        (0, 0, True, "A certificate needs attendance on every day of the course."),
        (1, 1, False, "A certificate follows once the course evaluation is sent."),
    ],
)
def test_TR_100_every_day_and_the_evaluation(held, attended, evaluated, why) -> None:
    assert rules.certificate_refusal(days_held=held, days_attended=attended, evaluated=evaluated) == why


def test_TR_101_a_code_is_read_as_people_type_it() -> None:
    assert rules.plain_code(" 2345-6789 bcdf-ghjk ") == "23456789BCDFGHJK"
    assert rules.shown_code("23456789BCDFGHJK") == "2345-6789-BCDF-GHJK"
    for wrong in ("", "23456789BCDFGHJ", "A3456789BCDFGHJK", "23456789BCDFGHJK2", "２3456789BCDFGHJK"):
        assert rules.plain_code(wrong) == ""
    assert 28**rules.CODE_LENGTH > 10**23


@pytest.mark.parametrize(
    ("day", "months", "last"),
    [
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2023, 11, 30), 3, date(2024, 2, 29)),
        (date(2024, 2, 5), 36, date(2027, 2, 5)),
    ],
)
def test_TR_105_what_runs_out_when(day, months, last) -> None:
    assert rules.runs_out(day, months) == last
    assert rules.runs_out(day, None) is None


@given(st.dates(date(2000, 1, 1), date(2050, 1, 1)), st.integers(1, 120))
def test_TR_105_months_go_there_and_back_within_three_days(day, months) -> None:
    there = rules.months_later(day, months)
    assert (there.year * 12 + there.month) - (day.year * 12 + day.month) == months
    assert 0 <= (day - rules.months_before(there, months)).days <= 3


@given(learnt=st.dates(date(2000, 1, 1), date(2060, 1, 1)), months=st.integers(1, 120), after=st.integers(0, 4000))
@example(learnt=date(2021, 2, 28), months=36, after=1096)  # 29 February 2024
@example(learnt=date(2021, 1, 31), months=1, after=28)
def test_TR_107_in_date_is_until_the_day_on_which_it_runs_out(learnt: date, months: int, after: int) -> None:
    today = learnt + timedelta(days=after)
    last = rules.runs_out(learnt, months)
    assert rules.in_date(days=[learnt], today=today, months=months) == (last is not None and today <= last)


def test_TR_107_in_date_on_the_last_day_and_not_after() -> None:
    learnt = [date(2022, 2, 5)]
    assert rules.in_date(days=learnt, today=date(2024, 2, 5), months=24)
    assert not rules.in_date(days=learnt, today=date(2024, 2, 6), months=24)
    assert rules.in_date(days=learnt, today=date(2050, 1, 1), months=None)
    assert not rules.in_date(days=[date(2024, 2, 6)], today=date(2024, 2, 5), months=24)


def test_TR_108_in_force_on_its_first_and_last_day() -> None:
    starts, ends = date(2023, 9, 1), date(2024, 8, 31)
    found = [
        rules.in_force(starts=starts, ends=ends, today=day)
        for day in (date(2023, 8, 31), starts, ends, date(2024, 9, 1))
    ]
    assert found == [False, True, True, False]


def test_TR_112_the_states_of_a_licence() -> None:
    today = date(2024, 2, 5)

    def state(expires, *, withdrawn=False, renewed=False):
        return rules.licence_state(expires_on=expires, withdrawn=withdrawn, renewed=renewed, today=today)

    assert state(None) is LicenceState.IN_DATE
    assert state(date(2024, 2, 4)) is LicenceState.EXPIRED
    assert state(today) is LicenceState.EXPIRES_SOON
    assert state(date(2024, 4, 6)) is LicenceState.IN_DATE
    assert state(date(2024, 2, 4), renewed=True) is LicenceState.RENEWED
    assert state(None, withdrawn=True, renewed=True) is LicenceState.WITHDRAWN


def test_TR_113_nothing_returned_is_a_question_and_nought_is_a_finding() -> None:
    assert rules.use_words(Use(3, 0)) == "Trained but not using"
    assert rules.use_words(Use(3, None)) == "Nothing returned"
    assert rules.use_words(Use(3, 12)) == "In use"
    assert rules.use_words(Use(0, 12)) == "Nobody licensed"


def test_TR_117_the_follow_up_comes_after_three_months() -> None:
    assert rules.follow_up_day(date(2023, 11, 30)) == date(2024, 2, 29)


def test_the_last_four_quarters() -> None:
    assert rules.last_quarters(date(2024, 2, 5)) == [
        date(2023, 10, 1), date(2023, 7, 1), date(2023, 4, 1), date(2023, 1, 1),
    ]  # fmt: skip
    assert rules.quarter_words(date(2023, 10, 1)) == "October to December 2023"


def test_what_comes_with_the_product_has_its_source() -> None:
    assert len(SHIPPED) == len({(given.role, given.what, given.starts) for given in SHIPPED}) == 7
    assert all(given.source and given.months for given in SHIPPED)
