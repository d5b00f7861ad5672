"""An action changes: its words, its day, its owner, what should be different."""

from datetime import date, datetime

from throughline.foundation.access.actors import Actor
from throughline.foundation.access.operations import Refused, operation
from throughline.foundation.workflow.api import fire
from throughline.office.actions.models import Action, DueMove, Handover
from throughline.office.actions.operations.raising import NO_OWNER, check_people
from throughline.office.actions.permissions import ActionsPermission
from throughline.office.actions.queries import former_owners
from throughline.office.actions.rules import ENDED
from throughline.office.actions.workflow import EFFECT
from throughline.office.partnership import api as partnership

ENDED_ALREADY = "This action has ended. Open it again before you change it."


def open_action(action_id: int) -> Action:
    """Raises Action.DoesNotExist, Refused."""
    row = Action.objects.get(pk=action_id)
    if row.delivery in ENDED:
        raise Refused(ENDED_ALREADY)
    return row


@operation(ActionsPermission.MANAGE)
def change_action(
    *,
    action_id: int,
    title: str,
    text: str,
    priority: int,
    agency_id: int | None,
    group_id: int | None,
    judge_id: int | None,
    by: Actor,
    at: datetime,
) -> Action:
    """Everything but its day and its owner, which have operations of their own. Raises Refused."""
    row = open_action(action_id)
    if not title.strip():
        raise Refused("Say what is to be done.")
    if judge_id is not None and judge_id in former_owners(row):
        raise Refused("Somebody who never owned the action must judge its effect.")  # AC-03
    check_people(row.owner_id, row.post_id, judge_id)
    row.title, row.text, row.priority = title.strip(), text.strip(), priority
    row.agency_id, row.group_id, row.judge_id = agency_id, group_id, judge_id
    row.save(update_fields=["title", "text", "priority", "agency", "group", "judge"])
    return row


@operation(ActionsPermission.MANAGE)
def move_due(*, action_id: int, due: date, reason: str, by: Actor, at: datetime) -> Action:
    """AC-04: another day, with the reason; the move stays visible. The same day again changes nothing."""
    row = open_action(action_id)
    if due == row.due:
        return row
    if not reason.strip():
        raise Refused("Give the reason for moving the date.")
    DueMove.objects.create(
        space_id=row.space_id, action=row, due_before=row.due, due_after=due, reason=reason.strip(), by=by.user, at=at
    )
    row.due = due
    row.save(update_fields=["due"])
    return row


@operation(ActionsPermission.MANAGE)
def hand_over(
    *, action_id: int, owner_id: int | None, post_id: int | None = None, reason: str, by: Actor, at: datetime
) -> Action:
    """To another person, or to nobody where the action's post is vacant (AC-09). Raises Refused."""
    row = open_action(action_id)
    if not reason.strip():
        raise Refused("Give the reason for handing the action over.")
    return _hand_over(row, owner_id, post_id if post_id is not None else row.post_id, reason, by, at)


@operation(ActionsPermission.MANAGE)
def fill_post_and_move_work(
    *, post_id: int, holder_id: int | None, deputy_id: int | None, reason: str, by: Actor, at: datetime
) -> int:
    """The post has another holder, or none; its open actions go with it. Returns how many. Raises Refused."""
    if not reason.strip():
        raise Refused("Give the reason for the change.")
    partnership.fill_post(post_id=post_id, holder_id=holder_id, deputy_id=deputy_id, by=by, at=at)
    moved = [
        _hand_over(row, holder_id, post_id, reason, by, at)
        for row in Action.objects.filter(post_id=post_id).exclude(delivery__in=ENDED).order_by("pk")
        if row.owner_id != holder_id
    ]
    return len(moved)


def _hand_over(row: Action, owner_id: int | None, post_id: int | None, reason: str, by: Actor, at: datetime) -> Action:
    if owner_id is None and post_id is None:
        raise Refused(NO_OWNER)
    if owner_id == row.owner_id and post_id == row.post_id:
        return row
    if owner_id is not None and row.judge_id == owner_id:
        raise Refused(f"{row.reference}: the new owner was to judge its effect. Name another judge first.")
    Handover.objects.create(
        space_id=row.space_id, action=row, owner_before_id=row.owner_id, owner_after_id=owner_id,
        reason=reason.strip(), by=by.user, at=at,
    )  # fmt: skip
    row.owner_id, row.post_id = owner_id, post_id
    row.save(update_fields=["owner", "post"])
    return row


@operation(ActionsPermission.MANAGE)
def plan_effect(
    *, action_id: int, should_differ: str, measured_how: str, baseline: str, by: Actor, at: datetime
) -> Action:
    """What should be different, how it is measured, how it is now. Also after closing, until it is judged."""
    row = Action.objects.get(pk=action_id)
    if not should_differ.strip() or not measured_how.strip():
        raise Refused("Say what should be different, and how it is measured.")
    row.should_differ, row.measured_how, row.baseline = should_differ.strip(), measured_how.strip(), baseline.strip()
    words = ["should_differ", "measured_how", "baseline"]
    if row.effect == EFFECT.initial:
        changes = {name: getattr(row, name) for name in words}
        fire(EFFECT, row, "plan", by=by, at=at, field="effect", changes=changes)
    elif row.effect == "planned":
        row.save(update_fields=words)
    else:
        raise Refused("The effect was judged against this already. Judge it anew before you change it.")
    return row
