"""Key messages of groups: who may enter them, and what an issue says of them."""

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet

from throughline.foundation.access.actors import Actor
from throughline.foundation.ui import formats
from throughline.office.partnership import api as partnership
from throughline.publishing.bulletin.models import KeyMessages
from throughline.publishing.bulletin.permissions import BulletinPermission

GROUP = "partnership.group:"  # in a block's source: whose messages it takes


def groups_of(actor: Actor) -> list[partnership.GroupRow]:
    """Whose messages this person enters: those in which they hold a seat; all for who writes the bulletin."""
    found = partnership.groups()
    if actor.may(BulletinPermission.WRITE):
        return found
    seats = {post.group_id for post in partnership.posts_held_by(actor.user.pk if actor.user else None)}
    return [group for group in found if group.id in seats]


def messages_of(actor: Actor) -> QuerySet[KeyMessages]:
    """The newest first, of the groups whose messages this person enters."""
    rows = KeyMessages.objects.filter(group_id__in=[group.id for group in groups_of(actor)])
    return rows.select_related("group", "written_by").order_by("-met_on", "-pk")


def messages_between(first: date, last: date, group_id: int | None = None) -> list[KeyMessages]:
    """Of meetings on these days, in their order."""
    rows = KeyMessages.objects.filter(met_on__gte=first, met_on__lte=last)
    rows = rows.filter(group_id=group_id) if group_id is not None else rows
    return list(rows.select_related("group").order_by("group__name", "met_on", "pk"))


def group_in(source: str) -> int | None:
    """Whose messages a block takes; None for every group's."""
    return int(source.removeprefix(GROUP)) if source.startswith(GROUP) else None


def as_markdown(rows: Iterable[KeyMessages], *, named: bool) -> str:
    """`named`: each meeting below its group's name; else below its month alone."""
    parts: list[str] = []
    for row in rows:
        month = formats.month(row.met_on)
        parts.append(f"# {row.group.name}, {month}" if named else f"From its meeting in {month}:")
        parts.append("\n".join(f"- {line}" for line in row.text.splitlines()))
    return "\n\n".join(parts)
