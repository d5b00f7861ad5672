"""Charts over time, comparisons, funnels and icons: every value is in the table, nothing is said by colour alone, gaps
are gaps, and the picture fits a telephone and a strict policy."""

import itertools
import re
from collections.abc import Callable
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughline.foundation.charts import drawing, icons, series
from throughline.foundation.charts.chart import Chart, as_picture
from throughline.foundation.charts.dots import DotRow, dot_chart
from throughline.foundation.charts.funnel import Limit, Place, funnel_plot
from throughline.foundation.charts.ranking import Area, comparison_chart
from throughline.foundation.charts.series import Event, Line, Point, Value, control_chart, run_chart, trend_chart
from throughline.foundation.documents.blocks import Picture, plain

SVG = "{http://www.w3.org/2000/svg}"
YEARS = ["2021", "2022", "2023", "2024"]


def values(text: str) -> tuple[Value, ...]:
    """'44.3 c - 42.1': c is hidden, - not available."""
    words = {"c": Value(None, "c"), "-": Value(None)}
    return tuple(words.get(each) or Value(Decimal(each), each) for each in text.split())


def trend(ours: str = "44.3 c - 42.1", **more: object) -> Chart:
    lines = [Line("Medway", values(ours)), Line("England & Wales", values("43.2 42.1 43.2 41.6"))]
    return trend_chart("Plans <all>", YEARS, lines, unit="per 10,000 children", **more)  # type: ignore[arg-type]


def control() -> Chart:
    limits = (Decimal(50), Decimal(30), Decimal(70))
    points = [
        Point(Value(Decimal(80), "80"), *limits, kind="concern", cause="above the upper limit"),
        Point(Value(Decimal(50), "50"), *limits),
        Point(Value(None, "c")),
        Point(Value(Decimal(20), "20"), Decimal(25), Decimal(5), Decimal(45), kind="improvement"),
    ]
    begins = Event(3, "one front door", rebase=True)
    return control_chart("Referrals", YEARS, points, unit="referrals", target=Decimal(40), events=[begins])


def run() -> Chart:
    return run_chart(
        "Contacts", YEARS, values("4 c 6 5"), unit="contacts", median=Decimal(5), signals=["", "", "rising", ""]
    )  # fmt: skip


def comparison() -> Chart:
    areas = [
        Area("Kent", None, "c"),
        Area("Medway", Decimal(71), "71", role="ours", low=Decimal(64), high=Decimal(78)),
        Area("England", Decimal(70), "70", role="benchmark"),
        Area("Telford and Wrekin, with a name that is too long for one line", Decimal(98), "98"),
    ]
    return comparison_chart("Looked after", areas, unit="per 10,000 children")


def funnel() -> Chart:
    places = [
        Place("Medway", 66687, Decimal("42.1"), "42.1", ours=True),
        Place("Elsewhere", 20000, Decimal(80), "80", outside="above the 99.8% limits"),
        Place("Within", 30000, Decimal(40), "40"),
        Place("Hidden", 5000, None, "c"),
    ]
    curve = ((10000.0, 30.0, 55.0), (40000.0, 36.0, 48.0), (70000.0, 38.0, 46.0))
    return funnel_plot("Plans", places, [Limit("95% limits", curve)], centre=Decimal("41.6"),
                       unit="per 10,000 children", size_unit="children")  # fmt: skip


def dots() -> Chart:
    rows = [
        DotRow("1 Leadership & a name that is far too long for one line of a telephone", values("66 -")),
        DotRow("2 Listening", values("66 66")),
        DotRow("3 Not graded", values("- -")),
    ]
    return dot_chart("Own grades", ["This time", "Last time"], rows, unit="mean of all grades, of 100", most=100)


CHARTS: list[Callable[[], Chart]] = [trend, control, run, comparison, funnel, dots]


def paths(chart: Chart, stroke: str) -> list[str]:
    tree = ElementTree.fromstring(chart.svg)
    return [e.get("d", "") for e in tree.iter(f"{SVG}path") if e.get("stroke") == stroke and e.get("fill") == "none"]


@pytest.mark.parametrize("make", CHARTS)
def test_a_picture_has_title_and_words_and_nothing_a_strict_policy_refuses(make: Callable[[], Chart]) -> None:
    chart = make()
    root = ElementTree.fromstring(chart.svg)
    title, description = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert title is not None
    assert description is not None
    assert (title.text, description.text) == (chart.title, chart.alt)
    assert root.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"
    names = {e.tag.removeprefix(SVG) for e in root.iter()}
    assert names <= {"svg", "g", "path", "rect", "circle", "text", "title", "desc"}
    attributes = {a for e in root.iter() for a in e.attrib}
    assert not [a for a in attributes if a == "style" or a.startswith("on") or "href" in a]


