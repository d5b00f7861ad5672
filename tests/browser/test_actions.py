"""The tracker: one delivers, another checks, a third judges the effect; and many at once by spreadsheet."""

from typing import Any

from playwright.sync_api import expect

TITLE = "Try the safe sleep checklist in one practice and say what works"


def test_delivered_checked_and_judged_by_three_people(visit: Any) -> None:
    # given an action that is the practitioner's, who works on a phone without JavaScript
    owner = visit(phone=True, scripts=False).signs_in_as("Practitioner").goes_to("/office/actions/mine/")
    owner.presses(TITLE).sees("Not started")

    # when they give evidence and say that it is delivered
    owner.presses("Give evidence").presses("Give this evidence").sees("There is a problem")
    owner.page.get_by_label("A statement").check()
    owner.types("What does it show?", "Ten visits observed; the checklist was used in nine.")
    owner.presses("Give this evidence").presses("Say that it is delivered").presses("Say that it is delivered")
    owner.sees("Delivered, to be checked")
    where = owner.page.url

    # then they cannot check it themselves
    owner.goes_to(f"{where}check/").sees("Evidence is checked by")
    expect(owner.page.get_by_role("button", name="Save")).to_have_count(0)

    # and the business unit can, which leaves it closed but unproven
    unit = visit().signs_in_as("Business unit").goes_to(where).presses("Check the evidence")
    unit.page.get_by_label("Yes: close the action").check()
    unit.types("What did you check", "Read the notes of the ten visits.").presses("Save").sees("Closed but unproven")

    # and the scrutineer judges the effect
    scrutineer = visit(phone=True).signs_in_as("Independent scrutineer").goes_to(where).presses("Judge the effect")
    scrutineer.page.get_by_label("Proven: what should be different is different").check()
    scrutineer.types("How do you know?", "Nine of ten, where it was none before.").presses("Save the verdict")
    scrutineer.sees("Closed and proven", "Nine of ten, where it was none before.")
