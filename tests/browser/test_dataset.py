"""The dataset: from what stands out to its explanation, an exploration, and the pack."""

import time
from typing import Any

from playwright.sync_api import expect

PLANS = "CSC-17 Children subject to a child protection plan"
REREFERRALS = "CSC-04 Re-referrals within 12 months"
MADE_WITHIN = 120


def test_from_an_indicator_to_its_explanation_and_the_pack(visit: Any) -> None:
    # given the business unit at a desk, who looks at plans beside their benchmarks
    unit = visit().signs_in_as("Business unit").goes_to("/office/dataset/").presses(PLANS)
    unit.sees("290", "281", "42.1", "Statistical neighbours (model of 2025, mean)")
    expect(unit.page.get_by_role("img").first).to_be_visible()
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

    # and the pack as at a day is made in one click
    unit.goes_to("/office/dataset/packs/").presses("Make the pack")
    until = time.monotonic() + MADE_WITHIN
    while unit.page.get_by_text("It is being made").count() and time.monotonic() < until:
        time.sleep(2)
        unit.page.reload()
    unit.looks().sees("Dashboard by priority", "Who has not returned", "Explanations missing", "PDF", "Word", "Excel")
