"""Ids that never meet by accident, periods as sources write them, numbers as people read them."""

import re
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughline.foundation.figures import ids, periods, words
from throughline.foundation.figures.operations import _ID
from throughline.foundation.figures.values import Precision, Provenance, Source, Value
from throughline.foundation.figures.years import year_of

YEAR = year_of("2023-24")


def test_an_id_is_the_words_of_what_it_names() -> None:
    assert (
        ids.id_of("dataset", "children in care", "Medway", "2024-03-31", "per 10000")
        == "dataset.children-in-care.medway.2024-03-31.per-10000"
    )


@given(st.lists(st.text(min_size=1, max_size=300), min_size=1, max_size=4))
def test_any_text_makes_an_id_that_fits(parts: list[str]) -> None:
    found = ids.id_of("dataset", *parts)
    assert len(found) <= ids.LONGEST
    assert _ID.fullmatch(found)


@given(st.lists(st.text(alphabet="aB &é中-", max_size=4), min_size=1, max_size=12, unique=True))
def test_different_texts_get_different_ids_and_the_same_text_the_same(texts: list[str]) -> None:
    given_ids = ids.Ids()
    found = [given_ids.of("dataset", text) for text in texts]
    assert len(set(found)) == len(texts)
    assert [given_ids.of("dataset", text) for text in texts] == found


def test_long_names_that_begin_alike_are_told_apart() -> None:
    assert ids.id_of("dataset", "a " * 300 + "b") != ids.id_of("dataset", "a " * 300 + "c")


@pytest.mark.parametrize(
    ("period", "words", "last", "earlier"),
    [
        ("2024-03-31", "on 31 March 2024", date(2024, 3, 31), "2023-03-31"),
        ("2024-02-29", "on 29 February 2024", date(2024, 2, 29), ""),
        ("2023-24", "in 2023-24", date(2024, 3, 31), "2022-23"),
        ("1999-00", "in 1999-00", date(2000, 3, 31), "1998-99"),
        ("2024-04", "in April 2024", date(2024, 4, 30), ""),
        ("2024-12", "in December 2024", date(2024, 12, 31), ""),
        ("2022", "in 2022", date(2022, 12, 31), ""),
        ("summer term", "summer term", None, ""),
        ("2024-13", "in 2024-13", None, ""),
        ("2024-02-30", "in 2024-02-30", None, ""),
    ],
)
def test_periods(period: str, words: str, last: date | None, earlier: str) -> None:
    assert (periods.in_words(period), periods.last_day(period, YEAR), periods.year_earlier(period)) == (
        words, last, earlier,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("period", "belongs"),
    [
        ("2023-24", True),
        ("2023-04-01", True),
        ("2024-03-31", True),
        ("2024-04-01", False),
        ("2022-23", False),
        ("2023", False),
    ],
)
def test_what_is_of_the_report_year(period: str, belongs: bool) -> None:
    assert periods.is_of(period, YEAR) is belongs


def value(number: str | None, unit: str, provenance: Provenance = Provenance.RETURNED, **more: object) -> Value:
    decimal = None if number is None else Decimal(number)
    return Value("a", "A", unit, "2023-24", "Medway", decimal, provenance, Source(), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("figure", "text"),
    [
        (value("146799", "pounds"), "£146,799"),
        (value("65289", "children"), "65,289 children"),
        (value("1", "children"), "1 child"),
        (value("1", "courses"), "1 course"),
        (value("1", "agencies"), "1 agency"),
        (value("44", "per 10000"), "44 per 10,000"),
        (value("7.5", "per 100000"), "7.5 per 100,000"),
        (value("72", "per 10000", Provenance.DERIVED), "72.0 per 10,000"),
        (value("69.5", "percent"), "69.5%"),
        (value("90", "percent of respondents"), "90% of respondents"),
        (value("80", "children", precision=Precision.ABOUT), "about 80 children"),
        (value("500", "people", precision=Precision.AT_LEAST), "at least 500 people"),
        (value("44", "per 10000", precision=Precision.ROUNDED), "44 per 10,000"),
        (value("2", "children", Provenance.DERIVED, difference=True), "+2 children"),
        (value("-3", "reviews", Provenance.DERIVED, difference=True), "−3 reviews"),
        (value(None, "children"), "not available"),
        (value("0", "children"), "0 children"),
    ],
)
def test_a_figure_in_words(figure: Value, text: str) -> None:
    assert words.written(figure) == text
    assert words.written(figure, hidden=True) == "c"
    assert not re.search(r"\d", words.written(figure, hidden=True))
