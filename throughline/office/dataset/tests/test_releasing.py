"""Open data: off until the owner agrees, hidden by policy, registered; what gives an old release away is refused."""

import csv
import io
import json
from datetime import date
from decimal import Decimal
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from throughline.foundation.access.operations import NotPermitted, Refused
from throughline.foundation.figures.models import ReleasedTable
from throughline.foundation.figures.suppression.protecting import protect
from throughline.foundation.figures.suppression.tables import DEPARTMENT
from throughline.office.dataset.api import open_figures
from throughline.office.dataset.models import OpenRelease, Relation
from throughline.office.dataset.operations import releasing
from throughline.office.dataset.queries.indicator import indicator_page
from throughline.office.dataset.queries.releasing import outgoing
from throughline.office.dataset.rules.in_time import sums_in_time
from throughline.office.dataset.rules.releasing import Going, Whole, shown_values, table_of
from throughline.office.dataset.tests import official_files as files
from throughline.office.dataset.tests.points import NOW, Kept, record, register, returned

TODAY = date(2024, 2, 5)


def agree(kept: Kept, indicator_id: int | None = None) -> None:
    releasing.record_agreement(
        indicator_id=indicator_id or kept.indicator.pk, agreed_by="Head, by e-mail", agreed_on=TODAY, by=kept.unit,
        at=NOW,
    )  # fmt: skip


def let_out(kept: Kept, indicator_id: int | None = None, as_at: date = TODAY) -> OpenRelease:
    return releasing.release_indicator(
        indicator_id=indicator_id or kept.indicator.pk, as_at=as_at, by=kept.unit, at=NOW
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
        returned(kept.indicator.name, "2024-06-30", 0, 92),
        returned(kept.indicator.name, "2008-03-31", "0.6", 93, "per 10000"), year="2024-25",
    )  # fmt: skip
    files.load(files.POPULATION, first_period=2023)
    agree(kept)
    release = let_out(kept, as_at=date(2024, 7, 1))
    last = [row for row in release.content["rows"] if row["period_ends"] >= "2024"]
    assert [(row["period"], row["unit"], row["value"], row["symbol"]) for row in last] == [
        ("31 Mar 2024", "children", None, "c"), ("30 Jun 2024", "children", "0", ""),
        ("31 Mar 2024", "per 10000", None, "c"),
    ]  # fmt: skip
    assert rows_of(release)["31 Mar 2008"] == "c"  # no count was returned: four children, of those who live here
    assert '"4"' not in json.dumps(release.content["rows"][-3:])
    states = {cell.key.split(".")[-2]: cell.state for cell in ReleasedTable.objects.get().cells.all()}
    assert states["2024-03-31"] == "hidden"


@pytest.mark.slow
def test_a_release_holds_nothing_that_had_not_ended_by_its_day(
    kept: Kept, partnership: Any, sign_in: Any, settings: Any
) -> None:
    """Of what was returned, of what was published, and of the counts that are kept behind it."""
    settings.AS_AT = NOW
    files.load(files.PLANS, first_period=2022)
    kept.indicator.official_value = "child-protection-plans-by-category/CPP_At31"
    kept.indicator.save()
    record(returned(kept.indicator.name, "2024-03-31", 41, 90), year="2024-25")
    agree(kept)
    preview = sign_in(partnership, "business_unit").get(f"/office/dataset/indicators/{kept.indicator.pk}/open-data/")
    assert ("2023-03-31" in preview.content.decode(), "2024-03-31" in preview.content.decode()) == (True, False)
    for as_at, last in ((TODAY, "2023-03-31"), (date(2024, 3, 31), "2024-03-31")):
        content = let_out(kept, as_at=as_at).content
        latest = {row["series"]: row["period_ends"] for row in content["rows"]}
        assert (content["as_at"], latest) == (as_at.isoformat(), {"partnership": last, "official": last})
        keys = ReleasedTable.objects.latest("pk").cells.values_list("key", flat=True)
        assert any("2024-03-31" in key for key in keys) == (last == "2024-03-31")


