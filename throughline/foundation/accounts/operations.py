"""All writes about people's accounts. Times are real. What is done to a person is written into their events.

A suspended person cannot sign in to this partnership at all, with or without a role; other partnerships decide for
themselves. Name, post and agency are the account's, so they change everywhere.
"""

from collections.abc import Callable, Iterable, Set
from datetime import datetime

from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from throughline.foundation.access.actors import Actor
from throughline.foundation.access.models import Membership, PersonEvent, RoleAssignment, User
from throughline.foundation.access.operations import NotPermitted, Refused, operation
from throughline.foundation.access.permissions import AccessPermission
from throughline.foundation.access.roles import ROLES, Role
from throughline.foundation.accounts import notices, queries, rules
from throughline.foundation.tenancy import scope
from throughline.foundation.tenancy.models import Space


def _lock() -> int:
    """The partnership's home space, locked: two people cannot unmake each other's administrator at once."""
    return Space.objects.select_for_update().get(pk=scope.current().home_id).pk


def _note(user: User, what: str, *, by: Actor, at: datetime) -> None:
    who = by.user or user
    PersonEvent.objects.create(space_id=scope.current().home_id, user=user, what=what, at=at, by=who)


def _self(by: Actor) -> User:
    if by.user is None:
        raise NotPermitted("Sign in first.")
    return by.user


def _words(roles: Iterable[Role]) -> str:
    chosen = set(roles)
    return ", ".join(ROLES[role].label for role in Role if role in chosen) or "no role"


def _set_roles(user: User, roles: Set[Role], *, suspended: bool) -> None:
    home = scope.current().home_id
    held = {row.role: row for row in RoleAssignment.objects.filter(space_id=home, user=user)}
    for role in sorted(roles - {Role(role) for role in held}):
        RoleAssignment.objects.create(space_id=home, user=user, role=role, suspended=suspended)
    for name, row in held.items():
        if Role(name) not in roles:
            row.delete()


def _member(membership_id: int) -> Membership:
    return queries.members().select_related("user").get(pk=membership_id)


@operation(AccessPermission.MANAGE_PEOPLE)
def invite(
    *, by: Actor, at: datetime, email: str, name: str, job_title: str, agency_name: str, roles: Set[Role]
) -> Membership:
    """A member with these roles and an invitation by e-mail. An account that exists elsewhere keeps its own details."""
    home = _lock()
    address = email.strip().lower()
    reason = rules.refuse_roles(own=_own(by), before=set(), after=roles, other_administrators=0)
    if reason:
        raise Refused(reason)
    user = User.objects.filter(email__iexact=address).first()
    if user is not None and user.is_system:
        raise Refused("This address belongs to the system itself.")
    if user is not None and queries.is_member(user):
        raise Refused(f"{address} already has an account here. Find it in the list of people to change its roles.")
    if user is None:
        user = User.objects.create_user(email=address, name=name.strip(), job_title=job_title, agency_name=agency_name)
    membership = Membership.objects.create(space_id=home, user=user, since=at)
    _set_roles(user, roles, suspended=False)
    _note(user, f"Invited, with {_words(roles)}.", by=by, at=at)
    notices.invite(user=user, roles=_words(roles), by=by, at=at)
    return membership


def _own(by: Actor) -> Set[Role]:
    """The roles of who acts; the system acts as an administrator."""
    return frozenset({Role.ADMINISTRATOR}) if by.system else by.roles


@operation(AccessPermission.MANAGE_PEOPLE)
def change_person(
    *, by: Actor, at: datetime, membership_id: int, name: str, job_title: str, agency_name: str, roles: Set[Role]
) -> None:
    """Details and roles. Raises Refused by the rules, Membership.DoesNotExist for another partnership's."""
    _lock()
    membership = _member(membership_id)
    user = membership.user
    before = queries.roles_of(user.pk)
    reason = rules.refuse_roles(
        own=_own(by), before=before, after=roles, other_administrators=queries.other_administrators(user.pk)
    )
    if reason:
        raise Refused(reason)
    details = ""
    if not queries.roles_elsewhere(user.pk):  # their name is then theirs to change, for both partnerships
        details = _change_details(user, name=name, job_title=job_title, agency_name=agency_name)
    if details:
        _note(user, details, by=by, at=at)
    if before != set(roles):
        _set_roles(user, roles, suspended=membership.suspended)
        _note(user, f"Roles: {_words(roles)} (before: {_words(before)}).", by=by, at=at)


def _change_details(user: User, *, name: str, job_title: str, agency_name: str) -> str:
    """Saves what differs; returns it in words, empty when nothing did."""
    new = {"name": name.strip(), "job_title": job_title.strip(), "agency_name": agency_name.strip()}
    labels = {"name": "Name", "job_title": "Job title", "agency_name": "Agency"}
    changed = {field: value for field, value in new.items() if getattr(user, field) != value}
    words = [
        f"{labels[field]}: {value or '(none)'} (before: {getattr(user, field) or '(none)'})."
        for field, value in changed.items()
    ]
    for field, value in changed.items():
        setattr(user, field, value)
    if changed:
        user.save(update_fields=list(changed))
    return " ".join(words)


