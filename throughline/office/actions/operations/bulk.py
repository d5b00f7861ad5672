"""Many actions at once, from a spreadsheet: all of them or none."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from throughline.foundation.access.actors import Actor
from throughline.foundation.access.operations import Refused, operation
from throughline.foundation.sheets.api import take_upload
from throughline.office.actions.models import Action
from throughline.office.actions.operations.changing import change_action, hand_over, move_due
from throughline.office.actions.operations.raising import ActionInput, raise_action
from throughline.office.actions.permissions import ActionsPermission


@dataclass(frozen=True)
class RowChange:
    """A row of the sheet, settled. `action_id` None: a new one. `reason`: why the day or the owner changes."""

    row: int
    action_id: int | None
    title: str
    text: str
    owner_id: int | None
    agency_id: int | None
    group_id: int | None
    due: date
    priority: int
    reason: str


@operation(ActionsPermission.MANAGE)
def update_in_bulk(
    *, rows: Sequence[RowChange], upload_id: int, purpose: str, by: Actor, at: datetime
) -> tuple[int, int]:
    """(how many were added, how many changed). A refusal names its row and takes everything back."""
    take_upload(upload_id=upload_id, purpose=purpose, by=by, at=at)
    added = 0
    for row in rows:
        try:
            added += _write(row, by, at)
        except Refused as refused:
            raise Refused(f"Row {row.row}: {refused} Nothing was changed.") from refused
    return added, len(rows) - added


def _write(row: RowChange, by: Actor, at: datetime) -> bool:
    if row.action_id is None:
        given = ActionInput(
            title=row.title, text=row.text, owner_id=row.owner_id, agency_id=row.agency_id, group_id=row.group_id,
            due=row.due, priority=row.priority,
        )  # fmt: skip
        raise_action(given=given, by=by, at=at)
        return True
    before = Action.objects.get(pk=row.action_id)
    change_action(
        action_id=before.pk, title=row.title, text=row.text, priority=row.priority, agency_id=row.agency_id,
        group_id=row.group_id, judge_id=before.judge_id, by=by, at=at,
    )  # fmt: skip
    if row.due != before.due:
        move_due(action_id=before.pk, due=row.due, reason=row.reason, by=by, at=at)
    if row.owner_id is not None and row.owner_id != before.owner_id:
        hand_over(action_id=before.pk, owner_id=row.owner_id, reason=row.reason, by=by, at=at)
    return False
