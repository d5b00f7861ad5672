"""Agencies with people, indicators and an open round, in Medway as at 5 February 2024."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from throughline.foundation.access.models import Membership
from throughline.office.dataset.models import Indicator, ReturnRound
from throughline.office.dataset.operations.register import RegisterRow, register_indicators
from throughline.office.dataset.operations.rounds import open_round
from throughline.office.dataset.tests.points import kept  # noqa: F401  (a fixture)
from throughline.office.partnership.api import record_post
from throughline.office.partnership.models import AgencyInvolvement, Organisation

AT = datetime(2024, 2, 5, 9, 0, tzinfo=UTC)
DUE = date(2024, 2, 12)


@pytest.fixture
def unit(actor: Any, scoped: Any) -> Any:
    """The business unit: the analyst."""
    return actor("business_unit", email="unit@example.org")


@pytest.fixture
def person(actor: Any, scoped: Any, unit: Any) -> Any:
    """person(email, agency, leads=…): an actor whom the partnership knows, in a post of that agency."""

    def make(email: str, agency: Organisation, *, leads: bool = False) -> Any:
        found = actor("practitioner", email=email)
        Membership.objects.get_or_create(space_id=scoped.home_id, user=found.user, defaults={"since": AT})
        record_post(
            title=f"Post of {email}", organisation_id=agency.pk, holder_id=found.user.pk, leads=leads, by=unit, at=AT
        )
        return found

    return make


@pytest.fixture
def agency(scoped: Any) -> Any:
    """agency(name) → an agency of the partnership."""

    def make(name: str) -> Organisation:
        found = Organisation.objects.create(space_id=scoped.home_id, name=name)
        AgencyInvolvement.objects.create(space_id=scoped.home_id, organisation=found, name=name, sector="other")
        return found

    return make


@pytest.fixture
def council(agency: Any) -> Organisation:
    return agency("Medway Council")


@pytest.fixture
def police(agency: Any) -> Organisation:
    return agency("Kent Police")


@pytest.fixture
def register(unit: Any) -> Any:
    """register(code, title, owner, …) → an Indicator."""

    def make(code: str, title: str, owner: Organisation | None, unit_: str = "children", **more: Any) -> Indicator:
        given = {"sector": "social_care", "frequency": "quarter", "counting": "flow"} | more
        row = RegisterRow(
            code, title, f"{title}, in the period.", unit=unit_, owner_id=owner.pk if owner else None, **given
        )
        register_indicators(rows=[row], by=unit, at=AT)
        return Indicator.objects.get(code=code)

    return make


@pytest.fixture
def plans(register: Any, council: Organisation) -> Indicator:
    """A rate, of which a return asks the count; a snapshot."""
    return register(
        "CSC-17", "Children subject to a child protection plan", council, "per 10,000 children",
        numerator="Children subject to a plan", counting="snapshot", breakdowns=("sex",),
    )  # fmt: skip


@pytest.fixture
def missing_episodes(register: Any, police: Organisation) -> Indicator:
    return register("POL-04", "Missing episodes", police, "episodes", sector="police")


@pytest.fixture
def opened(unit: Any, plans: Indicator, missing_episodes: Indicator) -> ReturnRound:
    """Quarter 3 of 2023-24, with Kent and Medway as the wider area."""
    return open_round(year="2023-24", quarter=3, due=DUE, wider_area="Kent and Medway", by=unit, at=AT)
