"""A case in its restricted space, led by Lena of the business unit; agencies; people who are asked."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any

import pytest

from throughline.foundation.access.models import Membership, RoleAssignment, User
from throughline.foundation.access.roles import Role
from throughline.foundation.restricted import api as restricted
from throughline.foundation.restricted.api import Entered
from throughline.office.partnership.models import AgencyInvolvement, Organisation
from throughline.office.reviews.models import Case
from throughline.office.reviews.operations import cases
from throughline.office.reviews.rules.words import Origin

NOW = datetime(2024, 2, 5, 9, 0, tzinfo=UTC)
TODAY = date(2024, 2, 5)


@pytest.fixture
def person(scoped: Any) -> Callable[..., User]:
    def make(name: str, *roles: Role) -> User:
        found = User.objects.filter(email=f"{name}@example.org").first()
        user = found or User.objects.create_user(email=f"{name}@example.org", name=name.capitalize())
        Membership.objects.get_or_create(user=user, space_id=scoped.home_id, defaults={"since": NOW})
        for role in roles:
            RoleAssignment.objects.get_or_create(user=user, role=role, space_id=scoped.home_id)
        return user

    return make


@pytest.fixture
def agency(scoped: Any) -> Callable[[str], Organisation]:
    """An agency of the partnership."""

    def make(name: str) -> Organisation:
        found = Organisation.objects.create(space_id=scoped.home_id, name=name)
        AgencyInvolvement.objects.create(space_id=scoped.home_id, organisation=found, name=name, sector="other")
        return found

    return make


@pytest.fixture
def lead(person: Any, actor: Any) -> Any:
    person("lena", Role.BUSINESS_UNIT)
    return actor("business_unit", email="lena@example.org")


@pytest.fixture
def case(lead: Any) -> Case:
    """R1, an incident to be triaged."""
    given = cases.CaseInput(Origin.INCIDENT, "Robin", "A baby was seriously harmed.", "Police")
    return cases.open_case(given=given, by=lead, at=NOW, real_at=NOW)


@pytest.fixture
def inside(case: Case, lead: Any) -> Iterator[Entered]:
    """The lead is in the case for the whole test."""
    with restricted.entered(lead, case.restricted_id, what="Test", at=NOW) as entered:
        yield entered


@contextmanager
def into(actor: Any, restricted_id: int) -> Iterator[Entered]:
    with restricted.entered(actor, restricted_id, what="Test", at=NOW) as entered:
        yield entered
