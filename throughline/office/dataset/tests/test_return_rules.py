"""What a cell says, quarters and their periods, when to remind, and every rule with every policy. Pure."""

from datetime import date
from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given as when
from hypothesis import strategies as st

from throughline.foundation.figures import periods
from throughline.foundation.figures.years import year_of
from throughline.office.dataset.rules.chasing import reminder_of
from throughline.office.dataset.rules.checking import Check, Kind, Missing, broken
from throughline.office.dataset.rules.quarters import is_asked, period_of, quarter_of
from throughline.office.dataset.rules.returned import MISSING, Given, Standing, Unclear, read, unit_asked

YEAR = year_of("2023-24")
S = Standing


def number(value: int | str) -> Given:
    return Given(S.NUMBER, Decimal(value))


# What a cell says


@pytest.mark.parametrize(
    ("text", "unit", "found"),
    [
        ("0", "children", number(0)),
        ("12", "children", number(12)),
        ("1,234", "children", number(1234)),
        ("12.5", "percent", number("12.5")),
        ("12.5 %", "percent", number("12.5")),
        ("", "children", MISSING),
        ("  ", "children", MISSING),
        ("Not held", "children", Given(S.NOT_HELD)),
        ("x", "children", Given(S.NOT_HELD)),
        ("NOT YET", "children", Given(S.NOT_YET)),
        ("c", "children", Given(S.SUPPRESSED)),
        ("wider area", "children", Given(S.WIDER_AREA)),
        ("wider area 412", "children", Given(S.WIDER_AREA, Decimal(412))),
        ("wider: 412", "children", Given(S.WIDER_AREA, Decimal(412))),
    ],
)
def test_the_six_things_that_a_cell_can_say(text: str, unit: str, found: Given) -> None:
    assert read(text, unit) == found


@pytest.mark.parametrize(
    ("text", "unit", "says"),
    [
        ("=cmd|' /C calc'!A0", "children", "must be a number, or"),
        ("about 12", "children", "must be a number, or"),
        ("1,2", "children", "must be a number, or"),
        ("١٢", "children", "must be a number, or"),
        ("1e9", "children", "must be a number, or"),
        ("NaN", "children", "must be a number, or"),
        ("-1", "children", "must be 0 or more"),
        ("1.5", "children", "must be a whole number"),
        ("101", "percent", "must be 100 or less"),
        ("0.12345", "percent", "decimal places"),
        ("9" * 40, "children", "is too large"),
        ("wider about a dozen", "children", "must be a number"),
    ],
)
def test_what_is_none_of_them_is_refused_in_words(text: str, unit: str, says: str) -> None:
    with pytest.raises(Unclear, match=says):
        read(text, unit)


GIVENS = st.one_of(
    st.integers(0, 10**9).map(number),
    st.sampled_from([MISSING, Given(S.NOT_HELD), Given(S.NOT_YET), Given(S.SUPPRESSED), Given(S.WIDER_AREA)]),
    st.integers(0, 10**9).map(lambda n: Given(S.WIDER_AREA, Decimal(n))),
)


@when(GIVENS)
def test_what_is_written_is_read_again_as_the_same(found: Given) -> None:
    assert read(found.written, "children") == found


@when(GIVENS, GIVENS)
def test_no_two_of_them_are_written_alike(one: Given, other: Given) -> None:
    assert (one.written == other.written) == (one == other)


def test_a_state_without_a_number_takes_none() -> None:
    for standing in (S.NOT_HELD, S.NOT_YET, S.SUPPRESSED, S.MISSING):
        with pytest.raises(ValueError, match="has no number"):
            Given(standing, Decimal(0))
    with pytest.raises(ValueError, match="needs its number"):
        Given(S.NUMBER)


def test_of_a_rate_the_count_is_asked() -> None:
    assert unit_asked("per 10,000 children", "Children subject to a plan") == "children"
    assert unit_asked("per 10,000 children", "Referrals in the period") == "cases"
    assert unit_asked("percent", "Plans reviewed in time") == "percent"


# Quarters


