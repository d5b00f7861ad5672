"""AU-05 to AU-08: what is missing, what is signed, when one is chased, what a standard's grade is."""

from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from throughline.office.audits.rules import returns
from throughline.office.audits.rules.question_sets import read
from throughline.office.audits.rules.returns import Facts, Given
from throughline.office.audits.tests.test_question_sets import SMALL

DUE = date(2024, 3, 1)


def test_AU_05_what_is_missing_and_what_says_nothing() -> None:
    asked = read(SMALL)
    answers = {"1.1": Given(grade=2), "1.2": Given(grade=0)}
    assert returns.missing(asked, "school", {}) == ["1.1", "1.2"]
    assert returns.missing(asked, "police", {"1.1": Given(grade=1)}) == ["1.2"]
    assert returns.missing(asked, "school", answers) == []
    assert returns.unproven(asked, "school", answers) == ["1.1"]
    assert returns.unproven(asked, "school", {"1.2": Given(not_applicable=True)}) == ["1.2"]


def test_AU_05_the_guards_speak_in_numbers() -> None:
    assert returns.still_missing(Facts(missing=1)) == "1 question is not answered yet."
    assert returns.still_missing(Facts(missing=2)) == "2 questions are not answered yet."
    assert returns.still_unproven(Facts(unproven=1)) == "1 answer does not say how you know."
    assert returns.still_missing(Facts()) == returns.still_unproven(Facts()) == returns.may_not_sign(Facts()) == ""
    assert returns.may_not_sign(Facts(signs=False))
    assert returns.hash_is_old(Facts(hash_holds=False))


TEXTS = st.text(max_size=8)


@given(TEXTS, TEXTS, st.integers(0, 3), st.booleans())
def test_AU_06_the_hash_changes_with_the_content_alone(one: str, other: str, grade: int, turned: bool) -> None:
    answers = {"1.1": Given(grade, text=one), "1.2": Given(text=other)}
    shuffled = dict(reversed(answers.items())) if turned else answers
    evidence = [("A", "x", ["1.1", "1.2"]), ("B", "y", ["1.2"])]
    first = returns.content_hash("C", "N", answers, evidence)
    assert first == returns.content_hash("C", "N", shuffled, reversed(evidence))
    changed = {**answers, "1.1": Given(grade, text=f"{one}!")}
    assert first != returns.content_hash("C", "N", changed, evidence)
    assert first != returns.content_hash("C", "N", answers, evidence[:1])
    assert first != returns.content_hash("C", "Other", answers, evidence)


@given(st.integers(-30, 30), st.integers(1, 20), st.lists(st.integers(-20, 20), max_size=4))
def test_AU_07_each_day_of_the_schedule_is_met_once(start: int, gap: int, days: list[int]) -> None:
    """However long the pause between two runs, every day of the schedule falls into exactly one of them."""
    runs = [DUE + timedelta(days=start + gap * number) for number in range(6)]
    for day in set(days):
        if runs[0] < DUE + timedelta(days=day) <= runs[-1]:
            met = [
                1 for since, today in pairwise(runs)
                if returns.chased_on(DUE, [day], since=since, today=today)
            ]  # fmt: skip
            assert len(met) == 1


def test_AU_07_words() -> None:
    assert returns.due_words(DUE, date(2024, 2, 29)) == "due in 1 day"
    assert returns.due_words(DUE, DUE) == "due today"
    assert returns.due_words(DUE, date(2024, 3, 8)) == "overdue by 7 days"


@given(st.lists(st.integers(0, 3), min_size=1, max_size=60))
def test_AU_08_the_mean_with_halves_down(grades: list[int]) -> None:
    found = returns.sums(grades)
    assert found is not None
    settled = returns.settled_rank(found.graded, found.total)
    mean = Fraction(found.total, found.graded)
    assert abs(settled - mean) <= Fraction(1, 2)
    assert settled - mean < Fraction(1, 2)  # a half goes down
    assert min(grades) <= settled <= max(grades)
    assert returns.sums([]) is None
