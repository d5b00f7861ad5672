"""SV-01, SV-04 to SV-07, by example and by property; the interval against values from published tables."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughline.foundation.surveys import rules, statistics, writing
from throughline.foundation.surveys.rules import BadQuestionnaire, Kind, Naming, Question, read_questions

SCALE = ["Low", "Middle", "High"]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        ([], "at least one question"),
        ([{"key": "A b", "kind": "short", "text": "What?"}], "small letters"),
        ([{"key": "a", "kind": "matrix", "text": "What?"}], "the kind is one of"),
        ([{"key": "a", "kind": "short", "text": " "}], "asks nothing"),
        ([{"key": "a", "kind": "scale", "text": "What?", "options": ["One", "Two"]}], "3 to 11 answers"),
        ([{"key": "a", "kind": "single", "text": "What?", "options": ["One", "One"]}], "the same"),
        ([{"key": "a", "kind": "number", "text": "What?", "options": ["One"]}], "no answers to choose"),
        ([{"key": "a", "kind": "number", "text": "What?", "least": 3, "most": 2}], "above the most"),
        ([{"key": "a", "kind": "short", "text": "What?"}] * 2, "used twice"),
        ([{"key": "a", "kind": "short", "text": "What?", "rows": []}], "which no question has"),
    ],
)
def test_SV_01_a_questionnaire_that_cannot_be_asked_is_refused(data, why) -> None:
    with pytest.raises(BadQuestionnaire, match=why):
        read_questions(data)


def test_questions_are_written_and_read_back() -> None:
    questions = (
        Question("sure", Kind.SCALE, "How sure?", "Think back.", (("1", "Low"), ("2", "Middle"), ("3", "High"))),
        Question("age", Kind.NUMBER, "How many years?", required=False, least=0, most=60),
    )
    assert read_questions(rules.as_data(questions)) == questions
    assert read_questions(writing.read(writing.write(questions))) == questions


def test_a_question_without_a_key_gets_one_and_a_stray_line_is_an_error() -> None:
    assert writing.read("What would help?\nkind: long\n")[0]["key"] == "what-would-help"
    with pytest.raises(BadQuestionnaire, match="Question 2: 'and so on' is not understood"):
        writing.read("What?\nkind: long\n\nWhy?\nkind: long\nand so on")


@pytest.mark.parametrize(
    ("today", "refused"),
    [(date(2024, 2, 4), True), (date(2024, 2, 5), False), (date(2024, 2, 19), False), (date(2024, 2, 20), True)],
)
def test_SV_04_open_from_the_first_day_to_the_last(today, refused) -> None:
    said = rules.open_refusal(opens_on=date(2024, 2, 5), closes_on=date(2024, 2, 19), today=today)
    assert bool(said) is refused


def test_SV_05_SV_06_a_small_group_takes_the_next_smallest_with_it() -> None:
    assert rules.hidden_groups({"Health": 20, "Police": 3, "Schools": 8}) == {"Police", "Schools"}
    assert rules.hidden_groups({"Health": 20, "Police": 6, "Schools": 8}) == frozenset()
    assert rules.hidden_groups({"A": 1, "B": 1, "C": 1, "D": 9, "E": 30}) == {"A", "B", "C", "D"}


@given(st.dictionaries(st.text("abcdef", min_size=1, max_size=3), st.integers(0, 30), max_size=8))
def test_SV_06_the_total_less_what_is_shown_is_never_a_small_group(sizes) -> None:
    hidden = rules.hidden_groups(sizes)
    assert all(sizes[name] >= 5 for name in sizes if name not in hidden and sizes[name])
    together = sum(sizes[name] for name in hidden)
    everybody = {name for name, size in sizes.items() if size}
    assert not hidden or together >= 5 or hidden == everybody
    assert len(hidden) != 1 or hidden == everybody


def test_SV_05_a_question_answered_by_four_says_nothing() -> None:
    question = Question("sure", Kind.SCALE, "How sure?", options=(("1", "Low"), ("2", "Middle"), ("3", "High")))
    assert rules.tally(question, ["1", "2", "3", "3"]) == rules.Tally(question, hidden=True)
    found = rules.tally(question, ["1", "2", "3", "3", "3"])
    assert (found.n, found.mean, found.counts) == (5, 2.4, (("Low", 1), ("Middle", 1), ("High", 3)))


def test_SV_07_an_anonymous_surveys_results_wait_until_it_closed() -> None:
    closes, today = date(2024, 2, 19), date(2024, 2, 19)
    assert rules.results_wait(Naming.ANONYMOUS, closes, today)
    assert rules.results_wait(Naming.ANONYMOUS, None, today)
    assert not rules.results_wait(Naming.ANONYMOUS, closes, date(2024, 2, 20))
    assert not rules.results_wait(Naming.NAMED, closes, today)


@pytest.mark.parametrize(
    ("freedom", "t"),
    [(1, 12.706), (2, 4.303), (3, 3.182), (4, 2.776), (9, 2.262), (10, 2.228), (29, 2.045), (30, 2.042), (120, 1.980)],
)
def test_students_t_as_in_the_tables(freedom, t) -> None:
    assert round(statistics.t_quantile(freedom), 3) == t


def test_the_paired_change_of_a_known_example() -> None:
    """Worked by hand: differences 1 1 0 2 1 1 0 1 2 1, mean 1.0, s = 0.66667, 2.26216 · s / √10 = 0.47691."""
    before = [2, 3, 3, 1, 2, 2, 4, 3, 1, 2]
    after = [3, 4, 3, 3, 3, 3, 4, 4, 3, 3]
    found = statistics.paired_change(list(zip(before, after, strict=True)))
    assert (found.pairs, found.mean, found.improved) == (10, 1.0, 8)
    assert found.low == pytest.approx(0.52309, abs=1e-5)
    assert found.high == pytest.approx(1.47691, abs=1e-5)
    assert (found.before, found.after) == (2.3, 3.3)


def test_no_pairs_and_one_pair_have_no_interval() -> None:
    assert statistics.paired_change([]) == statistics.PairedChange(0, None, None, None, None, None, 0)
    one = statistics.paired_change([(2, 4)])
    assert (one.mean, one.low, one.high) == (2, None, None)


@given(st.lists(st.tuples(st.integers(1, 5), st.integers(1, 5)), min_size=2, max_size=40))
def test_the_interval_holds_the_mean_and_turns_round_with_the_pairs(pairs) -> None:
    found = statistics.paired_change(pairs)
    back = statistics.paired_change([(after, before) for before, after in pairs])
    assert found.low <= found.mean + 1e-9
    assert found.mean <= found.high + 1e-9
    assert found.mean == pytest.approx(-back.mean)
    assert found.low == pytest.approx(-back.high)
