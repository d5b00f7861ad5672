"""Who may see and answer which return."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast

from throughline.foundation.access.actors import Actor
from throughline.foundation.access.models import Membership, User
from throughline.office.audits.models import Contributor, PanelConflict, PanelMember, Return, Signature
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
    """What a person is to one return. `standards`: those they answer; None for all. `panel`: their seat, or None.
    `countersigns`: was asked to sign what stands there as the second, and reads it for that."""

    lead: bool = False
    helps: bool = False
    standards: frozenset[str] | None = None
    signs: bool = False
    countersigns: bool = False
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
    """Those that the person leads, was asked to help with or to sign as well, of cycles that were launched."""
    helped = Contributor.objects.filter(email=who.email).order_by().values("of_id")
    second = Signature.objects.filter(together_email=who.email, current=True).order_by().values("of_id")
    found = Return.objects.filter(Q(lead_email=who.email) | Q(pk__in=helped) | Q(pk__in=second))
    return found.exclude(cycle__state="draft")


def given_to_panel(who: Reader) -> QuerySet[Return]:
    members = PanelMember.objects.filter(email=who.email).order_by()
    conflicts = PanelConflict.objects.filter(member__email=who.email).order_by().values("of_id")
    found = Return.objects.filter(cycle_id__in=members.values("cycle_id"), state__in=IN)
    return found.exclude(pk__in=conflicts)


def one(who: Reader, return_id: int, *, hold: bool = False) -> tuple[Return, Part]:
    """Raises Return.DoesNotExist, also for what the person may not see: the same as `visible` says, without a query for
    each way in. One query for the lead, five at most. `hold`: nobody else changes the row until the transaction ends,
    which on SQLite no other does anyway."""
    found = Return.objects.select_related("cycle").defer("cycle__content")
    if hold:
        found = found.select_for_update(of=("self",))
    row = found.annotate(cycle_text=Cast("cycle__content", TextField())).get(pk=return_id)
    part = part_of(who, row)
    own_row = (part.works or part.countersigns) and row.cycle.state != "draft"
    if not (who.sees_all or own_row or part.panel_id is not None):
        raise Return.DoesNotExist
    return row, part


def part_of(who: Reader, row: Return) -> Part:
    """Four queries at most; none for the lead, unless a second signature is awaited."""
    lead = bool(who.email) and row.lead_email.lower() == who.email
    if lead:
        return Part(lead=True, signs=True, countersigns=_countersigns(who, row), sees_all=who.sees_all,
                    manages=who.manages)  # fmt: skip
    helper = Contributor.objects.filter(of=row, email=who.email).first() if who.email else None
    member = PanelMember.objects.filter(cycle_id=row.cycle_id, email=who.email).first() if who.email else None
    barred = member is not None and PanelConflict.objects.filter(member=member, of=row).exists()
    return Part(
        helps=helper is not None,
        standards=frozenset(helper.standards) if helper is not None and helper.standards else None,
        signs=helper is not None and helper.signs,
        countersigns=_countersigns(who, row),
        sees_all=who.sees_all,
        manages=who.manages,
        panel_id=member.pk if member is not None and not barred and row.state in IN and not helper
        else None,
    )  # fmt: skip


def _countersigns(who: Reader, row: Return) -> bool:
    if not who.email or row.state in EDITABLE:  # nothing is signed then
        return False
    return Signature.objects.filter(of=row, together_email=who.email, current=True).exists()


def editable(row: Return) -> bool:
    return row.state in EDITABLE and row.cycle.state == "open"


def person_known(email: str) -> User | None:
    """Somebody whom the partnership knows and has not suspended."""
    found = Membership.objects.filter(user__email=email.strip().lower(), suspended=False, user__is_active=True)
    membership = found.select_related("user").first()
    return membership.user if membership else None
