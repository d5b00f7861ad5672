"""Shared mailboxes and people with the same name, without a database."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughline.office.training.rules.people import (
    Place,
    Someone,
    account_address,
    is_shared,
    mail_address,
    perhaps_the_same,
    place_that_goes,
    whom_words,
)
from throughline.office.training.rules.staff import read_list


@pytest.mark.parametrize(
    ("address", "shared"),
    [
        ("office@hill.example.org", True), ("Admin2@hill.example.org", True), ("office-north@hill.example.org", True),
        ("office+ann.wood@hill.example.org", True), ("ann.office@hill.example.org", False),
        ("officer@hill.example.org", False), ("headley@hill.example.org", False), ("", False),
    ],
)  # fmt: skip
def test_TR_170_a_shared_mailbox_is_known_by_its_name(address: str, shared: bool) -> None:
    assert is_shared(address) is shared


def test_TR_171_each_name_behind_it_has_an_account() -> None:
    assert account_address("Zoë O'Neil", "Office@hill.example.org") == "office+zoe.oneil@hill.example.org"
    assert account_address("Ann Wood", "ann@hill.example.org") == "ann@hill.example.org"
    assert account_address("Ann", "office+ann.wood@hill.example.org") == "office+ann.wood@hill.example.org"
    assert account_address("李", "office@hill.example.org") == "office@hill.example.org"
    assert mail_address("office+zoe.oneil@hill.example.org") == "office@hill.example.org"
    assert mail_address("ann+news@example.org") == "ann+news@example.org"
    assert whom_words("Ann Wood", "office+ann.wood@hill.example.org").startswith("Ann Wood, who signs in as office+ann")
    assert whom_words("Ann Wood", "ann@hill.example.org") == ""


@given(st.text(max_size=60), st.sampled_from(["office@hill.example.org", "ann@hill.example.org"]))
def test_TR_171_asked_again_nothing_changes_and_mail_finds_its_box(name: str, address: str) -> None:
    once = account_address(name, address)
    assert account_address(name, once) == once
    assert mail_address(once) == address
    assert len(once) <= 254


def test_TR_171_a_list_may_name_one_mailbox_for_several_people_but_nobody_twice() -> None:
    people, problems = read_list("Ann Wood, office@hill.example.org\nBen Hall, office@hill.example.org")
    assert (len(people), problems) == (2, [])
    _, problems = read_list("Ann Wood, office@hill.example.org\nann wood, office@hill.example.org")
    assert [problem.says for problem in problems] == ["office@hill.example.org stands in row 1 too"]


def test_TR_172_the_same_name_may_be_the_same_person() -> None:
    ann, other, ben = (
        Someone(1, "Ann Wood", "b@example.org", ""), Someone(2, "ann wood", "a@example.org", ""),
        Someone(3, "Ben", "c@example.org", ""),
    )  # fmt: skip
    assert perhaps_the_same([ann, other, ben, Someone(4, "", "d@example.org", ""), Someone(5, "", "e@x.org", "")]) == [
        (other, ann)
    ]


@pytest.mark.parametrize(
    ("first", "second", "goes"),
    [
        (Place(1, 0, "2024-01"), Place(2, 1, "2024-02"), 1),
        (Place(1, 1, "2024-02"), Place(2, 1, "2024-01"), 1),
        (Place(1, 0, "2024-01"), Place(2, 0, "2024-01"), 2),
    ],
)
def test_TR_173_the_place_with_more_attendance_stays(first: Place, second: Place, goes: int) -> None:
    assert place_that_goes(first, second).id == goes
    assert place_that_goes(second, first).id == goes
