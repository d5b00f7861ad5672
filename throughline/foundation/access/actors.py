"""Who acts: a person in a partnership with what they hold there, or the system itself."""

from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import CharField, Value

from throughline.foundation.access.models import Membership, RoleAssignment, User
from throughline.foundation.access.permissions import Permission, declaration
from throughline.foundation.access.roles import ROLES, Role


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


def actor_for(user: Any, *, second_factor: bool) -> Actor:
    """The signed-in person's roles in the active scope. One query; anonymous costs none."""
    if not getattr(user, "is_authenticated", False) or not user.is_active or user.is_system:
        return ANONYMOUS
    suspended = Membership.objects.filter(user_id=user.pk, suspended=True).order_by()
    roles = RoleAssignment.objects.filter(user_id=user.pk, suspended=False).order_by().values_list("role", flat=True)
    both = roles.union(suspended.values_list(Value(SUSPENDED, CharField()), flat=True)).order_by()
    found = set(both)
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
