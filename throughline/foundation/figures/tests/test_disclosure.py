"""Small numbers, rule by rule, and an oracle that tries every number there could be behind each `c`."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from itertools import product
from math import prod

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from throughline.foundation.figures.disclosure import GivenAway, Hidden, Released, given_away, suppress
from throughline.foundation.figures.values import Provenance, Source, Value, Whole


def figure(figure_id: str, value: int | str | None, unit: str = "children", **more: object) -> Value:
    number = None if value is None else Decimal(value)
    provenance = Provenance.DERIVED if more.get("inputs") else Provenance.RETURNED
    return Value(figure_id, figure_id, unit, "2023-24", "Medway", number, provenance, Source(), **more)  # type: ignore[arg-type]


def figures(*given_values: Value, **counts: int) -> dict[str, Value]:
    return {v.id: v for v in (*given_values, *(figure(i, c) for i, c in counts.items()))}


def rules(hidden: Mapping[str, Hidden]) -> dict[str, str]:
    return {i: h.rule for i, h in hidden.items()}


# --- SN-01


def test_SN_01_a_count_of_1_to_5_children_is_hidden_and_0_and_6_are_shown() -> None:
    found = suppress(figures(a=0, b=1, d=5, e=6), [])
    assert rules(found) == {"b": "SN-01", "d": "SN-01"}


@pytest.mark.parametrize("unit", ["courses", "reviews", "schools", "people", "percent", "per 10000", "pounds", "views"])
def test_SN_01_goes_by_the_kind_of_the_unit(unit: str) -> None:
    assert suppress(figures(figure("a", 3, unit)), []) == {}


@pytest.mark.parametrize("unit", ["children", "young people", "Young People", "boys"])
def test_SN_01_children_and_young_people(unit: str) -> None:
    assert rules(suppress(figures(figure("a", 3, unit)), [])) == {"a": "SN-01"}


def test_SN_01_what_is_not_available_and_what_is_a_change_are_not_small() -> None:
    assert suppress(figures(figure("a", None), figure("b", 2, difference=True)), []) == {}


# --- SN-02


def test_SN_02_five_of_the_six_hides_the_five_for_itself_and_keeps_the_six() -> None:
    found = suppress(figures(six=6, five=5), [Whole("six", ("five",))])
    assert rules(found) == {"five": "SN-01"}


def test_SN_02_a_large_part_whose_complement_is_small_is_hidden() -> None:
    found = suppress(figures(whole=30, part=26), [Whole("whole", ("part",))])
    assert found == {"part": Hidden("part", "SN-02", "All but 1 to 5 of a named whole are in it.", "whole")}
    assert suppress(figures(whole=30, part=24), [Whole("whole", ("part",))]) == {}
    assert suppress(figures(whole=30, part=30), [Whole("whole", ("part",))]) == {}


def test_SN_02_a_whole_of_other_things_has_no_complement() -> None:
    assert suppress(figures(figure("w", 12, "schools"), figure("p", 9, "schools")), [Whole("w", ("p",))]) == {}


# --- SN-03


def test_SN_03_what_is_worked_out_from_a_hidden_figure_is_hidden_to_the_last_step() -> None:
    values = figures(
        figure("rate", "0.6", "per 10000", inputs=("small", "population")),
        figure("of the rate", "1.0", "percent", inputs=("rate",)),
        figure("other rate", "72.8", "per 10000", inputs=("large", "population")),
        small=4,
        large=475,
        population=65289,
    )
    found = suppress(values, [Whole("population", ("small",)), Whole("population", ("large",))])
    assert rules(found) == {"small": "SN-01", "rate": "SN-03", "of the rate": "SN-03"}
    assert found["rate"].because == "small"


def test_SN_03_a_change_stands_on_two_counts_and_is_hidden_when_one_is() -> None:
    values = figures(figure("change", -3, difference=True, inputs=("now", "before")), now=4, before=7)
    assert rules(suppress(values, [])) == {"now": "SN-01", "change": "SN-03"}


def test_SN_03_a_returned_rate_of_a_hidden_count_is_hidden() -> None:
    values = figures(figure("rate", "0.6", "per 10000", restates="small"), small=4)
    assert rules(suppress(values, [])) == {"small": "SN-01", "rate": "SN-03"}


def test_SN_03_a_sum_of_two_hidden_parts_may_stay() -> None:
    values = figures(figure("sum", 7, inputs=("a", "b")), a=4, b=3)
    assert rules(suppress(values, [Whole("sum", ("a", "b"), exhaustive=True)])) == {"a": "SN-01", "b": "SN-01"}
    assert set(suppress(values, [])) == {"a", "b", "sum"}


# --- SN-04


def test_SN_04_a_lone_hidden_part_takes_the_smallest_other_with_it() -> None:
    whole = Whole("w", ("a", "b", "d", "zero"), exhaustive=True)
    found = suppress(figures(w=120, a=4, b=100, d=16, zero=0), [whole])
    assert rules(found) == {"a": "SN-01", "d": "SN-04"}


def test_SN_04_with_no_other_part_the_whole_goes() -> None:
    found = suppress(figures(a=3, zero=0, w=20, half=17), [Whole("w", ("a", "half", "zero"), exhaustive=True)])
    assert rules(found) == {"a": "SN-01", "half": "SN-02"}
    ones = {f"one{i}": 1 for i in range(7)}
    found = suppress(figures(w=7, **ones), [Whole("w", tuple(ones), exhaustive=True)])
    assert found.keys() == {"w", *ones}  # seven parts of at least 1 that make 7 are all 1


def test_SN_04_a_few_children_in_no_part_are_hidden_too() -> None:
    found = suppress(figures(w=60, a=40, b=17), [Whole("w", ("a", "b"))])
    assert rules(found) == {"b": "SN-04"}


def test_the_official_categories_of_medway_2024() -> None:
    """domain.md 5.4: 281 in all, 154, two hidden, 117 and 0; neither hidden one can be found."""
    whole = Whole("all", ("neglect", "physical", "sexual", "emotional", "multiple"), exhaustive=True)
    shown = {"all": 281, "neglect": 154, "emotional": 117, "multiple": 0}
    for physical, sexual in [(5, 5), (1, 9), (4, 6), (7, 3)]:
        found = suppress(figures(physical=physical, sexual=sexual, **shown), [whole])
        assert set(found) == {"physical", "sexual"}


# --- exceptions and earlier editions


def test_an_exception_is_shown_with_what_is_worked_out_from_it() -> None:
    values = figures(figure("share", "83.3", "percent", inputs=("five", "six")), six=6, five=5)
    assert suppress(values, [Whole("six", ("five",))], exceptions={"five"}) == {}


def test_an_exception_does_not_uncover_another() -> None:
    whole = Whole("w", ("a", "b", "d"), exhaustive=True)
    found = suppress(figures(w=107, a=4, b=3, d=100), [whole], exceptions={"a"})
    assert rules(found) == {"b": "SN-01", "d": "SN-04"}


def test_what_an_earlier_edition_showed_does_not_protect() -> None:
    whole = Whole("w", ("a", "b", "d"), exhaustive=True)
    values = figures(w=120, a=4, b=16, d=100)
    earlier = [Released("b", "2022-23", "2022-23, first", Decimal(16), hidden=False)]
    found = suppress(values, [whole], earlier=earlier)
    assert rules(found) == {"a": "SN-01", "d": "SN-04"}
    assert given_away(values, [whole], found, earlier) == []


def test_what_can_be_subtracted_from_an_earlier_edition_is_told() -> None:
    whole = Whole("w", ("a", "b"), exhaustive=True)
    values = figures(w=120, a=4, b=116)
    earlier = [
        Released("w", "2022-23", "first", Decimal(120), hidden=False),
        Released("b", "2022-23", "first", Decimal(116), hidden=False),
    ]
    found = suppress(values, [whole], earlier=earlier)
    assert given_away(values, [whole], found, earlier) == [
        GivenAway("b", "first", "An earlier edition showed it."),
        GivenAway("a", "", "It follows from figures of earlier editions and this one."),
    ]


def test_an_earlier_value_that_was_revised_since_tells_nothing() -> None:
    values = figures(a=4)
    earlier = [Released("a", "2022-23", "first", Decimal(9), hidden=False), Released("a", "2021-22", "x", None, True)]
    assert given_away(values, [], suppress(values, [], earlier=earlier), earlier) == []


# --- parts that do not fit, rows that vanish


def test_relations_that_the_values_do_not_bear_out_are_left_alone() -> None:
    values = figures(engaged=1946, assemblies=3000)
    assert suppress(values, [Whole("engaged", ("assemblies", "gone")), Whole("gone", ("engaged",))]) == {}


# --- the oracle


def top(values: Mapping[str, Value], wholes: Iterable[Whole], hidden: set[str], figure_id: str) -> int:
    """No more than a shown whole it is in; without one, enough for a second answer."""
    bounds = [
        int(values[w.whole].value or 0)
        for w in wholes
        if figure_id in w.parts and w.whole not in hidden and values[figure_id].value <= values[w.whole].value  # type: ignore[operator]
    ]
    return min(bounds, default=3 * int(values[figure_id].value or 0) + 1)


def possible(values: Mapping[str, Value], wholes: Iterable[Whole], hidden: set[str]) -> dict[str, set[int]]:
    """Every value that each hidden figure, and each rest of several parts, could have: by trying them all."""
    counts = {i: int(v.value) for i, v in values.items() if v.value is not None}
    unknown = sorted(hidden)
    found: dict[str, set[int]] = {i: set() for i in unknown}
    for guess in product(*(range(1, top(values, wholes, hidden, i) + 1) for i in unknown)):
        world = counts | dict(zip(unknown, guess, strict=True))
        rests = {}
        for n, w in enumerate(wholes):
            rest = world[w.whole] - sum(world[p] for p in w.parts)
            true_rest = counts[w.whole] - sum(counts[p] for p in w.parts)
            closed = w.exhaustive and true_rest == 0
            if any(world[p] > world[w.whole] for p in w.parts if counts[p] <= counts[w.whole]):
                break
            if w.exclusive and true_rest >= 0:
                if rest < 0 or (closed and rest != 0):
                    break
                rests[f"rest {n}"] = rest
        else:
            for name, value in (world | rests).items():
                if name in hidden or name.startswith("rest"):
                    found.setdefault(name, set()).add(value)
    return found


@st.composite
def small_worlds(draw: st.DrawFn) -> tuple[dict[str, Value], list[Whole]]:
    """A whole of two to four parts, one of which may be a whole itself, and a second whole across some of them."""
    counts = st.one_of(st.integers(0, 3), st.integers(0, 7), st.integers(5, 10))
    parts = {f"p{i}": draw(counts) for i in range(draw(st.integers(1, 4)))}
    wholes = []
    if draw(st.booleans()):
        below = {f"q{i}": draw(counts) for i in range(draw(st.integers(1, 2)))}
        rest = draw(st.sampled_from([0, 0, 0, 1, 4, 7]))
        parts["p0"] = sum(below.values()) + rest
        wholes.append(Whole("p0", tuple(below), exhaustive=rest == 0 or draw(st.booleans()), exclusive=True))
    else:
        below = {}
    rest = draw(st.sampled_from([0, 0, 0, 0, 1, 3, 7]))
    values = parts | below | {"w": sum(parts.values()) + rest}
    wholes.append(
        Whole(
            "w",
            tuple(parts),
            exhaustive=draw(st.booleans()),
            exclusive=draw(st.sampled_from([True, True, True, False])),
        )
    )
    if draw(st.booleans()):
        across = draw(st.lists(st.sampled_from(sorted(values)), min_size=1, max_size=3, unique=True))
        values["x"] = sum(values[i] for i in across) + draw(st.sampled_from([0, 0, 2, 6]))
        wholes.append(Whole("x", tuple(across), exhaustive=draw(st.booleans())))
    return {i: figure(i, c) for i, c in values.items()}, wholes


@pytest.mark.slow
@settings(max_examples=600, deadline=None)
@given(small_worlds())
def test_no_hidden_number_can_be_worked_out(world: tuple[dict[str, Value], list[Whole]]) -> None:
    values, wholes = world
    hidden = set(suppress(values, wholes))
    assume(prod(top(values, wholes, hidden, i) for i in hidden) <= 50_000)
    outcomes = possible(values, wholes, hidden)
    for figure_id in hidden:
        assert len(outcomes[figure_id]) > 1, f"{figure_id} can only be {outcomes[figure_id]}"
    for n, whole in enumerate(wholes):
        rest = int(values[whole.whole].value or 0) - sum(int(values[p].value or 0) for p in whole.parts)
        nobody_can_be_hidden = all(p in hidden or not values[p].value for p in whole.parts) and whole.whole in hidden
        if whole.exclusive and 1 <= rest <= 5 and len(whole.parts) > 1 and not nobody_can_be_hidden:
            assert len(outcomes[f"rest {n}"]) > 1, f"the rest of {whole} can only be {outcomes[f'rest {n}']}"


@settings(max_examples=200, deadline=None)
@given(small_worlds())
def test_every_small_number_is_hidden_and_no_zero_is(world: tuple[dict[str, Value], list[Whole]]) -> None:
    values, wholes = world
    hidden = suppress(values, wholes)
    assert {i for i, v in values.items() if v.value and 1 <= v.value <= 5} <= set(hidden)
    assert not {i for i, v in values.items() if v.value == 0} & set(hidden)
    assert suppress(dict(reversed(values.items())), list(reversed(wholes))).keys() == hidden.keys()


@settings(max_examples=100, deadline=None)
@given(st.dictionaries(st.sampled_from("abdefgh"), st.integers(6, 200)))
def test_figures_without_wholes_and_without_small_numbers_are_all_shown(counts: dict[str, int]) -> None:
    assert suppress(figures(**counts), []) == {}
