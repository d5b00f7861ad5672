from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from throughline.foundation.statute import editions as module
from throughline.foundation.statute.editions import Edition, Editions, editions, read_edition
from throughline.foundation.statute.errors import BeforeFirstEdition, InvalidData, UnknownClock

FILES = Path(module.__file__).parent / "editions"
TEXT_2018 = (FILES / "working_together_2018.toml").read_text(encoding="utf-8")
E2018, E2023, E2026 = editions().all


def without(edition: Edition, code: str) -> Edition:
    values = {name: getattr(edition, name) for name in Edition.__dataclass_fields__}
    return Edition(**values | {"clocks": tuple(clock for clock in edition.clocks if clock.code != code)})


def test_the_committed_editions() -> None:
    assert [(each.id, each.starts) for each in editions().all] == [
        ("working-together-2018", date(2018, 7, 1)),
        ("working-together-2023", date(2023, 12, 15)),
        ("working-together-2026", date(2026, 3, 18)),
    ]


@pytest.mark.parametrize("edition", editions().all, ids=lambda each: each.id)
def test_RV_01_and_RV_02_are_in_every_edition(edition: Edition) -> None:
    assert [(each.code, each.days, each.unit, each.calendar, each.anchor) for each in edition.clocks] == [
        ("RV-01", 5, "working days", "england-and-wales", "the day the local authority became aware of the incident"),
        ("RV-02", 15, "working days", "england-and-wales", "the day the notification was sent to the Panel"),
        ("RV-03", 6, "months", "england-and-wales", "the day it was decided to carry out the review"),
        ("RV-04", 7, "working days", "england-and-wales", "the day on which it is published"),
    ]


def test_what_was_not_read_in_the_published_text_is_not_called_sure() -> None:
    assert [(each.starts_sure, [clock.sure for clock in each.clocks]) for each in editions().all] == [
        ("medium", ["high", "medium", "medium", "low"]),
        ("high", ["high", "high", "medium", "low"]),
        ("medium", ["low", "low", "medium", "low"]),
    ]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2018, 7, 1), E2018),
        (date(2023, 12, 14), E2018),
        (date(2023, 12, 15), E2023),
        (date(2026, 3, 17), E2023),
        (date(2026, 3, 18), E2026),
        (date(2040, 1, 1), E2026),
    ],
)
def test_an_edition_is_in_force_until_the_next_one_starts(day: date, expected: Edition) -> None:
    assert editions().on(day) is expected


@settings(deadline=None)  # a busy machine is no failure
@given(st.dates(min_value=date(2018, 7, 1)))
def test_no_later_edition_than_the_one_in_force_has_started(day: date) -> None:
    found = editions().on(day)
    assert found.starts <= day
    assert not [each for each in editions().all if found.starts < each.starts <= day]


def test_before_the_first_edition() -> None:
    with pytest.raises(BeforeFirstEdition) as caught:
        editions().on(date(2018, 6, 30))
    assert str(caught.value) == (
        "Clocks are held from 1 July 2018, the first day of Working Together to Safeguard Children 2018. "
        "30 June 2018 is before that."
    )


@pytest.mark.parametrize("code", ["RV-02", "rv-02", " Rv-02 "])
def test_a_code_is_found_in_upper_and_lower_case(code: str) -> None:
    edition, clock = editions().clock(code, date(2024, 3, 22))
    assert (edition, clock.code) == (E2023, "RV-02")


def test_an_unknown_code_is_told_the_known_ones() -> None:
    with pytest.raises(UnknownClock) as caught:
        editions().clock("RV-99", date(2024, 3, 22))
    assert str(caught.value) == (
        "There is no clock “RV-99”. The clocks are: RV-01 (Notify the Panel of a serious incident); "
        "RV-02 (Send the rapid review to the Panel); RV-03 (Publish the local child safeguarding practice review); "
        "RV-04 (Send the review to the Panel and the Secretary of State before it is published)."
    )


def test_a_clock_that_the_edition_in_force_does_not_have() -> None:
    held = Editions((without(E2018, "RV-02"), E2023))
    assert held.clock("RV-02", date(2023, 12, 15))[0] is E2023
    with pytest.raises(UnknownClock) as caught:
        held.clock("RV-02", date(2023, 12, 14))
    assert str(caught.value) == (
        "Working Together to Safeguard Children 2018, in force on 14 December 2023, has no clock RV-02."
    )


@pytest.mark.parametrize("wrong", [(), (E2023, E2018), (E2018, E2018)], ids=["none", "out of order", "twice"])
def test_editions_that_do_not_follow_each_other_are_refused(wrong: tuple[Edition, ...]) -> None:
    with pytest.raises(InvalidData):
        Editions(wrong)


def test_two_editions_of_one_id_are_refused() -> None:
    again = read_edition(TEXT_2018.replace("starts = 2018-07-01", "starts = 2019-07-01"))
    with pytest.raises(InvalidData, match="differ in id"):
        Editions((E2018, again))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("starts = 2018-07-01", 'starts = "2018-07-01"'), "“starts” must be a date"),
        (("days = 15", 'days = "15"'), "“days” must be a int"),
        (("days = 15", "days = true"), "“days” must be a int"),
        (("days = 15", "days = 0"), "RV-02 must run for at least one day"),
        (('unit = "working days"', 'unit = "weeks"'), "counted in “weeks”; only working days and months"),
        (('unit = "months"', 'unit = "months"\ncounts = "before"'), "RV-03 must be counted after its first day"),
        (("[[tells]]", '[[tells]]\nwhere = "x"'), "cannot be read"),
        (('when = "A looked-after child died"', 'when = "x"\nsure = "very"'), "cannot be read"),
        (('sure = "high"', 'sure = "very"'), "RV-01 must say how sure it is: high, medium, low"),
        (('starts_sure = "medium"', 'starts_sure = ""'), "must say how sure its first day is"),
        (("[[clocks]]", "[[rules]]"), "clocks"),
        (('code = "RV-01"', ""), "code"),
        (("anchor =", "ancor ="), "ancor"),
        (('code = "RV-02"', 'code = "RV-01"'), "working-together-2018 has a clock twice"),
        (("starts = ", "starts "), "cannot be read"),
    ],
)
def test_an_edition_file_that_is_wrong_is_refused(change: tuple[str, str], said: str) -> None:
    assert change[0] in TEXT_2018
    assert read_edition(TEXT_2018) == E2018
    with pytest.raises(InvalidData, match=said):
        read_edition(TEXT_2018.replace(*change))
