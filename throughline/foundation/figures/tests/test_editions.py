"""SN-05: what one edition hid and another would give away."""

from collections.abc import Iterable
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from throughline.foundation.figures.disclosure import GivenAway, suppress
from throughline.foundation.figures.editions import THIS, EditionFacts, uncovered
from throughline.foundation.figures.values import Provenance, Source, Value, Whole


def figures(**counts: int) -> dict[str, Value]:
    return {
        name: Value(
            name, name.upper(), "children", "2023-24", "Medway", Decimal(n), Provenance.RETURNED, Source()
        )
        for name, n in counts.items()
    }  # fmt: skip


def edition(name: str, wholes: Iterable[Whole], /, **counts: int) -> EditionFacts:
    """As it would be published: with what the rule hides."""
    values, wholes = figures(**counts), list(wholes)
    return EditionFacts(name, values, frozenset(suppress(values, wholes)), wholes)


ALL = [Whole("w", ("a", "b"), exhaustive=True)]


def test_SN_05_an_old_number_follows_when_a_later_edition_shows_what_was_hidden_beside_it() -> None:
    first = edition("first", ALL, w=120, a=4, b=116)
    assert first.hidden == {"a", "b"}
    now = edition(THIS, ALL, w=130, a=14, b=116)
    assert now.hidden == frozenset()
    assert uncovered(now, [first]) == [
        GivenAway("a", "first", "first hid what this edition would show (B), and it follows by subtraction.", "A"),
        GivenAway("b", "first", "first showed c for it, and this edition would show it.", "B"),
    ]


def test_SN_05_parts_that_are_counted_otherwise_give_the_old_number_away() -> None:
    first = edition("first", ALL, w=120, a=4, b=116)
    now = edition(THIS, [Whole("v", ("b", "x"), exhaustive=True)], v=216, b=116, x=100)
    assert [each.figure for each in uncovered(now, [first])] == ["a", "b"]


def test_SN_05_two_editions_that_hide_the_same_give_it_away_by_what_they_count_differently() -> None:
    """a + b = 20 in the first; b + x = 26 in the second, and x is shown in both: b is 16, so a is 4."""
    first = edition("first", [Whole("w", ("a", "b"), exhaustive=True)], w=20, a=4, b=16, x=10)
    second = EditionFacts(THIS, figures(v=26, b=16, x=10), frozenset({"b"}), [Whole("v", ("b", "x"), exhaustive=True)])
    assert [each.figure for each in uncovered(second, [first])] == ["a", "b"]


def test_SN_05_a_rest_that_nobody_named_counts_as_well() -> None:
    parts = [Whole("w", ("a", "b"))]
    first = edition("first", parts, w=104, a=60, b=40)
    assert first.hidden
    now = edition(THIS, parts, w=150, a=60, b=40)
    assert now.hidden == frozenset()
    assert [each.figure for each in uncovered(now, [first])] == ["w"]


def test_SN_05_a_small_number_that_was_hidden_is_not_shown_later_without_an_exception() -> None:
    first = edition("first", [], a=4)
    now = EditionFacts(THIS, figures(a=4), frozenset(), [])
    assert [each.reason for each in uncovered(now, [first])] == [
        "first showed c for it, and this edition would show it."
    ]
    assert uncovered(now, [first], exceptions={"a"}) == []


def test_SN_05_the_first_edition_and_the_same_again_give_nothing_away() -> None:
    first = edition("first", ALL, w=120, a=4, b=116)
    assert uncovered(first, []) == []
    assert uncovered(edition(THIS, ALL, w=120, a=4, b=116), [first]) == []


def test_SN_05_a_number_revised_since_tells_nothing() -> None:
    first = edition("first", ALL, w=120, a=4, b=116)
    assert uncovered(edition(THIS, ALL, w=130, a=13, b=117), [first]) == []


def test_SN_05_what_earlier_editions_gave_away_already_is_not_told_again() -> None:
    first = edition("first", ALL, w=120, a=4, b=116)
    second = edition("second", ALL, w=130, a=14, b=116)
    assert uncovered(edition(THIS, ALL, w=130, a=14, b=116), [first, second]) == []


@settings(max_examples=100, deadline=None)
@given(
    old=st.tuples(st.integers(1, 12), st.integers(1, 12), st.integers(0, 12)),
    new=st.tuples(st.integers(1, 12), st.integers(1, 12), st.integers(0, 12)),
)
def test_SN_05_what_it_is_silent_about_cannot_be_worked_out(
    old: tuple[int, int, int], new: tuple[int, int, int]
) -> None:
    """The oracle tries all numbers behind the first edition's c; a figure of the same value is the same figure."""
    wholes = [Whole("w", ("a", "b", "d"), exhaustive=True)]
    first = edition("first", wholes, w=sum(old), a=old[0], b=old[1], d=old[2])
    now = edition(THIS, wholes, w=sum(new), a=new[0], b=new[1], d=new[2])
    told = {each.figure for each in uncovered(now, [first])}
    known = {
        i
        for i in "abdw"
        if i not in first.hidden or (i not in now.hidden and now.values[i].value == first.values[i].value)
    }  # fmt: skip
    names = ("a", "b", "d")
    true = dict(zip(names, old, strict=True))
    ranges = [[true[i]] if i in known else range(1, 40) for i in names]
    total = sum(old) if "w" in known else None
    worlds = [(a, b, d) for a in ranges[0] for b in ranges[1] for d in ranges[2] if total is None or a + b + d == total]
    for position, name in enumerate(names):
        if 1 <= true[name] <= 5 and name not in told:
            assert len({world[position] for world in worlds}) > 1, name
