"""What holds for actions. Pure.

Codes: AC-01 delivered means evidence was given; AC-02 evidence is checked by somebody else than gave it and than the
owner; AC-03 who owns or owned an action never judges its effect; AC-04 a due date moves only with a reason; AC-05
effects are looked at again after 6 and 12 months; AC-06 a recommendation is declined only with the reason; AC-07 an
action follows only a recommendation that was accepted; AC-08 an effect is judged after delivery was checked, against
what should be different; AC-09 an action has an owner, or a vacant post to which it falls.
"""

from throughline.office.actions.rules.dates import (
    Age,
    Remind,
    add_months,
    age_of,
    look_again_days,
    overdue_days,
    reminder_of,
)
from throughline.office.actions.rules.facts import Facts
from throughline.office.actions.rules.standing import (
    ENDED,
    OPEN_DELIVERY,
    Delivery,
    Effect,
    Priority,
    Standing,
    Verdict,
    pairs_of,
    standing_of,
)

__all__ = [
    "ENDED",
    "OPEN_DELIVERY",
    "Age",
    "Delivery",
    "Effect",
    "Facts",
    "Priority",
    "Remind",
    "Standing",
    "Verdict",
    "add_months",
    "age_of",
    "look_again_days",
    "overdue_days",
    "pairs_of",
    "reminder_of",
    "standing_of",
]
