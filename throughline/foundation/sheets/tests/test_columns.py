"""Cells become values, or problems by row and column."""

from datetime import date
from decimal import Decimal

import pytest

from throughline.foundation.sheets.columns import (
    ChoiceColumn,
    Column,
    DayColumn,
    Layout,
    NumberColumn,
    Problem,
    Wrong,
)

LAYOUT = Layout(
    (
        Column("ref", "Reference", required=True, longest=10),
        DayColumn("due", "Due"),
        NumberColumn("count", "Count", whole=True, least=0, most=10),
        ChoiceColumn("priority", "Priority", choices={"High": 1, "Low": 3}),
    )
)


def test_values_by_key_whatever_the_order_of_columns() -> None:
    heading = ["priority", "REFERENCE", "Count", "Due"]
    parsed = LAYOUT.parse([heading, ["high", "A-1", "1", "5/2/2024"], ["", "", "", ""], ["", "A-2", "", ""]])
    assert parsed.problems == ()
    assert parsed.rows == (
        (2, {"ref": "A-1", "due": date(2024, 2, 5), "count": 1, "priority": 1}),
        (4, {"ref": "A-2", "due": None, "count": None, "priority": None}),
    )


def test_all_problems_at_once_and_no_rows() -> None:
    parsed = LAYOUT.parse([["Reference", "Due", "Count", "Priority"], ["A-1", "2024-02-30", "2.5", "urgent"],
                           ["", "soon", "11", "Low"], ["A-12345678910", "", "many", "", "more"]])  # fmt: skip
    assert parsed.rows == ()
    assert parsed.problems == (
        Problem(2, "Due", "must be a real day, like 2024-02-05"),
        Problem(2, "Count", "must be a whole number"),
        Problem(2, "Priority", "must be one of: High, Low"),
        Problem(3, "Reference", "must not be empty"),
        Problem(3, "Due", "must be a day, like 2024-02-05"),
        Problem(3, "Count", "must be 10 or less"),
        Problem(4, "", "has more cells than there are columns"),
        Problem(4, "Reference", "must be 10 characters or fewer"),
        Problem(4, "Count", "must be a number"),
    )


def test_a_wrong_heading_is_told_before_any_row() -> None:
    assert LAYOUT.parse([["Reference", "Due", "Due", "Colour", "Priority"], ["", "", "", "", ""]]).problems == (
        Problem(1, "Count", "is missing from the heading"),
        Problem(1, "Colour", "is not a column of this sheet"),
        Problem(1, "Due", "stands in the heading twice"),
    )


def test_a_heading_alone_is_a_problem() -> None:
    assert [p.says for p in LAYOUT.parse([LAYOUT.heading]).problems] == ["is the heading, and no rows follow it"]


def test_the_list_of_problems_ends() -> None:
    problems = LAYOUT.parse([LAYOUT.heading, *([["", "x", "", ""]] * 500)]).problems
    assert len(problems) == 201


@pytest.mark.parametrize("text", ["NaN", "Infinity", "1e", "--1", "£5"])
def test_a_number_is_a_number(text) -> None:
    with pytest.raises(Wrong, match="must be a number"):
        NumberColumn("n", "N").value(text)


def test_numbers_may_have_thousands() -> None:
    assert NumberColumn("n", "N").value("1,234.5") == Decimal("1234.5")


def test_the_instructions_name_every_column() -> None:
    assert LAYOUT.instructions.splitlines()[0] == "Reference (required): text"
