"""What anybody sees: both partnerships' public pages, on a desk and a phone, with and without JavaScript."""

import re
from typing import Any

import pytest
from playwright.sync_api import expect

PAGES = {
    "/": "Working together to keep children safe",
    "/partnership/": "Kent Police",
    "/partnership/groups/": "Joint Exploitation Group",
    "/priorities/": "riorities",
    "/learning/": "earn",
    "/training/": "Training",
    "/reports/": "eport",
    "/worried-about-a-child/": "Worried about a child?",
    "/contact/": "Contact",
    "/accessibility-statement/": "Accessibility",
    "/privacy/": "Privacy",
    "/cookies/": "Cookies",
    "/accounts/login/": "Sign in",
}


@pytest.mark.parametrize("partnership", ["medway", "kent"])
@pytest.mark.parametrize(("phone", "scripts"), [(False, True), (True, True), (True, False)])
def test_every_page_says_whom_to_call(visit: Any, partnership: str, phone: bool, scripts: bool) -> None:
    visitor = visit(partnership, phone=phone, scripts=scripts)
    for path, words in PAGES.items():
        visitor.goes_to(path).sees(words)
        numbers = visitor.page.locator('a[href="tel:999"]')
        assert numbers.count() > 0, path
        if partnership == "medway":
            assert visitor.page.locator('a[href="tel:01634334466"]').count() > 0, path
        else:
            assert "01634" not in visitor.page.content(), path


def test_every_link_of_the_frame_leads_somewhere(visit: Any) -> None:
    visitor = visit().goes_to("/")
    links = visitor.page.locator("header a, nav a, footer a").evaluate_all(
        "all => all.map(a => a.getAttribute('href'))"
    )
    inside = sorted({link for link in links if link.startswith("/")})
    assert len(inside) > 8
    for link in inside:
        visitor.goes_to(link)


def test_the_keyboard_reaches_the_content_and_the_menu(visit: Any) -> None:
    visitor = visit().goes_to("/training/")
    visitor.page.keyboard.press("Tab")
    expect(visitor.page.locator(":focus")).to_have_text(re.compile("Skip to main content"))
    visitor.page.keyboard.press("Enter")
    assert visitor.page.evaluate("document.activeElement.id") == "main-content"


def test_kent_shows_its_own_and_says_what_it_has_not(visit: Any) -> None:
    visitor = visit("kent").goes_to("/partnership/groups/").sees("Joint Exploitation Group")
    expect(visitor.page.get_by_text("Learning Lessons")).to_have_count(0)
    visitor.goes_to("/training/")
    expect(visitor.page.get_by_text("Graded Care Profile")).to_have_count(0)
    assert visitor.page.goto("/reports/2023-24/").status == 404