@operation(AccessPermission.SIGNED_IN)
def change_own_details(*, by: Actor, at: datetime, name: str, job_title: str, agency_name: str) -> None:
    user = _self(by)
    details = _change_details(user, name=name, job_title=job_title, agency_name=agency_name)
    if details:
        _note(user, details, by=by, at=at)


@operation(AccessPermission.MANAGE_PEOPLE)
def suspend(*, by: Actor, at: datetime, membership_id: int, reason: str) -> None:
    """Ends the person's sessions on this partnership's site at once and refuses new ones."""
    _lock()
    membership = _member(membership_id)
    user = membership.user
    refusal = rules.refuse_suspending(
        own=_own(by),
        theirs=queries.roles_of(user.pk),
        themselves=by.user == user,
        other_administrators=queries.other_administrators(user.pk),
    )
    if refusal:
        raise Refused(refusal)
    if membership.suspended:
        raise Refused(f"{user} is suspended already.")
    _suspend(membership, True)
    _note(user, f"Suspended: {reason.strip()}", by=by, at=at)


@operation(AccessPermission.MANAGE_PEOPLE)
def allow_again(*, by: Actor, at: datetime, membership_id: int) -> None:
    """Lifts a suspension; the roles held before come back."""
    _lock()
    membership = _member(membership_id)
    theirs = queries.roles_of(membership.user_id)
    if Role.ADMINISTRATOR in theirs and Role.ADMINISTRATOR not in _own(by):
        raise Refused("Only an administrator can allow an administrator again.")
    if not membership.suspended:
        raise Refused(f"{membership.user} is not suspended.")
    _suspend(membership, False)
    _note(membership.user, "Allowed again.", by=by, at=at)


def _suspend(membership: Membership, suspended: bool) -> None:
    membership.suspended = suspended
    membership.save()
    for row in RoleAssignment.objects.filter(space_id=membership.space_id, user_id=membership.user_id):
        row.suspended = suspended
        row.save()


@operation(AccessPermission.MANAGE_PEOPLE)
def reset_second_factor(*, by: Actor, at: datetime, membership_id: int) -> None:
    """Removes authenticator app, keys and recovery codes, ends every session and tells the person."""
    membership = _member(membership_id)
    user = membership.user
    refusal = rules.refuse_reset(
        own=_own(by), theirs=queries.roles_of(user.pk), elsewhere=queries.roles_elsewhere(user.pk)
    )
    if refusal:
        raise Refused(refusal)
    removed, _ = Authenticator.objects.filter(user_id=user.pk).delete()
    if not removed:
        raise Refused(f"{user} has no second factor to reset.")
    user.end_sessions()
    user.save(update_fields=["password"])
    _note(user, "Second factor reset.", by=by, at=at)
    notices.tell_of_reset(user=user, by=by, at=at)


@operation(AccessPermission.SIGNED_IN)
def sign_out_everywhere(*, by: Actor, at: datetime) -> None:
    """Ends every session of the person's account, on every host, this one included."""
    user = _self(by)
    user.end_sessions()
    user.save(update_fields=["password"])
    _note(user, "Signed out everywhere.", by=by, at=at)


@operation(None)
def sign_in(*, by: Actor, at: datetime, begin: Callable[[], None]) -> None:
    """Begins the session of who has proved who they are, and makes them a member of the partnership whose site it is.

    No permission: signing in is the deed. `begin` is the library's own login.
    """
    begin()
    if by.user is None or queries.is_member(by.user):
        return
    Membership.objects.create(space_id=scope.current().home_id, user=by.user, since=at)
    _note(by.user, "Signed in here for the first time.", by=by, at=at)


@operation(None)
def create_first_administrator(*, by: Actor, at: datetime, email: str, name: str) -> Membership:
    """The administrator with whom a partnership begins. For the command line alone; refuses when there is one."""
    if not by.system:
        raise Refused("The first administrator is made on the command line.")
    home = _lock()
    if queries.other_administrators(0):
        raise Refused("There is an administrator already. Administrators invite others under People.")
    try:
        validate_email(email)
    except ValidationError as error:
        raise Refused(f"'{email}' is not an e-mail address.") from error
    user = User.objects.filter(email__iexact=email).first() or User.objects.create_user(email=email, name=name)
    if user.is_system:
        raise Refused("This address belongs to the system itself.")
    membership, _ = Membership.objects.get_or_create(space_id=home, user=user, defaults={"since": at})
    _set_roles(user, queries.roles_of(user.pk) | {Role.ADMINISTRATOR}, suspended=False)
    _suspend(membership, False)
    _note(user, "Made the first administrator.", by=by, at=at)
    return membership


@operation(None)
def load_demonstration_account(*, by: Actor, at: datetime, email: str, name: str, job_title: str, role: Role) -> None:
    """One invented person of the demonstration, made once. For commands alone."""
    if not by.system:
        raise Refused("Demonstration accounts are made by a command.")
    home = scope.current().home_id
    user = User.objects.filter(email=email).first() or User.objects.create_user(
        email=email, name=name, job_title=job_title
    )
    _, made = Membership.objects.get_or_create(space_id=home, user=user, defaults={"since": at})
    if made:
        _set_roles(user, {role}, suspended=False)
        _note(user, f"Made for the demonstration, with {_words({role})}.", by=by, at=at)