@pytest.mark.parametrize("make", CHARTS)
def test_a_picture_fits_a_telephone_and_no_text_leaves_it(make: Callable[[], Chart]) -> None:
    root = ElementTree.fromstring(make().svg)
    assert root.get("viewBox", "").split()[2] == "360"
    for group in [root, *root.iter(f"{SVG}g")]:
        shift = float(re.findall(r"[\d.]+", group.get("transform", "0"))[0])
        for each in group.findall(f"{SVG}text"):
            wide = drawing.width(each.text or "", float(each.get("font-size", "0")))
            left = shift + float(each.get("x", "0")) - {"end": wide, "middle": wide / 2}.get(
                each.get("text-anchor", ""), 0
            )  # fmt: skip
            assert left >= -1, each.text
            assert left + wide <= 361, each.text


def test_labels_of_periods_do_not_touch_though_the_last_is_moved_into_the_picture() -> None:
    quarters = [f"20{14 + n // 4}-{15 + n // 4} Q{n % 4 + 1}" for n in range(40)]
    line = Line("Medway", tuple(Value(Decimal(n), str(n)) for n in range(40)))
    root = ElementTree.fromstring(trend_chart("Plans", quarters, [line], unit="children").svg)
    labels = sorted((float(e.get("x", "")), e.text or "") for e in root.iter(f"{SVG}text") if e.text in quarters)
    assert len(labels) >= 2
    for (left, one), (right, other) in itertools.pairwise(labels):
        assert left + drawing.width(one, drawing.SIZE) / 2 < right - drawing.width(other, drawing.SIZE) / 2


@pytest.mark.parametrize("make", CHARTS)
def test_the_same_input_gives_the_same_picture_and_a_block_for_documents(make: Callable[[], Chart]) -> None:
    chart = make()
    assert chart.svg == make().svg
    picture = as_picture(chart)
    assert isinstance(picture, Picture)
    assert (picture.svg, picture.alt, picture.png, picture.caption) == (chart.svg.encode(), chart.alt, b"", chart.title)
    assert picture.table is not None
    assert len(picture.table.rows) == len(chart.rows)


@pytest.mark.parametrize("make", [trend, control, run])
def test_each_row_of_a_chart_over_time_has_its_place_in_the_picture(make: Callable[[], Chart]) -> None:
    chart = make()
    points, root = chart.points, ElementTree.fromstring(chart.svg)
    assert points is not None
    wide, tall = float(root.attrib["width"]), float(root.attrib["height"])
    under = {  # the labels of the axis stand at their points, the outer ones moved to stay within the picture
        each.text: float(each.attrib["x"]) / wide
        for each in root.iter(f"{SVG}text")
        if 0 < float(each.attrib["y"]) / tall - points.bottom < 25 / tall and each.text in YEARS
    }
    assert list(under) == [row[0] for row in chart.rows]
    assert list(points.across) == pytest.approx(list(under.values()), abs=0.03)
    assert 0 < points.top < points.bottom < 1


def test_limits_that_are_the_same_in_many_rows_are_told_once() -> None:
    values = [Value(Decimal(n % 3), str(n % 3)) for n in range(12)]
    limits = (Decimal(1), Decimal(-2), Decimal(4))
    points = [Point(value, *limits) for value in values]
    periods = [f"Q{n}" for n in range(12)]
    picture = as_picture(control_chart("Plans", periods, points, unit="children"))
    table = picture.table
    assert table is not None
    assert picture.points is not None
    assert [plain(cell) for cell in table.headers] == ["Period", "Children"]
    assert [plain(cell) for cell in table.rows[4]] == ["Q4", "1"]
    assert [plain(note) for note in table.notes] == [
        "The same in every row. Mean: 1.0; Lower limit: -2.0; Upper limit: 4.0; Variation: Varies as it usually does."
    ]
    assert plain(table.notes[0]) == f"The same in every row. {picture.points.always}."
    assert table.numeric == {1}
    table = as_picture(run_chart("Plans", periods, values, unit="children", median=None)).table
    assert table is not None
    assert [plain(note) for note in table.notes] == ["The same in every row. Signal: none."]
    anew = [*points[:6], *(Point(value, Decimal(2), Decimal(-1), Decimal(5)) for value in values[6:])]
    table = as_picture(control_chart("Plans", periods, anew, unit="children")).table
    assert table is not None
    assert [plain(cell) for cell in table.headers] == ["Period", "Children", "Mean", "Lower limit", "Upper limit"]


@pytest.mark.slow
def test_for_word_the_same_picture_comes_as_png() -> None:
    assert as_picture(trend(), for_word=True).png.startswith(b"\x89PNG")


