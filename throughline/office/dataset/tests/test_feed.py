"""The keyed feed: what a key to read may, what is hidden in it, how often it may ask."""

import base64
import csv
import io
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from hypothesis import given as when
from hypothesis import strategies as st

from throughline.foundation.clock import real_now
from throughline.foundation.figures.suppression.protecting import exposed
from throughline.foundation.figures.suppression.tables import DEPARTMENT
from throughline.office.dataset.api_document import FEED
from throughline.office.dataset.models import Observation, Relation
from throughline.office.dataset.operations.keys import issue_key
from throughline.office.dataset.operations.releasing import set_policy
from throughline.office.dataset.rules.releasing import Going, Whole, hidden_apart, linked, shown_values, table_of
from throughline.office.dataset.tests.points import NOW, Kept, record, register, returned
from throughline.office.dataset.views import limits

pytestmark = pytest.mark.slow


@pytest.fixture
def issued(kept: Kept) -> Any:
    """issued(use) → its secret."""

    def make(use: str = "read", **more: Any) -> str:
        now = real_now()
        given = {"agency_id": None, "ends_on": now.date() + timedelta(days=9)} | more
        return issue_key(name="Power BI", use=use, by=kept.unit, at=now, **given)[1]

    return make


def reader(secret: str, host: str = "medway.localhost", name: str = "") -> Client:
    basic = base64.b64encode(f"{name}:{secret}".encode()).decode()
    return Client(headers={"host": host, "authorization": f"Basic {basic}" if name else f"Bearer {secret}"})


def table(client: Client, name: str) -> list[dict[str, str]]:
    answer = client.get(f"/api/v1/feed/{name}.csv")
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_a_program_reads_with_the_key_as_bearer_or_as_password(issued: Any, kept: Kept, other_partnership: Any) -> None:
    secret = issued()
    for client in (reader(secret), reader(secret, name="anybody")):
        assert len(table(client, "values")) == 15
    same = reader(secret).get("/api/v1/feed/values.json").json()["rows"]
    assert (same[-1]["indicator"], same[-1]["period"], same[-1]["value"]) == ("X-1", "2023-03-31", 95)
    refused = reader(secret, "kent.localhost", "x").get("/api/v1/feed/values.csv")
    assert (refused.status_code, refused["WWW-Authenticate"][:13]) == (401, "Bearer, Basic")
    for wrong in (issued("return", agency_id=kept.agency.pk), "", "ö:ö"):
        assert reader(wrong).get("/api/v1/feed/values.csv").status_code == 401
    assert Client(headers={"host": "medway.localhost", "authorization": "Basic ???"}).get(
        "/api/v1/feed/values.csv"
    ).status_code == 401  # fmt: skip
    assert reader(secret).get("/api/v1/returns").status_code == 401
    assert reader(secret).post("/api/v1/feed/values.csv").status_code == 405


def test_no_indicator_gives_away_what_another_hides(issued: Any, kept: Kept) -> None:
    """4 + 6 = 10: the whole and the larger part together would tell the smaller one."""
    parts = [register(f"X-{n}", f"Part {n}", owner_id=kept.agency.pk) for n in (2, 3)]
    for each in parts:
        Relation.objects.create(
            space_id=each.space_id, kind="part", whole=kept.indicator, part=each, exhaustive=True, exclusive=True,
            why="test", source="test",
        )  # fmt: skip
    record(
        returned(kept.indicator.name, "2024-03-31", 10, 90), returned(parts[0].name, "2024-03-31", 4, 91),
        returned(parts[1].name, "2024-03-31", 6, 92), returned(parts[0].name, "2024-03-31", "0.6", 93, "per 10000"),
        year="2024-25",
    )  # fmt: skip
    rows = [row for row in table(reader(issued()), "values") if row["period"] == "2024-03-31"]
    told = {(row["indicator"], row["unit"]): row["value"] or row["symbol"] for row in rows}
    assert told["X-2", "children"] == "c"
    assert told["X-2", "per 10000"] == "c"
    assert "c" in (told["X-1", "children"], told["X-3", "children"])


