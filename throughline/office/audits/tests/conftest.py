"""A small cycle in Medway, as at 5 February 2024: two questions, two bodies."""

import copy
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from throughline.foundation.access.models import Membership
from throughline.office.audits.models import AssessmentCycle, Return
from throughline.office.audits.operations import cycles, sets
from throughline.office.audits.operations.cycles import BodyInput, CycleInput
from throughline.office.audits.rules.question_sets import read
from throughline.office.audits.tests.test_question_sets import SMALL

LONDON = ZoneInfo("Europe/London")
AT = datetime(2024, 2, 5, 9, 0, tzinfo=LONDON)
TODAY = AT.date()
DUE = date(2024, 3, 1)
LEAD = "lead@example.org"


@pytest.fixture
def at(settings) -> datetime:
    settings.AS_AT = AT
    return AT


@pytest.fixture
def unit(actor, scoped) -> Any:
    found = actor("business_unit", email="unit@example.org")
    Membership.objects.get_or_create(space_id=scoped.home_id, user=found.user, defaults={"since": AT})
    return found


@pytest.fixture
def lead(actor, scoped) -> Any:
    return actor("practitioner", email=LEAD)


@pytest.fixture
def version(unit) -> Any:
    draft = sets.take_question_set(given=read(copy.deepcopy(SMALL)), by=unit, at=AT)
    return sets.publish_version(version_id=draft.pk, by=unit, at=AT)


@pytest.fixture
def make_cycle(unit, version) -> Any:
    """make_cycle(…, launch=True) → a cycle with the Example School (of the lead) and another."""

    def make(*, launch: bool = True, **given: Any) -> AssessmentCycle:
        wanted = {
            "title": "Own audit 2024", "version_id": version.pk, "year": "2023-24", "opens_on": TODAY, "due": DUE
        }  # fmt: skip
        cycle = cycles.make_cycle(given=CycleInput(**wanted | given), by=unit, at=AT)
        bodies = [
            BodyInput("Example School", "school", email=LEAD, urn="100001", trust="Example Trust"),
            BodyInput("Other School", "school", email="other@example.org", urn="100002"),
        ]
        cycles.ask_bodies(cycle_id=cycle.pk, bodies=bodies, by=unit, at=AT, real_at=AT)
        if launch:
            cycles.launch(cycle_id=cycle.pk, by=unit, at=AT, real_at=AT)
            cycle.refresh_from_db()
        return cycle

    return make


@pytest.fixture
def own(make_cycle) -> Return:
    """The lead's return in an open cycle."""
    return Return.objects.select_related("cycle").get(cycle=make_cycle(), urn="100001")
