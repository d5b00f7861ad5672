"""How pages word what is on record."""

from datetime import date

import pytest

from throughline.publishing.website import rules


@pytest.mark.parametrize(
    ("day", "starts", "year", "following"),
    [
        (date(2024, 2, 5), "04-01", "2023-24", "2024-25"),
        (date(2024, 3, 31), "04-01", "2023-24", "2024-25"),
        (date(2024, 4, 1), "04-01", "2024-25", "2025-26"),
        (date(2024, 9, 1), "09-01", "2024-25", "2025-26"),
        (date(1999, 5, 1), "04-01", "1999-00", "2000-01"),
    ],
)
def test_the_report_year_of_a_day_and_the_one_after(day: date, starts: str, year: str, following: str) -> None:
    assert rules.report_year_of(day, starts) == year
    assert rules.next_year(year) == following


def test_the_year_shown_is_the_wanted_one_or_the_newest() -> None:
    assert rules.year_shown("2024-25", ["2023-24", "2024-25", "2025-26"]) == "2024-25"
    assert rules.year_shown("2024-25", ["2022-23", "2021-22"]) == "2022-23"
    assert rules.year_shown("2024-25", []) == ""


def test_names_are_listed_as_people_write_them() -> None:
    assert [rules.listed(names) for names in ([], ["A"], ["A", "B"], ["A", "B", "C"])] == [
        "", "A", "A and B", "A, B and C",
    ]  # fmt: skip


def test_contacts_are_worded_by_kind() -> None:
    assert rules.contact_words("partnership_phone") == "The partnership, phone"
    assert rules.contact_words("training_email") == "Training, email"
    assert rules.contact_words("front_door_phone") == "Front door, phone"
    assert rules.contact_words("address") == "Address"


def test_tiers_run_from_the_top_and_an_unknown_kind_keeps_its_name() -> None:
    assert rules.tier_of("lead safeguarding partners") == (0, "Lead safeguarding partners")
    assert rules.tier_of("task group") == (7, "Task group")


def test_a_search_asks_for_words_alone() -> None:
    asked = {'"': "", "a*)(": "a", "' OR 1=1": "OR 1 1", "  heron   estuary ": "heron estuary", "child's": "child s"}
    assert {text: rules.words_to_find(text) for text in asked} == asked
