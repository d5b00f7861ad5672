"""Laying out a thread: everything after what led to it, circles cut, whatever the edges are."""

from hypothesis import given
from hypothesis import strategies as st

from throughline.foundation.links import drawing
from throughline.foundation.links.rules import Ref, Relation, nesting, placed


def ref(number: int) -> Ref:
    return Ref("k", number)


def layout(*pairs: tuple[int, int]) -> list[tuple[int, int | None, int, tuple[int, ...]]]:
    """(record, parent, depth, others) in reading order, from record 0."""
    order = {ref(number): number for number in range(50)}
    found = placed(ref(0), [(ref(a), "led to", ref(b)) for a, b in pairs], order)
    return [(p.ref.id, p.parent.id if p.parent else None, p.depth, tuple(o.id for o in p.others)) for p in found]


def test_a_record_stands_below_what_led_to_it() -> None:
    assert layout((0, 1), (1, 2), (0, 3)) == [(0, None, 0, ()), (1, 0, 1, ()), (2, 1, 2, ()), (3, 0, 1, ())]


def test_the_longest_way_decides_and_the_shorter_one_is_named() -> None:
    assert layout((0, 2), (0, 1), (1, 2)) == [(0, None, 0, ()), (1, 0, 1, ()), (2, 1, 2, (0,))]


def test_a_circle_is_cut() -> None:
    assert layout((0, 1), (1, 2), (2, 0), (2, 1)) == [(0, None, 0, ()), (1, 0, 1, ()), (2, 1, 2, ())]


@given(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), max_size=60))
def test_everything_reached_stands_once_and_parents_come_first(pairs: list[tuple[int, int]]) -> None:
    found = layout(*pairs)
    reached, more = {0}, True
    while more:
        more = {b for a, b in pairs if a in reached} - reached
        reached |= more
    assert sorted(each[0] for each in found) == sorted(reached)
    depth = {each[0]: each[2] for each in found}
    seen: set[int] = set()
    for number, parent, own, others in found:
        assert parent is None or (parent in seen and depth[parent] == own - 1)
        assert all(depth[other] < own for other in others)
        seen.add(number)


@given(st.lists(st.integers(0, 3), max_size=30))
def test_nested_lists_close_what_they_open(steps: list[int]) -> None:
    depths: list[int] = []
    for step in steps:
        depths.append(min(step, depths[-1] + 1) if depths else 0)
    markup = "<li>".join(nesting(depths))
    assert markup.count("<ul") == markup.count("</ul>")
    assert markup.count("<li>") == markup.count("</li>") == len(depths)


def test_every_relation_has_words_for_both_directions() -> None:
    assert all(each.words("forwards") != each.words("backwards") for each in Relation)


def test_the_picture_says_what_it_shows_and_escapes_names() -> None:
    boxes = [
        drawing.Box("Review", "A <b> & c", 0, None),
        drawing.Box("Finding", "long " * 40, 1, 0),
        drawing.Box("Action", "Third", 1, 0, (1,)),
    ]
    svg = drawing.picture("What came", boxes)
    assert "<title" in svg
    assert "3 records in 1 step from ‘A &lt;b&gt; &amp; c’" in svg
    assert "<b>" not in svg
    assert svg.count("stroke-dasharray") == 1
