"""The three machines: of a recommendation, of an action's delivery, of its effect."""

from throughline.foundation.workflow.api import Guard, Machine, State, Transition, register
from throughline.office.actions.permissions import ActionsPermission
from throughline.office.actions.rules import Delivery, Effect, Verdict, facts

AC_01 = Guard("AC-01", "Delivered means that evidence was given.", facts.no_evidence)
AC_02 = Guard(
    "AC-02", "Evidence is checked by somebody else than gave it and than the owner.", facts.checks_own_delivery
)
AC_03 = Guard("AC-03", "Who owns or owned an action never judges its effect.", facts.judges_own_action)
AC_08 = Guard("AC-08", "An effect is judged once the action is closed.", facts.too_early_to_judge)
AC_08_AGAINST = Guard("AC-08b", "An effect is judged against what should be different.", facts.nothing_to_judge_against)

RECOMMENDATION = register(
    Machine(
        name="actions.recommendation",
        label="A recommendation",
        initial="proposed",
        states=(
            State("proposed", "Waiting for an answer", "It was made; those it is addressed to have not answered."),
            State("accepted", "Accepted", "Actions may follow.", final=True, colour="green"),
            State("declined", "Declined", "Those it is addressed to said no, with the reason.", colour="red"),
        ),
        transitions=(
            Transition("accept", "Accept it", ("proposed", "declined"), "accepted", ActionsPermission.MANAGE),
            Transition("decline", "Decline it", ("proposed",), "declined", ActionsPermission.MANAGE, asks_reason=True),
        ),
    )
)

DELIVERY = register(
    Machine(
        name="actions.delivery",
        label="Delivery of an action",
        initial=Delivery.NOT_STARTED,
        states=(
            State(Delivery.NOT_STARTED, "Not started", "It was agreed; nobody has begun."),
            State(Delivery.UNDER_WAY, "Under way", "Its owner works on it.", colour=""),
            State(
                Delivery.DELIVERED, "Delivered, to be checked", "Its owner says that it is done and gave evidence.",
                colour="purple",
            ),
            State(Delivery.CLOSED, "Closed", "Somebody else found the evidence good.", colour="green"),
            State(Delivery.CANCELLED, "Cancelled", "It is not wanted any more, with the reason."),
        ),
        transitions=(
            Transition("start", "Start work", (Delivery.NOT_STARTED,), Delivery.UNDER_WAY, ActionsPermission.WORK),
            Transition(
                "deliver", "Say that it is delivered", (Delivery.NOT_STARTED, Delivery.UNDER_WAY), Delivery.DELIVERED,
                ActionsPermission.WORK, guards=(AC_01,),
            ),
            Transition(
                "close", "Accept the evidence and close", (Delivery.DELIVERED,), Delivery.CLOSED,
                ActionsPermission.WORK, guards=(AC_02,),
            ),
            Transition(
                "send_back", "Send it back", (Delivery.DELIVERED,), Delivery.UNDER_WAY, ActionsPermission.WORK,
                guards=(AC_02,), asks_reason=True,
            ),
            Transition(
                "cancel", "Cancel it", (Delivery.NOT_STARTED, Delivery.UNDER_WAY, Delivery.DELIVERED),
                Delivery.CANCELLED, ActionsPermission.MANAGE, asks_reason=True,
            ),
            Transition(
                "reopen", "Open it again", (Delivery.CLOSED, Delivery.CANCELLED), Delivery.UNDER_WAY,
                ActionsPermission.MANAGE, asks_reason=True,
            ),
        ),
    )
)  # fmt: skip

JUDGED = (Effect.PROVEN, Effect.PARTLY, Effect.NOT_SHOWN)
EFFECT = register(
    Machine(
        name="actions.effect",
        label="Effect of an action",
        initial=Effect.UNPLANNED,
        states=(
            State(Effect.UNPLANNED, "No test planned", "Nobody has said what should be different."),
            State(Effect.PLANNED, "Not judged yet", "It is known what should be different and how it is measured."),
            State(Effect.PROVEN, "Proven", "What should be different is different.", colour="green"),
            State(Effect.PARTLY, "Partly proven", "Some of it is different.", colour="orange"),
            State(Effect.NOT_SHOWN, "Not shown", "No difference can be seen.", colour="red"),
        ),
        transitions=(
            Transition("plan", "Say what should be different", (Effect.UNPLANNED,), Effect.PLANNED,
                       ActionsPermission.MANAGE),
            *(
                Transition(
                    f"judge_{verdict}", f"Judge: {verdict.replace('_', ' ')}", (Effect.PLANNED, *JUDGED),
                    Effect(verdict), ActionsPermission.WORK, guards=(AC_03, AC_08, AC_08_AGAINST),
                )
                for verdict in Verdict
            ),
            Transition("start_again", "Judge it anew", JUDGED, Effect.PLANNED, ActionsPermission.MANAGE,
                       asks_reason=True),
        ),
    )
)  # fmt: skip
