"""The one decision, for every permission × role × second factor, and for who has no role or is not signed in."""

import pytest

from throughline.foundation.access.actors import ANONYMOUS, Actor
from throughline.foundation.access.decisions import PUBLIC, Decision, decide
from throughline.foundation.access.models import User
from throughline.foundation.access.permissions import Declared, declared
from throughline.foundation.access.roles import ROLES, Role


def actor(*roles: Role, second_factor: bool = False) -> Actor:
    return Actor(user=User(pk=1, email="somebody@example.org"), roles=frozenset(roles), second_factor=second_factor)


def expected(entry: Declared, role: Role | None, second_factor: bool) -> Decision:
    if entry.any_signed_in:
        return Decision.ALLOW if second_factor or not entry.second_factor else Decision.SECOND_FACTOR
    if role not in entry.roles:
        return Decision.FORBID
    return Decision.ALLOW if second_factor or not ROLES[role].second_factor else Decision.SECOND_FACTOR


@pytest.mark.sweep
@pytest.mark.parametrize("second_factor", [False, True])
@pytest.mark.parametrize("role", [None, *Role])
def test_every_permission_for_every_role(role: Role | None, second_factor: bool) -> None:
    who = actor(*([role] if role else []), second_factor=second_factor)
    decided = {entry.permission: decide(entry.permission, who) for entry in declared()}
    assert decided == {entry.permission: expected(entry, role, second_factor) for entry in declared()}


@pytest.mark.sweep
def test_nobody_signed_in_is_asked_to_sign_in_for_everything_but_public_pages() -> None:
    assert {decide(entry.permission, ANONYMOUS) for entry in declared()} == {Decision.SIGN_IN}
    assert decide(PUBLIC, ANONYMOUS) is Decision.ALLOW


def test_a_suspended_person_is_as_one_who_is_not_signed_in() -> None:
    suspended = Actor(user=None, suspended=True)
    assert {decide(entry.permission, suspended) for entry in declared()} == {Decision.SIGN_IN}
