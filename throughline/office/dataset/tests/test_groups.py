"""Disproportionality: lines as pasted, rates with intervals, small groups hidden."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughline.foundation.figures.suppression.tables import DEPARTMENT
from throughline.office.dataset.models import Observation
from throughline.office.dataset.operations.breakdowns import set_categories
from throughline.office.dataset.operations.groups import record_groups
from throughline.office.dataset.queries.groups import breakdowns
from throughline.office.dataset.rules.breakdowns import Category
from throughline.office.dataset.rules.groups import Line, NotLines, compared, read_lines
from throughline.office.dataset.tests.points import NOW, Kept


def test_lines_come_with_tabs_or_semicolons() -> None:
    assert read_lines("White; 200; 50,000\n\nAsian\t12\t5400\n") == [
        Line("White", 200, 50_000), Line("Asian", 12, 5_400),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("White; 200", "Line 1 needs a group"),
        ("White; x; 5\nAsian; 1; 5", "Line 1: the count and the population"),
        ("White; 9; 5\nAsian; 1; 5", "more children are counted than live here"),
        ("White; 1; 5\nwhite; 1; 5", "stands above already"),
        ("=cmd(); 1; 5\nAsian; 1; 5", "is no name of a group"),
        ("White; 1; 5", "at least two groups"),
        ("White; 1; 9999999999\nAsian; 1; 5", "too large"),
    ],
)
def test_every_fault_is_said_with_its_line(text: str, said: str) -> None:
    with pytest.raises(NotLines, match=said):
        read_lines(text)


def test_a_group_is_held_against_all_others_with_its_interval() -> None:
    high, low = compared([Line("Black", 60, 6_000), Line("White", 200, 50_000)], DEPARTMENT, "Census 2021")
    assert high.rate is not None
    assert high.ratio is not None
    assert high.interval is not None
    assert (str(high.rate.shown), f"{high.ratio.value:.2f}", high.ratio.differs) == ("100.0", "2.50", True)
    assert high.interval.low < high.rate.value < high.interval.high
    assert low.ratio is not None
    assert f"{low.ratio.value:.2f}" == "0.40"


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(31, 9_000)), min_size=2, max_size=7))
def test_a_small_group_is_hidden_and_never_alone(counts: list[tuple[int, int]]) -> None:
    found = compared([Line(f"g{n}", *pair) for n, pair in enumerate(counts)], DEPARTMENT, "x")
    hidden = [each for each in found if each.hidden]
    assert all(each.hidden for each in found if 1 <= each.line.count <= 5)
    assert len(hidden) != 1 or sum(count for count, _ in counts) <= 5  # the total is hidden as well


@pytest.mark.slow
def test_the_page_hides_small_groups(kept: Kept, partnership: Any, sign_in: Any) -> None:
    at = f"/office/dataset/indicators/{kept.indicator.pk}/groups/"
    unit = sign_in(partnership, "business_unit")
    given = {"breakdown": "ethnicity", "period": "2023-24", "vintage": "Census 2021"}
    assert unit.post(f"{at}record/", {**given, "lines": "White; 200"}).status_code == 422
    assert unit.post(f"{at}record/", {**given, "period": "soon", "lines": "A; 1; 5\nB; 2; 9"}).status_code == 422
    lines = "White; 200; 50000\nBlack; 60; 6000\nAsian; 3; 5400\nOther; 9; 900"
    assert unit.post(f"{at}record/", {**given, "lines": lines}).status_code == 302
    page = unit.get(at).content.decode()
    assert "clearly higher than all others" in page
    assert "Census 2021" in page
    hidden = {each.group for each in breakdowns(kept.indicator.pk)[0].groups if each.hidden}
    assert "Asian" in hidden
    assert len(hidden) == 2
    again = record_groups(
        indicator_id=kept.indicator.pk, period="2023-24", breakdown="ethnicity", vintage="Census 2021",
        lines=read_lines("A; 10; 50\nB; 20; 90"), by=kept.unit, at=NOW,
    )  # fmt: skip
    assert again == 2
    assert [each.group for each in breakdowns(kept.indicator.pk)[0].groups] == ["A", "B"]


def returned_by_sex(kept: Kept, period: str, counts: dict[str, int]) -> None:
    whole = Observation.objects.filter(indicator=kept.indicator).first()
    for category, count in counts.items():
        whole.pk, whole.breakdown, whole.category, whole.period, whole.value = None, "sex", category, period, count
        whole._state.adding = True
        whole.save()


@pytest.mark.slow
def test_what_returns_count_becomes_rates_once_the_children_of_each_group_are_known(
    kept: Kept, partnership: Any, sign_in: Any
) -> None:
    unit = sign_in(partnership, "business_unit")
    returned_by_sex(kept, "2023-24 Q3", {"Female": 150, "Male": 60, "Not recorded or neither": 12})
    assert breakdowns(kept.indicator.pk) == []
    at = "/office/dataset/breakdowns/list/?of=sex"
    assert "Not recorded or neither" in unit.get(at).content.decode()
    lines = "Female; 30,000\nMale; 30,000\nNot recorded or neither"
    assert unit.post(at, {"lines": lines}).status_code == 422
    assert unit.post(at, {"lines": lines, "vintage": "Census 2021"}).status_code == 302
    (found,) = breakdowns(kept.indicator.pk)
    assert (found.returned, found.vintage) == (True, "Census 2021")
    female, male, unrecorded = found.groups
    assert female.ratio is not None
    assert male.ratio is not None
    assert (f"{female.ratio.value:.2f}", f"{male.ratio.value:.2f}") == ("2.50", "0.40")  # of each other, nobody else
    assert (unrecorded.rate, unrecorded.ratio, unrecorded.hidden) == (None, None, False)
    page = unit.get(f"/office/dataset/indicators/{kept.indicator.pk}/groups/").content.decode()
    assert "Counted in the agency’s return. Population: Census 2021." in page
    assert "Census 2021" in unit.get("/office/dataset/breakdowns/").content.decode()


@pytest.mark.slow
def test_a_small_group_of_a_return_is_hidden(kept: Kept) -> None:
    returned_by_sex(kept, "2023-24 Q3", {"Female": 150, "Male": 4})
    categories = [Category("Female", 30_000), Category("Male", 30_000)]
    set_categories(breakdown="sex", categories=categories, vintage="Census 2021", by=kept.unit, at=NOW)
    (found,) = breakdowns(kept.indicator.pk)
    assert [each.hidden for each in found.groups] == [True, True]
