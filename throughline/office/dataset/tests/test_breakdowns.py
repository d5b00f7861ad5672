"""Lists of categories: as they are typed, the one that ships or the partnership's own, and what returns ask by them."""

from typing import Any

import pytest

from throughline.foundation.access.operations import NotPermitted, Refused
from throughline.office.dataset.models import Return
from throughline.office.dataset.operations.breakdowns import set_categories
from throughline.office.dataset.operations.rounds import Asked, ask_for
from throughline.office.dataset.queries.breakdowns import categories
from throughline.office.dataset.rules.breakdowns import CATEGORIES, Category, NotCategories, offered, read_categories
from throughline.office.dataset.tests.conftest import AT


def test_categories_are_typed_or_pasted_with_their_children() -> None:
    typed = read_categories("White; 41,000\n\nAsian\t5400\nNot recorded\n")
    assert typed == [Category("White", 41_000), Category("Asian", 5_400), Category("Not recorded")]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("White; many\nAsian", "Line 1: the children"), ("White\nwhite", "Line 2: “white” stands above"),
        ("=cmd()\nWhite", "Line 1 needs a name"), ("White; 1; 2\nAsian", "Line 1 needs a name"),
        ("White", "at least two"), ("\n".join(map(str, range(61))), "at most 60"),
        ("White; 9999999999\nAsian", "Line 1: the children"),
    ],
)  # fmt: skip
def test_every_fault_is_said_with_its_line(text: str, says: str) -> None:
    with pytest.raises(NotCategories, match=says):
        read_categories(text)


def test_a_breakdown_without_a_list_is_not_offered() -> None:
    assert offered(["sex", "placement", "phase"], CATEGORIES) == ["sex", "phase"]


@pytest.mark.slow
def test_the_partnerships_own_list_takes_the_place_of_the_one_that_ships(opened: Any, council: Any, unit: Any) -> None:
    assert categories()["sex"] == CATEGORIES["sex"]
    assert categories()["agency"] == ("Kent Police", "Medway Council")
    own = [Category("Girls"), Category("Boys"), Category("Others")]
    set_categories(breakdown="sex", categories=own, vintage="", by=unit, at=AT)
    assert categories()["sex"] == ("Girls", "Boys", "Others")
    row = Return.objects.get(agency=council)
    plans = row.lines.get().indicator
    ask_for(return_id=row.pk, asked=[Asked(plans.pk), Asked(plans.pk, "sex")], by=unit, at=AT)
    assert [line.category for line in row.lines.all()] == ["", "Girls", "Boys", "Others"]
    with pytest.raises(Refused, match="no list of categories by placement"):
        ask_for(return_id=row.pk, asked=[Asked(plans.pk), Asked(plans.pk, "placement")], by=unit, at=AT)
    set_categories(breakdown="sex", categories=[], vintage="", by=unit, at=AT)
    assert categories()["sex"] == CATEGORIES["sex"]


@pytest.mark.slow
def test_only_the_business_unit_keeps_lists_and_says_which_estimate(unit: Any, actor: Any, scoped: Any) -> None:
    with pytest.raises(NotPermitted):
        set_categories(breakdown="sex", categories=[], vintage="", by=actor("practitioner"), at=AT)
    with pytest.raises(Refused, match="which estimate"):
        set_categories(breakdown="sex", categories=[Category("Girls", 9)], vintage=" ", by=unit, at=AT)
    with pytest.raises(Refused, match="what the categories are of"):
        set_categories(breakdown=" ", categories=[], vintage="", by=unit, at=AT)


@pytest.mark.slow
def test_an_unknown_breakdown_has_no_page(sign_in: Any, partnership: Any) -> None:
    unit = sign_in(partnership, "business_unit")
    assert unit.get("/office/dataset/breakdowns/list/?of=nonsense").status_code == 404
    assert unit.get("/office/dataset/breakdowns/list/").status_code == 404
