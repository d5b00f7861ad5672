"""Opening restricted spaces, naming members, breaking the glass, keeping looks. Moments are real ones."""

from datetime import datetime

from django.db.models import Max
from django.urls import reverse

from throughline.foundation.access.actors import Actor
from throughline.foundation.access.models import User
from throughline.foundation.access.operations import NotPermitted, Refused, operation
from throughline.foundation.notices.api import put, site_link
from throughline.foundation.restricted import queries
from throughline.foundation.restricted.models import Glass, Look, Member, RestrictedSpace
from throughline.foundation.restricted.notices import GlassBroken, NamedMember
from throughline.foundation.restricted.permissions import RestrictedPermission
from throughline.foundation.restricted.registry import kind_of
from throughline.foundation.restricted.rules import NAMED, Part, glass_ends
from throughline.foundation.tenancy import scope
from throughline.foundation.tenancy.operations import make_restricted_space
from throughline.foundation.ui import formats

LEAD_ONLY = "Only the lead of this space can do this."
LAST_LEAD = "A space has a lead at all times. Name another lead first."


@operation(None)
def open_space(*, kind: str, lead_id: int, by: Actor, at: datetime) -> RestrictedSpace:
    """A step of the app whose space it is, which asks for its own permission. Raises KeyError for an unknown kind."""
    kind_of(kind)
    if by.user is None:
        raise NotPermitted("Sign in to do this.")
    last = RestrictedSpace.objects.aggregate(last=Max("number"))["last"] or 0
    row = RestrictedSpace.objects.create(
        space_id=scope.current().home_id, place=make_restricted_space(reference=f"R{last + 1}"), number=last + 1,
        kind=kind, opened_at=at, opened_by=by.user,
    )  # fmt: skip
    _name(row, User.objects.get(pk=lead_id), Part.LEAD, None, by, at)
    return row


@operation(RestrictedPermission.ENTER)
def name_member(
    *, restricted_id: int, user_id: int, part: str, stands_in_for_id: int | None = None, partner: str = "", by: Actor,
    at: datetime,
) -> Member:  # fmt: skip
    """By the lead. Who is one already gets the new part, and the partner for whom they sign, from now on. Raises
    Refused, NotPermitted."""
    row = _led(restricted_id, by, at)
    if part not in NAMED:
        raise Refused("Choose what this person may do here.")
    if partner and partner not in dict(kind_of(row.kind).partners):
        raise Refused("Nobody signs for this partner here.")
    if stands_in_for_id is not None:
        if stands_in_for_id == user_id:
            raise Refused("Nobody stands in for themselves.")
        if not _current(row).filter(user_id=stands_in_for_id).exists():
            raise Refused("They can stand in for a member of this space alone.")
    before = _current(row).filter(user_id=user_id).first()
    if before is not None:
        if before.part == Part.LEAD and part != Part.LEAD:
            _refuse_last_lead(row, user_id)
        before.part, before.stands_in_for_id, before.partner = part, stands_in_for_id, partner
        before.save(update_fields=["part", "stands_in_for", "partner"])
        return before
    return _name(row, User.objects.get(pk=user_id), Part(part), stands_in_for_id, by, at, partner)


@operation(RestrictedPermission.ENTER)
def end_member(*, restricted_id: int, user_id: int, reason: str, by: Actor, at: datetime) -> None:
    """By the lead, with the reason; from this moment on. Raises Refused, NotPermitted."""
    row = _led(restricted_id, by, at)
    if not reason.strip():
        raise Refused("Give the reason.")
    member = _current(row).filter(user_id=user_id).first()
    if member is None:
        return
    if member.part == Part.LEAD:
        _refuse_last_lead(row, user_id)
    member.until, member.why_ended = at, reason.strip()
    member.save(update_fields=["until", "why_ended"])


@operation(RestrictedPermission.BREAK_GLASS)
def break_glass(*, restricted_id: int, reason: str, by: Actor, at: datetime) -> Glass:
    """RS-02, RS-03. Raises Refused, RestrictedSpace.DoesNotExist."""
    row = queries.find(restricted_id)
    if by.user is None:
        raise NotPermitted("Sign in to do this.")
    if not reason.strip():
        raise Refused("Give the reason. The lead and the data guardian read it.")
    if queries.part_of(by, row.pk, at) is not None:
        raise Refused("You can enter this space already.")
    glass = Glass.objects.create(
        space_id=row.space_id, restricted=row, user=by.user, reason=reason.strip(), at=at, ends_at=glass_ends(at)
    )
    url = site_link(reverse("restricted:space", args=[row.pk]))
    notice = GlassBroken(reference=row.reference, who=str(by.user), until=formats.moment(glass.ends_at), url=url)
    told = {user.pk: user for user in [*queries.leads(row.pk), *queries.guardians()]}
    for user in told.values():
        put(notice, to=user.email, key=f"{notice.kind}:{glass.pk}:{user.pk}", at=at)
    return glass


@operation(RestrictedPermission.ENTER)
def end_glass(*, glass_id: int, by: Actor, at: datetime) -> None:
    """By who broke it, by the lead, or by who oversees. Raises NotPermitted, Glass.DoesNotExist."""
    glass = Glass.objects.get(pk=glass_id)
    own = by.user is not None and glass.user_id == by.user.pk
    leads = queries.part_of(by, glass.restricted_id, at) is Part.LEAD
    if not (own or leads or by.may(RestrictedPermission.OVERSEE)):
        raise NotPermitted(LEAD_ONLY)
    if glass.ended_at is None:
        glass.ended_at, glass.ended_by = at, by.user
        glass.save(update_fields=["ended_at", "ended_by"])


def keep_look(*, restricted_id: int, by: Actor, part: Part, what: str, at: datetime) -> None:
    """No operation: a look is kept while a page is only read, and before anything of it is shown."""
    if by.user is not None and not by.system:
        Look.objects.create(
            space_id=scope.current().home_id, restricted_id=restricted_id, user=by.user, part=part, what=what, at=at
        )


def _name(
    row: RestrictedSpace, user: User, part: Part, stands_in: int | None, by: Actor, at: datetime, partner: str = ""
) -> Member:
    made = Member.objects.create(
        space_id=row.space_id, restricted=row, user=user, part=part, stands_in_for_id=stands_in, partner=partner,
        since=at, named_by=by.user,
    )  # fmt: skip
    if by.user is None or user.pk != by.user.pk:
        notice = NamedMember(reference=row.reference, url=site_link(kind_of(row.kind).address(row.pk)))
        put(notice, to=user.email, key=f"{notice.kind}:{made.pk}", at=at)
    return made


def _led(restricted_id: int, by: Actor, at: datetime) -> RestrictedSpace:
    row = queries.find(restricted_id)
    if queries.part_of(by, row.pk, at) is not Part.LEAD:
        raise NotPermitted(LEAD_ONLY)
    return row


def _current(row: RestrictedSpace) -> "queries.QuerySet[Member]":
    return Member.objects.filter(restricted=row, until=None)


def _refuse_last_lead(row: RestrictedSpace, user_id: int) -> None:
    if not _current(row).filter(part=Part.LEAD).exclude(user_id=user_id).exists():
        raise Refused(LAST_LEAD)
