from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from throughline.foundation.statute.days import parse_day, say_day
from throughline.foundation.statute.errors import NotADay


@settings(deadline=None)  # a busy machine is no failure
@given(st.dates())
def test_a_day_is_read_back_as_it_was_written(day: date) -> None:
    assert parse_day(day.isoformat()) == day


@pytest.mark.parametrize(
    "text", ["22/03/2024", "2024-3-22", "20240322", "2024-W12-5", "2024-03-22 ", "2024-03-22\n", "", "٢٠٢٤-٠٣-٢٢"]
)
def test_another_form_is_refused(text: str) -> None:
    with pytest.raises(NotADay) as caught:
        parse_day(text)
    assert str(caught.value) == f"“{text}” is not a date in the form YYYY-MM-DD, for example 2024-03-22."


@pytest.mark.parametrize("text", ["2024-02-30", "2023-02-29", "2024-13-01", "2024-00-10", "0000-01-01"])
def test_a_day_that_does_not_exist_is_refused(text: str) -> None:
    with pytest.raises(NotADay) as caught:
        parse_day(text)
    assert str(caught.value) == f"“{text}” is not a day: the calendar has no such date."


def test_a_day_is_said_in_words() -> None:
    assert say_day(date(2024, 4, 2)) == "Tuesday 2 April 2024"
