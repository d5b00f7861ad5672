"""Writes of counts by group: what disproportionality is worked out from."""

from collections.abc import Sequence
from datetime import datetime

from throughline.foundation.access.actors import Actor
from throughline.foundation.access.operations import Refused, operation
from throughline.office.dataset.models import GroupCount, Indicator
from throughline.office.dataset.permissions import DatasetPermission
from throughline.office.dataset.rules.groups import Line
from throughline.office.dataset.rules.timeline import own_span


@operation(DatasetPermission.MANAGE)
def record_groups(
    *, indicator_id: int, period: str, breakdown: str, lines: Sequence[Line], vintage: str, by: Actor, at: datetime
) -> int:
    """The groups of a breakdown in a period, in place of those before; the history keeps what they were. Raises
    Refused."""
    indicator = Indicator.objects.get(pk=indicator_id)
    if own_span(period) is None:
        raise Refused("The period must be like 2024-03-31, 2023-24 or 2023-24 Q1.")
    if not vintage.strip() or not breakdown.strip():
        raise Refused("Say what the groups are, and which estimate of the population it is.")
    for row in GroupCount.objects.filter(indicator=indicator, period=period, breakdown=breakdown.strip()):
        row.delete()
    for position, line in enumerate(lines):
        GroupCount.objects.create(
            space_id=indicator.space_id, indicator=indicator, period=period, breakdown=breakdown.strip(),
            group=line.group, position=position, count=line.count, population=line.population, vintage=vintage.strip(),
            by=by.user, at=at,
        )  # fmt: skip
    return len(lines)
