"""Who acts: a person in a partnership with what they hold there, or the system itself."""

from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, connection, transaction

from throughline.foundation.access.models import User
from throughline.foundation.access.permissions import Permission, declaration
from throughline.foundation.access.roles import ROLES, Role
from throughline.foundation.tenancy import scope


@dataclass(frozen=True)
class Actor:
    """Made once a request, task or command. `user` is None for somebody who is not signed in.

    `suspended`: the partnership refuses this person; there is no user and no role then.
    """

    user: User | None
    roles: frozenset[Role] = frozenset()
    second_factor: bool = False
    system: bool = False
    suspended: bool = False

    @property
    def signed_in(self) -> bool:
        return self.user is not None

    def holds(self, permission: Permission) -> bool:
        """By role alone, whether or not the second factor was given."""
        if self.system:
            return True
        found = declaration(permission)
        return self.signed_in and (found.any_signed_in or bool(found.roles & self.roles))

    def needs_second_factor_for(self, permission: Permission) -> bool:
        """True when the permission itself, or every role through which it is held, asks for a second factor."""
        found = declaration(permission)
        if self.system:
            return False
        if found.any_signed_in:
            return found.second_factor
        return all(ROLES[role].second_factor for role in found.roles & self.roles)

    def may(self, permission: Permission) -> bool:
        return self.holds(permission) and (self.second_factor or not self.needs_second_factor_for(permission))


ANONYMOUS = Actor(user=None)


SUSPENDED = "(suspended)"  # stands among the roles in actor_for's one query; no role is called so
# Every page of everybody who is signed in begins with this: to build it anew was a sixth of a short page.
STANDING = """
SELECT role FROM access_roleassignment WHERE user_id = %s AND NOT suspended AND space_id IN ({spaces})
UNION ALL
SELECT '(suspended)' FROM access_membership WHERE user_id = %s AND suspended AND space_id IN ({spaces})
"""


def actor_for(user: Any, *, second_factor: bool) -> Actor:
    """The signed-in person's roles in the active scope. One query; anonymous costs none."""
    if not getattr(user, "is_authenticated", False) or not user.is_active or user.is_system:
        return ANONYMOUS
    spaces = sorted(scope.current().space_ids)
    with connection.cursor() as cursor:
        asked = STANDING.format(spaces=", ".join(["%s"] * len(spaces)))
        cursor.execute(asked, [user.pk, *spaces, user.pk, *spaces])
        found = {role for (role,) in cursor.fetchall()}
    if SUSPENDED in found:
        return Actor(user=None, suspended=True)
    return Actor(user=user, roles=frozenset(Role(role) for role in found), second_factor=second_factor)


def system_actor(name: str) -> Actor:
    """The system's own account of that name ('command line', 'worker'), made on first use, whoever is first."""
    email = f"{name.replace(' ', '-')}@system.invalid"
    user = User.objects.filter(email=email).first()
    if user is None:
        try:
            with transaction.atomic():
                user = User.objects.create_user(email=email, name=name.capitalize(), is_system=True)
        except IntegrityError:
            user = User.objects.get(email=email)
    return Actor(user=user, system=True)
