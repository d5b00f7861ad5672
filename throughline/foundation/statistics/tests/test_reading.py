"""The department's tidy format and the neighbour tables, by real files and by broken ones."""

import contextlib
import csv
import gzip
import io
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughline.foundation.statistics.reading import NeighbourTable, TidyTable, Unreadable, read
from throughline.foundation.statistics.reading.symbols import SYMBOLS, Cell, cell_of

FILES = Path(__file__).resolve().parents[3] / "demonstration" / "statistics"
HEAD = (
    "time_period,time_identifier,geographic_level,country_code,country_name,region_code,region_name,"
    "old_la_code,new_la_code,la_name,category,plans,rate"
)
ENGLAND = "2024,Reporting year,National,E92000001,England,,,,,,Plans,49900,41.6"
SOUTH_EAST = "2024,Reporting year,Regional,E92000001,England,E12000008,South East,,,,Plans,7510,37.7"
MEDWAY = (
    "2024,Reporting year,Local authority,E92000001,England,E12000008,South East,887,E06000035,Medway,Plans,281,42.1"
)
KENT = "2024,Reporting year,Local authority,E92000001,England,E12000008,South East,886,E10000016,Kent,Plans,1342,39.6"


def tidy(*rows: str, head: str = HEAD) -> TidyTable:
    table = read("\n".join([head, *rows]).encode())
    assert isinstance(table, TidyTable)
    return table


def real(beginning: str) -> TidyTable | NeighbourTable:
    path = next(FILES.glob(f"{beginning}*.csv.gz"))
    return read(gzip.decompress(path.read_bytes()), name=path.name)


def refusals(*rows: str, head: str = HEAD) -> list[tuple[int, str]]:
    return [(refusal.row, refusal.column) for refusal in tidy(*rows, head=head).refused]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("file", "rows", "areas", "periods", "indicators", "observations", "symbols"),
    [
        ("b1", 2132, 173, 13, 8, 17056, {"c": 62, "u": 10, "x": 46}),
        ("c1", 2132, 173, 13, 10, 21320, {"c": 296, "u": 26, "x": 68}),
        ("c4", 1967, 175, 12, 15, 29505, {"c": 491, "u": 15, "x": 143, "z": 18}),
        ("c5", 1803, 173, 11, 12, 21636, {"c": 1084, "u": 24, "x": 48}),
        ("cla", 2505, 167, 5, 3, 7515, {"c": 4, "x": 42, "z": 112}),
        ("d3", 2132, 173, 13, 3, 6396, {"c": 75, "u": 5, "x": 9, "z": 6}),
        ("d4", 1967, 173, 12, 11, 21637, {"c": 3043, "u": 16, "x": 33}),
        ("d5", 2132, 173, 13, 11, 23452, {"c": 2957, "u": 11, "x": 33, "z": 45}),
        ("ons", 2132, 173, 13, 1, 2132, {"x": 21}),
    ],
)
def test_the_nine_published_files_are_read_whole(
    file: str, rows: int, areas: int, periods: int, indicators: int, observations: int, symbols: dict[str, int]
) -> None:
    table = real(file)
    assert isinstance(table, TidyTable)
    assert table.refused == []
    assert (table.count, len(table.areas), len(table.periods())) == (rows, areas, periods)
    assert (len(table.roles.indicators), table.observations(), dict(table.symbols())) == (
        indicators,
        observations,
        symbols,
    )


@pytest.mark.slow
def test_medway_in_the_published_files_is_as_known() -> None:
    table = real("d4")
    assert isinstance(table, TidyTable)
    row = next(row for row in table.rows if row.area == "E06000035" and row.period == "2024")
    values = dict(zip(table.roles.indicators, row.cells, strict=True))
    assert values["CPP_At31"] == Cell(Decimal(281))
    assert values["Neglect_Initial"] == Cell(Decimal(154))
    assert values["Physical_Initial"] == values["Sexual_Initial"] == Cell(None, "c")
    assert values["Multiple_Initial"] == Cell(Decimal(0))


@pytest.mark.slow
def test_both_neighbour_models_are_read_and_share_four_of_medways_ten() -> None:
    old, new = real("New_Statistical"), real("sn_model")
    assert isinstance(old, NeighbourTable)
    assert isinstance(new, NeighbourTable)
    assert (old.model, old.count, old.refused) == ("2021", 156, [])
    assert (new.model, new.count, new.refused) == ("2025", 153, [])
    names = [{t.names[n.neighbour] for n in t.neighbours if n.area == "887"} for t in (old, new)]
    assert names[0] & names[1] == {"Swindon", "Dudley", "Kent", "Thurrock"}


