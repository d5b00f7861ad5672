"""Pictures: what they say and never say, that they are valid, the same each time, and hold no style or script."""

import re
import subprocess
import sys
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from throughline.foundation.charts.bars import BAR, DARK, Bar, bar_chart
from throughline.foundation.charts.structure import Box, bands_of, structure_chart
from throughline.foundation.charts.text import width, wrapped

SVG = "{http://www.w3.org/2000/svg}"
BARS = [
    Bar("Medway, 31 March 2024", Decimal("44.4"), "44.4", group="Protection plans"),
    Bar("England, 2022-23", Decimal("43.2"), "43.2", group="Protection plans", comparison=True),
    Bar("Medway, 31 March 2024", None, "c", group="Restraint"),
    Bar("Kent & <others>", None, "not available", group="Restraint"),
    Bar("Nobody", Decimal(0), "0", group="Restraint"),
]


def texts(svg: str) -> list[str]:
    return ["".join(e.itertext()) for e in ElementTree.fromstring(svg).iter(f"{SVG}text")]


def is_safe_to_inline(svg: str) -> bool:
    tree = ElementTree.fromstring(svg)
    names = {e.tag.removeprefix(SVG) for e in tree.iter()}
    attributes = {a for e in tree.iter() for a in e.attrib}
    return names <= {"svg", "g", "path", "rect", "text", "tspan", "title", "desc"} and not any(
        a == "style" or a.startswith("on") or "href" in a for a in attributes
    )


def test_a_bar_chart_says_every_number_and_draws_only_those_that_are_there() -> None:
    chart = bar_chart("Rates", BARS, unit="per 10,000 children", note="c: hidden.")
    assert sorted(texts(chart.svg)) == sorted(
        ["Protection plans", "Restraint", *(b.label for b in BARS), *(b.shown for b in BARS)]
    )
    drawn = [e for e in ElementTree.fromstring(chart.svg).iter(f"{SVG}path") if e.get("stroke") == BAR]
    assert len(drawn) == 3
    assert chart.alt == (
        "Bar chart. Rates, per 10,000 children. Protection plans, Medway, 31 March 2024: 44.4; Protection plans,"
        " England, 2022-23: 43.2; Restraint, Medway, 31 March 2024: c; Restraint, Kent & <others>: not available;"
        " Restraint, Nobody: 0. c: hidden."
    )
    assert chart.headers == ("Group", "What", "Per 10,000 children")
    assert chart.rows[2] == ("Restraint", "Medway, 31 March 2024", "c")
    assert chart.png.startswith(b"\x89PNG")


def test_a_picture_has_its_title_and_description_and_nothing_a_strict_policy_refuses() -> None:
    chart = bar_chart("Rates & <more>", BARS, unit="children")
    root = ElementTree.fromstring(chart.svg)
    title, description = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert (title.text, description.text) == ("Rates & <more>", chart.alt)
    assert root.get("role") == "img"
    assert root.get("aria-labelledby").split() == [title.get("id"), description.get("id")]
    assert is_safe_to_inline(chart.svg)
    # Nothing else speaks: the renderer's own roles and labels are gone.
    assert [e.tag for e in root.iter() if e.get("role") or e.get("aria-label")] == [f"{SVG}svg"]


def test_the_same_numbers_give_the_same_picture_and_others_another_id() -> None:
    first, again = (bar_chart("Rates", BARS, unit="children") for _ in range(2))
    assert first == again
    other = bar_chart("Rates", BARS[:1], unit="children")
    assert set(re.findall(r'id="([^"]+)"', first.svg)).isdisjoint(re.findall(r'id="([^"]+)"', other.svg))


def test_the_longest_bar_ends_where_its_number_still_fits() -> None:
    chart = bar_chart("Money", [Bar("A", Decimal(146799), "£146,799"), Bar("B", Decimal(1), "£1")], unit="pounds")
    root = ElementTree.fromstring(chart.svg)
    longest = max(
        float(re.search(r"h([\d.]+)", e.get("d"))[1]) for e in root.iter(f"{SVG}path") if e.get("stroke") == BAR
    )
    assert 200 < longest <= 350 - width("£146,799", 15)


def test_all_hidden_or_all_nought_is_a_chart_too() -> None:
    for value, shown in [(None, "c"), (Decimal(0), "0")]:
        assert texts(bar_chart("One", [Bar("A", value, shown)], unit="children").svg) == ["A", shown]


