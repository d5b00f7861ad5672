"""What comes in is read; what is hostile, too large or not understood is refused in words."""

import contextlib
import io
import zipfile
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughline.foundation.sheets.reading import LIMITS, Unreadable, read_rows
from throughline.foundation.sheets.writing import csv_file, excel_file

SMALL = replace(LIMITS, size=200_000, unpacked=1_000_000, rows=11, columns=5, cell=50)


def zipped(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in members.items():
            packed.writestr(name, content)
    return out.getvalue()


def repacked(content: bytes, more: dict[str, bytes]) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return zipped({**{name: packed.read(name) for name in packed.namelist()}, **more})


EXCEL = excel_file("T", ["A", "B"], [["x", 5]])


def test_excel_and_csv_say_the_same() -> None:
    rows = [["Ref", "Due", "Count"], ["=A1", date(2024, 2, 5), 7], ["Ünïcode, “quoted”", "", 2.5]]
    read = [["Ref", "Due", "Count"], ["=A1", "2024-02-05", "7"], ["Ünïcode, “quoted”", "", "2.5"]]
    assert read_rows(excel_file("T", rows[0], rows[1:])) == read
    assert read_rows(csv_file(rows)) == read


@given(st.lists(st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zs"]), min_size=1),
                         min_size=2, max_size=2), min_size=1, max_size=4))  # fmt: skip
def test_every_text_comes_back_as_it_was_written(rows) -> None:
    want = [[cell.strip() for cell in row] for row in rows]
    assert read_rows(csv_file([["a", "b"], *want])) == [["a", "b"], *want]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_csv_with_any_separator_and_line_end(separator) -> None:
    text = separator.join(["A", "B"]) + "\r\n" + separator.join(["1", '"two\nlines"']) + "\r\n\r\n"
    assert read_rows(text.encode()) == [["A", "B"], ["1", "two\nlines"]]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is empty"),
        (b" \n ", "is empty"),
        (b"\xd0\xcf\x11\xe0 old", "password or of an old format"),
        ("A,B\n£".encode("latin-1"), "CSV UTF-8"),
        ("A,B".encode("utf-16"), "CSV UTF-8"),
        (b"%PDF-1.7 \x00\x01", "neither a CSV nor an Excel"),
        (b"A,B\n\"open,1\n", "a quotation mark is not closed"),
        (b"a,b,c,d,e,f", "5 columns or fewer"),
        (b"a\n" * 12, "10 rows or fewer"),
        (b"a\n" + b"x" * 51, "Row 2 holds a text longer than 50"),
        (b"a" * 200_001, "MB or smaller"),
        (b"PK\x03\x04 broken", "is damaged"),
        (EXCEL[:-200], "is damaged"),
        (zipped({"word/document.xml": b"<x/>"}), "neither a CSV nor an Excel"),
        (repacked(EXCEL, {"xl/vbaProject.bin": b"x"}), "holds macros"),
        (zipped({"xl/workbook.xml": b"0" * 2_000_000}), "cannot be taken"),
        (zipped({"xl/workbook.xml": b"<x/>"}), "cannot be read"),
        (zipped({f"xl/{n}.xml": b"" for n in range(501)}), "more than 500 files"),
        (excel_file("T", list("abcdef"), []), "5 columns or fewer"),
        (excel_file("T", ["a"], [["x"]] * 11), "10 rows and 5 columns or fewer"),
        (excel_file("T", [], []), "holds no rows"),
    ],
    ids=range(21),
)  # fmt: skip
def test_what_is_not_taken_says_why(content, says) -> None:
    with pytest.raises(Unreadable, match=says):
        read_rows(content, SMALL)


def test_a_bomb_that_lies_about_its_size_is_stopped() -> None:
    bomb = bytearray(zipped({"xl/workbook.xml": b"0" * 3_000_000}))
    for mark, place in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):  # the uncompressed size, in both headers
        at = bomb.index(mark) + place
        bomb[at : at + 4] = (10).to_bytes(4, "little")
    with pytest.raises(Unreadable):
        read_rows(bytes(bomb), SMALL)


def test_two_cells_cannot_fill_the_memory() -> None:
    """A reader lays out every cell up to the farthest one: 17 thousand million of them here."""
    sheet = (
        b'<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
        b"</worksheet>"
    )
    with pytest.raises(Unreadable, match="20,000 rows and 100 columns or fewer"):
        read_rows(repacked(EXCEL, {"xl/worksheets/sheet1.xml": sheet}))


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(content) -> None:
    for given_bytes in (content, b"PK\x03\x04" + content):
        with contextlib.suppress(Unreadable):
            assert all(isinstance(cell, str) for row in read_rows(given_bytes, SMALL) for cell in row)