def test_columns_may_come_in_any_order_with_a_byte_order_mark_and_quoted_empties() -> None:
    plain = list(csv.reader(io.StringIO("\n".join([HEAD, ENGLAND, MEDWAY]))))
    order = list(reversed(range(len(plain[0]))))
    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL).writerows([[row[i] for i in order] for row in plain])
    turned = read(b"\xef\xbb\xbf" + out.getvalue().encode())
    straight = tidy(ENGLAND, MEDWAY)
    assert isinstance(turned, TidyTable)
    assert (turned.rows, turned.areas, turned.roles) == (straight.rows, straight.areas, straight.roles)


def test_a_file_may_have_no_filter_and_one_indicator() -> None:
    head = "time_period,time_identifier,geographic_level,country_code,country_name,children"
    table = tidy("202425,Academic year,National,E92000001,England,5", head=head)
    assert (table.roles.filters, table.roles.indicators, table.refused) == ((), ("children",), [])


@pytest.mark.parametrize("symbol", sorted(SYMBOLS))
def test_every_symbol_is_a_value_of_its_own_kind_never_a_number(symbol: str) -> None:
    assert cell_of(symbol) == cell_of(f"[{symbol}]") == Cell(None, symbol)


@pytest.mark.parametrize(
    "text", ["n/a", "C", "about 5", "1,234", "12%", "£5", "NaN", "inf", "-", "=1+1", "5 children", "[5]", "٣", "12 [c]"]
)
def test_anything_else_in_an_indicator_is_refused(text: str) -> None:
    assert cell_of(text) is None
    assert refusals(ENGLAND, SOUTH_EAST, MEDWAY.replace(",281,", f',"{text}",')) == [(4, "plans")]


@given(st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**9), max_value=10**9))
def test_a_number_is_read_as_it_is_written(number: Decimal) -> None:
    assert cell_of(f"{number:f}") == Cell(number)


def test_a_number_may_carry_its_qualifier() -> None:
    assert cell_of("12.3 [p]") == Cell(Decimal("12.3"), "p")
    assert cell_of("1e+05") == Cell(Decimal(100000))


def test_an_empty_indicator_is_no_observation() -> None:
    table = tidy(ENGLAND, MEDWAY.replace(",42.1", ","))
    assert table.refused == []
    assert table.observations() == 3


@pytest.mark.parametrize(
    ("wrong", "column"),
    [
        (MEDWAY.replace("E06000035", ""), "new_la_code"),
        (MEDWAY.replace(",Medway,", ",,"), "la_name"),
        (MEDWAY.replace("E06000035", "E0600035"), "new_la_code"),
        (MEDWAY.replace("E06000035", "E12000008"), "new_la_code"),
        (MEDWAY.replace(",887,", ",88,"), "old_la_code"),
        (MEDWAY.replace(",887,", ",,"), "old_la_code"),
        (MEDWAY.replace("E12000008", "E12"), "region_code"),
        (MEDWAY.replace("South East", ""), "region_name"),
        (MEDWAY.replace("Local authority", "Borough"), "geographic_level"),
        (MEDWAY.replace("Local authority", "National"), "region_code"),
        (MEDWAY.replace("2024,", "24,", 1), "time_period"),
        (MEDWAY.replace("2024,", "202426,", 1), "time_period"),
        (MEDWAY.replace("Reporting year", "Some year"), "time_identifier"),
        (MEDWAY.replace(",Plans,", ",=cmd|' /C calc'!A0,"), "category"),
        (MEDWAY + ",1", ""),
    ],
)
def test_a_wrong_row_is_refused_with_its_place(wrong: str, column: str) -> None:
    assert (4, column) in refusals(ENGLAND, SOUTH_EAST, wrong, KENT)
    assert {row for row, _ in refusals(ENGLAND, SOUTH_EAST, wrong, KENT)} == {4}