@pytest.mark.slow
def test_what_went_out_is_there_for_the_bulletin_with_benchmarks_and_denominators(kept: Kept) -> None:
    files.load(files.PLANS, files.SECTION_47, first_period=2022)
    kept.indicator.official_value = "child-protection-plans-by-category/CPP_At31 ÷ population as used"
    kept.indicator.unit = "per 10,000 children"
    kept.indicator.save()
    agree(kept)
    let_out(kept)
    (found,) = open_figures(TODAY, TODAY)
    assert (found.title, found.url) == ("Children on plans", f"/data/{kept.indicator.slug}/releases/1/")
    assert found.says.startswith("Returned to the partnership: 95 children (31 Mar 2023). Official, Mar 2023, per 10,")
    assert "000 children: Medway 44.3 (of 64,9" in found.says
    assert "; England 42.7 (of " in found.says
    assert "; Statistical neighbours (model of 2025, mean) 41.0;" in found.says
    assert open_figures(date(2024, 2, 6), date(2024, 3, 1)) == []
    releasing.withdraw_agreement(indicator_id=kept.indicator.pk, why="Asked to", by=kept.unit, at=NOW)
    assert open_figures(TODAY, TODAY) == []


@pytest.mark.slow
def test_a_quarter_hidden_once_is_not_found_from_the_year_that_goes_out_later(kept: Kept) -> None:
    """3 + 20 + 30 + 40 = 93: what went out already stays, so the last quarter hides the first."""
    flow = register("X-2", "Referrals", owner_id=kept.agency.pk, counting="flow", frequency="quarter")
    quarters = {f"2022-23 Q{n}": value for n, value in enumerate((3, 20, 30), start=1)}
    record(*(returned(str(flow), each, value, 70 + value, "referrals") for each, value in quarters.items()))
    agree(kept, flow.pk)
    assert rows_of(let_out(kept, flow.pk)) == {"2022-23 Q1": "c", "2022-23 Q2": "20", "2022-23 Q3": "30"}
    record(
        returned(str(flow), "2022-23 Q4", 40, 71, "referrals"), returned(str(flow), "2022-23", 93, 72, "referrals"),
        year="2022-23",
    )  # fmt: skip
    assert rows_of(let_out(kept, flow.pk)) == {
        "2022-23 Q1": "c", "2022-23 Q2": "20", "2022-23 Q3": "30", "2022-23 Q4": "c", "2022-23": "93",
    }  # fmt: skip


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
    page = client.get(at, **host).content.decode()
    assert page.rindex("31 Mar 2023") < page.index("Earlier values") < page.rindex("31 Mar 2022")
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


@pytest.mark.parametrize(
    ("unit", "hidden"),
    [
        ("young people", True), ("referrals", True), ("Crimes", True), ("exclusions", True), ("courses", False),
        ("people", False), ("pounds", False),
    ],
)  # fmt: skip
def test_three_of_what_happens_to_children_are_hidden_as_three_children_are(unit: str, hidden: bool) -> None:
    table = table_of([Going("a", "2024", unit, Decimal(3)), Going("b", "2024", unit, Decimal(0))], [])
    assert list(protect(table, DEPARTMENT).hidden) == (["a"] if hidden else [])


@pytest.mark.parametrize(
    ("value", "unit", "children", "hidden"),
    [
        ("0.6", "per 10000", 66_678, True), ("0.9", "per 10000", 66_678, False), ("0", "per 10000", 66_678, False),
        ("7.4", "per 100,000 children", 66_678, True), ("0.6", "per 10000", None, False), ("1", "percent", 90, False),
    ],
)  # fmt: skip
def test_a_rate_without_its_count_is_hidden_where_it_comes_to_a_few_children(
    value: str, unit: str, children: int | None, hidden: bool
) -> None:
    found = shown_values([Going("a", "2024", unit, Decimal(value))], (), DEPARTMENT, children=children)
    assert (found["a"] is None) == hidden