@pytest.mark.parametrize("bars", [[], [Bar("A", Decimal(-1), "−1")]])
def test_what_cannot_be_drawn_is_refused(bars: list[Bar]) -> None:
    with pytest.raises(ValueError):
        bar_chart("None", bars, unit="children")


@settings(max_examples=20, deadline=None)
@given(st.lists(st.text(max_size=120), min_size=1, max_size=4), st.decimals(0, 10**9, places=1))
def test_any_label_makes_a_valid_picture(labels: list[str], value: Decimal) -> None:
    chart = bar_chart(labels[0], [Bar(label, value, str(value), group=label[:3]) for label in labels], unit="children")
    assert is_safe_to_inline(chart.svg)


def test_the_renderer_is_not_loaded_before_the_first_chart() -> None:
    asked = (
        "import sys; import throughline.foundation.charts.bars, throughline.foundation.charts.structure;"
        "sys.exit('vl_convert' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", asked], check=False).returncode == 0


def contrast(one: str, other: str) -> float:
    def light(colour: str) -> float:
        parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
        r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
        return 0.2126 * r + 0.7152 * g + 0.0722 * b

    lighter, darker = sorted((light(one), light(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_bars_and_words_stand_out() -> None:
    assert contrast(BAR, "#ffffff") >= 3
    assert contrast(DARK, "#ffffff") >= 4.5


# --- lines


@given(st.text(max_size=200), st.integers(20, 400))
def test_lines_fit_and_lose_no_letter(text: str, room: int) -> None:
    lines = wrapped(text, room, 15)
    assert all(len(line) <= max(int(room / (15 * 0.56)), 2) for line in lines)
    letters = re.sub(r"[^a-z]", "", "".join(lines))
    assert letters == re.sub(r"[^a-z]", "", text)


# --- structure

GROUPS = [
    Box("Children's Concordat", "related body", joint_with=("Kent Safeguarding Children Multi-Agency Partnership",)),
    Box("Executive", "delegated safeguarding partners"),
    Box("Exploitation Champions Network", "network"),
    Box("Accountable Officer Group", "lead safeguarding partners"),
    Box("Joint Exploitation Group", "subgroup", "JEG", ("Kent", "Kent and Medway Safeguarding Adults Board")),
    Box("Early Help Partnership Board", "board", "EHPB"),
    Box("Reference group", "advisory"),
]


def test_the_bands_go_from_the_leaders_to_related_bodies_and_lose_nobody() -> None:
    assert [(b.title, [box.name for box in b.boxes]) for b in bands_of(GROUPS)] == [
        ("Lead safeguarding partners", ["Accountable Officer Group"]),
        ("Delegated safeguarding partners", ["Executive"]),
        ("Boards and subgroups", ["Joint Exploitation Group", "Early Help Partnership Board"]),
        ("Working groups and networks", ["Exploitation Champions Network"]),
        ("Advisory", ["Reference group"]),
        ("Related bodies", ["Children's Concordat"]),
    ]


def test_the_structure_says_in_words_what_is_joint() -> None:
    chart = structure_chart("Our groups", GROUPS)
    assert "Joint Exploitation Group (JEG), joint with Kent and Kent and Medway Safeguarding Adults Board" in chart.alt
    drawn = " ".join(texts(chart.svg))
    assert drawn.count("Joint with") == 2
    assert is_safe_to_inline(chart.svg)
    assert structure_chart("Our groups", GROUPS) == chart


@pytest.mark.parametrize("columns", [1, 2, 4])
def test_no_line_leaves_its_box(columns: int) -> None:
    long = [
        Box("Performance Management and Quality Assurance of everything " * 4, "subgroup", "P" * 40, ("K" * 90,))
    ] * 3
    root = ElementTree.fromstring(structure_chart("Groups", long, columns=columns).svg)
    boxes = [e for e in root.iter(f"{SVG}rect") if e.get("x")]
    assert len(boxes) == 3
    for line in list(root.iter(f"{SVG}text"))[1:]:
        x, y = float(line.get("x")), float(line.get("y"))
        assert any(
            float(b.get("x")) < x
            and x + width(line.text, float(line.get("font-size"))) <= float(b.get("x")) + float(b.get("width"))
            and float(b.get("y")) < y < float(b.get("y")) + float(b.get("height"))
            for b in boxes
        )


def test_no_groups_is_said() -> None:
    assert structure_chart("Our groups", []).alt == "No groups."
