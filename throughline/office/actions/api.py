"""The door for higher apps: register a source, put findings and actions into the tracker, read them."""

from throughline.office.actions.models import Action, Finding, Recommendation
from throughline.office.actions.operations import (
    ActionInput,
    answer_recommendation,
    check_evidence,
    deliver_step,
    give_evidence,
    judge_effect,
    move_due,
    raise_action,
    raise_finding,
    recommend,
)
from throughline.office.actions.permissions import ActionsPermission
from throughline.office.actions.queries import finding_ids_of, recommendations_of_source
from throughline.office.actions.sources import Named, Source, register_source

__all__ = [
    "Action",
    "ActionInput",
    "ActionsPermission",
    "Finding",
    "Named",
    "Recommendation",
    "Source",
    "answer_recommendation",
    "check_evidence",
    "deliver_step",
    "finding_ids_of",
    "give_evidence",
    "judge_effect",
    "move_due",
    "raise_action",
    "raise_finding",
    "recommend",
    "recommendations_of_source",
    "register_source",
]
