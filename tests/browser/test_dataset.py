"""The dataset: from a return's grid to the public page; from what stands out to its explanation, and the pack."""

import time
from typing import Any

from playwright.sync_api import expect

from tests.browser.conftest import Visitor
from tests.browser.test_accounts import enters_the_code
from tests.browser.test_reviews import day

PLANS = "CSC-17 Children subject to a child protection plan"
REREFERRALS = "CSC-04 Re-referrals within 12 months"
RETURN = "Kent Police"
MADE_WITHIN = 120
PASTE = """(text) => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  const options = {clipboardData: data, bubbles: true, cancelable: true};
  document.activeElement.dispatchEvent(new ClipboardEvent("paste", options));
}"""


def signs_in(visitor: Visitor, who: str) -> Visitor:
    """By a code, as somebody whom the page of invented people does not list."""
    to = f"{who}@medway.example.org"
    visitor.goes_to("/accounts/login/").types("Email address", to).presses("Send me a code")
    return enters_the_code(visitor, to)


def opens(visitor: Visitor) -> Visitor:
    return visitor.goes_to("/office/dataset/returns/mine/").presses(RETURN)


def test_a_return_goes_from_the_grid_to_the_public_page(visit: Any) -> None:
    # given the agency's data officer, who fills the grid by keyboard and by paste
    officer = opens(signs_in(visit(), "police-data")).presses("Fill it here")
    page = officer.page
    cells = page.locator("table[data-grid] input[name^='v']")
    many = cells.count()
    cells.first.focus()
    page.keyboard.type("many")
    officer.presses("Save").sees("There is a problem", "must be a number, or")
    cells.first.focus()
    page.evaluate(PASTE, "212\n\n97%\n340\n41\n9\n12\n")
    expect(cells.nth(3)).to_have_value("340")
    cells.nth(1).focus()
    page.keyboard.type("1203")
    page.keyboard.press("Enter")
    expect(cells.nth(2)).to_be_focused()
    for place in range(7, many):
        cells.nth(place).fill("not held")
    cells.nth(many - 1).press("Enter")  # the last one: Enter saves
    page.wait_for_load_state()
    officer.looks().sees("not held").presses("Send it to the agency’s lead")
    officer.presses("Send it to the agency’s lead").sees("To be approved")

    # when the lead, who was told by mail, approves it on a phone without JavaScript
    lead = opens(signs_in(visit(phone=True, scripts=False), "police-lead"))
    lead.presses("Approve it for the agency").presses("Approve it for the agency").sees("To be accepted")

    # and the business unit accepts it
    unit = visit().signs_in_as("Business unit").goes_to("/office/dataset/returns/").presses("Quarter 3")
    unit.presses(RETURN).presses("Accept it").presses("Accept it").sees("Accepted")

    # then the indicator's page has it, and says of what is not held that it is not
    unit.goes_to("/office/dataset/").presses("POL-09").sees("not held")
    unit.goes_to("/office/dataset/").presses("POL-01").sees("212")

    # and once the owner agreed it goes out to the public
    unit.presses("open data").sees("It is not open data.").presses("Record the owner’s agreement")
    unit.types("Who agreed for the agency, and how?", "Head of protecting vulnerable people, by e-mail")
    day(unit, "When?", "1", "2", "2024")
    unit.presses("Record it").presses("Release it to the public").sees("is public")
    reader = visit(phone=True).goes_to("/data/").presses("Child protection referrals by the police")
    reader.sees("212", "Open Government Licence")


def test_from_an_indicator_to_its_explanation_and_the_pack(visit: Any) -> None:
    # given the business unit at a desk, who looks at plans beside their benchmarks
    unit = visit().signs_in_as("Business unit").goes_to("/office/dataset/").presses(PLANS)
    unit.sees("290", "281", "42.1", "Statistical neighbours (model of 2025, mean)", "or 37.7 as published")
    # a point of the chart is named by the arrow keys and by the pointer, and its row in the table is marked
    chosen, row = unit.page.locator(".tl-figure__point").first, unit.page.locator("figure + details tr[aria-current]")
    expect(chosen).to_contain_text("use the arrow keys")
    unit.page.get_by_role("slider", name="official statistics").press("ArrowLeft")
    expect(chosen).to_contain_text("Mar 2023. Medway: 44.3; Statistical neighbours (model of 2025, mean): 41.0;")
    expect(row.locator("th")).to_have_text("Mar 2023")
    picture = unit.page.get_by_role("img").first
    picture.hover(position={"x": 355, "y": 100})
    expect(chosen).to_contain_text("Mar 2024. Medway: 42.1;")
    expect(row.locator("th")).to_have_text("Mar 2024")
    unit.looks()
    unit.goes_to("/office/dataset/").presses(REREFERRALS).sees("Not explained yet.")

    # when a point that stands out is explained, first with nothing
    unit.page.get_by_role("listitem").filter(has_text="Not explained yet").get_by_role("link").first.click()
    where = unit.looks().presses("Explain it").page.url
    unit.presses("Save the explanation").sees("There is a problem")
    unit.types("Why does it stand out?", "Plans were reviewed that autumn.").presses("Save the explanation")

    # then it stays with the point
    unit.sees("The explanation stays with the point.", "Plans were reviewed that autumn.")

    # and the scrutineer reads it on a phone without JavaScript, and explores beside the South East
    reader = visit(phone=True, scripts=False).signs_in_as("Independent scrutineer")
    reader.goes_to(where.replace("explain/", "")).sees("Plans were reviewed that autumn.")
    reader.goes_to("/office/dataset/explore/?indicator=CSC-17&area=E06000035&area=E12000008").sees("42.1", "37.8")

    # and whoever explores finds everything that can be picked
    unit.goes_to("/office/dataset/explore/").sees("What to show", "By group")

    # and the pack as at a day is made in one click
    unit.goes_to("/office/dataset/packs/").presses("Make the pack")
    until = time.monotonic() + MADE_WITHIN
    while unit.page.get_by_text("It is being made").count() and time.monotonic() < until:
        time.sleep(2)
        unit.page.reload()
    unit.looks().sees("Dashboard by priority", "Who has not returned", "Explanations missing", "PDF", "Word", "Excel")
