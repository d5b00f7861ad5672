"""The machine of a return: the agency fills and approves it, the analyst accepts it."""

from throughline.foundation.workflow.api import Guard, Machine, State, Transition, register
from throughline.office.dataset.permissions import DatasetPermission
from throughline.office.dataset.rules import standing as facts

RT_01 = Guard("RT-01", "Every line has a number, or says why there is none.", facts.lines_missing)
RT_02 = Guard("RT-02", "Whatever breaks a rule is mended or explained.", facts.unexplained)
RT_03 = Guard(
    "RT-03",
    "A return is filled by who holds a post in its agency, by its key, or by the business unit for it.",
    facts.not_of_the_agency,
)
RT_04 = Guard("RT-04", "A return is approved by who answers for its agency.", facts.not_the_lead)
RT_05 = Guard("RT-05", "Who approved a return for the agency does not accept it.", facts.accepts_own)

RETURN = register(
    Machine(
        name="dataset.return",
        label="A return",
        initial="open",
        states=(
            State("open", "To be filled", "The agency fills it.", colour=""),
            State("submitted", "To be approved", "It is filled; who answers for the agency looks at it.",
                  colour="purple"),
            State("approved", "To be accepted", "The agency stands by it; the analyst looks at it.", colour="orange"),
            State("accepted", "Accepted", "Its values are on record.", colour="green"),
        ),
        transitions=(
            Transition("submit", "Send it to the agency’s lead", ("open",), "submitted", DatasetPermission.RETURN,
                       guards=(RT_03, RT_01, RT_02)),
            Transition("approve", "Approve it for the agency", ("submitted",), "approved", DatasetPermission.RETURN,
                       guards=(RT_04, RT_01, RT_02)),
            Transition("send_back", "Send it back to be changed", ("submitted",), "open", DatasetPermission.RETURN,
                       guards=(RT_04,), asks_reason=True),
            Transition("query", "Send it back to the agency", ("approved",), "open", DatasetPermission.MANAGE,
                       asks_reason=True),
            Transition("accept", "Accept it", ("approved",), "accepted", DatasetPermission.MANAGE,
                       guards=(RT_05, RT_02)),
            Transition("reopen", "Open it again", ("accepted",), "open", DatasetPermission.MANAGE, asks_reason=True),
        ),
    )
)  # fmt: skip
