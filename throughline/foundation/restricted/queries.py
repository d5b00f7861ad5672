"""Who may enter which space now, who has to do with it, who looked."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from throughline.foundation.access.actors import Actor
from throughline.foundation.access.models import Membership, RoleAssignment, User
from throughline.foundation.access.roles import Role
from throughline.foundation.restricted.models import Glass, Look, Member, RestrictedSpace
from throughline.foundation.restricted.permissions import RestrictedPermission
from throughline.foundation.restricted.rules import Part


@dataclass(frozen=True)
class Entered:
    """A restricted space, as this person is in it."""

    id: int
    reference: str
    space_id: int
    part: Part

    @property
    def may_write(self) -> bool:
        return self.part.may_write

    @property
    def leads(self) -> bool:
        return self.part is Part.LEAD


def find(restricted_id: int) -> RestrictedSpace:
    """Raises RestrictedSpace.DoesNotExist."""
    return RestrictedSpace.objects.select_related("place", "opened_by").get(pk=restricted_id)


def part_of(actor: Actor, restricted_id: int, now: datetime) -> Part | None:
    """RS-01: a named member's part, or a glass that is open; None for everybody else, whatever their role. The system
    takes part as a lead does. Two queries at most."""
    if actor.system:
        return Part.LEAD
    if actor.user is None:
        return None
    member = Member.objects.filter(restricted_id=restricted_id, user_id=actor.user.pk, until=None).first()
    if member is not None:
        return Part(member.part)
    broken = Glass.objects.filter(restricted_id=restricted_id, user_id=actor.user.pk, ended_at=None, ends_at__gt=now)
    return Part.GLASS if broken.exists() else None


def mine(actor: Actor) -> QuerySet[Member]:
    """The spaces of which one is a named member. One query."""
    user_id = actor.user.pk if actor.user else None
    found = Member.objects.filter(user_id=user_id, until=None, user__isnull=False)
    return found.select_related("restricted").order_by("-restricted__number")


def all_spaces() -> QuerySet[RestrictedSpace]:
    """By reference. For who may break the glass or oversees them."""
    return RestrictedSpace.objects.order_by("-number")


def members(restricted_id: int) -> QuerySet[Member]:
    """Those of now and of before, the first first."""
    return Member.objects.filter(restricted_id=restricted_id).select_related("user", "stands_in_for", "named_by")


def leads(restricted_id: int) -> list[User]:
    """Who leads, and who stands in for them. Two queries."""
    now = Member.objects.filter(restricted_id=restricted_id, until=None).select_related("user")
    leading = [row.user for row in now if row.part == Part.LEAD]
    ids = {user.pk for user in leading}
    return leading + [row.user for row in now if row.stands_in_for_id in ids and row.user_id not in ids]


def stands_in(restricted_id: int, user_id: int, for_id: int) -> bool:
    """Whether the one is the other, or the other's named deputy here."""
    if user_id == for_id:
        return True
    return Member.objects.filter(
        restricted_id=restricted_id, user_id=user_id, stands_in_for_id=for_id, until=None
    ).exists()


def partner_of(restricted_id: int, user_id: int) -> str:
    """For whom this member signs; '' where the lead put none on record, or where they are no member now."""
    found = Member.objects.filter(restricted_id=restricted_id, user_id=user_id, until=None).first()
    return found.partner if found else ""


def guardians() -> list[User]:
    """The partnership's data protection officers and Caldicott guardians."""
    held = RoleAssignment.objects.filter(role=Role.DATA_GUARDIAN, suspended=False, user__is_active=True)
    return [row.user for row in held.select_related("user").order_by("pk")]


def looks(restricted_id: int) -> QuerySet[Look]:
    """The latest first."""
    return Look.objects.filter(restricted_id=restricted_id).select_related("user")


def glasses(restricted_id: int) -> QuerySet[Glass]:
    return Glass.objects.filter(restricted_id=restricted_id).select_related("user", "ended_by")


def may_read_looks(actor: Actor, part: Part | None) -> bool:
    """RS-04: the lead, and who oversees."""
    return part is Part.LEAD or actor.may(RestrictedPermission.OVERSEE)


def person_with_email(email: str) -> User | None:
    """Somebody whom the partnership knows and has not suspended."""
    found = Membership.objects.filter(user__email=email.strip().lower(), suspended=False, user__is_active=True)
    membership = found.select_related("user").first()
    return membership.user if membership else None


def members_of(restricted_id: int) -> QuerySet[Member]:
    """Those of now. One query."""
    return members(restricted_id).filter(until=None)
