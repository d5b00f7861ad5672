"""The first administrator, and the demonstration's people, from the command line."""

import io
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from throughline.foundation.access.models import RoleAssignment, User
from throughline.foundation.accounts import queries
from throughline.foundation.accounts.tests.conftest import tenant

pytestmark = pytest.mark.django_db


def run(*args: str, **options: Any) -> str:
    out = io.StringIO()
    call_command(*args, stdout=out, **options)
    return out.getvalue()


def test_the_first_administrator_is_made_once(partnership: Any) -> None:
    said = run("create_first_administrator", "Ada@Example.org", name="Ada Fenwick")
    assert said.startswith("Ada@Example.org is administrator of Medway")
    with tenant(partnership):
        user = User.objects.get(email="ada@example.org")
        assert [(str(r.user), r.role) for r in RoleAssignment.objects.all()] == [("Ada Fenwick", "administrator")]
        assert [event.what for event in queries.events(user.pk)] == ["Made the first administrator."]
    with pytest.raises(CommandError, match="There is an administrator already"):
        run("create_first_administrator", "eve@example.org", name="Eve")
    assert not User.objects.filter(email="eve@example.org").exists()


def test_an_address_must_be_one(partnership: Any) -> None:
    with pytest.raises(CommandError, match="'ada' is not an e-mail address"):
        run("create_first_administrator", "ada", name="Ada")


def test_where_there_are_several_one_is_named(partnership: Any, other_partnership: Any) -> None:
    with pytest.raises(CommandError, match="--partnership with one of kent, medway"):
        run("create_first_administrator", "ada@example.org", name="Ada")
    run("create_first_administrator", "ada@example.org", name="Ada", partnership="kent")
    with tenant(partnership):
        assert RoleAssignment.objects.count() == 0
    with tenant(other_partnership):
        assert RoleAssignment.objects.count() == 1


@pytest.mark.usefixtures("db")
def test_without_a_partnership_it_says_what_to_do() -> None:
    with pytest.raises(CommandError, match="No partnership is loaded yet"):
        run("create_first_administrator", "ada@example.org", name="Ada")


def test_demonstration_accounts_are_for_the_demonstration(partnership: Any) -> None:
    with pytest.raises(CommandError, match="Only in demonstration mode"):
        run("load_demonstration_accounts")
