"""Report years: what a label means and what is refused."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughline.foundation.figures.years import NotAReportYear, year_before, year_of, year_on, years_back


def test_a_year_has_its_first_and_last_day() -> None:
    year = year_of("2023-24")
    assert (year.label, year.starts, year.ends) == ("2023-24", date(2023, 4, 1), date(2024, 3, 31))


def test_the_turn_of_a_century_is_one_year() -> None:
    assert year_of("1999-00", "09-01").ends == date(2000, 8, 31)


@pytest.mark.parametrize(
    ("label", "message"),
    [
        ("2023-25", "'2023-25' is not one year. The year that begins in 2023 is 2023-24."),
        ("2023-23", "'2023-23' is not one year. The year that begins in 2023 is 2023-24."),
        ("2023", "'2023' is not a report year. Write it as 2023-24."),
        ("2023/24", "'2023/24' is not a report year. Write it as 2023-24."),
        ("", "'' is not a report year. Write it as 2023-24."),
        ("२०२३-24", "'२०२३-24' is not a report year. Write it as 2023-24."),
        ("2023-24\n", "'2023-24\n' is not a report year. Write it as 2023-24."),
        ("0000-01", "'0000-01' is not a report year: the year 0000 is out of range."),
        ("9999-00", "'9999-00' is not a report year: the year 9999 is out of range."),
    ],
)
def test_what_is_no_year_is_refused_with_what_to_write(label: str, message: str) -> None:
    with pytest.raises(NotAReportYear) as refusal:
        year_of(label)
    assert str(refusal.value) == message


@pytest.mark.parametrize("starts", ["02-29", "13-01", "4-1", "04/01", ""])
def test_a_first_day_that_not_every_year_has_is_refused(starts: str) -> None:
    with pytest.raises(NotAReportYear):
        year_of("2023-24", starts)


@given(st.dates(date(1950, 1, 1), date(2100, 1, 1)), st.sampled_from(["04-01", "01-01", "09-01", "12-31", "02-28"]))
def test_every_day_is_in_one_year_and_years_touch(day: date, starts: str) -> None:
    year = year_on(day, starts)
    assert year.starts <= day <= year.ends
    assert year_of(year.label, starts) == year
    assert year_before(year).ends + timedelta(days=1) == year.starts


def test_years_back_begin_with_the_year_itself() -> None:
    assert [year.label for year in years_back(year_of("2000-01"), 3)] == ["2000-01", "1999-00", "1998-99"]
