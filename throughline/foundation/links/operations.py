"""Links made and unmade by hand."""

from datetime import datetime

from throughline.foundation.access.actors import Actor
from throughline.foundation.access.operations import Refused, operation
from throughline.foundation.links.models import Link
from throughline.foundation.links.permissions import LinksPermission
from throughline.foundation.links.queries import seen
from throughline.foundation.links.rules import Ref, Relation
from throughline.foundation.tenancy import scope

NOT_THERE = "One of the two records is not there, or not yours to see."


@operation(LinksPermission.LINK)
def link(*, source: Ref, says: Relation, target: Ref, by: Actor, at: datetime, space_id: int | None = None) -> Link:
    """The same link a second time is the first one. Both records must be this person's to see. Raises Refused."""
    if source == target:
        raise Refused("A record cannot be linked to itself.")
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
