"""Which partnership a host name serves, and which spaces a partnership sees."""

from datetime import date

from django.db.models import Q

from throughline.foundation.tenancy.models import Partnership, PartnershipHost, Space, SpacePartnership
from throughline.foundation.tenancy.scope import Scope


def partnership_for_host(host: str) -> Partnership | None:
    """The partnership that the host name (without port) serves; the default one for names nobody owns."""
    found = PartnershipHost.objects.select_related("partnership").filter(host=host.lower()).first()
    if found:
        return found.partnership
    return Partnership.objects.filter(is_default=True).first()


def scope_of(partnership: Partnership, on: date) -> Scope:
    """Home and every space shared with the partnership on that (real) day; never a restricted one. One query."""
    rows = (
        SpacePartnership.objects.filter(partnership=partnership)
        .exclude(space__kind=Space.Kind.RESTRICTED)
        .filter(Q(starts=None) | Q(starts__lte=on), Q(ends=None) | Q(ends__gte=on))
        .values_list("space_id", "space__kind")
    )
    home = [space_id for space_id, kind in rows if kind == Space.Kind.HOME]
    if len(home) != 1:
        raise LookupError(f"{partnership} has {len(home)} home spaces instead of one.")
    return Scope(partnership.pk, home[0], frozenset(space_id for space_id, _ in rows))


def joint_space_of(partnership_ids: set[int]) -> Space | None:
    """The joint space shared by exactly these partnerships."""
    for space in Space.objects.filter(
        kind=Space.Kind.JOINT, partnerships__partnership_id__in=partnership_ids
    ).distinct():
        if set(space.partnerships.values_list("partnership_id", flat=True)) == partnership_ids:
            return space
    return None


def partnerships_of(space_ids: set[int]) -> dict[int, list[Partnership]]:
    """Space id → the partnerships that see it, by name."""
    found: dict[int, list[Partnership]] = {}
    rows = SpacePartnership.objects.filter(space_id__in=space_ids).select_related("partnership")
    for row in rows.order_by("partnership__name"):
        found.setdefault(row.space_id, []).append(row.partnership)
    return found
