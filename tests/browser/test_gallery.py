"""Every component and every kind of field, at a desk, on a phone, and without scripts."""

from typing import Any

import pytest


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_the_gallery_is_accessible_and_fits(visit: Any, phone: bool) -> None:
    visit(phone=phone).goes_to("/gallery/").sees("Gallery", "There is a problem")


def test_without_scripts_everything_is_open(visit: Any) -> None:
    visitor = visit(phone=True, scripts=False).goes_to("/gallery/")
    assert visitor.page.get_by_role("link", name="Yearly reports", exact=True).is_visible()
    assert visitor.page.locator("#id_hinted-phone").is_visible(), "a field that a choice reveals"
    assert visitor.page.get_by_role("button", name="Menu").count() == 0
