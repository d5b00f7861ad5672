"""An indicator's page: official values with their denominators, benchmarks under a named model, own beside official."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from throughline.foundation.access.actors import system_actor
from throughline.foundation.documents.blocks import Table, plain
from throughline.office.dataset import register_sheet
from throughline.office.dataset.documents import pack_document, parts_of
from throughline.office.dataset.models import Indicator
from throughline.office.dataset.operations.loading import ObservationInput, record_observations
from throughline.office.dataset.operations.register import register_indicators
from throughline.office.dataset.presenters import charts, indicator
from throughline.office.dataset.presenters.indicator import Chosen
from throughline.office.dataset.queries.indicator import IndicatorPage, indicator_page
from throughline.office.dataset.queries.packs import pack_facts
from throughline.office.dataset.tests import official_files as files

NOW = files.NOW
pytestmark = pytest.mark.slow


def registered(code: str) -> Indicator:
    row = next(each for each in register_sheet.starter() if each.code == code)
    register_indicators(rows=[row], by=system_actor("test"), at=NOW)
    found = Indicator.objects.get(code=code)
    assert isinstance(found, Indicator)
    return found


def returned(name: str, period: str, value: str, unit: str = "children", row: int = 2) -> ObservationInput:
    return ObservationInput(name, "Medway", period, Decimal(value), unit, "", "section one", "observations.csv", row)


def record(*rows: ObservationInput) -> None:
    record_observations(rows=rows, year="2023-24", by=system_actor("test"), at=NOW)


@pytest.fixture
def plans(scoped: Any) -> IndicatorPage:
    files.load(files.PLANS, files.SECTION_47, files.POPULATION)
    found = registered("CSC-17")
    record(returned(found.name, "2024-03-31", "290"), returned(found.name, "2023-03-31", "288", row=3))
    return indicator_page(found.pk)


def test_a_rate_that_was_returned_in_short_stands_in_the_registers_words_and_has_its_target(scoped: Any) -> None:
    found = registered("CSC-17")
    found.target = Decimal(40)
    found.save()
    record(
        returned(found.name, "2024-03-31", "44", "per 10000"), returned(found.name, "2023-03-31", "44.1", "per 10000")
    )
    page = indicator_page(found.pk)
    heading, series = indicator.series_of(page)[-1]
    assert heading == "The partnership’s own, per 10,000 children"
    assert indicator.latest_tiles(page)[0].note.startswith("31 Mar 2024, per 10,000 children, returned by")
    table = indicator.side_by_side(page, Chosen("", "mean"))
    assert [column.label for column in table.columns] == ["Period", "Own: per 10,000 children"]
    assert series.unit == "per 10000"  # by which what was said of a point finds it again


def test_what_happened_in_a_year_is_no_point_among_its_quarters(scoped: Any, partnership: Any, sign_in: Any) -> None:
    found = registered("CSC-01")
    given = {"2022-23": "40", "2023-24 Q1": "9", "2023-24 Q2": "10", "2023-24 Q3": "11", "2023-24 Q4": "12",
             "2023-24": "42"}  # fmt: skip
    record(*(returned(found.name, period, value, "contacts") for period, value in given.items()))
    page = indicator_page(found.pk)
    assert [(heading, [value.shown for value in series.values]) for heading, series in indicator.series_of(page)] == [
        ("The partnership’s own, contacts, each year", ["40", "42"]),
        ("The partnership’s own, contacts, each quarter", ["9", "10", "11", "12"]),
    ]
    row = next(each for each in texts(page) if each[0] == "2023-24")
    assert row == ["2023-24", "42; 2023-24 Q4: 12"]
    at = f"/office/dataset/indicators/{found.pk}/points/own/{{}}/?unit=contacts"
    unit = sign_in(partnership, "business_unit")
    assert {unit.get(at.format(period)).status_code for period in given} == {200}
    shown = unit.get(f"/office/dataset/indicators/{found.pk}/").content.decode()
    assert 'points/own/2023-24%20Q2/?unit=contacts">10</a>' in shown  # every point is reached from the table
    found.counting = "snapshot"  # how many there are on a day is the same, whichever period ends with it
    found.save()
    assert len(indicator.series_of(indicator_page(found.pk))) == 1


def texts(page: IndicatorPage) -> list[list[str]]:
    table = indicator.side_by_side(page, Chosen("2025", "mean"))
    return [[cell.text for cell in row.cells] for row in table.laid_out]


def beside(page: IndicatorPage) -> dict[str, Decimal | None]:
    assert page.compared is not None
    return {each.name: each.value for each in page.compared.beside}


def test_medways_plans_of_2024_stand_at_281_and_42_1_beside_its_own_290(plans: IndicatorPage) -> None:
    assert plans.compared is not None
    assert plans.place is not None
    assert plans.compared.period == "2024"
    assert plans.counts[plans.place.own.id, "2024"].number == 281
    assert plans.shown(plans.compared.own) == Decimal("42.1")
    assert "as the department used it (2,009 ÷ 301.3" in plans.compared.own.vintage
    assert [(each.period, each.value) for each in plans.own["children"]] == [("2023-03-31", 288), ("2024-03-31", 290)]
    tiles = {tile.label: tile.value for tile in indicator.latest_tiles(plans)}
    assert tiles == {"The partnership’s own": "290", "Official count": "281", "Official": "42.1"}


def test_benchmarks_name_their_model_and_their_aggregator(plans: IndicatorPage) -> None:
    assert beside(plans) == {
        "Statistical neighbours (model of 2025, mean)": Decimal("35.8"),
        "Statistical neighbours (model of 2025, median)": Decimal("32.2"),
        "Statistical neighbours (model of 2021, mean)": Decimal("36.1"),
        "Statistical neighbours (model of 2021, median)": Decimal("35.0"),
        "South East": Decimal("37.8"),
        "England": Decimal("41.6"),
    }
    assert plans.compared is not None
    distances = {each.name: each.distance for each in plans.compared.beside}
    assert distances["England"] == Decimal("0.5")


def test_rank_and_quartile_are_said_and_the_packs_dashboard_has_the_benchmarks(plans: IndicatorPage) -> None:
    assert indicator.standing_words(plans).startswith("Rank ")
    assert indicator.standing_words(plans).endswith("first quarter of authorities.")
    facts = pack_facts(date(2024, 4, 1))
    document = pack_document(facts, parts_of(facts), partnership="Medway")
    table = next(each for each in document.blocks if isinstance(each, Table))
    assert [plain(each) for each in table.headers][2:5] == ["Official", "Neighbours (model of 2025, mean)", "England"]
    assert [plain(each) for each in table.rows[0]][1:5] == ["290 children (31 Mar 2024)", "42.1 (Mar 2024)", "35.8",
                                                           "41.6"]  # fmt: skip


def test_a_region_is_divided_from_rounded_counts_and_says_what_the_publisher_came_to(plans: IndicatorPage) -> None:
    """The department published 37.7 for the South East: its 7,510 is rounded to 10, and so is what gives the population
    it divided by. From rounded figures that is 37.8, and both are said; England and Medway are the same either way."""
    assert plans.compared is not None
    assert {each.name: each.may_be for each in plans.compared.beside if each.may_be} == {"South East": Decimal("37.7")}
    table = indicator.benchmarks_table(plans)
    assert table is not None
    said = {row.cells[0].text: row.cells[3].text for row in table.laid_out}
    assert (said["South East"], said["England"]) == ("or 37.7 as published", "")
    assert "published to the nearest 10" in indicator.rounding_note(plans)


def test_the_neighbours_mean_of_2023_is_40_6_by_the_model_of_2021(plans: IndicatorPage) -> None:
    series = charts.neighbours_series(plans, "2021", "mean")
    assert dict(zip(series.keys, [value.number for value in series.values], strict=True))["2023"] == Decimal("40.6")
    median = charts.neighbours_series(plans, "2021", "median")
    assert dict(zip(median.keys, [value.number for value in median.values], strict=True))["2023"] == Decimal("38.0")


def test_the_neighbours_mean_of_children_looked_after_in_2023_is_73_6(scoped: Any) -> None:
    files.load(files.LOOKED_AFTER)
    page = indicator_page(registered("CSC-23").pk)
    for aggregator, expected in (("mean", "73.6"), ("median", "71.0")):
        series = charts.neighbours_series(page, "2021", aggregator)  # type: ignore[arg-type]
        found = dict(zip(series.keys, [value.number for value in series.values], strict=True))
        assert found["2023"] == Decimal(expected)
    assert page.place is not None
    own = {period: page.values[page.place.own.id, period].number for period in ("2023", "2024", "2025")}
    assert own == {"2023": 72, "2024": 71, "2025": 72}


def test_a_rate_keeps_the_estimate_that_came_first_where_the_register_says_so(scoped: Any) -> None:
    first = files.cut_down(files.POPULATION, first_period=2023).replace(b",67048", b",66687")
    files.import_statistics(content=first, name="ons_2023.csv", by=system_actor("test"), at=NOW)
    files.load(files.PLANS, files.POPULATION, first_period=2023)
    found = registered("CSC-17")
    for words, expected in (("population first", "42.1"), ("population", "41.9")):
        found.official_value = f"child-protection-plans-by-category/CPP_At31 ÷ {words}"
        found.save()
        page = indicator_page(found.pk)
        assert page.compared is not None
        assert page.shown(page.compared.own) == Decimal(expected)


def test_twelve_years_are_a_control_chart_and_two_returns_are_a_run_chart(plans: IndicatorPage) -> None:
    official, own = indicator.variations(plans, {})
    assert official.icons
    assert "Process control chart" in official.html
    assert "Run chart" in own.html
    assert "2 of the 12 points" in own.note


def test_what_is_hidden_is_shown_as_hidden_and_never_as_nought(scoped: Any) -> None:
    files.load(files.PLANS, first_period=2022)
    found = registered("CSC-18")
    found.official_count = found.official_value = "child-protection-plans-by-category/Physical_Latest"
    found.save()
    page = indicator_page(found.pk)
    series = charts.official_series_of(page, page.place.own.id if page.place else 0, "Medway")
    assert [(value.number, value.shown) for value in series.values] == [(None, "c"), (24, "24"), (0, "0")]


def test_the_files_hold_what_the_page_shows(plans: IndicatorPage) -> None:
    rows = indicator.data_rows(plans, Chosen("2025", "mean"))
    assert all(len(row) == len(indicator.HEADING) for row in rows)
    latest = [row[:4] + row[5:7] for row in rows if row[0] == "Mar 2024" and row[3] == "Medway"]
    assert latest == [
        ["Mar 2024", "2024-03-31", "Official count", "Medway", 281, "281"],
        ["Mar 2024", "2024-03-31", "Official", "Medway", Decimal("42.1"), "42.1"],
    ]
    assert texts(plans)[0][:4] == ["31 Mar 2024", "290", "281", "42.1"]


def test_as_many_queries_for_two_returns_as_for_none(plans: IndicatorPage) -> None:
    with CaptureQueriesContext(
        connection,
    ) as few:
        indicator_page(plans.indicator.pk)
    record(*(returned(plans.indicator.name, f"{year}-03-31", "250", row=year) for year in range(2010, 2022)))
    with CaptureQueriesContext(connection) as many:
        indicator_page(plans.indicator.pk)
    assert len(few) == len(many) <= 30


def test_the_pages_answer_with_and_without_official_statistics(partnership: Any, sign_in: Any) -> None:
    from throughline.foundation.tenancy import scope
    from throughline.foundation.tenancy.queries import scope_of

    with scope.activate(scope_of(partnership, date(2024, 2, 5))):
        found = registered("CSC-17")
    browser = sign_in(partnership, "scrutineer")
    at = f"/office/dataset/indicators/{found.pk}/"
    paths = ("/office/dataset/", at, f"{at}authorities/", f"{at}data.csv", f"{at}data.xlsx")
    assert [browser.get(path).status_code for path in paths] == [200] * 5
    with scope.activate(scope_of(partnership, date(2024, 2, 5))):
        files.load(files.PLANS, files.SECTION_47, files.POPULATION)
    assert [browser.get(path).status_code for path in paths] == [200] * 5
    page = browser.get(f"{at}?model=2021&aggregator=median").content.decode()
    assert "Statistical neighbours (model of 2021, median)" in page
    assert browser.get(f"{at}?model=nonsense&aggregator=worst").status_code == 200
    assert browser.get("/office/dataset/indicators/999999/").status_code == 404
    assert sign_in(partnership, "practitioner").get(at).status_code == 403
