"""Small numbers in tables, attacked: nothing hidden can be narrowed to one value, from one table or from all."""

import random
from collections.abc import Mapping
from itertools import product
from math import prod

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from throughline.foundation.figures.suppression.protecting import (
    CannotProtect,
    Protected,
    exposed,
    protect,
    sensitive,
)
from throughline.foundation.figures.suppression.puzzle import Contradiction, Interval, Known, Puzzle
from throughline.foundation.figures.suppression.released import (
    Released,
    as_released,
    must_stay_hidden,
    revealed,
)
from throughline.foundation.figures.suppression.tables import (
    DEPARTMENT,
    Cell,
    Policy,
    Sum,
    Table,
    one_way,
    two_way,
)

CATEGORIES = ("neglect", "physical", "sexual", "emotional", "multiple")


def plans(**counts: int) -> Table:
    return one_way({name: counts.get(name, 0) for name in CATEGORIES})


def by_trying(protected: Protected, reach: int) -> dict[str, set[int]] | None:
    """Every value of every hidden count that fits what is shown, by trying all of them: a reader without our solver.
    None where that would be more than 20,000 tables."""
    puzzle = protected.puzzle()
    ranges = {
        key: range(puzzle.known[key].low, (reach if (high := puzzle.known[key].high) is None else high) + 1)
        for key in puzzle.open
    }
    if prod(len(each) for each in ranges.values()) > 20_000:
        return None
    possible: dict[str, set[int]] = {key: set() for key in ranges}
    shown = {key: known.low for key, known in puzzle.known.items() if key not in ranges}
    for values in product(*ranges.values()):
        counts = shown | dict(zip(ranges, values, strict=True))
        if all(counts[s.total] == sum(counts[part] for part in s.parts) for s in protected.table.sums):
            for key, value in zip(ranges, values, strict=True):
                possible[key].add(value)
    return possible


# --- one table


def test_medway_2024_two_of_six_are_hidden_and_neither_can_be_derived() -> None:
    """281 plans: neglect 154, emotional 117, multiple 0 are shown; physical and sexual are c and sum to 10."""
    for physical in range(1, 10):
        if physical == 5:
            continue
        protected = protect(plans(neglect=154, physical=physical, sexual=10 - physical, emotional=117))
        assert protected.shown == {
            "neglect": "154", "physical": "c", "sexual": "c", "emotional": "117", "multiple": "0", "Total": "281",
        }  # fmt: skip
        assert all(each.is_at_least(4) for each in protected.puzzle().intervals(protected.hidden).values())


def test_two_counts_of_five_that_sum_to_ten_need_a_third() -> None:
    """Whoever knows that both c are small ones would find them; a reader may know, so a third is hidden."""
    protected = protect(plans(neglect=154, physical=5, sexual=5, emotional=117))
    assert protected.hidden == {"physical": "small", "sexual": "small", "emotional": "complement"}


def test_a_lone_small_count_takes_the_cheapest_other_with_it() -> None:
    assert protect(plans(neglect=154, physical=3, sexual=8, emotional=117)).hidden == {
        "physical": "small", "sexual": "complement",
    }  # fmt: skip
    dear = Table([Cell("a", 3), Cell("b", 8, cost=500), Cell("c", 90), Cell("t", 101)], [Sum("t", ("a", "b", "c"))])
    assert protect(dear).hidden == {"a": "small", "c": "complement"}


def test_nought_is_shown_or_hidden_as_the_policy_says() -> None:
    table = plans(neglect=20, physical=7)
    assert protect(table).hidden == {}
    hidden = protect(table, Policy(zero_shown=False)).hidden
    assert [key for key, why in hidden.items() if why == "small"] == ["sexual", "emotional", "multiple"]


def test_without_small_counts_nothing_is_hidden_and_no_solver_is_needed() -> None:
    assert protect(plans(neglect=6, physical=10)).hidden == {}


def test_a_small_count_in_a_square_hides_a_rectangle() -> None:
    table = two_way(["a", "b", "c"], ["x", "y", "z"], [[3, 20, 30], [40, 50, 60], [70, 80, 90]])
    hidden = protect(table).hidden
    assert list(hidden.values()).count("complement") == 3
    assert len({key.split("|")[0] for key in hidden}) == len({key.split("|")[1] for key in hidden}) == 2