@pytest.mark.parametrize(
    ("wrong", "column"),
    [
        (MEDWAY.replace("2024,", "2023,", 1).replace(",Medway,", ",Midway,"), "la_name"),
        (MEDWAY.replace("2024,", "2023,", 1).replace(",887,", ",886,"), "old_la_code"),
        (MEDWAY.replace("2024,", "2023,", 1).replace("E12000008,South East", "E12000007,London"), "region_code"),
        (MEDWAY.replace("Plans", "More").replace("E06000035", "E06000099"), "la_name"),
        (SOUTH_EAST.replace("2024,", "2023,", 1).replace("South East", "South West"), "region_name"),
    ],
)
def test_what_contradicts_most_rows_is_refused(wrong: str, column: str) -> None:
    good = [ENGLAND, SOUTH_EAST, MEDWAY, MEDWAY.replace("2024,", "2022,", 1), KENT]
    assert refusals(*good, wrong) == [(7, column)]
    assert refusals(wrong, *good) == [(2, column)]


def test_a_boundary_change_gives_a_name_a_new_code_in_a_later_period() -> None:
    before = MEDWAY.replace("2024,", "2019,", 1).replace("E06000035", "E10000009")
    table = tidy(before, MEDWAY)
    assert table.refused == []
    assert sorted(table.areas) == ["E06000035", "E10000009"]


def test_a_duplicate_key_is_refused_with_both_rows() -> None:
    table = tidy(ENGLAND, MEDWAY, MEDWAY.replace(",281,", ",290,"))
    assert [(r.row, r.reason) for r in table.refused] == [(4, "Row 3 is about the same period, area and filters.")]


@pytest.mark.parametrize(
    ("content", "place", "words"),
    [
        (b"", 0, "empty"),
        (b"\n\n", 0, "empty"),
        (HEAD.encode(), 0, "no rows"),
        (HEAD.replace("time_period", "year").encode() + b"\n" + ENGLAND.encode(), 1, "time_period is missing"),
        ((HEAD + ",rate").encode() + b"\n" + ENGLAND.encode() + b",1", 1, "twice"),
        (f"{HEAD}\n{ENGLAND}\n{MEDWAY.replace('Medway', 'Médway')}".encode("latin-1"), 3, "UTF-8"),
        (f"{HEAD}\n{ENGLAND}".encode("utf-16"), 1, "UTF-8"),
        (f"{HEAD}\n{ENGLAND}\n\0".encode(), 3, "zero byte"),
        (f'{HEAD}\n{ENGLAND}\n"2024,never closed'.encode(), 3, "cannot be read"),
        (f"{HEAD},\n".replace("rate,", ",rate").encode() + ENGLAND.encode(), 1, "no heading"),
    ],
)
def test_a_file_that_cannot_be_read_says_why_and_where(content: bytes, place: int, words: str) -> None:
    with pytest.raises(Unreadable, match=words) as caught:
        read(content)
    assert caught.value.refusal.row == place


@pytest.mark.slow
def test_a_file_with_a_million_rows_is_refused() -> None:
    content = HEAD.encode() + b"\n" + (ENGLAND.encode() + b"\n") * 1_000_000
    with pytest.raises(Unreadable, match="may have 500,000 rows"):
        read(content)


@given(st.binary(max_size=300))
def test_no_bytes_crash_the_reader(content: bytes) -> None:
    with contextlib.suppress(Unreadable):
        read(content)


@given(st.lists(st.lists(st.text(max_size=8), min_size=13, max_size=13), max_size=4))
def test_no_rows_crash_the_reader(rows: list[list[str]]) -> None:
    out = io.StringIO()
    csv.writer(out).writerows([HEAD.split(","), *rows])
    with contextlib.suppress(Unreadable):
        assert read(out.getvalue().encode("utf-8", "surrogatepass"))


NEIGHBOURS = "old_la_code,la_name,SN_1,SN_1P,SN_2,SN_2P"


@pytest.mark.parametrize(
    ("row", "place"),
    [
        ("88,Medway,886,Close,866,Close", (4, "old_la_code")),
        ("887,Medway,887,Close,866,Close", (4, "SN1")),
        ("887,Medway,886,Close,886,Close", (4, "SN2")),
        ("887,Medway,999,Close,886,Close", (4, "SN1")),
        ("887,Medway,866,Near,886,Close", (4, "SN1")),
        ("886,Kent,866,Close,887,Close", (4, "old_la_code")),
    ],
)
def test_a_wrong_row_of_neighbours_is_refused(row: str, place: tuple[int, str]) -> None:
    rows = [
        NEIGHBOURS,
        "886,Kent,866,Close ,865,Close",
        "866,Swindon,886,Close,865,Close",
        row,
        "865,Wiltshire,886,Close,866,Close",
    ]
    table = read("\n".join(rows).encode(), name="model 2030")
    assert isinstance(table, NeighbourTable)
    assert table.model == "2030"
    assert [(r.row, r.column) for r in table.refused] == [place]
