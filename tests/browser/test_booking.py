"""A practitioner books a place on a real session, gets a calendar file, and gives the place back."""

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visitor, outbox
from tests.browser.test_accounts import enters_the_code, new_address


def places_left(visitor: Visitor, title: str) -> str:
    card = visitor.goes_to("/training/").page.locator("li, article").filter(has_text=title).first
    return re.search(r"\d+ places? left|Full|Unlimited places|Invite only|Places: not stated", card.inner_text())[0]


@pytest.mark.parametrize(("phone", "scripts"), [(False, True), (True, False)])
def test_from_the_calendar_to_a_place_and_back(visit: Any, phone: bool, scripts: bool) -> None:
    title, to = "LADO awareness session", new_address()
    visitor = visit(phone=phone, scripts=scripts)
    before = int(places_left(visitor, title).split()[0])

    # when they choose the session, make an account by a code, and book
    visitor.presses(title).presses("Book a place").presses("Make an account")
    visitor.types("Full name", "Amara Osei-Featherstonehaugh").types("Job title", "Health visitor")
    visitor.types("Agency", "Medway Community Healthcare").types("Email address", to).presses("Make my account")
    enters_the_code(visitor, to)
    visitor.sees("Check and book").presses("Book this place")

    # then they have a place, a calendar file and a confirmation
    with visitor.page.expect_download() as download:
        visitor.page.locator('a[href$="calendar.ics"]').first.click()
    assert "BEGIN:VEVENT" in download.value.path().read_text()
    reference = visitor.page.url.rstrip("/").rsplit("/", 1)[1]
    assert int(places_left(visitor, title).split()[0]) == before - 1
    reader = visitor.in_another_tab()
    expect(outbox(reader, to)).to_contain_text(title)
    reader.page.close()

    # and a second attempt books nothing more
    visitor.goes_to("/training/my/").sees(title)

    # and what they need is said once
    visitor.goes_to(f"/training/bookings/{reference}/").presses("Say what you need to take part")
    visitor.types("What do you need to take part?", "A hearing loop.").presses("Save").sees(
        "What you need is passed on"
    )

    # when they cancel, the place is free again
    visitor.goes_to(f"/training/bookings/{reference}/cancel/")
    visitor.page.locator("main form button").first.click()
    visitor.page.wait_for_load_state()
    assert int(places_left(visitor.looks(), title).split()[0]) == before


def test_a_full_a_past_and_an_invite_only_session_say_so(visit: Any) -> None:
    visitor = visit().signs_in_as("Practitioner")
    assert places_left(visitor, "DASH training") == "Invite only"
    visitor.presses("DASH training").sees("invit")
    expect(visitor.page.get_by_role("button", name="Book a place")).to_have_count(0)
    visitor.goes_to("/training/").presses("Intermediate safeguarding children training")
    expect(visitor.page.get_by_role("button", name="Book a place")).to_have_count(0)


def test_places_that_nobody_stated_are_not_called_unlimited(visit: Any) -> None:
    visitor = visit()
    assert places_left(visitor, "Reducing Parental Conflict") == "Places: not stated"
    assert places_left(visitor, "Signs of Safety") == "Unlimited places"


def test_the_officer_sees_who_is_booked(visit: Any) -> None:
    practitioner = visit().signs_in_as("Practitioner").goes_to("/training/").presses("Domestic Homicide Review event")
    practitioner.presses("Book a place").presses("Book this place")
    officer = visit(phone=True).signs_in_as("Training officer").goes_to("/office/training/")
    officer.presses("Domestic Homicide Review event")
    expect(officer.page.locator("main table tbody tr")).not_to_have_count(0)
    # and every list of the office's fits a phone
    for where in (
        "venues", "waiting-lists", "people", "in-date", "requirements", "evaluation", "year", "certificates",
        "completions", "e-learning", "agencies",
    ):  # fmt: skip
        officer.goes_to(f"/office/training/{where}/")
