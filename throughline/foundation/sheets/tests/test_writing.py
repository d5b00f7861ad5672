"""What goes out is data, never a formula."""

import io
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughline.foundation.sheets.reading import read_rows
from throughline.foundation.sheets.writing import as_written, csv_file, excel_file, harmless


@given(st.text())
def test_no_text_starts_a_formula_and_every_text_comes_back(text) -> None:
    assert not harmless(text).startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    assert as_written(harmless(text)) == text or text.startswith("'")


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_neither_file_holds_a_formula(start) -> None:
    text = f"{start}HYPERLINK(1)"
    content = excel_file("T", [text], [[text]])
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        assert b"<f>" not in packed.read("xl/worksheets/sheet1.xml")
        assert f"'{text}".encode() in packed.read("xl/sharedStrings.xml")
    assert csv_file([[text]]) == b"\xef\xbb\xbf" + f"'{text}\r\n".encode()
    assert read_rows(content) == [[text], [text]]


def test_numbers_and_days_stay_what_they_are() -> None:
    row = [Decimal("2.50"), -3, date(2024, 2, 29), datetime(2024, 2, 5, 9, 30, tzinfo=UTC), None, ""]
    assert read_rows(excel_file("A/b: 'c'?", list("abcdef"), [row])) == [
        list("abcdef"), ["2.5", "-3", "2024-02-29", "2024-02-05 09:30", "", ""],
    ]  # fmt: skip
    assert csv_file([row]).decode("utf-8-sig") == "2.50,-3,2024-02-29,2024-02-05 09:30,,\r\n"


def test_the_note_is_a_second_sheet() -> None:
    with zipfile.ZipFile(io.BytesIO(excel_file("T", ["a"], [], note="One\nTwo"))) as packed:
        assert "xl/worksheets/sheet2.xml" in packed.namelist()
