"""Links made and unmade: by hand, and those that the system reads from texts."""

from collections.abc import Collection
from datetime import datetime

from throughline.foundation.access.actors import Actor
from throughline.foundation.access.operations import Refused, operation
from throughline.foundation.links.models import Link
from throughline.foundation.links.permissions import LinksPermission
from throughline.foundation.links.queries import seen
from throughline.foundation.links.rules import BY_HAND, Ref, Relation
from throughline.foundation.tenancy import scope

NOT_THERE = "One of the two records is not there, or not yours to see."


@operation(LinksPermission.LINK)
def link(*, source: Ref, says: Relation, target: Ref, by: Actor, at: datetime, space_id: int | None = None) -> Link:
    """The same link a second time is the first one. Both records must be this person's to see. Raises Refused."""
    if source == target:
        raise Refused("A record cannot be linked to itself.")
    if says not in BY_HAND:
        raise Refused("What cites a record is read from the texts themselves.")
    if len(seen(by, [source, target])) < 2:
        raise Refused(NOT_THERE)
    made, _ = Link.objects.get_or_create(
        space_id=space_id or scope.current().home_id, source_kind=source.kind, source_id=source.id, says=says.value,
        target_kind=target.kind, target_id=target.id,
    )  # fmt: skip
    return made


@operation(LinksPermission.LINK)
def unlink(*, link_id: int, by: Actor, at: datetime) -> None:
    """It stays in the history. One that is gone already stays gone."""
    for row in Link.objects.filter(pk=link_id):
        row.delete()


@operation(None)
def align(*, says: Relation, wanted: Collection[tuple[Ref, Ref]], by: Actor, at: datetime) -> int:
    """The schedule's own, without a permission: of that relation, which nobody makes by hand, the home space has the
    links (source, target) of `wanted` and no others. Returns how many came or went."""
    if says in BY_HAND:
        raise ValueError(f"Links that say '{says}' are made by people.")
    missing = {pair for pair in wanted if pair[0] != pair[1]}
    home, changed = scope.current().home_id, 0
    for row in Link.objects.filter(space_id=home, says=says.value):
        pair = (Ref(row.source_kind, row.source_id), Ref(row.target_kind, row.target_id))
        if pair in missing:
            missing.remove(pair)
        else:
            row.delete()
            changed += 1
    for source, target in sorted(missing):
        Link.objects.create(
            space_id=home, source_kind=source.kind, source_id=source.id, says=says.value, target_kind=target.kind,
            target_id=target.id,
        )  # fmt: skip
    return changed + len(missing)
