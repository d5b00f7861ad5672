"""Agencies, groups, people and actions in Medway, as at 5 February 2024."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from throughline.foundation.access.models import Membership
from throughline.office.actions.operations import (
    ActionInput,
    check_evidence,
    deliver_step,
    give_evidence,
    raise_action,
)
from throughline.office.partnership.models import Group, Organisation

LONDON = ZoneInfo("Europe/London")
AT = datetime(2024, 2, 5, 9, 0, tzinfo=LONDON)
TODAY = AT.date()


@pytest.fixture
def at(settings) -> datetime:
    settings.AS_AT = AT
    return AT


@pytest.fixture
def agency(scoped) -> Organisation:
    from throughline.office.partnership.models import AgencyInvolvement

    found = Organisation.objects.create(space_id=scoped.home_id, name="Medway Community Healthcare")
    AgencyInvolvement.objects.create(space_id=scoped.home_id, organisation=found, name=found.name, sector="health")
    return found


@pytest.fixture
def group(scoped) -> Group:
    return Group.objects.create(
        space_id=scoped.home_id, name="Learning Lessons", slug="learning-lessons", kind="subgroup"
    )


@pytest.fixture
def unit(actor, scoped) -> Any:
    return actor("business_unit", email="unit@example.org")


@pytest.fixture
def member(actor, scoped) -> Any:
    """member("practitioner", email=…): an actor whom the partnership knows."""

    def make(*roles: str, email: str) -> Any:
        found = actor(*roles, email=email)
        Membership.objects.get_or_create(space_id=scoped.home_id, user=found.user, defaults={"since": AT})
        return found

    return make


@pytest.fixture
def owner(member) -> Any:
    return member("practitioner", email="owner@example.org")


@pytest.fixture
def scrutineer(member) -> Any:
    return member("scrutineer", email="scrutineer@example.org")


@pytest.fixture
def raised(unit, owner) -> Any:
    """raised(title, due=…) → an Action of `owner`, due in 30 days unless told."""

    def make(title: str = "See every sleeping area", *, at: datetime = AT, **more: Any) -> Any:
        given = {"due": TODAY + timedelta(days=30), "owner_id": owner.user.pk} | more
        return raise_action(given=ActionInput(title=title, **given), by=unit, at=at)

    return make


@pytest.fixture
def closed(raised, unit, owner) -> Any:
    """closed(on=…) → an action delivered and checked on that day."""

    def make(on: date = date(2023, 6, 1), **more: Any) -> Any:
        then = datetime(on.year, on.month, on.day, 9, tzinfo=LONDON)
        more = {"should_differ": "Babies sleep safely.", "measured_how": "Audit of 30 records."} | more
        row = raised(at=then, due=on, **more)
        give_evidence(action_id=row.pk, kind="statement", text="It is done.", by=owner, at=then)
        deliver_step(action_id=row.pk, transition="deliver", by=owner, at=then)
        return check_evidence(action_id=row.pk, accept=True, note="Seen.", by=unit, at=then)

    return make
