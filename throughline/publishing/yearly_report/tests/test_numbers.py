"""YR-C06: which typed numbers are figures, and which are none."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughline.publishing.yearly_report.rules.numbers import typed_numbers


def texts(text: str, **known: object) -> list[str]:
    return [found.text for found in typed_numbers(text, **known)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("There were 290 children with a plan.", ["290"]),
        ("It reached 1,946 young people.", ["1,946"]),
        ("It reached 1946 young people in 2023.", ["1946"]),
        ("It cost £146,799, or 69.5% of the whole.", ["£146,799", "69.5%"]),
        ("90 per cent knew of them.", ["90 per cent"]),
        ("The rate was 44.4 per 10,000 children.", ["44.4"]),
        ("About 1.5 million pounds.", ["1.5 million"]),
        ("Five young people of the 6 spoke.", ["Five", "6"]),
        ("There were five of these children.", ["five"]),
        ("24 agencies and 3 reviews", ["24", "3"]),
        ("We ran courses (12).", ["12"]),
        ("Kent Police trained 5 people.", ["5"]),
        ("Kent Police 5 people.", ["5"]),
        ("In Medway 8 schools took part", ["8"]),
        ("Over 40 schools; under 20 pupils; over 15%.", ["40", "20", "15%"]),
        ("Between 2,000 and 3,000 came.", ["2,000", "3,000"]),
        ("111 children and 999 young people", ["111", "999"]),
        ("2000% more", ["2000%"]),
        ("It rose to 475.", ["475"]),
        ("[all 25 professionals](https://example.org/12)", ["25"]),
        ("“We spoke with 17 people”", ["17"]),
        ("* 7197 completions", ["7197"]),
        ("School Year 7 children: 12", ["7", "12"]),
    ],
)
def test_YR_C06_finds_numbers_that_are_figures(text: str, expected: list[str]) -> None:
    assert texts(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "On 31 March 2024 and on 26th February; from 1 April to 31 March.",
        "Monday 26th February 2024, February 26, 2024, 1 and 2 May, 29 Feb",
        "In 2023-24, 2023–24, 2023/24, 2023-2025, 2023 to 2025 and 2022. The 2022 survey; 1990s.",
        "As at 2024-03-31; on 05/02/2024; at 9:30am, 2pm, 14:00.",
        "Children aged 16 and 17, aged 0 to 17, ages 5-11, a 16-year-old, 17 year olds, 3 months old, under 5s.",
        "Children under 18; young people over 16, those between the ages of 4 and 16; 0-17; 16 to 25 years.",
        "Call 01634 334466, 0800 1111, +44 1634 334466 or 0300 123 4567; in danger 999, otherwise 101.",
        "Section 11 and section 175/157 audits; s.47; S175; sections 16A–16Q; ss.16A to 16Q; section 16C(1).",
        "SI 2018/789, regulation 14, Article 9(2)(g), Part 3, schedule 1, paragraph 42, chapter 5.",
        "Working Together 2023; the Children Act 2004; Graded Care Profile 2 and GCP2; Key Stage 2.",
        "# Our 12 aims\n\nText.\n\nThe 3 things\n---------\n\ntext",
        "1. First\n2. Second\n10) Tenth",
        "The video “Five Minute Briefing 7” and *Top 10 Tips* were shown.",
        "There were {{ figure:dataset.children-in-care.medway.2024-03-31.children }} children.",
        "See priority 2, priorities 1, 3 and 5, table 4, level 3, stage 2 and appendix 1.",
        "`code 12` and https://example.org/2024/12?x=3 and name12@example.org",
        "The 3rd conference, the 21st century.",
        "Per 10,000 children; per 1,000.",
        "One of the aims was two years of work.",
    ],
)
def test_YR_C06_leaves_what_is_no_figure(text: str) -> None:
    assert texts(text) == []


def test_YR_C06_knows_titles_that_hold_numbers() -> None:
    assert texts("We ran the 50 ways course 12 times.", titles=["50 ways course"]) == ["12"]


def test_YR_C06_takes_a_value_of_a_figure_for_the_count_and_not_the_year() -> None:
    known = [Decimal(1946)]
    assert texts("A total of 1946 took part.", known=known) == ["1946"]
    assert texts("The Act of 1989, and in 1946 too.", known=known) == []


def test_YR_C06_says_line_and_column() -> None:
    found = typed_numbers("First line.\n\nThere were 290 children.")
    assert [(str(f.place), f.words, f.value) for f in found] == [
        ("line 3, column 12", "line. There were 290 children.", Decimal(290))
    ]


def test_YR_C06_tells_the_same_words_apart() -> None:
    found = typed_numbers("a 12 b\n\nx y z a 12 b c d\n\nx y z a 12 b c d")
    assert [f.nth for f in found if f.words == "y z a 12 b c d"] == [1, 2]


@given(st.integers(min_value=0, max_value=10**7), st.sampled_from(["children", "schools", "people", "reviews"]))
def test_YR_C06_finds_every_count_of_something(number: int, counted: str) -> None:
    for written in (str(number), f"{number:,}"):
        found = typed_numbers(f"This year {written} {counted} were counted.")
        assert [(f.text, f.value) for f in found] == [(written, Decimal(number))]


@given(st.dates())
def test_YR_C06_finds_no_date(day: object) -> None:
    assert texts(f"On {day:%-d %B} it was so.") == []


@given(st.text())
def test_YR_C06_survives_any_text_and_keeps_places(text: str) -> None:
    for found in typed_numbers(text):
        assert text[found.start : found.end] == found.text