def test_a_hidden_and_a_missing_value_break_the_line_and_stand_in_the_table() -> None:
    chart = trend()
    assert chart.headers == ("Period", "Medway", "England & Wales")
    assert [row[:2] for row in chart.rows] == [
        ("2021", "44.3"), ("2022", "c"), ("2023", "not available"), ("2024", "42.1"),
    ]  # fmt: skip
    (ours,) = [d for d in paths(chart, drawing.BLUE) if d.startswith("M") and "L28" not in d]
    assert (ours.count("M"), ours.count("L")) == (2, 0)
    assert "c" in [e.text for e in ElementTree.fromstring(chart.svg).iter(f"{SVG}text")]
    assert chart.alt == (
        "Line chart. Plans <all>, per 10,000 children. Medway: 44.3 in 2021, 42.1 in 2024; lowest 42.1 in 2024, highest"
        " 44.3 in 2021; without a number: 2022 (c), 2023 (not available). England & Wales: 43.2 in 2021, 41.6 in 2024;"
        " lowest 41.6 in 2024, highest 43.2 in 2021."
    )


def test_a_trend_of_nothing_is_drawn_and_says_so() -> None:
    assert "Medway: not available." in trend("- - - -").alt


def test_events_are_numbered_in_the_picture_and_said_in_the_table() -> None:
    chart = trend(events=[Event(2, "New form"), Event(1, "Inspection")])
    assert [row[-1] for row in chart.rows] == ["", "Inspection", "New form", ""]
    texts = [e.text for e in ElementTree.fromstring(chart.svg).iter(f"{SVG}text")]
    assert {"2022: Inspection", "2023: New form"} <= set(texts)
    assert chart.alt.endswith(" 2022: Inspection. 2023: New form.")


def test_a_control_chart_says_limits_causes_and_where_limits_begin_anew() -> None:
    chart = control()
    assert chart.rows == (
        ("2021", "80", "50.0", "30.0", "70.0", "Special cause: concern: above the upper limit", ""),
        ("2022", "50", "50.0", "30.0", "70.0", "Varies as it usually does", ""),
        ("2023", "c", "", "", "", "", ""),
        ("2024", "20", "25.0", "5.0", "45.0", "Special cause: improvement", "limits begin anew: one front door"),
    )
    assert chart.alt == (
        "Process control chart. Referrals, referrals. Values: 80 in 2021, 20 in 2024; lowest 20 in 2024, highest 80 in"
        " 2021; without a number: 2023 (c). Mean 25.0, limits 5.0 and 45.0 (since the latest new start). Target: 40."
        " Special causes: 2021: 80, concern, above the upper limit; 2024: 20, improvement. 2024: limits begin anew: one"
        " front door."
    )


def test_each_kind_of_point_has_a_shape_of_its_own() -> None:
    shapes = [shape for shape, _, _ in series.KINDS.values()]
    assert len(set(shapes)) == len(shapes)
    patterns = [(dashes, shape) for _, dashes, shape in series._LINES]
    assert len({dashes for dashes, _ in patterns}) == len({shape for _, shape in patterns}) == len(patterns)


def test_icons_differ_without_their_colour_and_carry_their_words() -> None:
    drawn = [icons.variation_icon(code, "said") for code in icons._VARIATION]
    drawn += [icons.assurance_icon(code, "said") for code in icons._ASSURANCE]
    bare = {re.sub(r'#[0-9a-f]{6}|id="[^"]+"|labelledby="[^"]+"', "", svg) for svg in drawn}
    assert len(bare) == len(drawn)
    assert all("<title" in svg and ">said<" in svg for svg in drawn)


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


@pytest.mark.parametrize(
    "colour", [drawing.DARK, drawing.GREY, drawing.BLUE, drawing.ORANGE, drawing.PURPLE, drawing.GREEN]
)
def test_every_colour_that_says_something_has_4_5_to_1_on_white(colour: str) -> None:
    assert 1.05 / (luminance(colour) + 0.05) >= 4.5


def test_a_comparison_is_ranked_and_what_is_hidden_has_no_rank() -> None:
    chart = comparison()
    assert chart.headers == ("Rank", "Area", "Per 10,000 children", "95% confidence interval")
    assert [row[0:3] for row in chart.rows] == [
        ("1", "Telford and Wrekin, with a name that is too long for one line", "98"),
        ("2", "Medway", "71"), ("3", "England", "70"), ("", "Kent", "c"),
    ]  # fmt: skip
    assert chart.rows[1][3] == "64 to 78"


