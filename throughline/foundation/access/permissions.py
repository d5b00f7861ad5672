"""Permissions: declared by each app in its permissions.py, with the words and the roles that hold them.

`declare` is called while apps start; afterwards the table is read only. Source of the generated permission table.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from throughline.foundation.access.roles import Role


class Permission(StrEnum):
    """Base of an app's permissions; values are `app.what`."""


@dataclass(frozen=True)
class Declared:
    permission: Permission
    says: str
    roles: frozenset[Role]
    any_signed_in: bool
    second_factor: bool = False


_table: dict[str, Declared] = {}


def declare(
    permission: Permission,
    *,
    says: str,
    roles: Iterable[Role] = (),
    any_signed_in: bool = False,
    second_factor: bool = False,
) -> None:
    """State who holds a permission. `any_signed_in`: whoever has an account, with or without a role; `second_factor`:
    and then with a second factor all the same."""
    if permission.value in _table:
        raise ValueError(f"{permission} is declared twice.")
    _table[permission.value] = Declared(permission, says, frozenset(roles), any_signed_in, second_factor)


def declared() -> list[Declared]:
    return [_table[key] for key in sorted(_table)]


def declaration(permission: Permission) -> Declared:
    """Raises KeyError for a permission that nobody declared."""
    return _table[permission.value]


class AccessPermission(Permission):
    SIGNED_IN = "access.signed_in"
    MANAGE_PEOPLE = "access.manage_people"


declare(AccessPermission.SIGNED_IN, says="See and change one's own account and bookings.", any_signed_in=True)
declare(
    AccessPermission.MANAGE_PEOPLE,
    says="Invite people, change their roles, suspend them, reset a second factor.",
    roles=[Role.ADMINISTRATOR, Role.BUSINESS_UNIT],
)
