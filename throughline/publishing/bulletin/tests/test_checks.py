"""Each check by its code, with what is right beside what is wrong."""

from datetime import date

import pytest

from throughline.publishing.bulletin.rules.checks import (
    CODES,
    Facts,
    Level,
    LinkState,
    SessionFact,
    check,
    near_misses,
)
from throughline.publishing.bulletin.rules.content import Content, Row, Section
from throughline.publishing.bulletin.rules.reading_age import reading_age

WORRIED = Section("worried", "Worried about a child?", block=99)
EMAILS = ("mscp@medway.gov.uk", "mscptraining@medway.gov.uk")
PHONES = ("01634 334466", "01634 336329")


def codes(*sections: Section, worried: bool = True, **facts: object) -> list[str]:
    given = {"dated": date(2024, 2, 1), "own_emails": EMAILS, "own_phones": PHONES} | facts
    content = Content("T", "T", "February 2024", "", (*sections, *([WORRIED] if worried else [])))
    return [finding.code for finding in check(content, Facts(**given))]  # type: ignore[arg-type]


def item(text: str = "Fine.", **more: str) -> Section:
    return Section("item", more.pop("heading", "Heading"), text, **more)


def linked(url: str = "https://example.org/a", words: str = "Read the guidance") -> Section:
    return item(link_url=url, link_text=words)


def listed() -> Section:
    return Section("campaigns", "Campaigns", rows=(Row("A day", "1 March", "https://example.org/a"),))


GOOD = {"https://example.org/a": (LinkState.GOOD, "")}
WRONG = [
    ("BU-01", linked(), {"links": {"https://example.org/a": (LinkState.GONE, "gone")}}),
    ("BU-02", linked(), {"links": {"https://example.org/a": (LinkState.UNSURE, "403")}}),
    ("BU-01", listed(), {"links": {"https://example.org/a": (LinkState.GONE, "gone")}}),
    ("BU-03", item(picture="/files/1/a.png"), {}),
    ("BU-04", item(picture="/files/1/a.png", picture_alt="IMG_1234"), {}),
    ("BU-04", item(picture="/files/1/a.png", picture_alt="logo.png"), {}),
    ("BU-05", linked(words="click here"), {"links": GOOD}),
    ("BU-05", linked(words="Here"), {"links": GOOD}),
    ("BU-05", item("Please click here to book."), {}),
    ("BU-05", item("See [this](/bulletin/)."), {}),
    ("BU-05", item("Please [click here](/bulletin/)."), {}),
    ("BU-06", item(heading=""), {}),
    ("BU-06", item("## Too deep\n\nText."), {}),
    ("BU-06", item("# One\n\nText.\n\n### Three\n\nText."), {}),
    ("BU-07", item("Signs of Safety, Friday 26 February 2024"), {}),
    ("BU-08", item("On the 22rd May 2024"), {}),
    ("BU-08", item("On 2rd July"), {}),
    ("BU-09", item("On 31 February 2024"), {}),
    ("BU-10", item(), {"sessions": (SessionFact("GCP2", "past", 1),)}),
    ("BU-10", item(), {"sessions": (SessionFact("GCP2", "cancelled", 1),)}),
    ("BU-11", item(), {"sessions": (SessionFact("GCP2", "full", 1),)}),
    ("BU-12", item("Write to msch@medway.gov.uk."), {}),
    ("BU-12", item("Write to [the team](mailto:mscp@medway.gov.uj)."), {}),
    ("BU-12", item("Call 01634 334465."), {}),
    ("BU-15", item(), {"mail_size": 200_000}),
    ("BU-17", linked(), {}),
    ("BU-18", linked(url="www.example.org"), {}),
    ("BU-18", linked(url="//example.org"), {}),
    ("BU-19", Section("training", "Training", empty="No session."), {}),
]  # fmt: skip


@pytest.mark.parametrize(("code", "section", "facts"), WRONG)
def test_what_is_wrong_is_found_and_nothing_else(code: str, section: Section, facts: dict[str, object]) -> None:
    assert codes(section, **facts) == [code]


RIGHT = [
    item("Signs of Safety, Monday 26 February 2024, and the 22nd of May."),
    item("On Friday 20 September, after the day of Tuesday 10 October, and on Monday 18 March."),
    item("Write to mscp@medway.gov.uk or mscptraining@medway.gov.uk, or to medch.cypasthma@nhs.net."),
    item("Call 01634 334466, or 020 7946 0000."),
    item("# One\n\nText.\n\n## Two\n\nText."),
    item(picture="/files/1/a.png", picture_alt="A cot with nothing in it but a baby on its back"),
]


@pytest.mark.parametrize("section", RIGHT)
def test_what_is_right_is_left_alone(section: Section) -> None:
    assert codes(section) == []


def test_title_and_subject_are_checked_as_well() -> None:
    content = Content("Closed on Friday 15 March", "Closed on Friday 14 March 2024", "March 2024", "", (WORRIED,))
    found = check(content, Facts(dated=date(2024, 3, 1)))
    assert [(finding.code, finding.text) for finding in found] == [("BU-07", "Friday 14 March 2024")]


def test_BU_13_an_issue_without_the_numbers_to_call() -> None:
    assert codes(item(), worried=False) == ["BU-13"]


def test_BU_16_an_empty_issue() -> None:
    assert codes(worried=False) == ["BU-16", "BU-13"]


def test_BU_14_a_text_for_few() -> None:
    hard = (
        "Multidisciplinary organisational accountability necessitates comprehensive interprofessional "
        "communication, establishing unambiguous responsibilities notwithstanding jurisdictional discontinuities and "
        "constitutional idiosyncrasies characterising contemporary administrative arrangements throughout neighbouring "
        "metropolitan authorities, particularly regarding extraordinarily vulnerable populations."
    )
    assert codes(item(f"{hard} {hard}")) == ["BU-14"]
    age = reading_age("We help. You can call us. We talk with you. " * 6)
    assert age is not None
    assert age <= 8
    assert reading_age("Too short to say.") is None


def test_every_code_is_tried_here() -> None:
    assert {code for code, _, _ in WRONG} | {"BU-13", "BU-14", "BU-16"} == set(CODES)


def test_links_that_failed_are_errors_and_unsure_ones_warnings() -> None:
    assert (CODES["BU-01"].level, CODES["BU-02"].level) == (Level.ERROR, Level.WARNING)


def test_near_misses_know_two_own_addresses_apart() -> None:
    assert near_misses("msch@medway.gov.uk", EMAILS, ()) == [("msch@medway.gov.uk", "mscp@medway.gov.uk")]
    assert near_misses("mscptraining@medway.gov.uk", EMAILS, ()) == []
    assert near_misses("+44 1634 334466", (), PHONES) == []
