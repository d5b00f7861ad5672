"""The register of indicators: the set that ships, versions of definitions, what the database refuses."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from throughline.foundation.access.actors import system_actor
from throughline.foundation.access.operations import Refused
from throughline.office.dataset import register_sheet
from throughline.office.dataset.models import Indicator, IndicatorVersion, Sector
from throughline.office.dataset.operations.register import RegisterRow, register_indicators
from throughline.office.dataset.rules.register import OfficialSeries, official_series
from throughline.office.partnership.models import AgencyInvolvement, Organisation

NOW = datetime(2024, 2, 5, 9, 0, tzinfo=UTC)
ROW = RegisterRow("X-1", "Contacts", "Contacts in the period.", "social_care", "contacts")


@pytest.fixture
def here(scoped: Any) -> Any:
    return scoped


def register(*rows: RegisterRow) -> tuple[int, int]:
    return register_indicators(rows=rows, by=system_actor("test"), at=NOW)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("referrals/referral_count", OfficialSeries("referrals", "referral_count")),
        ("looked-after/rate/On 31 March", OfficialSeries("looked-after", "rate", "On 31 March")),
        ("plans/CPP_At31 ÷ population", OfficialSeries("plans", "CPP_At31", "", True)),
        ("plans/CPP_At31 ÷ population first", OfficialSeries("plans", "CPP_At31", "", True, True)),
        ("", None),
        ("plans", None),
        ("Plans/CPP", None),
        ("plans/CPP ÷ people", None),
    ],
)
def test_what_a_reference_to_an_official_series_says(text: str, found: OfficialSeries | None) -> None:
    assert official_series(text) == found


def test_the_starter_set_is_whole_and_registers_once(here: Any) -> None:
    rows = register_sheet.starter()
    assert len(rows) >= 60
    assert {row.sector for row in rows} == set(Sector.values)
    assert len({row.code for row in rows}) == len({row.slug for row in rows}) == len(rows)
    assert register(*rows) == (len(rows), 0)
    assert register(*rows) == (0, 0)
    assert IndicatorVersion.objects.count() == len(rows)


def test_what_goes_out_comes_in_again_unchanged(here: Any) -> None:
    agency = Organisation.objects.create(space_id=here.home_id, name="Kent Police")
    AgencyInvolvement.objects.create(space_id=here.home_id, organisation=agency, name=agency.name, sector="police")
    full = replace(
        ROW, name="contacts, all", owner_id=agency.pk, numerator="n", denominator="d", vintage="mid-2022",
        polarity="lower", counting="cumulative", frequency="quarter", breakdowns=("age", "sex", "ethnicity", "need"),
        target=Decimal("12.5"), priority="Neglect", caveat="Counted by hand.",
        official_count="referrals/referral_count", official_value="referrals/referral_count ÷ population first",
    )  # fmt: skip
    register(full, *register_sheet.starter())
    assert [str(cell) for cell in next(row for row in register_sheet.current() if row[0] == "X-1")] == [
        "X-1", "Contacts", "contacts, all", "Contacts in the period.", "Children’s social care", "Kent Police", "n",
        "d", "mid-2022", "contacts", "Lower is better", "Cumulative: since the year began", "Each quarter",
        "age; sex; ethnicity; need", "12.5000", "Neglect", "Counted by hand.", "referrals/referral_count",
        "referrals/referral_count ÷ population first", "None", "",
    ]  # fmt: skip
    layout = register_sheet.layout()
    parsed = layout.parse([layout.heading, *[["" if cell is None else str(cell) for cell in row]
                                             for row in register_sheet.current()]])  # fmt: skip
    assert parsed.problems == ()
    plan = register_sheet.plan(parsed.rows, system_actor("test"))
    assert (plan.changes, plan.problems) == ((), ())


def test_a_changed_definition_makes_a_version_and_says_why(here: Any) -> None:
    register(ROW)
    changed = replace(ROW, definition="Contacts accepted in the period.")
    with pytest.raises(Refused, match="say why the definition changes"):
        register(changed)
    assert register(replace(changed, why="As the others count.", starts=date(2024, 4, 1))) == (0, 1)
    found = Indicator.objects.get()
    assert (found.version, found.definition) == (2, "Contacts accepted in the period.")
    assert [(each.number, each.definition) for each in found.versions.all()] == [
        (2, "Contacts accepted in the period."), (1, "Contacts in the period."),
    ]  # fmt: skip


def test_another_target_is_no_other_definition(here: Any) -> None:
    register(ROW)
    assert register(replace(ROW, caveat="Counted by hand.")) == (0, 1)
    assert Indicator.objects.get().version == 1


def test_an_indicator_that_only_files_knew_is_described_not_doubled(here: Any) -> None:
    Indicator(space_id=here.home_id, name="contacts", slug="contacts").save()
    assert register(ROW) == (0, 1)
    found = Indicator.objects.get()
    assert (found.name, str(found), found.code) == ("contacts", "Contacts", "X-1")


def test_all_rows_or_none(here: Any) -> None:
    with pytest.raises(Refused, match="X-1 has this name already"):
        register(ROW, replace(ROW, code="X-2"))
    assert Indicator.objects.count() == 0


@pytest.mark.parametrize(
    "wrong",
    [
        {"definition": ""}, {"unit": ""}, {"sector": "other"}, {"polarity": "upside"}, {"counting": "guess"},
        {"frequency": "hour"}, {"version": 0},
    ],
)  # fmt: skip
def test_what_the_database_refuses_of_the_register(here: Any, wrong: dict[str, Any]) -> None:
    right = {"code": "X-1", "name": "n", "slug": "n", "definition": "d", "unit": "u", "sector": "health"}
    with pytest.raises(IntegrityError), transaction.atomic():
        Indicator(space_id=here.home_id, **right | wrong).save()


def test_what_the_database_refuses_of_versions(here: Any) -> None:
    register(ROW)
    found = Indicator.objects.get()
    for number, why in ((1, ""), (0, "x"), (2, "")):
        with pytest.raises(IntegrityError), transaction.atomic():
            IndicatorVersion(
                space_id=found.space_id, indicator=found, number=number, starts=date(2024, 1, 1), definition="d",
                unit="u", why=why,
            ).save()  # fmt: skip
