"""What every journey through sign-in needs: a visitor on a partnership's host, and the code out of the outbox."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from throughline.foundation.access.models import Membership, RoleAssignment, User
from throughline.foundation.notices.models import OutboxMessage
from throughline.foundation.tenancy import scope
from throughline.foundation.tenancy.queries import scope_of

LOGIN = "/accounts/login/"
CONFIRM = "/accounts/login/code/confirm/"


@pytest.fixture(autouse=True)
def _no_limits_left_over() -> None:
    cache.clear()


@pytest.fixture
def visitor(partnership: Any) -> Callable[..., Client]:
    """visitor() or visitor(other_partnership) → a fresh visitor on that partnership's host."""

    def make(on: Any = None, **options: Any) -> Client:
        host = f"{(on or partnership).slug}.localhost"
        return Client(headers={"host": host}, **options)

    return make


def tenant(partnership: Any) -> Any:
    return scope.activate(scope_of(partnership, date(2024, 2, 5)))


@pytest.fixture
def person(partnership: Any) -> Callable[..., User]:
    """person("nurse@example.org", "business_unit") → a member of the partnership with these roles."""

    def make(email: str, *roles: str, on: Any = None, name: str = "") -> User:
        user = User.objects.filter(email=email).first() or User.objects.create_user(
            email=email, name=name or email.split("@")[0].capitalize()
        )
        with tenant(on or partnership) as active:
            Membership.objects.get_or_create(
                user=user, space_id=active.home_id, defaults={"since": "2024-01-01T09:00:00Z"}
            )
            for role in roles:
                RoleAssignment.objects.get_or_create(user=user, role=role, space_id=active.home_id)
        return user

    return make


@pytest.fixture
def mail(partnership: Any) -> Callable[..., list[Any]]:
    """mail(address) → the messages to it, newest first."""

    def found(to: str, on: Any = None) -> list[Any]:
        with tenant(on or partnership):
            return list(OutboxMessage.objects.filter(to=to).order_by("-pk"))

    return found


@pytest.fixture
def code_for(mail: Callable[..., list[Any]]) -> Callable[..., str]:
    """code_for(address) → the code in the newest message to it."""

    def found(to: str, on: Any = None) -> str:
        return re.search(r"\b[B-Z]{4}-[B-Z]{4}\b", mail(to, on)[0].text)[0]

    return found


@pytest.fixture
def enter(code_for: Callable[..., str]) -> Callable[..., Any]:
    """enter(visitor, address) → the answer to the right code, having asked for it."""

    def run(client: Client, to: str, *, next_page: str = "", on: Any = None) -> Any:
        query = {"query_params": {"next": next_page}} if next_page else {}
        asked = client.post(LOGIN, {"login": to}, **query)
        assert asked.status_code == 302
        return client.post(asked.url, {"code": code_for(to, on)})

    return run
