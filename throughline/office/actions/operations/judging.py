"""The effect is judged, by somebody who never owned the action."""

from datetime import date, datetime

from throughline.foundation.access.actors import Actor
from throughline.foundation.access.operations import NotPermitted, Refused, operation
from throughline.foundation.workflow.api import fire
from throughline.office.actions.models import Action, ImpactCheck
from throughline.office.actions.permissions import ActionsPermission
from throughline.office.actions.queries import Reader, action, facts_of, reader
from throughline.office.actions.rules import Verdict
from throughline.office.actions.workflow import EFFECT


def may_judge(who: Reader, row: Action) -> bool:
    """By who they are; AC-03 asks besides that they never owned it."""
    return who.judges or (who.user_id is not None and row.judge_id == who.user_id)


@operation(ActionsPermission.WORK)
def judge_effect(
    *, action_id: int, verdict: str, found: str, look_again: date | None = None, by: Actor, at: datetime
) -> ImpactCheck:
    """The next check that waits is judged, or one of today where none waits. `look_again`: another day besides those
    that are set. Raises Refused, NotPermitted, Action.DoesNotExist."""
    who = reader(by)
    row = action(who, action_id)
    if not may_judge(who, row):
        raise NotPermitted("The effect is judged by the scrutineer, the business unit, or whoever was named for it.")
    if not found.strip():
        raise Refused("Say what was found.")
    today = at.date()
    if look_again is not None and look_again <= today:
        raise Refused("The day to look again must be after today.")
    fire(
        EFFECT, row, f"judge_{Verdict(verdict)}", by=by, at=at, facts=facts_of(row, who), reason=found,
        field="effect",
    )  # fmt: skip
    check = row.checks.filter(verdict="", due__lte=today).order_by("due", "pk").first()
    if check is None:
        check = row.checks.filter(due=today, verdict="").first() or ImpactCheck(
            space_id=row.space_id, action=row, due=_free_day(row, today)
        )
    check.verdict, check.found, check.judged_by, check.judged_on = verdict, found.strip(), by.user, today
    check.owner_id = row.owner_id
    check.save()
    if look_again is not None:
        ImpactCheck.objects.get_or_create(action=row, due=look_again, defaults={"space_id": row.space_id})
    return check


def _free_day(row: Action, today: date) -> date:
    """Today. A second judgement on one day would be the first one changed."""
    if row.checks.filter(due=today).exists():
        raise Refused("The effect was judged today already.")
    return today