def test_quarters_and_the_periods_of_what_is_counted() -> None:
    quarters = [quarter_of(YEAR, number) for number in (1, 2, 3, 4)]
    assert [(each.starts, each.ends) for each in quarters] == [
        (date(2023, 4, 1), date(2023, 6, 30)), (date(2023, 7, 1), date(2023, 9, 30)),
        (date(2023, 10, 1), date(2023, 12, 31)), (date(2024, 1, 1), date(2024, 3, 31)),
    ]  # fmt: skip
    assert quarters[2].words == "Quarter 3 of 2023-24, October to December 2023"
    assert [period_of(each, "snapshot", "quarter") for each in quarters][3] == "2024-03-31"
    assert [period_of(each, "flow", "quarter") for each in quarters][2] == "2023-24 Q3"
    assert [period_of(each, "cumulative", "quarter") for each in quarters] == [
        "2023-24 Q1", "2023-24 Q1-Q2", "2023-24 Q1-Q3", "2023-24",
    ]  # fmt: skip
    assert period_of(quarters[3], "flow", "year") == "2023-24"
    assert [is_asked(each, "year") for each in quarters] == [False, False, False, True]


@pytest.mark.parametrize("starts", ["04-01", "09-01", "01-01"])
def test_a_quarters_period_ends_on_its_last_day_and_is_said_in_words(starts: str) -> None:
    year = year_of("2023-24", starts)
    for n in (1, 2, 3, 4):
        found = quarter_of(year, n)
        assert periods.last_day(found.label, year) == found.ends
        assert periods.last_day(f"2023-24 Q1-Q{n}", year) == found.ends
    assert periods.in_words("2023-24 Q3") == "in quarter 3 of 2023-24"
    assert periods.in_words("2023-24 Q1-Q3") == "in quarters 1 to 3 of 2023-24"
    assert periods.year_earlier("2023-24 Q3") == "2022-23 Q3"
    assert periods.quarter_of("2023-25 Q3") is None


# Reminders


@pytest.mark.parametrize(
    ("today", "says"),
    [
        (date(2024, 1, 17), "due in 14 days"), (date(2024, 1, 18), ""), (date(2024, 1, 24), "due in 7 days"),
        (date(2024, 1, 30), "due in 1 day"), (date(2024, 1, 31), "due today"), (date(2024, 2, 1), "overdue by 1 day"),
        (date(2024, 2, 2), ""), (date(2024, 2, 7), "overdue by 7 days"), (date(2024, 2, 14), "overdue by 14 days"),
        (date(2024, 2, 28), "overdue by 28 days"), (date(2024, 3, 13), "overdue by 42 days"),
    ],
)  # fmt: skip
def test_RT_10_reminders_before_on_and_after_the_due_day(today: date, says: str) -> None:
    assert reminder_of(date(2024, 1, 31), since=date.fromordinal(today.toordinal() - 1), today=today) == says


def test_RT_10_days_on_which_nothing_ran_are_made_good_once() -> None:
    assert reminder_of(date(2024, 1, 31), since=date(2024, 1, 20), today=date(2024, 1, 26)) == "due in 5 days"
    assert reminder_of(date(2024, 1, 31), since=date(2024, 1, 26), today=date(2024, 1, 26)) == ""


# The rules

NAMES = {"A": "Plans", "B": "Neglect", "C": "Emotional abuse"}


def says(check: Check, **values: Given) -> str:
    found = broken([check], values, NAMES)
    assert len(found) <= 1
    return found[0].says if found else ""


def test_DV_01_parts_add_up() -> None:
    check = Check(Kind.SUM_OF_PARTS, "A", ("B", "C"))
    assert check.kind.code == "DV-01"
    assert says(check, A=number(10), B=number(4), C=number(6)) == ""
    assert says(check, A=number(10), B=number(4), C=number(5)) == "Plans is 10, but its 2 parts add up to 9."


def test_DV_02_a_part_cannot_exceed() -> None:
    check = Check(Kind.CANNOT_EXCEED, "A", ("B",))
    assert check.kind.code == "DV-02"
    assert says(check, A=number(10), B=number(10)) == ""
    assert says(check, A=number(10), B=number(11)) == "Neglect: 11 is more than Plans, which is 10."


def test_DV_03_a_change_beyond_its_own_history() -> None:
    history = tuple(map(Decimal, (10, 12, 11, 10, 12, 11)))
    check = Check(Kind.OWN_HISTORY, "A", history=history)
    assert check.kind.code == "DV-03"
    assert says(check, A=number(12)) == ""
    assert "Its last 6 values lead one to expect" in says(check, A=number(40))
    short = Check(Kind.OWN_HISTORY, "A", history=history[:4])
    assert says(short, A=number(40)) == ""


