"""Who may see and answer which return."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from throughline.foundation.access.actors import Actor
from throughline.foundation.access.models import Membership, User
from throughline.office.audits.models import Contributor, PanelConflict, PanelMember, Return
from throughline.office.audits.permissions import AuditsPermission
from throughline.office.audits.rules.returns import EDITABLE, IN


@dataclass(frozen=True)
class Reader:
    """What a person is to audits. Somebody who is asked is known by their address."""

    user_id: int | None
    email: str
    sees_all: bool
    manages: bool


@dataclass(frozen=True)
class Part:
    """What a person is to one return. `standards`: those they answer; None for all. `panel`: their seat, or None."""

    lead: bool = False
    helps: bool = False
    standards: frozenset[str] | None = None
    signs: bool = False
    sees_all: bool = False
    manages: bool = False
    panel_id: int | None = None

    @property
    def works(self) -> bool:
        """One of those whose return it is."""
        return self.lead or self.helps or self.signs

    def answers(self, standard: str) -> bool:
        return self.lead or (self.helps and (self.standards is None or standard in self.standards))


def reader(actor: Actor) -> Reader:
    """No query."""
    return Reader(
        user_id=actor.user.pk if actor.user else None,
        email=actor.user.email.lower() if actor.user else "",
        sees_all=actor.may(AuditsPermission.SEE_ALL),
        manages=actor.may(AuditsPermission.MANAGE),
    )


def visible(who: Reader) -> QuerySet[Return]:
    """All; or one's own and, as a panel member, those handed in that one has no conflict with."""
    found = Return.objects.all()
    if who.sees_all:
        return found
    if not who.email:
        return found.none()
    return found.filter(Q(pk__in=own(who).values("pk")) | Q(pk__in=given_to_panel(who).values("pk")))


def own(who: Reader) -> QuerySet[Return]:
    """Those that the person leads or was asked to help with, of cycles that were launched."""
    helped = Contributor.objects.filter(email=who.email).order_by().values("of_id")
    found = Return.objects.filter(Q(lead_email=who.email) | Q(pk__in=helped))
    return found.exclude(cycle__state="draft")


def given_to_panel(who: Reader) -> QuerySet[Return]:
    members = PanelMember.objects.filter(email=who.email).order_by()
    conflicts = PanelConflict.objects.filter(member__email=who.email).order_by().values("of_id")
    found = Return.objects.filter(cycle_id__in=members.values("cycle_id"), state__in=IN)
    return found.exclude(pk__in=conflicts)


def one(who: Reader, return_id: int) -> tuple[Return, Part]:
    """Raises Return.DoesNotExist, also for what the person may not see. Three queries."""
    row = visible(who).select_related("cycle", "body").get(pk=return_id)
    return row, part_of(who, row)


def part_of(who: Reader, row: Return) -> Part:
    """Two queries, one for who sees all."""
    helper = Contributor.objects.filter(of=row, email=who.email).first() if who.email else None
    lead = bool(who.email) and row.lead_email.lower() == who.email
    member = PanelMember.objects.filter(cycle_id=row.cycle_id, email=who.email).first() if who.email else None
    barred = member is not None and PanelConflict.objects.filter(member=member, of=row).exists()
    return Part(
        lead=lead,
        helps=helper is not None,
        standards=frozenset(helper.standards) if helper is not None and helper.standards else None,
        signs=lead or (helper is not None and helper.signs),
        sees_all=who.sees_all,
        manages=who.manages,
        panel_id=member.pk if member is not None and not barred and row.state in IN and not lead and not helper
        else None,
    )  # fmt: skip


def editable(row: Return) -> bool:
    return row.state in EDITABLE and row.cycle.state == "open"


def person_known(email: str) -> User | None:
    """Somebody whom the partnership knows and has not suspended."""
    found = Membership.objects.filter(user__email=email.strip().lower(), suspended=False, user__is_active=True)
    membership = found.select_related("user").first()
    return membership.user if membership else None
