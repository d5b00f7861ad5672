"""The tracker: one delivers, another checks, a third judges the effect; and many at once by spreadsheet."""

import csv
import io
from typing import Any

from playwright.sync_api import expect

from throughline.foundation.sheets.reading import read_rows

TITLE = "Try the safe sleep checklist in one practice and say what works"


def test_delivered_checked_and_judged_by_three_people(visit: Any) -> None:
    # given an action that is the practitioner's, who works on a phone without JavaScript
    owner = visit(phone=True, scripts=False).signs_in_as("Practitioner").goes_to("/office/actions/mine/")
    owner.presses(TITLE).sees("Not started")

    # when they give evidence and say that it is delivered
    owner.presses("Give evidence").presses("Give this evidence").sees("There is a problem")
    owner.page.get_by_label("A statement").check()
    owner.page.get_by_label("What does it show?").focus()
    owner.page.keyboard.type("Ten visits observed; the checklist was used in nine.")
    for role, words in (("button", "Give this evidence"), ("link", "Say that it is"), ("button", "Say that it is")):
        owner.enters(role, words)
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

    # and everybody finds it on the board, and in the group's report
    deputy = visit(phone=True).signs_in_as("Business unit")
    for page in ("", "board/", "groups/", "recommendations/", "posts/"):
        deputy.goes_to(f"/office/actions/{page}")


def test_a_spreadsheet_with_an_error_and_then_right(visit: Any) -> None:
    unit = visit().signs_in_as("Business unit").goes_to("/office/actions/").presses("Update many by spreadsheet")
    with unit.page.expect_download() as download:
        unit.page.get_by_role("link", name="Download the template").click()
    rows = read_rows(download.value.path().read_bytes())
    heading, first = rows[0], rows[1]
    due, reason = heading.index("Due"), heading.index("Reason for another day or owner")

    def sends(row: list[str]) -> None:
        text = io.StringIO()
        csv.writer(text).writerows([heading, row])
        unit.page.locator("input[type=file]").set_input_files(
            {"name": "actions.csv", "mimeType": "text/csv", "buffer": text.getvalue().encode()}
        )
        unit.presses("Show what would change")

    # when the day moves without a reason, nothing is written and the cell is named
    first[due] = "2024-04-30"
    sends(first)
    unit.sees("There is a problem", "must say why the day or the owner changes")
    # the summary leads to the table of what is wrong, and has the focus again when the file is still wrong
    unit.enters("link", "Nothing was changed")
    expect(unit.page.locator("#problems")).to_be_focused()
    sends(first)
    expect(unit.page.locator(".govuk-error-summary")).to_be_focused()

    # when the reason is there, what would change is shown, and then written, without JavaScript too
    unit = visit(scripts=False).signs_in_as("Business unit").goes_to("/office/actions/spreadsheet/")
    first[reason] = "The audit needs a month more."
    sends(first)
    unit.sees("1 record would change. Nothing is written yet.").enters("button", "Write these changes").sees(
        "1 changed"
    )
    unit.goes_to(f"/office/actions/{first[0].removeprefix('A')}/").sees(
        "30 April 2024", "The audit needs a month more."
    )