def test_DV_04_a_required_pair() -> None:
    check = Check(Kind.REQUIRED_PAIR, "A", ("B",))
    assert check.kind.code == "DV-04"
    assert says(check, A=number(1), B=number(0)) == ""
    assert says(check, A=MISSING, B=MISSING) == ""
    assert says(check, A=number(1), B=Given(S.NOT_HELD)) == "Plans has a number, so Neglect needs one."


def test_DV_05_an_exclusive_pair() -> None:
    check = Check(Kind.EXCLUSIVE_PAIR, "A", ("B",))
    assert check.kind.code == "DV-05"
    assert says(check, A=number(1), B=number(0)) == ""
    assert says(check, A=number(1), B=number(2)) == "Plans and Neglect both have a number; only one of them can."


def test_DV_06_the_population_exceeded() -> None:
    check = Check(Kind.POPULATION, "A", limit=Decimal(100), limit_said="the child population of Medway in 2022-23")
    assert check.kind.code == "DV-06"
    assert says(check, A=number(100)) == ""
    assert says(check, A=number(101)).startswith("Plans is 101, more than the child population of Medway in 2022-23")


UNKNOWN = [MISSING, Given(S.NOT_HELD), Given(S.NOT_YET), Given(S.SUPPRESSED), Given(S.WIDER_AREA, Decimal(5))]


@pytest.mark.parametrize("missing", UNKNOWN, ids=lambda given: given.standing.value)
def test_the_policy_for_a_missing_value_whatever_is_missing(missing: Given) -> None:
    """A wider area's number is not the area's own."""
    for kind, policy in product([Kind.SUM_OF_PARTS, Kind.CANNOT_EXCEED], Missing):
        check = Check(kind, "A", ("B", "C"), policy)
        found = says(check, A=number(3), B=number(4), C=missing)
        expected = {
            Missing.SKIP: "",
            Missing.ZERO: "Plans is 3, but its 2 parts add up to 4." if kind is Kind.SUM_OF_PARTS
            else "Neglect and Emotional abuse: 4 is more than Plans, which is 3.",
            Missing.BREAK: "There is no number for Emotional abuse, so this cannot be checked.",
        }  # fmt: skip
        assert found == expected[policy], (kind, policy)
    assert says(Check(Kind.REQUIRED_PAIR, "A", ("B",), Missing.ZERO), A=number(0), B=missing) == ""
    assert says(Check(Kind.REQUIRED_PAIR, "A", ("B",), Missing.ZERO), A=number(1), B=missing) != ""
    assert says(Check(Kind.REQUIRED_PAIR, "A", ("B",), Missing.BREAK), A=missing, B=missing) != ""
    assert says(Check(Kind.EXCLUSIVE_PAIR, "A", ("B",), Missing.SKIP), A=number(1), B=missing) == ""
    assert says(Check(Kind.EXCLUSIVE_PAIR, "A", ("B",), Missing.BREAK), A=number(1), B=missing) != ""
    for kind in (Kind.OWN_HISTORY, Kind.POPULATION):
        assert says(Check(kind, "A", limit=Decimal(1)), A=missing) == ""
        assert says(Check(kind, "A", missing=Missing.BREAK, limit=Decimal(1)), A=missing) != ""


def test_an_explanation_holds_for_the_values_that_it_explained() -> None:
    check = Check(Kind.CANNOT_EXCEED, "A", ("B",))
    marks = [
        broken([check], {"A": number(a), "B": number(b)}, NAMES)[0].mark for a, b in ((1, 2), (1, 3), (1, 2))
    ]  # fmt: skip
    assert marks[0] == marks[2] != marks[1]


def test_a_rule_about_what_the_return_does_not_ask_is_not_judged() -> None:
    assert broken([Check(Kind.REQUIRED_PAIR, "A", ("Z",), Missing.BREAK)], {"A": number(1)}, NAMES) == []


@when(st.lists(st.integers(0, 1000), min_size=1, max_size=6), st.integers(0, 6000))
def test_DV_01_is_broken_exactly_when_the_sum_differs(parts: list[int], whole: int) -> None:
    keys = [f"P{n}" for n in range(len(parts))]
    values = {"A": number(whole), **{key: number(n) for key, n in zip(keys, parts, strict=True)}}
    names = {key: key for key in values}
    found = broken([Check(Kind.SUM_OF_PARTS, "A", tuple(keys))], values, names)
    assert bool(found) == (sum(parts) != whole)
