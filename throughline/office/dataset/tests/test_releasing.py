"""Open data: off until the owner agrees, hidden by policy, registered; what gives an old release away is refused."""

import csv
import io
import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughline.foundation.access.operations import NotPermitted, Refused
from throughline.foundation.figures.models import ReleasedTable
from throughline.foundation.figures.suppression.protecting import protect
from throughline.foundation.figures.suppression.tables import DEPARTMENT
from throughline.office.dataset.models import OpenRelease, Relation
from throughline.office.dataset.operations import releasing
from throughline.office.dataset.queries.indicator import indicator_page
from throughline.office.dataset.queries.releasing import outgoing
from throughline.office.dataset.rules.releasing import Going, Whole, shown_values, table_of
from throughline.office.dataset.tests.points import NOW, Kept, record, register, returned

TODAY = date(2024, 2, 5)


def agree(kept: Kept, indicator_id: int | None = None) -> None:
    releasing.record_agreement(
        indicator_id=indicator_id or kept.indicator.pk, agreed_by="Head, by e-mail", agreed_on=TODAY, by=kept.unit,
        at=NOW,
    )  # fmt: skip


def let_out(kept: Kept, indicator_id: int | None = None) -> OpenRelease:
    return releasing.release_indicator(
        indicator_id=indicator_id or kept.indicator.pk, as_at=TODAY, by=kept.unit, at=NOW
    )


def rows_of(release: OpenRelease) -> dict[str, str]:
    return {row["period"]: row["value"] or row["symbol"] for row in release.content["rows"]}


@pytest.mark.slow
def test_nothing_goes_out_before_the_owner_agreed(kept: Kept) -> None:
    with pytest.raises(Refused, match="has not agreed"):
        let_out(kept)
    with pytest.raises(NotPermitted):
        releasing.record_agreement(
            indicator_id=kept.indicator.pk, agreed_by="me", agreed_on=TODAY, by=kept.lead, at=NOW
        )
    ownerless = register("X-2", "Nobody’s")
    with pytest.raises(Refused, match="Name the agency"):
        agree(kept, ownerless.pk)
    agree(kept)
    with pytest.raises(Refused, match="already"):
        agree(kept)
    assert let_out(kept).number == 1


@pytest.mark.slow
def test_small_counts_and_their_rates_are_hidden_in_what_goes_out(kept: Kept) -> None:
    record(
        returned(kept.indicator.name, "2024-03-31", 4, 90),
        returned(kept.indicator.name, "2024-03-31", "0.6", 91, "per 10000"),
        returned(kept.indicator.name, "2024-06-30", 0, 92), year="2024-25",
    )  # fmt: skip
    agree(kept)
    release = let_out(kept)
    last = [row for row in release.content["rows"] if row["period_ends"] >= "2024"]
    assert [(row["period"], row["unit"], row["value"], row["symbol"]) for row in last] == [
        ("31 Mar 2024", "children", None, "c"), ("30 Jun 2024", "children", "0", ""),
        ("31 Mar 2024", "per 10000", None, "c"),
    ]  # fmt: skip
    assert '"4"' not in json.dumps(release.content["rows"][-3:])
    states = {cell.key.split(".")[-2]: cell.state for cell in ReleasedTable.objects.get().cells.all()}
    assert states["2024-03-31"] == "hidden"


@pytest.mark.slow
def test_a_part_hidden_once_stays_hidden_when_its_whole_goes_out_later(kept: Kept) -> None:
    """Both releases are named when no other count is left to hide."""
    part, rest = (register(f"X-{n}", f"Part {n}", owner_id=kept.agency.pk) for n in (2, 3))
    for each in (part, rest):
        Relation.objects.create(
            space_id=each.space_id, kind="part", whole=kept.indicator, part=each, exhaustive=True, exclusive=True,
            why="test", source="test",
        )  # fmt: skip
    record(
        returned(part.name, "2023-03-31", 4, 80), returned(rest.name, "2023-03-31", 91, 81), year="2022-23"
    )  # fmt: skip
    for each in (kept.indicator, part, rest):
        agree(kept, each.pk)
    assert rows_of(let_out(kept, part.pk)) == {"31 Mar 2023": "c"}
    assert rows_of(let_out(kept, rest.pk)) == {"31 Mar 2023": "91"}
    with pytest.raises(Refused) as caught:
        let_out(kept)
    assert "SN-06" in str(caught.value)
    assert "Open data X-2, release 1" in str(caught.value)
    assert "Open data X-1, release 1" in str(caught.value)
    assert OpenRelease.objects.filter(indicator=kept.indicator).count() == 0


