"""Findings, recommendations and actions come into the tracker."""

from dataclasses import dataclass
from datetime import date, datetime

from throughline.foundation.access.actors import Actor
from throughline.foundation.access.operations import Refused, operation
from throughline.foundation.tenancy import scope
from throughline.foundation.workflow.api import begin, fire
from throughline.office.actions import sources
from throughline.office.actions.models import Action, Finding, Recommendation
from throughline.office.actions.permissions import ActionsPermission
from throughline.office.actions.rules import Priority
from throughline.office.actions.workflow import DELIVERY, EFFECT, RECOMMENDATION

NO_OWNER = "Say who owns the action: a person, or a post that is vacant."


@dataclass(frozen=True)
class ActionInput:
    """`owner_id` None: the action falls to `post_id`, which is vacant. `source_…` only without a recommendation."""

    title: str
    due: date
    owner_id: int | None = None
    post_id: int | None = None
    text: str = ""
    recommendation_id: int | None = None
    source_kind: str = sources.DIRECT
    source_id: int | None = None
    judge_id: int | None = None
    agency_id: int | None = None
    group_id: int | None = None
    priority: int = Priority.MEDIUM
    should_differ: str = ""
    measured_how: str = ""
    baseline: str = ""


@operation(ActionsPermission.MANAGE)
def raise_finding(
    *,
    text: str,
    source_kind: str = sources.DIRECT,
    source_id: int | None = None,
    position: int = 0,
    space_id: int | None = None,
    by: Actor,
    at: datetime,
) -> Finding:
    """What a source found. `space_id`: a restricted source's own space; the home unless given. Raises Refused."""
    if not text.strip():
        raise Refused("Say what was found.")
    if not sources.known(source_kind):
        raise Refused("This source is not known here.")
    return Finding.objects.create(
        space_id=space_id or scope.current().home_id, source_kind=source_kind, source_id=source_id, text=text.strip(),
        position=position,
    )  # fmt: skip


@operation(ActionsPermission.MANAGE)
def recommend(
    *,
    finding_id: int,
    text: str,
    to_agency_id: int | None = None,
    to_group_id: int | None = None,
    position: int = 0,
    by: Actor,
    at: datetime,
) -> Recommendation:
    """Raises Refused, Finding.DoesNotExist."""
    finding = Finding.objects.get(pk=finding_id)
    if not text.strip():
        raise Refused("Say what is recommended.")
    if to_agency_id is None and to_group_id is None:
        raise Refused("Say to whom the recommendation is made: an agency or a group.")
    made = Recommendation.objects.create(
        space_id=finding.space_id, finding=finding, text=text.strip(), to_agency_id=to_agency_id,
        to_group_id=to_group_id, position=position,
    )  # fmt: skip
    begin(RECOMMENDATION, made, by=by, at=at)
    return made


@operation(ActionsPermission.MANAGE)
def raise_with_recommendation(
    *, finding: str, text: str, to_agency_id: int | None, to_group_id: int | None, by: Actor, at: datetime
) -> Recommendation:
    """Raised directly, both together. Raises Refused."""
    found = raise_finding(text=finding, by=by, at=at)
    return recommend(finding_id=found.pk, text=text, to_agency_id=to_agency_id, to_group_id=to_group_id, by=by, at=at)


@operation(ActionsPermission.MANAGE)
def answer_recommendation(
    *, recommendation_id: int, accept: bool, answered_for: str, reason: str = "", by: Actor, at: datetime
) -> Recommendation:
    """Accepted, or declined with the reason (AC-06). `answered_for`: the body whose answer it is. Raises Refused."""
    row = Recommendation.objects.get(pk=recommendation_id)
    if not answered_for.strip():
        raise Refused("Say whose answer this is.")
    changes = {
        "answered_by": by.user,
        "answered_on": at.date(),
        "answered_for": answered_for.strip(),
        "decline_reason": "" if accept else reason.strip(),
    }
    fire(RECOMMENDATION, row, "accept" if accept else "decline", by=by, at=at, reason=reason, changes=changes)
    return row


@operation(ActionsPermission.MANAGE)
def raise_action(*, given: ActionInput, space_id: int | None = None, by: Actor, at: datetime) -> Action:
    """An action, from a recommendation that was accepted (AC-07), from a source, or directly. Raises Refused."""
    source_kind, source_id = given.source_kind, given.source_id
    if given.recommendation_id is not None:
        recommendation = Recommendation.objects.select_related("finding").get(pk=given.recommendation_id)
        if recommendation.state != "accepted":
            raise Refused("An action follows a recommendation once it was accepted.")  # AC-07
        source_kind, source_id = recommendation.finding.source_kind, recommendation.finding.source_id
        space_id = recommendation.space_id
    if not sources.known(source_kind):
        raise Refused("This source is not known here.")
    check_people(given.owner_id, given.post_id, given.judge_id)
    if not given.title.strip():
        raise Refused("Say what is to be done.")
    row = Action.objects.create(
        space_id=space_id or scope.current().home_id, title=given.title.strip(), text=given.text.strip(),
        recommendation_id=given.recommendation_id, source_kind=source_kind, source_id=source_id,
        owner_id=given.owner_id, post_id=given.post_id, judge_id=given.judge_id, agency_id=given.agency_id,
        group_id=given.group_id, priority=given.priority, due=given.due, first_due=given.due, raised_on=at.date(),
        should_differ=given.should_differ.strip(), measured_how=given.measured_how.strip(),
        baseline=given.baseline.strip(),
    )  # fmt: skip
    begin(DELIVERY, row, by=by, at=at)
    begin(EFFECT, row, by=by, at=at)
    if row.should_differ:
        fire(EFFECT, row, "plan", by=by, at=at, field="effect")
    return row


def check_people(owner_id: int | None, post_id: int | None, judge_id: int | None) -> None:
    """AC-09 and AC-03, in words before the database says them. Raises Refused."""
    if owner_id is None and post_id is None:
        raise Refused(NO_OWNER)
    if owner_id is not None and owner_id == judge_id:
        raise Refused("Somebody else than the owner must judge the effect.")
