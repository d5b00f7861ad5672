"""An event's stalls, and how many came to it."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from throughline.foundation.access.actors import Actor
from throughline.foundation.access.operations import Refused, operation
from throughline.office.training.models import HeadCount, Stall
from throughline.office.training.operations.taking import locked
from throughline.office.training.permissions import TrainingPermission
from throughline.office.training.rules.events import Sort, StallPlan, wrong_stalls


@operation(TrainingPermission.MANAGE)
def write_stalls(*, session_id: int, stalls: Sequence[StallPlan], by: Actor, at: datetime) -> None:
    """The stalls become exactly these. Raises Refused, Session.DoesNotExist."""
    wrong = wrong_stalls(list(stalls))
    if wrong:
        raise Refused(wrong)
    session = locked(session_id)
    wanted = {stall.agency: stall.what for stall in stalls}
    for row in Stall.objects.filter(session=session):
        if row.agency not in wanted:
            row.delete()
            continue
        what = wanted.pop(row.agency)
        if row.what != what:
            row.what = what
            row.save(update_fields=["what"])
    for agency, what in wanted.items():
        Stall.objects.create(space_id=session.space_id, session=session, agency=agency, what=what)


@operation(TrainingPermission.MANAGE)
def count_people(
    *, session_id: int, people: Mapping[Sort, int], school_groups: int | None, by: Actor, at: datetime
) -> int:
    """TR-160, TR-161: how many of each sort came; a sort that is not given is not counted. The sum of all.

    `school_groups`: in how many groups the school children came. Raises Refused, Session.DoesNotExist.
    """
    session = locked(session_id)
    if at < session.starts:
        raise Refused("Count who came once the event has begun.")
    if school_groups and Sort.CHILDREN not in people:
        raise Refused("Say how many children came in the school groups.")
    for row in HeadCount.objects.filter(session=session).exclude(sort__in=[sort.value for sort in people]):
        row.delete()
    for sort, count in people.items():
        row = HeadCount.objects.filter(session=session, sort=sort.value).first()
        row = row or HeadCount(space_id=session.space_id, session=session, sort=sort.value)
        row.people, row.groups = count, school_groups if sort is Sort.CHILDREN else None
        row.save()
    return sum(people.values())
