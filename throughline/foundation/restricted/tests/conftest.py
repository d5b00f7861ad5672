"""A restricted space with a lead, and a kind of record to look for: people's events stand in for an app's rows."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from throughline.foundation.access.models import Membership, User
from throughline.foundation.restricted import operations, registry
from throughline.foundation.restricted.models import RestrictedSpace
from throughline.foundation.restricted.registry import SpaceKind

NOW = datetime(2024, 2, 5, 9, 0, tzinfo=UTC)


@pytest.fixture
def kind() -> Iterator[None]:
    registry.register_space_kind(
        SpaceKind("t.case", "Case", lambda restricted_id: f"/office/restricted/{restricted_id}/")
    )
    yield
    del registry._kinds["t.case"]


@pytest.fixture
def person(scoped: Any) -> Callable[[str], User]:
    """A person whom the partnership knows."""

    def make(name: str) -> User:
        user = User.objects.create_user(email=f"{name}@example.org", name=name.capitalize())
        Membership.objects.create(user=user, space_id=scoped.home_id, since=NOW)
        return user

    return make


@pytest.fixture
def case(kind: None, person: Any, actor: Any) -> RestrictedSpace:
    """R1, led by Lena."""
    lead = person("lena")
    return operations.open_space(kind="t.case", lead_id=lead.pk, by=actor("business_unit"), at=NOW)