def test_a_region_rounded_to_ten_is_known_within_ten() -> None:
    table = Table(
        [Cell("Medway", 3), Cell("Kent", 100), Cell("South East", 103, rounded=True)],
        [Sum("South East", ("Medway", "Kent"))],
    )
    protected = protect(table)
    assert protected.shown == {"Medway": "c", "Kent": "100", "South East": "100"}
    assert protected.puzzle().interval("Medway") == Interval(1, 4)
    assert (Policy().rounded_bounds(103), Policy().rounded_bounds(3), Policy().rounded(105)) == ((95, 104), (0, 4), 110)


def test_the_interval_of_the_policy_is_kept() -> None:
    wide = protect(plans(neglect=154, physical=4, sexual=6, emotional=117), Policy(interval=4))
    assert all(each.is_at_least(4) for each in wide.puzzle().intervals(wide.hidden).values())


def test_a_rest_that_is_nowhere_shown_is_protected_when_it_is_small() -> None:
    cells = [Cell("all", 100), Cell("boys", 60), Cell("girls", 38), Cell("others", 2, unpublished=True)]
    protected = protect(Table(cells, [Sum("all", ("boys", "girls", "others"))]))
    assert protected.hidden == {"girls": "complement"}
    assert "others" not in protected.shown
    assert exposed(protected.table, (), DEPARTMENT) == ["others"]


def test_tables_that_share_cells_are_protected_together() -> None:
    by_sex = two_way(["neglect", "physical"], ["girls", "boys"], [[50, 60], [3, 30]])
    by_age = Table(
        [Cell("physical|girls", 3), Cell("under 10", 1, unpublished=True), Cell("10 and over", 2, unpublished=True)],
        [Sum("physical|girls", ("under 10", "10 and over"))],
    )
    both = by_sex | by_age
    protected = protect(both)
    assert exposed(both, protected.hidden, DEPARTMENT) == []
    with pytest.raises(ValueError, match=r"The tables differ in physical\|girls"):
        by_sex | one_way({"physical|girls": 4})


def test_what_must_stay_known_is_not_hidden_and_an_impossible_wish_is_refused() -> None:
    table = plans(neglect=154, physical=3, sexual=8, emotional=117)
    kept = protect(table, keep=["sexual", "Total"])
    assert kept.hidden == {"physical": "small", "emotional": "complement"}
    with pytest.raises(CannotProtect, match="physical can be found, whatever else is hidden"):
        protect(table, keep=["neglect", "sexual", "emotional", "Total"])


def test_a_table_that_does_not_add_up_is_refused() -> None:
    with pytest.raises(ValueError, match="t is not the sum of its parts"):
        Table([Cell("a", 1), Cell("t", 2)], [Sum("t", ("a",))])
    with pytest.raises(ValueError, match="names b, which is no cell"):
        Table([Cell("a", 1)], [Sum("a", ("b",))])
    with pytest.raises(ValueError, match="fewer than none"):
        Cell("a", -1)
    with pytest.raises(ValueError, match="as many as rows"):
        two_way(["a"], ["x", "y"], [[1]])
    with pytest.raises(ValueError, match="threshold"):
        Policy(interval=5)


def test_the_puzzle_is_exact_in_whole_numbers() -> None:
    """Three pairs that sum to 3: by halves each is 1.5, in whole numbers there is no table at all."""
    odd = [Sum("t1", ("a", "b")), Sum("t2", ("b", "c")), Sum("t3", ("a", "c"))]
    known = {k: Known(0, None) for k in "abc"} | {"t1": Known(3, 3), "t2": Known(3, 3), "t3": Known(3, 3)}
    with pytest.raises(Contradiction):
        Puzzle(known, odd, reach=1000).interval("a")
    even = {**known, "t1": Known(4, 4), "t2": Known(4, 4), "t3": Known(4, 4)}
    assert Puzzle(even, odd, reach=1000).interval("a") == Interval(2, 2)
    with pytest.raises(Contradiction, match="t is not the sum"):
        Puzzle({"t": Known(3, 3), "a": Known(1, 1)}, [Sum("t", ("a",))], reach=10)


def test_the_solver_prints_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    protect(plans(neglect=154, physical=3, sexual=8, emotional=117))
    assert capfd.readouterr() == ("", "")


# --- attacks

SMALL_AND_LARGE = st.one_of(st.integers(0, 6), st.integers(0, 40))
POLICIES = st.sampled_from([Policy(), Policy(zero_shown=False), Policy(interval=2), Policy(largest_small=9)])


@st.composite
def tables(draw: st.DrawFn) -> Table:
    rows, columns = draw(st.integers(1, 5)), draw(st.integers(1, 5))
    line = st.lists(SMALL_AND_LARGE, min_size=columns, max_size=columns)
    counts = draw(st.lists(line, min_size=rows, max_size=rows))
    return two_way([f"r{n}" for n in range(rows)], [f"c{n}" for n in range(columns)], counts)


