"""The bulletin as anybody meets it."""

from typing import Any


def test_the_bulletins_public_pages_are_for_everybody(visit: Any) -> None:
    visit().goes_to("/bulletin/subscribe/").goes_to("/bulletin/suggest/")
    phone = visit(phone=True).goes_to("/bulletin/")
    phone.presses("MSCP bulletin, February 2024").sees("Worried about a child?")
