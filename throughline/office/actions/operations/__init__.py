"""All writes of the tracker."""

from throughline.office.actions.operations.bulk import RowChange, update_in_bulk
from throughline.office.actions.operations.changing import (
    change_action,
    fill_post_and_move_work,
    hand_over,
    move_due,
    plan_effect,
)
from throughline.office.actions.operations.delivering import check_evidence, deliver_step, give_evidence
from throughline.office.actions.operations.judging import judge_effect
from throughline.office.actions.operations.raising import (
    ActionInput,
    answer_recommendation,
    raise_action,
    raise_finding,
    raise_with_recommendation,
    recommend,
)
from throughline.office.actions.operations.reminding import send_digests

__all__ = [
    "ActionInput",
    "RowChange",
    "answer_recommendation",
    "change_action",
    "check_evidence",
    "deliver_step",
    "fill_post_and_move_work",
    "give_evidence",
    "hand_over",
    "judge_effect",
    "move_due",
    "plan_effect",
    "raise_action",
    "raise_finding",
    "raise_with_recommendation",
    "recommend",
    "send_digests",
    "update_in_bulk",
]