def test_a_count_that_is_split_in_two_ways_keeps_a_rest_of_each() -> None:
    ways = [Whole(("w", 40), (("girls", 37),), "sex"), Whole(("w", 40), (("young", 20),), "age")]
    going = [Going(key, "2024", "children", Decimal(count)) for key, count in (("w", 40), ("girls", 37))]
    table = table_of(going, ways)
    assert {key: cell.count for key, cell in table.cells.items() if "rest" in key} == {
        "w/rest by sex": 3, "w/rest by age": 20,
    }  # fmt: skip
    assert protect(table, DEPARTMENT).hidden  # else the three others are the difference


COUNTS = st.lists(st.integers(0, 30), min_size=2, max_size=6)


@given(COUNTS, st.integers(0, 40), st.data())
def test_what_goes_out_never_tells_a_hidden_count_or_a_rate_of_it(
    counts: list[int], rest: int, data: st.DataObject
) -> None:
    """However many of the parts go out now: no hidden count is found from what is shown, and no rate tells one."""
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


YEAR = {
    "2023-24 Q1": (0, 1), "2023-24 Q2": (1, 2), "2023-24 Q3": (2, 3), "2023-24 Q4": (3, 4), "2023-24 Q1-Q2": (0, 2),
    "2023-24 Q1-Q3": (0, 3), "2023-24": (0, 4),
}  # fmt: skip


@pytest.mark.slow
@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(0, 8), min_size=4, max_size=4), st.sets(st.sampled_from(sorted(YEAR)), min_size=1))
def test_no_quarter_is_told_by_subtracting_periods(quarters: list[int], out: set[str]) -> None:
    """By trying every year of up to 9 a quarter: a reader without our sums."""
    counts = {period: sum(quarters[slice(*YEAR[period])]) for period in sorted(out)}
    going = [Going(period, period, "referrals", Decimal(count)) for period, count in counts.items()]
    protected = protect(table_of(going, sums_in_time({key: (key, count) for key, count in counts.items()})), DEPARTMENT)
    bounds = {
        period: (1, 5 if count < 6 else 99) if period in protected.hidden else (count, count)
        for period, count in counts.items()
    }
    fits = [
        each for each in product(range(10), repeat=4)
        if all(low <= sum(each[slice(*YEAR[period])]) <= high for period, (low, high) in bounds.items())
    ]  # fmt: skip
    for period in protected.hidden:
        assert len({sum(each[slice(*YEAR[period])]) for each in fits}) > 1
    for number, count in enumerate(quarters):
        assert not 1 <= count <= 5 or len({each[number] for each in fits}) > 1


@pytest.mark.parametrize(
    ("periods", "sums"),
    [
        (["2023-24 Q1", "2023-24", "2024-25 Q2"], [("2023-24", "quarters", ["2023-24 Q1"])]),
        (["2024-01", "2024-03", "2023-24 Q4"], [("2023-24 Q4", "months", ["2024-01", "2024-03"])]),
        (["2023-24 Q1-Q2", "2023-24 Q1-Q3"], [("2023-24 Q1-Q3", "so far", ["2023-24 Q1-Q2"])]),
        (["2023-24 Q1-Q3", "2023-24 Q4", "2023-24"],
         [("2023-24", "quarters", ["2023-24 Q4"]), ("2023-24", "so far", ["2023-24 Q1-Q3", "2023-24 Q4"])]),
        (["2024-03-31", "2023-24 Q4", "2022", "soon"], []),
    ],
)  # fmt: skip
def test_which_periods_make_up_which(periods: list[str], sums: list[tuple[str, str, list[str]]]) -> None:
    found = sums_in_time({period: (period, 9) for period in periods})
    assert [(each.total[0], each.by, [key for key, _ in each.parts]) for each in found] == sums