def test_categories_are_hidden_with_what_would_tell_them_and_larger_areas_are_rounded(issued: Any, kept: Kept) -> None:
    record(returned(kept.indicator.name, "2024-03-31", 40, 90), year="2024-25")
    whole = Observation.objects.get(period="2024-03-31")
    for category, count in (("Female", 3), ("Male", 37)):
        whole.pk, whole.breakdown, whole.category, whole.value = None, "sex", category, Decimal(count)
        whole._state.adding = True
        whole.save()
    whole.pk, whole.breakdown, whole.category, whole.area, whole.value = None, "", "", "Kent and Medway", Decimal(413)
    whole.save()
    found = [row for row in table(reader(issued()), "values") if row["period"] == "2024-03-31"]
    assert {(row["area"], row["category"]): row["value"] or row["symbol"] for row in found} == {
        ("Medway", ""): "40", ("Medway", "Female"): "c", ("Medway", "Male"): "c", ("Kent and Medway", ""): "410",
    }  # fmt: skip
    set_policy(audience="agencies", largest_small=2, zero_shown=True, round_to=50, why="test", by=kept.unit, at=NOW)
    found = [row for row in table(reader(issued()), "values") if row["period"] == "2024-03-31"]
    assert {row["value"] for row in found} == {"40", "3", "37", "400"}
    strict = table(reader(issued(audience="subgroup")), "values")
    assert sum(row["symbol"] == "c" for row in strict) == 2


def test_what_is_withdrawn_is_not_there(issued: Any, kept: Kept) -> None:
    Observation.objects.filter(period="2023-03-31").update(withdrawn=True)
    assert len(table(reader(issued()), "values")) == 14


def test_the_register_and_official_values_come_with_it(issued: Any, kept: Kept) -> None:
    client = reader(issued())
    (row,) = table(client, "indicators")
    assert (row["indicator"], row["owner"], row["better"]) == ("X-1", "Medway Council", "Lower is better")
    assert table(client, "official") == []
    for name, (columns, _) in FEED.items():
        heading = client.get(f"/api/v1/feed/{name}.csv").content.decode("utf-8-sig").splitlines()[0]
        assert heading.split(",") == [each.name for each in columns]


def test_a_key_asks_only_so_often(issued: Any, kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "EACH_MINUTE", 2)
    first, second = reader(issued()), reader(issued())
    answers = [first.get("/api/v1/feed/indicators.csv") for _ in range(6)]
    assert answers[-1].status_code == 429
    assert 1 <= int(answers[-1]["Retry-After"]) <= 60
    assert "too often" in answers[-1].json()["message"]
    assert second.get("/api/v1/feed/indicators.csv").status_code == 200


@when(st.lists(st.lists(st.integers(0, 40), min_size=1, max_size=4), min_size=1, max_size=4))
def test_a_table_taken_apart_hides_what_the_whole_one_must(groups: list[list[int]]) -> None:
    """SN-04 by group: nothing that is hidden can be narrowed to one value by anything that is shown."""
    going, wholes = [], []
    for number, counts in enumerate(groups):
        going += [Going(f"{number}/{n}", "p", "children", Decimal(count)) for n, count in enumerate(counts)]
        going.append(Going(f"{number}", "p", "children", Decimal(sum(counts))))
        wholes.append(Whole((f"{number}", sum(counts)), tuple((f"{number}/{n}", c) for n, c in enumerate(counts))))
    made = table_of(going, wholes)
    hidden = hidden_apart(made, DEPARTMENT)
    assert exposed(made, hidden, DEPARTMENT) == []
    assert sorted(key for each in linked(made) for key in each.cells) == sorted(made.cells)
    shown = shown_values(going, hidden)
    assert all(shown[each.key] is None for each in going if 1 <= each.value <= 5)
