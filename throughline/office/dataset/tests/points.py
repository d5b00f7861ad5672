"""An indicator of Medway with fifteen years of returns, owned by an agency whose lead has an account."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from throughline.foundation.access.actors import Actor, system_actor
from throughline.office.dataset.models import Indicator
from throughline.office.dataset.operations.loading import ObservationInput, record_observations
from throughline.office.dataset.operations.register import RegisterRow, register_indicators
from throughline.office.partnership.models import AgencyInvolvement, Organisation, Post

NOW = datetime(2024, 2, 5, 9, 0, tzinfo=UTC)
STEADY = [38, 46] * 7 + [95]


@dataclass(frozen=True)
class Kept:
    """`unit`: business unit; `lead`: leads the agency that owns the indicator; `other`: a practitioner of nowhere."""

    indicator: Indicator
    agency: Organisation
    unit: Actor
    lead: Actor
    other: Actor


def returned(name: str, period: str, value: int | str, row: int, unit: str = "children") -> ObservationInput:
    return ObservationInput(name, "Medway", period, Decimal(value), unit, "", "section one", "observations.csv", row)


def record(*rows: ObservationInput, year: str = "2023-24") -> None:
    record_observations(rows=rows, year=year, by=system_actor("test"), at=NOW)


def register(code: str, title: str, **more: Any) -> Indicator:
    row = RegisterRow(code, title, f"{title} in the period.", "social_care", "children")
    register_indicators(rows=[replace(row, **more)], by=system_actor("test"), at=NOW)
    found = Indicator.objects.get(code=code)
    assert isinstance(found, Indicator)
    return found


@pytest.fixture
def kept(scoped: Any, actor: Any) -> Kept:
    agency = Organisation.objects.create(space_id=scoped.home_id, name="Medway Council")
    AgencyInvolvement.objects.create(
        space_id=scoped.home_id, organisation=agency, name=agency.name, sector="local authority"
    )
    unit, lead, other = actor("business_unit"), actor("practitioner", email="lead@example.org"), actor("practitioner")
    Post.objects.create(
        space_id=scoped.home_id, title="Head", organisation=agency, holder=lead.user, leads=True
    )  # fmt: skip
    indicator = register("X-1", "Children on plans", owner_id=agency.pk, polarity="lower", counting="snapshot")
    record(*(returned(indicator.name, f"{2009 + n}-03-31", value, n + 2) for n, value in enumerate(STEADY)))
    return Kept(indicator, agency, unit, lead, other)
