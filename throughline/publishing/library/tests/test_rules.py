"""LB-01 to LB-06 as rules: no database."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughline.publishing.library.rules import (
    KINDS,
    THEMES,
    DayRule,
    Step,
    check_words,
    day_of,
    is_stale,
    needs_approval,
    plain,
    reader_words,
    safe_html,
    slug_for,
    span_of,
    step_of,
    theme_of,
    warns,
    words_of,
)

TODAY = date(2024, 2, 5)


def test_LB_01_which_kinds_need_an_approval() -> None:
    assert {kind for kind in KINDS if needs_approval(kind, joint=False)} == {"policy", "procedure", "guidance"}
    assert all(needs_approval(kind, joint=True) for kind in KINDS)


@pytest.mark.parametrize(
    ("left", "step", "who"),
    [
        (61, Step.NONE, (False, False, False)),
        (60, Step.SOON, (True, False, False)),
        (31, Step.SOON, (True, False, False)),
        (30, Step.NEAR, (True, False, False)),
        (1, Step.NEAR, (True, False, False)),
        (0, Step.DUE, (True, True, False)),
        (-29, Step.DUE, (True, True, False)),
        (-30, Step.OVERDUE, (True, True, True)),
        (-89, Step.OVERDUE, (True, True, True)),
        (-90, Step.LONG, (True, True, True)),
        (-3000, Step.LONG, (True, True, True)),
    ],
)
def test_LB_03_steps_of_a_review_day(left: int, step: Step, who: tuple[bool, bool, bool]) -> None:
    found = step_of(TODAY + timedelta(days=left), TODAY)
    assert found is step
    assert (warns(found).owner, warns(found).unit, warns(found).reader) == who
    assert warns(found).approvers is (step is Step.LONG)


def test_LB_03_no_day_no_warning() -> None:
    assert step_of(None, TODAY) is Step.NONE
    assert reader_words(None, TODAY, "") == ""


def test_LB_03_what_the_reader_is_told() -> None:
    assert reader_words(TODAY, TODAY, "x") == ""
    assert "still applies while" in reader_words(TODAY - timedelta(days=30), TODAY, "x")
    assert "the review is late" in reader_words(TODAY - timedelta(days=31), TODAY, "x")
    assert "the review is late" in reader_words(TODAY - timedelta(days=89), TODAY, "x")
    assert "x, 3 months ago" in reader_words(TODAY - timedelta(days=90), TODAY, "x")


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(0, 400))
def test_LB_03_steps_never_go_back(review_on: date, later: int) -> None:
    order = list(Step)
    first, second = review_on - timedelta(days=70), review_on - timedelta(days=70) + timedelta(days=later)
    assert order.index(step_of(review_on, first)) <= order.index(step_of(review_on, second))


def test_LB_05_an_entry_grows_stale() -> None:
    assert not is_stale(TODAY - timedelta(days=183), TODAY)
    assert is_stale(TODAY - timedelta(days=184), TODAY)
    assert is_stale(None, TODAY)
    assert check_words(None, TODAY, "") == "Nobody has checked this entry yet. Call before you rely on it."


@pytest.mark.parametrize(
    ("rule", "year", "first", "last"),
    [
        (DayRule(2, nth=2, weekday=1), 2024, date(2024, 2, 13), date(2024, 2, 13)),  # second Tuesday
        (DayRule(3, day=18), 2024, date(2024, 3, 18), date(2024, 3, 18)),
        (DayRule(11, nth=3, weekday=0, lasts=7), 2024, date(2024, 11, 18), date(2024, 11, 24)),
        (DayRule(5, nth=-1, weekday=4), 2024, date(2024, 5, 31), date(2024, 5, 31)),
        (DayRule(2, day=29), 2023, date(2023, 2, 28), date(2023, 2, 28)),
        (DayRule(11, day=25, lasts=16), 2024, date(2024, 11, 25), date(2024, 12, 10)),
    ],
)
def test_LB_06_days_of_a_campaign(rule: DayRule, year: int, first: date, last: date) -> None:
    assert span_of(rule, year) == (first, last)


@given(st.integers(1, 12), st.sampled_from([-1, 1, 2, 3, 4]), st.integers(0, 6), st.integers(2000, 2100))
def test_LB_06_a_weekday_rule_gives_that_weekday_in_that_month(month: int, nth: int, weekday: int, year: int) -> None:
    found = day_of(DayRule(month, nth=nth, weekday=weekday), year)
    assert (found.month, found.weekday()) == (month, weekday)
    if nth > 0:
        assert (found.day - 1) // 7 == nth - 1
    else:
        assert (found + timedelta(days=7)).month != month


def test_LB_06_a_rule_without_a_day_raises() -> None:
    with pytest.raises(ValueError, match="neither"):
        day_of(DayRule(1), 2024)


def test_strangers_text_loses_all_markup_and_keeps_its_lines() -> None:
    text = "Hello <b>there</b>\n\n\n\n<script>alert(1)</script> <img src=x onerror=y> 5 &lt; 6\x00"
    assert plain(text) == "Hello there\n\n5 < 6"


def test_editors_text_keeps_structure_and_loses_what_could_run_or_track() -> None:
    text = (
        '<p style="color:red" onclick="x()">A <a href="javascript:x()">b</a> <a href="https://example.org/">c</a></p>'
        '<script>x()</script><style>p{}</style><img src="https://track.example.org/p.gif"><h3>T</h3>'
    )
    assert safe_html(text) == '<p>A <a>b</a> <a href="https://example.org/">c</a></p><h3>T</h3>'


def test_words_for_the_search() -> None:
    assert words_of("<p>One</p><ul><li>two</li></ul>") == "One two"


def test_addresses_are_not_given_twice() -> None:
    assert slug_for("Safe sleep!", set()) == "safe-sleep"
    assert slug_for("Safe sleep", {"safe-sleep", "safe-sleep-2"}) == "safe-sleep-3"
    assert slug_for("€", set()) == "entry"


@pytest.mark.parametrize(
    ("words", "theme"),
    [
        ("safe sleeping", "Babies and safe sleep"), ("Long-term  neglect", "Neglect"),
        ("fathers and significant males", "Fathers and men in families"), ("domestic abuse", "Domestic abuse"),
        ("females who harm", "females who harm"), ("escalation", "escalation"), ("Other", "Other"),
    ],
)  # fmt: skip
def test_LB_07_a_theme_in_own_words_stands_under_its_common_name(words: str, theme: str) -> None:
    assert theme_of(words) == theme


def test_LB_07_a_common_theme_is_itself() -> None:
    assert [theme_of(name) for name in THEMES] == list(THEMES)
