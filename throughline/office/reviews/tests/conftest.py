"""A case in its restricted space, led by Lena of the business unit; agencies; people who are asked."""

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any

import pytest

from throughline.foundation import turnout
from throughline.foundation.access.actors import Actor
from throughline.foundation.access.models import Membership, RoleAssignment, User
from throughline.foundation.access.roles import Role
from throughline.foundation.links import registry as kinds
from throughline.foundation.links.registry import Kind, Named, register_kind
from throughline.foundation.restricted import api as restricted
from throughline.foundation.restricted.api import Entered
from throughline.foundation.turnout import Event, Held, OfAgency
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


@pytest.fixture
def events() -> Iterator[dict[int, Event]]:
    """Events of an app that keeps a register; two agencies came to each. Change the dictionary and they change."""
    held = {pk: Event(pk, f"Forum {pk}", date(2024, 3, pk), f"{pk} March 2024", f"/forum/{pk}/") for pk in (1, 2, 3)}

    def seen(actor: Actor, ids: Collection[int]) -> dict[int, Named]:
        return {pk: Named(held[pk].title, held[pk].url) for pk in ids if pk in held}

    def came(ids: Collection[int]) -> dict[int, list[OfAgency]]:
        return {pk: [OfAgency("Police", 3, 2), OfAgency("School", 20, None)] for pk in ids if pk in held}

    register_kind(Kind("t.event", "Forum", seen=seen, public=True))
    turnout.register_events(
        "t.event",
        Held(lambda today: list(held.values()), lambda ids: {pk: held[pk] for pk in ids if pk in held}, came),
    )
    yield held
    del kinds._kinds["t.event"], turnout._held["t.event"]