def test_marks_of_a_row_lie_apart_though_their_numbers_are_equal() -> None:
    chart = dots()
    assert chart.rows[1] == ("2 Listening", "66", "66")
    assert "2 Listening: This time 66, Last time 66" in chart.alt
    tree = ElementTree.fromstring(chart.svg)
    this = [float(e.get("cy", "")) for e in tree.iter(f"{SVG}circle")]
    last = [float(e.get("d", "").split("L")[1].split(",")[1]) for e in tree.iter(f"{SVG}path")
            if e.get("fill") == drawing.ORANGE]  # fmt: skip
    assert len(this) == 3  # two rows and the key
    assert min(abs(y - other) for y in this[:2] for other in last[:1]) > 10


def test_a_funnel_names_our_area_and_those_outside() -> None:
    chart = funnel()
    assert chart.alt == (
        "Funnel plot. Plans, per 10,000 children, by children. All together: 41.6. Medway: 42.1, within the limits."
        " Outside the limits: Elsewhere: 80, above the 99.8% limits."
    )
    assert chart.rows[3] == ("Hidden", "5,000", "c", "")


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: trend_chart("t", [], [Line("a", ())], unit="u"),
        lambda: trend_chart("t", YEARS, [], unit="u"),
        lambda: trend_chart("t", YEARS, [Line("a", values("1 2"))], unit="u"),
        lambda: trend("1 2 3 4", events=[Event(4, "too late")]),
        lambda: control_chart("t", YEARS, [], unit="u"),
        lambda: run_chart("t", YEARS, values("1 2 3"), unit="u", median=None),
        lambda: run_chart("t", YEARS, values("1 2 3 4"), unit="u", median=None, signals=["x"]),
        lambda: comparison_chart("t", [], unit="u"),
        lambda: comparison_chart("t", [Area("a", Decimal(-1), "-1")], unit="u"),
        lambda: dot_chart("t", ["a"], [], unit="u"),
        lambda: dot_chart("t", list("abcdef"), [DotRow("r", values("1 2 3 4 5 6"))], unit="u"),
        lambda: dot_chart("t", ["a"], [DotRow("r", values("1 2"))], unit="u"),
        lambda: funnel_plot("t", [Place("a", 1, None)], [], centre=Decimal(1), unit="u", size_unit="s"),
    ],
)
def test_what_cannot_be_drawn_is_refused(wrong: Callable[[], Chart]) -> None:
    with pytest.raises(ValueError, match=r".+"):
        wrong()


@given(st.lists(st.floats(-1e9, 1e9), max_size=12), st.booleans())
def test_a_scale_holds_every_value_between_round_ticks(numbers: list[float], nought: bool) -> None:
    scale = drawing.scale(numbers, 200, 0, nought=nought)
    assert 2 <= len(scale.ticks) <= 13
    for number in [*numbers, *([0.0] if nought else [])]:
        assert -1e-6 <= scale(number) <= 200 + 1e-6


@given(st.lists(st.text(min_size=1, max_size=12), min_size=1, max_size=60), st.integers(60, 800))
def test_labels_shown_have_room_and_the_last_is_among_them(labels: list[str], room: int) -> None:
    shown = drawing.labelled_every(labels, room)
    assert shown[-1] == len(labels) - 1
    apart = room / len(labels)
    widest = max(drawing.width(label, drawing.SIZE) for label in labels)
    assert all((b - a) * apart >= widest for a, b in itertools.pairwise(shown))


@given(st.lists(st.integers(0, 400), min_size=1, max_size=12), st.booleans())
def test_counts_have_whole_ticks(counts: list[int], nought: bool) -> None:
    """Between the least and the most of a few children stands no half child."""
    drawn = trend_chart(
        "Plans", [str(n) for n in counts], [Line("Medway", tuple(Value(Decimal(n), str(n)) for n in counts))],
        unit="children", from_nought=nought,
    )  # fmt: skip
    ends = [e.text or "" for e in ElementTree.fromstring(drawn.svg).iter(f"{SVG}text") if e.get("text-anchor") == "end"]
    assert len(ends) >= 2
    assert all(each.lstrip("-").replace(",", "").isdigit() for each in ends)


def test_no_edge_is_drawn_about_letters() -> None:
    """WeasyPrint draws a text's stroke over its fill whatever paint-order says: white letters on white."""
    chart = dot_chart("Grades", ["Own"], [DotRow("A standard", (Value(Decimal(1), "1"),))], unit="of 3")
    drawn = list(ElementTree.fromstring(chart.svg).iter())
    names = [e for e in drawn if e.text == "A standard"]
    assert [e.get("stroke") for e in names] == [None]
    before = drawn[drawn.index(names[0]) - 1]
    assert (before.tag.endswith("rect"), before.get("fill")) == (True, "#ffffff")  # and the grid does not cross it
