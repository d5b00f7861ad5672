"""Every component and every kind of field, at a desk, on a phone, and without scripts."""

from typing import Any

import pytest
from playwright.sync_api import expect


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_the_gallery_is_accessible_and_fits(visit: Any, phone: bool) -> None:
    visit(phone=phone).goes_to("/gallery/").sees("Gallery", "There is a problem")


def test_without_scripts_everything_is_open_but_a_phones_menu_which_a_link_opens(visit: Any) -> None:
    page = visit(phone=True, scripts=False).goes_to("/gallery/").page
    assert page.locator("#id_hinted-phone").is_visible(), "a field that a choice reveals"
    inside, menu = page.get_by_role("link", name="Yearly reports", exact=True), page.get_by_role("link", name="Menu")
    assert (inside.is_visible(), page.get_by_role("button", name="Menu").count()) == (False, 0)
    menu.focus()
    page.keyboard.press("Enter")
    expect(inside).to_be_visible()
    page.get_by_role("link", name="Close the menu").click()
    expect(inside).to_be_hidden()
    desk = visit(scripts=False).goes_to("/gallery/").page
    assert desk.get_by_role("link", name="Yearly reports", exact=True).is_visible()
    assert desk.get_by_role("link", name="Menu").count() == 0
