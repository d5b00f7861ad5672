"""People of the partnership whose scope is active, their roles, second factors and what was done to their accounts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator
from django.db.models import Q, QuerySet

from throughline.foundation.access.models import Membership, PersonEvent, RoleAssignment, User
from throughline.foundation.access.roles import ROLES, Role
from throughline.foundation.tenancy import scope
from throughline.foundation.tenancy.prepared import Given, Prepared

FACTOR_NAMES = {
    Authenticator.Type.TOTP: "Authenticator app",
    Authenticator.Type.WEBAUTHN: "Passkey or security key",
    Authenticator.Type.RECOVERY_CODES: "Recovery codes",
}


@dataclass(frozen=True)
class Person:
    """A member of the partnership. `id` is the membership's; `last_signed_in` is None while the person never came."""

    id: int
    user_id: int
    name: str
    email: str
    job_title: str
    agency: str
    suspended: bool
    last_signed_in: datetime | None
    roles: tuple[Role, ...]

    @property
    def role_labels(self) -> str:
        return ", ".join(ROLES[role].label for role in self.roles) or "No role"


@dataclass(frozen=True)
class Event:
    what: str
    at: datetime
    by: str


def members(search: str = "") -> QuerySet[Membership]:
    """Everyone of the partnership by name; each word of the search is in their name, address, agency or job title."""
    found = Membership.objects.filter(space_id=scope.current().home_id, user__is_system=False).select_related("user")
    for word in search.split():
        found = found.filter(
            Q(user__name__icontains=word)
            | Q(user__email__icontains=word)
            | Q(user__agency_name__icontains=word)
            | Q(user__job_title__icontains=word)
        )
    return found.order_by("user__name", "user__email", "pk")


def people(memberships: Iterable[Membership]) -> list[Person]:
    """The people of a page of members with their roles in the home space. One query."""
    rows = list(memberships)
    roles: dict[int, set[Role]] = {}
    found = RoleAssignment.objects.filter(
        space_id=scope.current().home_id, user_id__in=[row.user_id for row in rows]
    ).values_list("user_id", "role")
    for user_id, role in found:
        roles.setdefault(user_id, set()).add(Role(role))
    return [_person(row, roles.get(row.user_id, set())) for row in rows]


def person(membership_id: int) -> Person:
    """Raises Membership.DoesNotExist for another partnership's and for none alike."""
    return people([members().get(pk=membership_id)])[0]


def _person(row: Membership, roles: set[Role]) -> Person:
    user = row.user
    return Person(
        id=row.pk,
        user_id=user.pk,
        name=user.name or user.email,
        email=user.email,
        job_title=user.job_title,
        agency=user.agency_name,
        suspended=row.suspended,
        last_signed_in=user.last_login,
        roles=tuple(role for role in Role if role in roles),
    )


def roles_of(user_id: int) -> set[Role]:
    """Roles in the home space, suspended or not."""
    found = RoleAssignment.objects.filter(space_id=scope.current().home_id, user_id=user_id)
    return {Role(role) for role in found.values_list("role", flat=True)}


def roles_elsewhere(user_id: int) -> set[Role]:
    """Roles in spaces that the active scope does not see, suspended ones left out."""
    seen = scope.current().space_ids
    with scope.unscoped(reason="roles in other partnerships limit what may be done to an account here"):
        found = RoleAssignment.objects.filter(user_id=user_id, suspended=False).exclude(space_id__in=seen)
        return {Role(role) for role in found.values_list("role", flat=True)}


def other_administrators(user_id: int) -> int:
    """Administrators of the partnership who are not suspended, without this person."""
    found = RoleAssignment.objects.filter(
        space_id=scope.current().home_id, role=Role.ADMINISTRATOR, suspended=False, user__is_active=True
    )
    return found.exclude(user_id=user_id).count()


_MEMBERSHIP = Prepared(
    lambda: Membership.objects.filter(space_id=scope.current().home_id, user_id=Given("user")).values_list(
        "suspended", flat=True
    )
)


def is_suspended(user: User) -> bool:
    return any(_MEMBERSHIP(user=user.pk))


def is_member(user: User) -> bool:
    return bool(_MEMBERSHIP(user=user.pk))


def factors(user_id: int) -> list[str]:
    """What the person can give as a second factor, in words, one entry each."""
    found: QuerySet[Any] = Authenticator.objects.filter(user_id=user_id).order_by("type", "pk")
    return [FACTOR_NAMES[Authenticator.Type(row.type)] for row in found]


def events(user_id: int) -> list[Event]:
    """What was done to the account in this partnership, newest first."""
    found = PersonEvent.objects.filter(user_id=user_id).select_related("by")
    return [Event(row.what, row.at, str(row.by)) for row in found]
