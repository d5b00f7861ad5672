"""Delivery: begin, give evidence, say that it is done, have it checked, cancel, open again."""

from datetime import datetime

from throughline.foundation.access.actors import Actor
from throughline.foundation.access.operations import NotPermitted, Refused, operation
from throughline.foundation.documents.api import AcceptedUpload, add_upload
from throughline.foundation.workflow.api import fire
from throughline.office.actions.evidence_files import EVIDENCE_FILE
from throughline.office.actions.models import Action, Evidence, ImpactCheck
from throughline.office.actions.operations.changing import ENDED_ALREADY
from throughline.office.actions.permissions import ActionsPermission
from throughline.office.actions.queries import Reader, action, facts_of, reader
from throughline.office.actions.rules import ENDED, look_again_days
from throughline.office.actions.workflow import DELIVERY, EFFECT

NOT_YOURS = "Only the owner, who answers for its agency or group, or the business unit can do this."
Outcome = Evidence.Outcome


def may_deliver(who: Reader, row: Action) -> bool:
    return who.manages or who.owns(row) or who.leads(row)


def may_check(who: Reader, row: Action) -> bool:
    """By who they are; AC-02 asks besides that it is not their own."""
    return who.manages or who.leads(row) or (who.user_id is not None and row.judge_id == who.user_id)


@operation(ActionsPermission.WORK)
def give_evidence(
    *,
    action_id: int,
    kind: str,
    text: str,
    link: str = "",
    upload: AcceptedUpload | None = None,
    by: Actor,
    at: datetime,
    real_at: datetime | None = None,
) -> Evidence:
    """A statement, a link or a file, which was looked at and is on disk; it is kept as made at `real_at`.

    Raises Refused, NotPermitted, Action.DoesNotExist."""
    who = reader(by)
    row = action(who, action_id)
    if not may_deliver(who, row):
        raise NotPermitted(NOT_YOURS)
    if row.delivery in ENDED:
        raise Refused(ENDED_ALREADY)
    if not text.strip():
        raise Refused("Say what the evidence shows.")
    file = None
    if upload is not None:
        file = add_upload(by=by, at=real_at or at, upload=upload, kind=EVIDENCE_FILE, space_id=row.space_id)
    return Evidence.objects.create(
        space_id=row.space_id, action=row, kind=kind, text=text.strip(), link=link.strip(), file=file,
        given_by=by.user, given_at=at,
    )  # fmt: skip


@operation(ActionsPermission.WORK)
def deliver_step(*, action_id: int, transition: str, reason: str = "", by: Actor, at: datetime) -> Action:
    """`start` and `deliver` by whoever may deliver it; `cancel` and `reopen` by the business unit."""
    who = reader(by)
    row = action(who, action_id)
    if transition not in ("start", "deliver", "cancel", "reopen"):
        raise Refused("Evidence is checked on its own page.")
    if transition in ("start", "deliver") and not may_deliver(who, row):
        raise NotPermitted(NOT_YOURS)
    changes: dict[str, object] = {}
    if transition == "deliver":
        changes = {"delivered_on": at.date()}
    elif transition == "reopen":
        changes = {"delivered_on": None, "closed_on": None}
        if row.effect in ("proven", "partly", "not_shown"):
            fire(EFFECT, row, "start_again", by=by, at=at, field="effect", reason=reason)
        row.checks.filter(verdict="").delete()
    fire(
        DELIVERY, row, transition, by=by, at=at, facts=facts_of(row, who), reason=reason, field="delivery",
        changes=changes,
    )  # fmt: skip
    return row


@operation(ActionsPermission.WORK)
def check_evidence(*, action_id: int, accept: bool, note: str, by: Actor, at: datetime) -> Action:
    """AC-02: the evidence that waits is good, and the action closes; or it is not enough, with the reason.

    Closing writes the days on which the effect is looked at (AC-05).
    """
    who = reader(by)
    row = action(who, action_id)
    if not may_check(who, row):
        raise NotPermitted("Evidence is checked by the business unit, or by who answers for the agency or group.")
    fire(
        DELIVERY, row, "close" if accept else "send_back", by=by, at=at, facts=facts_of(row, who), reason=note,
        field="delivery", changes={"closed_on": at.date()} if accept else {"delivered_on": None},
    )  # fmt: skip
    for each in row.evidence.all():
        if each.outcome == Outcome.WAITING:
            each.outcome = Outcome.ACCEPTED if accept else Outcome.RETURNED
            each.checked_by, each.checked_at, each.note, each.owner_id = by.user, at, note.strip(), row.owner_id
            each.save()
    if accept:
        for day in look_again_days(at.date()):
            ImpactCheck.objects.get_or_create(action=row, due=day, defaults={"space_id": row.space_id})
    return row