def safe(table: Table, policy: Policy) -> Protected | None:
    """None where the table must not go out at all."""
    try:
        return protect(table, policy)
    except CannotProtect:
        return None


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(tables(), POLICIES)
def test_no_hidden_cell_of_any_table_can_be_narrowed_to_one_value(table: Table, policy: Policy) -> None:
    protected = safe(table, policy)
    if protected is None:
        return
    for key, cell in table.cells.items():
        assert (key in protected.hidden) or not policy.is_small(cell.count)
    found = protected.puzzle().intervals(sensitive(table, protected.hidden, policy))
    for key, interval in found.items():
        assert interval.is_at_least(policy.interval)
        assert interval.low <= table.cells[key].count <= interval.high


@pytest.mark.slow
@settings(max_examples=100, deadline=None)
@given(tables(), POLICIES)
def test_no_cell_is_hidden_for_another_that_need_not_be(table: Table, policy: Policy) -> None:
    protected = safe(table, policy)
    for key, why in (protected.hidden if protected else {}).items():
        if why == "complement":
            fewer = {other for other in protected.hidden if other != key} if protected else set()
            assert exposed(table, fewer, policy)


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 8), min_size=2, max_size=4), st.lists(st.integers(0, 8), min_size=2, max_size=4))
def test_whoever_tries_every_table_finds_what_the_solver_finds(one: list[int], other: list[int]) -> None:
    columns = min(len(one), len(other), 3)
    table = two_way(["a", "b"], [str(n) for n in range(columns)], [one[:columns], other[:columns]])
    protected = safe(table, DEPARTMENT)
    reach = max(cell.count for cell in table.cells.values()) + 8
    tried = by_trying(protected, reach) if protected else None
    for key, values in (tried or {}).items():
        interval = protected.puzzle().interval(key)
        assert (min(values), max(values)) == (interval.low, min(interval.high, reach))
        assert len(values) > 1


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(tables(), st.integers(0, 10**6))
def test_linked_tables_and_rounded_totals_stand_the_same_attack(table: Table, seed: int) -> None:
    """One column is broken down once more in a table of its own, and the grand total is a rounded one."""
    draw = random.Random(seed)
    sums, cells = list(table.sums), []
    for cell in table.cells.values():
        cells.append(Cell(cell.key, cell.count, rounded=cell.key == "Total|Total"))
        if cell.key.endswith("|c0"):
            part = draw.randint(0, cell.count)
            cells += [Cell(f"{cell.key}/girls", part), Cell(f"{cell.key}/boys", cell.count - part)]
            sums.append(Sum(cell.key, (f"{cell.key}/girls", f"{cell.key}/boys")))
    linked = Table(cells, sums)
    protected = safe(linked, DEPARTMENT)
    if protected is not None:
        found = protected.puzzle().intervals(protected.hidden)
        assert all(interval.is_at_least(1) for interval in found.values())


# --- all that was released


def release(name: str, counts: Mapping[str, int], *hidden: str) -> Released:
    table = one_way(counts)
    return Released(
        name, {k: (c.count, "hidden" if k in hidden else "shown") for k, c in table.cells.items()}, table.sums
    )  # fmt: skip


FIRST = release("the pack of Q1", {"neglect": 154, "physical": 4, "sexual": 6}, "physical", "sexual")


def test_what_an_earlier_release_hid_may_not_be_shown_and_both_are_named() -> None:
    later = release("the open data of May", {"neglect": 154, "physical": 4, "sexual": 6}, "physical", "neglect")
    found = revealed(later, [FIRST], DEPARTMENT)
    assert [(each.key, each.hidden_in) for each in found] == [
        ("physical", "the pack of Q1"), ("sexual", "the pack of Q1"), ("neglect", "the open data of May"),
    ]  # fmt: skip
    assert {each.releases for each in found} == {("the pack of Q1", "the open data of May")}
    assert str(found[0]) == (
        "physical, hidden in the pack of Q1, could be found from the pack of Q1 and the open data of May together."
    )


def test_the_same_again_reveals_nothing_and_what_was_hidden_can_be_asked_to_stay_so() -> None:
    assert revealed(release("again", {"neglect": 154, "physical": 4, "sexual": 6}, "physical", "sexual"), [FIRST],
                    DEPARTMENT) == []  # fmt: skip
    table = one_way({"neglect": 154, "physical": 4, "sexual": 6})
    hide = must_stay_hidden({key: cell.count for key, cell in table.cells.items()}, [FIRST])
    assert hide == {"physical", "sexual"}
    assert revealed(as_released("again", protect(table, hide=hide)), [FIRST], DEPARTMENT) == []


