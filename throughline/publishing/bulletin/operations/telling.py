"""A group's key messages go in, once, by who has a seat in it or by the bulletin's editors."""

import re
from datetime import date, datetime

from throughline.foundation.access.actors import Actor
from throughline.foundation.access.operations import Refused, operation
from throughline.foundation.tenancy import scope
from throughline.foundation.ui import formats
from throughline.publishing.bulletin.models import KeyMessages
from throughline.publishing.bulletin.permissions import BulletinPermission
from throughline.publishing.bulletin.queries.messages import groups_of, messages_of
from throughline.publishing.bulletin.rules.cleaning import clean


@operation(BulletinPermission.TELL)
def write_messages(
    *, messages_id: int | None, group_id: int, met_on: date, text: str, by: Actor, at: datetime
) -> KeyMessages:  # fmt: skip
    """New ones without `messages_id`. An issue that was approved keeps what it says. Raises Refused, and
    KeyMessages.DoesNotExist also for a group that is not this person's."""
    row = KeyMessages(space_id=scope.current().home_id) if messages_id is None else messages_of(by).get(pk=messages_id)
    if group_id not in {group.id for group in groups_of(by)}:
        raise Refused("Choose a group in which you have a seat.")
    lines = [re.sub(r"^[-•·*]\s+", "", line.strip()) for line in clean(text).splitlines()]
    kept = "\n".join(line for line in lines if line)
    if not kept:
        raise Refused("Enter at least one message.")
    if met_on > at.date():
        raise Refused(f"The meeting must not be after today, {formats.day(at.date())}.")
    if KeyMessages.objects.filter(group_id=group_id, met_on=met_on).exclude(pk=row.pk).exists():
        raise Refused("The messages of this meeting are here already. Change them instead.")
    if by.user is None:
        raise Refused("Somebody has to enter them.")
    row.group_id, row.met_on, row.text, row.written_by = group_id, met_on, kept, by.user
    row.save()
    return row