@pytest.mark.slow
def test_a_policy_with_a_reason_holds_from_then_on(kept: Kept) -> None:
    with pytest.raises(Refused, match="from 2 to 20"):
        releasing.set_policy(
            audience="public", largest_small=1, zero_shown=True, round_to=10, why="x", by=kept.unit, at=NOW
        )
    record(returned(kept.indicator.name, "2024-03-31", 9, 90), year="2024-25")
    key = next(each.key for each in outgoing(indicator_page(kept.indicator.pk)).going if each.period == "2024-03-31")
    assert outgoing(indicator_page(kept.indicator.pk)).shown[key] == 9
    releasing.set_policy(
        audience="public", largest_small=9, zero_shown=True, round_to=10, why="Few children", by=kept.unit, at=NOW
    )
    assert outgoing(indicator_page(kept.indicator.pk)).shown[key] is None


@pytest.mark.slow
def test_the_public_pages_and_files(kept: Kept, partnership: Any, sign_in: Any, client: Any) -> None:
    at = f"/data/{kept.indicator.slug}/"
    host = {"headers": {"host": "medway.localhost"}}
    paths = ["", "data.csv", "data.csv-metadata.json", "data.json", "releases/1/", "releases/1/data.csv",
             "releases/1/data.json", "releases/1/data.csv-metadata.json"]  # fmt: skip
    assert {client.get(at + path, **host).status_code for path in paths} == {404}
    assert "No indicator is open data yet" in client.get("/data/", **host).content.decode()
    unit = sign_in(partnership, "business_unit")
    office = f"/office/dataset/indicators/{kept.indicator.pk}/open-data/"
    form = {"agreed_by": "Head", "agreed_on_day": "5", "agreed_on_month": "2", "agreed_on_year": "2024"}
    assert unit.post(f"{office}agree/", form).status_code == 302
    assert "Release it to the public" in unit.get(office).content.decode()
    assert unit.post(f"{office}release/").status_code == 302
    assert {client.get(at + path, **host).status_code for path in paths} == {200}
    answer = client.get(f"{at}data.csv", **host)
    found = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert (found[-1]["period_ends"], found[-1]["value"], found[-1]["symbol"]) == ("2023-03-31", "95", "")
    assert f"{at}data.csv-metadata.json" in answer["Link"]
    described = client.get(f"{at}data.csv-metadata.json", **host).json()
    assert described["url"] == f"http://medway.localhost{at}data.csv"
    assert [column["name"] for column in described["tableSchema"]["columns"]] == list(found[0])
    assert "Open Government Licence" in client.get(at, **host).content.decode()
    assert unit.post(f"{office}withdraw/", {"why": "Asked to"}).status_code == 302
    assert {client.get(at + path, **host).status_code for path in paths} == {404}
    assert unit.get("/office/dataset/small-numbers/").status_code == 200
    policy = {"largest_small": "7", "zero_shown": "on", "round_to": "10", "why": "Few"}
    assert unit.post("/office/dataset/small-numbers/agencies/", policy).status_code == 302
    assert "1 to 7" in unit.get("/office/dataset/small-numbers/").content.decode()


COUNTS = st.lists(st.integers(0, 30), min_size=2, max_size=6)


@given(COUNTS, st.integers(0, 40), st.data())
def test_what_goes_out_never_tells_a_hidden_count_or_a_rate_of_it(
    counts: list[int], rest: int, data: st.DataObject
) -> None:
    """However many of the parts go out now: no hidden count is found from what is shown, and no rate tells one."""
    from decimal import Decimal

    out = data.draw(st.sets(st.sampled_from(range(len(counts))), min_size=1))
    parts = tuple((f"part {n}", count) for n, count in enumerate(counts))
    going = [Going(f"part {n}", "2024", "children", Decimal(counts[n])) for n in sorted(out)]
    going += [Going(f"rate {n}", "2024", "per 10000", Decimal(counts[n])) for n in sorted(out)]
    table = table_of(going, [Whole(("whole", sum(counts) + rest), parts)])
    protected = protect(table, DEPARTMENT)
    assert protected.puzzle().too_narrow(list(protected.hidden), DEPARTMENT.interval) == []
    seen = shown_values(going, protected.hidden)
    assert all(seen[f"part {n}"] is None for n in out if 1 <= counts[n] <= 5)
    if protected.hidden:
        assert all(value is None for key, value in seen.items() if key.startswith("rate"))
