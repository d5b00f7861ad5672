"""The yearly report in a real browser: what the public reads, and how the business unit gets there."""

from typing import Any
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import expect

from scripts.server import Site
from tests.browser.conftest import Visitor

YEAR = "/office/report/2023-24/"
WAIT = 120_000  # milliseconds for the worker to draw charts and write PDF and Word


def until_made(visitor: Visitor, path: str, words: str) -> None:
    """Asks again until the worker is done, as somebody without JavaScript does."""
    for _ in range(60):
        visitor.page.goto(path)
        if visitor.page.get_by_text(words).filter(visible=True).count():
            return
        visitor.page.wait_for_timeout(WAIT / 60)
    raise AssertionError(f"{words!r} did not come: {visitor.page.locator('main').inner_text()[:600]}")


@pytest.mark.parametrize(("phone", "scripts"), [(False, True), (True, True), (True, False)])
def test_the_public_reads_the_report_and_follows_a_figure(visit: Any, phone: bool, scripts: bool) -> None:
    visitor = visit(phone=phone, scripts=scripts).goes_to("/reports/").presses("Yearly report 2023-24")
    visitor.sees("frozen as at", "Chatham")  # another journey may have published a second edition
    visitor.page.get_by_role("link", name="44.4", exact=True).first.click()
    visitor.page.wait_for_load_state()
    visitor.looks().sees("65,289").presses("Children subject to a child protection plan").sees("observations.csv")
    visitor.goes_to("/reports/2023-24/")
    with visitor.page.expect_download() as download:
        visitor.page.get_by_role("link", name="PDF").first.click()
    assert download.value.path().read_bytes().startswith(b"%PDF")


def test_what_is_hidden_is_hidden_from_the_public_and_open_to_the_unit(visit: Any) -> None:
    hidden = "/figures/2023-24/dataset.of-whom-had-experienced-restraint.medway.2023-24.children/"
    public = visit().goes_to(hidden)
    expect(public.page.locator("main")).not_to_contain_text("5 children")
    unit = visit().signs_in_as("Business unit").goes_to(hidden)
    expect(unit.page.locator("main")).to_contain_text("5 children")


def test_a_section_is_written_previewed_and_checked(visit: Any) -> None:
    unit = visit().signs_in_as("Business unit").goes_to(YEAR).presses("4. The voice of children and families")
    box = unit.page.locator("textarea").first
    text = box.input_value()
    box.fill(text + "\n\nWe heard from 4321 young people at {{ figure:no.such.figure }}.")
    unit.presses("Save").sees("There is a problem")
    expect(unit.page.locator("textarea").first).to_have_value(
        text + "\n\nWe heard from 4321 young people at {{ figure:no.such.figure }}."
    )
    unit.page.locator("textarea").first.fill(text + "\n\nWe heard from 4321 young people.")
    unit.presses("Preview").sees("tied to no figure")
    unit.presses("Save")
    unit.goes_to(YEAR + "checks/").sees("4321")
    unit.goes_to(YEAR).presses("4. The voice of children and families")
    unit.page.locator("textarea").first.fill(text)
    unit.presses("Save")


@pytest.mark.slow
def test_a_draft_is_made_and_another_edition_published(visit: Any) -> None:
    unit = visit().signs_in_as("Business unit").goes_to(YEAR).presses("Make the draft")
    until_made(unit, YEAR + "draft/", "not for publication")
    unit.looks()
    unit.goes_to(YEAR + "publish/").page.get_by_role("button", name="Publish").click()
    unit.sees("There is a problem").looks()
    unit.goes_to(YEAR + "publish/").sees("What the public will not see", "of whom had experienced restraint")
    unit.page.get_by_label("Publish this report").check()
    unit.page.get_by_role("button", name="Publish").click()
    unit.sees("being published")
    until_made(unit, "/reports/2023-24/", "Edition 2")
    visit().goes_to("/reports/2023-24/").goes_to("/reports/2023-24/1/").sees("superseded")


def test_the_scrutineer_reads_the_draft_and_changes_nothing(visit: Any) -> None:
    visitor = visit().signs_in_as("scrutineer").goes_to(YEAR).goes_to(YEAR + "checks/")
    expect(visitor.page.get_by_role("button", name="Settle")).to_have_count(0)
    expect(visitor.page.get_by_role("button", name="Make the draft")).to_have_count(0)
    assert visitor.page.goto(YEAR + "publish/").status == 403


def test_kent_has_no_report_yet_and_says_so(visit: Any) -> None:
    visit("kent").goes_to("/reports/").sees("No yearly report")


def test_the_published_report_is_kept_for_a_crowd(running: Site) -> None:
    """As long as it is, an unknown reader gets it as it was made a moment ago: only such a page has an ETag."""
    asked = Request(f"{running.address}/reports/2023-24/", headers={"Host": f"medway.localhost:{running.port}"})
    with urlopen(asked, timeout=20) as answer:
        assert answer.headers["ETag"]
