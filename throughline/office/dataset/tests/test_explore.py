"""Explore: what was picked is shown, has an address, and comes as files; too much is refused with a message."""

import csv
import io
from html import unescape
from re import sub
from typing import Any

import pytest

from throughline.office.dataset.operations.groups import record_groups
from throughline.office.dataset.rules.groups import read_lines
from throughline.office.dataset.tests import official_files as files
from throughline.office.dataset.tests.points import NOW, Kept, record, returned

pytestmark = pytest.mark.slow


def test_what_was_picked_is_shown_and_taken_along(kept: Kept, partnership: Any, sign_in: Any) -> None:
    files.load(files.PLANS, files.SECTION_47, first_period=2022)
    kept.indicator.official_value = "child-protection-plans-by-category/CPP_At31 ÷ population as used"
    kept.indicator.unit = "per 10,000 children"
    kept.indicator.save()
    record(returned(kept.indicator.name, "2024-03-31", 44, 90, "per 10000"), year="2023-24")
    browser = sign_in(partnership, "scrutineer")
    at = "/office/dataset/explore/"
    assert "Returned to the partnership".casefold() in browser.get(at).content.decode().casefold()
    query = "?indicator=X-1&area=own&area=E06000035&area=E92000001&first=2023&last=2024"
    page = browser.get(at + query).content.decode()
    assert "42.1" in page
    assert page.count("<figure") == 2  # counts, and rates: the own one beside the official ones
    assert "first=2023&amp;last=2024" in page
    text = unescape(sub(r"<[^>]+>", " ", page))
    assert "Period Medway, returned to the partnership Medway, official England, official" in " ".join(text.split())
    assert "Mar 2024 44 42.1 41.6 Mar 2023 44.3 42.7" in " ".join(text.split())
    rows = browser.get(f"{at}data.csv{query}").content.decode("utf-8-sig").splitlines()
    assert rows[1:] == [
        "X-1,Children on plans,own,Medway,,31 Mar 2023,2023-03-31,children,95,95",
        "X-1,Children on plans,own,Medway,,31 Mar 2024,2024-03-31,\"per 10,000 children\",44,44",
        "X-1,Children on plans,official,Medway,,Mar 2023,2023-03-31,\"per 10,000 children\",44.3,44.3",
        "X-1,Children on plans,official,Medway,,Mar 2024,2024-03-31,\"per 10,000 children\",42.1,42.1",
        "X-1,Children on plans,official,England,,Mar 2023,2023-03-31,\"per 10,000 children\",42.7,42.7",
        "X-1,Children on plans,official,England,,Mar 2024,2024-03-31,\"per 10,000 children\",41.6,41.6",
    ]  # fmt: skip
    assert browser.get(f"{at}data.xlsx{query}").status_code == 200
    assert "Nothing is on record" in browser.get(f"{at}?indicator=X-1&area=own&first=2050").content.decode()
    by_sex = f"{at}data.csv?indicator=X-1&area=own&breakdown=sex"
    assert "Nothing is on record" in browser.get(by_sex.replace("data.csv", "")).content.decode()
    lines = read_lines("Girls; 60; 30000\nBoys; 35; 30000\nNot said; 3; 100\nOthers; 9; 400")
    record_groups(
        indicator_id=kept.indicator.pk, period="2023-24", breakdown="sex", vintage="Census 2021", lines=lines,
        by=kept.unit, at=NOW,
    )  # fmt: skip
    rows = list(csv.DictReader(io.StringIO(browser.get(by_sex).content.decode("utf-8-sig"))))
    told = {row["Group"]: row["Shown"] for row in rows}
    assert (told["Girls"], told["Not said"]) == ("20.0", "c")
    assert "Medway, Girls" in browser.get(by_sex.replace("data.csv", "")).content.decode()


@pytest.mark.parametrize(
    "query",
    [
        "?indicator=X-1", "?indicator=X-9&area=own", "?indicator=X-1&area=own&first=x",
        "?indicator=X-1&area=own&first=2024&last=2023",
    ],
)  # fmt: skip
def test_what_cannot_be_shown_is_said(kept: Kept, partnership: Any, sign_in: Any, query: str) -> None:
    browser = sign_in(partnership, "scrutineer")
    answer = browser.get(f"/office/dataset/explore/{query}")
    assert answer.status_code == 422
    assert "There is a problem" in answer.content.decode()
