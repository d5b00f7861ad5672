"""AU-01 to AU-03: question sets as data, in both forms, compared, carried from scale to scale."""

import copy
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughline.office.audits import yaml_files
from throughline.office.audits.rules import set_sheets
from throughline.office.audits.rules.question_sets import FORMAT, Unfit, as_data, read
from throughline.office.audits.rules.scales import SCALES, CarryRule, Scale, Step, carried
from throughline.office.audits.rules.set_differences import compare

SMALL: dict[str, Any] = {
    "format": FORMAT, "key": "small", "kind": "own", "title": "Small", "scale": "grade-0-3",
    "signed_by": ["Head"],
    "standards": [
        {"code": "1", "title": "One", "descriptors": {0: "Nothing", "3": "All"},
         "questions": [{"code": "1.1", "text": "Is it so?", "force": "must", "applies_to": ["school"]},
                       {"code": "1.2", "text": "And this?", "guidance": "Ask the register."}]},
    ],
}  # fmt: skip


def test_AU_01_the_shipped_sets_are_whole() -> None:
    section_11, section_175 = (yaml_files.shipped(name) for name in yaml_files.SHIPPED)
    assert len(section_11.standards) == 8
    assert len(section_11.questions) >= 40
    assert len(section_175.questions) >= 70
    for found in (section_11, section_175):
        assert all(q.guidance and q.evidence for q in found.questions)
        assert all(
            s.descriptor(q, step.rank) for s in found.standards for q in s.questions for step in found.scale.steps
        )
        assert found.asked_of("school")
    assert [s.code for s in section_175.standards] == ["0", "1", "2a", "2b", "3", "4", "5", "L"]
    assert len(section_175.signed_by) == 2


@pytest.mark.parametrize("name", yaml_files.SHIPPED)
def test_AU_01_yaml_and_spreadsheet_come_back_as_they_went(name: str) -> None:
    found = yaml_files.shipped(name)
    assert yaml_files.load(yaml_files.dump(found)) == found
    rows = [set_sheets.heading_of(found), *set_sheets.rows_of(found)]
    head = {name: as_data(found)[name] for name in set_sheets.HEAD_FIELDS}
    again = set_sheets.from_rows(rows, head)
    assert [(q.code, q.text, q.force, q.applies_to) for q in again.questions] == [
        (q.code, q.text, q.force, q.applies_to) for q in found.questions
    ]
    assert (again.signed_by, compare(found, again)) == (found.signed_by, [])


def test_AU_01_every_problem_is_said_with_its_place() -> None:
    data = copy.deepcopy(SMALL)
    data["scale"] = "stars"
    data["colour"] = "red"
    first = data["standards"][0]["questions"]
    first[0]["force"] = "perhaps"
    first[1]["code"] = "1.1"
    first.append({"code": "a b", "text": ""})
    with pytest.raises(Unfit) as unfit:
        read(data)
    assert set(unfit.value.problems) == {
        ("colour", "is not a field of the format"),
        ("scale", "must be one of grade-0-3, grade-1-4, rag, met-partly-not, case-grades, or a list of steps"),
        ("standard 1, question 1", "force must be one of must, should, local"),
        ("standard 1, question 2", "the code 1.1 stands twice"),
        ("standard 1, question 3", "code may hold letters, digits, dots and hyphens"),
        ("standard 1, question 3", "needs text"),
    }


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a: [1", "is not YAML"),
        ("- one\n- two", "must be a mapping"),
        ("a: &x [1]\nb: *x", "Anchors and aliases"),
        ("!!python/object/apply:os.system ['true']", "is not YAML"),
        ("x" * 1_000_001, "smaller than 1 MB"),
    ],
)
def test_AU_01_a_strange_file_is_refused_in_words(text: str, says: str) -> None:
    with pytest.raises(Unfit, match=says):
        yaml_files.load(text)


def test_AU_01_an_own_scale_needs_its_signs() -> None:
    data = copy.deepcopy(SMALL)
    data["scale"] = [
        {"mark": "No", "word": "No", "colour": "red", "sign": "✕"},
        {"mark": "Yes", "word": "Yes", "colour": "green", "sign": "✕"},
    ]
    data["standards"][0].pop("descriptors")
    with pytest.raises(Unfit, match="needs its own sign"):
        read(data)
    data["scale"][1]["sign"] = "●"
    assert read(data).scale.named("yes") == Step(1, "Yes", "Yes", "green", "●")


def test_AU_01_nobody_sees_what_does_not_fall_to_them() -> None:
    found = read(SMALL)
    assert [[q.code for q in questions] for _, questions in found.asked_of("police")] == [["1.2"]]
    assert [[q.code for q in questions] for _, questions in found.asked_of("school")] == [["1.1", "1.2"]]


def test_AU_03_two_versions_compared() -> None:
    data = copy.deepcopy(SMALL)
    questions = data["standards"][0]["questions"]
    questions[0]["text"] = "Is it really so?"
    questions[0]["force"] = "should"
    questions.pop(1)
    questions.append({"code": "1.3", "text": "New?"})
    data["standards"][0] |= {"title": "First", "descriptors": {0: "Nothing", "3": "All of it"}}
    data["signed_by"] = ["Head", "Chair"]
    found = [(each.what, each.code, each.before, each.after) for each in compare(read(SMALL), read(data))]
    assert found == [
        ("changed", "", "Signed by: Head", "Signed by: Head and Chair"),
        ("reworded", "1", "One", "First"),
        ("changed", "1", "Grade 3: All", "Grade 3: All of it"),
        ("reworded", "1.1", "Is it so?", "Is it really so?"),
        ("changed", "1.1", "Must", "Should"),
        ("removed", "1.2", "And this?", ""),
        ("added", "1.3", "", "New?"),
    ]
    assert compare(read(SMALL), read(SMALL)) == []


def scale_of(steps: int) -> Scale:
    return Scale("own", "Own", tuple(Step(rank, f"m{rank}", f"w{rank}", "grey", f"s{rank}") for rank in range(steps)))


@given(st.integers(2, 9), st.integers(2, 9), st.sampled_from([CarryRule.CAUTIOUS, CarryRule.NEAREST]))
def test_AU_02_ends_stay_ends_and_order_stays(old: int, new: int, rule: CarryRule) -> None:
    before, after = scale_of(old), scale_of(new)
    found = [carried(rank, before, after, rule) for rank in range(old)]
    assert found[0] == 0
    assert found[-1] == new - 1
    assert all(one <= other for one, other in pairwise(found))  # type: ignore[operator]
    if old == new:
        assert found == list(range(old))


@given(st.integers(2, 9), st.integers(2, 9))
def test_AU_02_the_cautious_rule_never_flatters(old: int, new: int) -> None:
    before, after = scale_of(old), scale_of(new)
    for rank in range(old):
        cautious, nearest = (carried(rank, before, after, r) for r in (CarryRule.CAUTIOUS, CarryRule.NEAREST))
        assert cautious is not None
        assert nearest is not None
        assert cautious <= nearest
        assert cautious / (new - 1) <= rank / (old - 1) + 1e-9
        assert carried(rank, before, after, CarryRule.TEXT_ONLY) is None


def test_AU_02_one_is_best_on_some_scales() -> None:
    up, down = SCALES["grade-0-3"], SCALES["grade-1-4"]
    assert carried(3, up, down, CarryRule.CAUTIOUS) == 3
    assert down.step(3).label == "1, embedded"
    with pytest.raises(IndexError):
        down.step(-1)