def test_a_subtotal_that_an_earlier_table_did_not_have_is_found_by_subtraction() -> None:
    subtotal = Table([Cell("neglect", 154), Cell("sexual", 6), Cell("both", 160)], [Sum("both", ("neglect", "sexual"))])
    found = revealed(as_released("a tweet", protect(subtotal)), [FIRST], DEPARTMENT)
    assert ("physical", ("the pack of Q1", "a tweet")) in [(each.key, each.releases) for each in found]


def test_a_restated_count_is_another_unknown_and_what_stayed_the_same_gives_both_away() -> None:
    """The total goes from 164 to 165, physical abuse from 4 to 5. Who learns of the 6 that stayed learns both."""
    before = release("Q1", {"neglect": 154, "physical": 4, "sexual": 6}, "physical", "sexual")
    after = release("Q1 restated", {"neglect": 154, "physical": 5, "sexual": 6}, "physical", "sexual")
    assert revealed(after, [before], DEPARTMENT) == []
    third = release("Q2", {"sexual": 6, "other": 20})
    found = revealed(third, [before, after], DEPARTMENT)
    assert [(each.key, each.releases) for each in found] == [
        ("physical", ("Q1", "Q2")), ("sexual", ("Q1", "Q2")), ("physical", ("Q1 restated", "Q2")),
    ]  # fmt: skip


def test_three_releases_can_give_away_what_no_two_do() -> None:
    one = Released("one", {"a": (3, "hidden"), "b": (9, "hidden"), "d": (8, "hidden"), "t": (20, "shown")},
                   [Sum("t", ("a", "b", "d"))])  # fmt: skip
    two = Released("two", {"b": (9, "shown")}, [])
    three = Released("three", {"d": (8, "shown")}, [])
    found = {each.key: each.releases for each in revealed(three, [one, two], DEPARTMENT)}
    assert found["a"] == ("one", "two", "three")


def test_releases_that_share_nothing_are_not_held_against_each_other() -> None:
    other = release("Kent", {"Kent neglect": 3, "Kent physical": 4}, "Kent neglect", "Kent physical", "Total")
    moved = Released("Kent", {f"Kent/{k}": v for k, v in other.cells.items()}, [])
    assert revealed(moved, [FIRST], DEPARTMENT) == []


@st.composite
def two_views(draw: st.DrawFn) -> tuple[Table, Table]:
    """The same children counted by row and column, and again by row and in pairs of columns."""
    counts = draw(st.lists(st.lists(SMALL_AND_LARGE, min_size=4, max_size=4), min_size=2, max_size=4))
    rows = [f"r{n}" for n in range(len(counts))]
    first = two_way(rows, ["a", "b", "c", "d"], counts)
    cells, sums = [], []
    for row, (a, b, c, d) in zip(rows, counts, strict=True):
        cells += [Cell(f"{row}|ab", a + b), Cell(f"{row}|cd", c + d), Cell(f"{row}|Total", a + b + c + d)]
        cells += [Cell(f"{row}|a", a), Cell(f"{row}|b", b)]
        sums += [Sum(f"{row}|Total", (f"{row}|ab", f"{row}|cd")), Sum(f"{row}|ab", (f"{row}|a", f"{row}|b"))]
    return first, Table(cells, sums)


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(two_views())
def test_what_is_let_out_never_narrows_anything_from_all_that_was_let_out(views: tuple[Table, Table]) -> None:
    """Each release is let out only if nothing is revealed; then a reader of all of them still finds nothing."""
    first, second = (safe(view, DEPARTMENT) for view in views)
    if first is None or second is None:
        return
    out = [as_released("first", first)]
    then = as_released("second", second)
    if revealed(then, out, DEPARTMENT):
        return
    known: dict[str, Known] = {}
    for each, protected in ((out[0], first), (then, second)):
        for key, (count, state) in each.cells.items():
            bounds = protected.puzzle().known[key]
            earlier = known.get(key, bounds)
            highs = [b.high for b in (bounds, earlier) if b.high is not None]
            known[key] = Known(max(bounds.low, earlier.low), min(highs) if highs else None)
            assert state in ("shown", "hidden")
            assert count >= 0
    reader = Puzzle(known, [*views[0].sums, *views[1].sums], reach=5000)
    for key in {*first.hidden, *second.hidden}:
        assert reader.interval(key).is_at_least(1)
