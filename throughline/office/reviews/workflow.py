"""The machine of a case: from a referral or an incident to what follows the Panel's answer."""

from throughline.foundation.restricted.api import RestrictedPermission
from throughline.foundation.workflow.api import Guard, Machine, State, Transition, register
from throughline.office.reviews.rules import guards

ENTER = RestrictedPermission.ENTER
RV_G1 = Guard("RV-G1", "The incident is recorded: when the authority knew, and the harm.", guards.incident_not_recorded)
RV_G2 = Guard("RV-G2", "Each criterion of a serious incident is judged with reasons.", guards.criteria_without_reasons)
RV_G3 = Guard("RV-G3", "The local authority signed; it can notify alone.", guards.authority_has_not_signed)
RV_G4 = Guard("RV-G4", "The decision has reasons against each criterion.", guards.no_decision)
RV_G5 = Guard("RV-G5", "All three partners signed, each for itself, dissent included.", guards.partners_missing)
RV_G6 = Guard("RV-G6", "Every agency that was asked has answered.", guards.agencies_missing)
RV_G7 = Guard("RV-G7", "The analysis is written.", guards.analysis_missing)
RV_G8 = Guard("RV-G8", "The Panel's answer is recorded.", guards.panel_not_answered)

CASE = register(
    Machine(
        name="reviews.case",
        label="A case for review",
        initial="referred",
        states=(
            State("referred", "To be triaged", "It came in; nobody has decided what becomes of it."),
            State("deciding", "Notification to be decided", "A serious incident: is the Panel notified?",
                  colour="orange"),
            State("rapid_review", "Rapid review", "The Panel was notified; 15 working days run.", colour="purple"),
            State("panel", "With the Panel", "The pack was sent; the Panel's answer is awaited.", colour=""),
            State("review", "A review follows", "A local child safeguarding practice review was decided on.",
                  final=True, colour="green"),
            State("learning", "Learning lessons review", "A review without the statutory steps.", final=True,
                  colour="green"),
            State("closed", "Closed", "Nothing more follows here, with the reasons.", final=True),
        ),
        transitions=(
            Transition("triage_notify", "Decide on a notification", ("referred",), "deciding", ENTER, asks_reason=True,
                       starts_clock="RV-01"),
            Transition("triage_learning", "Carry out a learning lessons review", ("referred",), "learning", ENTER,
                       asks_reason=True),
            Transition("triage_close", "Close it with a reply", ("referred",), "closed", ENTER, asks_reason=True),
            Transition("notify", "Record that the Panel was notified", ("deciding",), "rapid_review", ENTER,
                       guards=(RV_G1, RV_G2, RV_G3), starts_clock="RV-02"),
            Transition("do_not_notify", "Decide not to notify", ("deciding",), "closed", ENTER, guards=(RV_G2, RV_G3),
                       asks_reason=True),
            Transition("send_pack", "Record that the pack was sent", ("rapid_review",), "panel", ENTER,
                       guards=(RV_G4, RV_G5, RV_G6, RV_G7)),
            Transition("begin_review", "Begin the review", ("panel",), "review", ENTER, guards=(RV_G8,),
                       starts_clock="RV-03"),
            Transition("close", "Close the case", ("panel",), "closed", ENTER, guards=(RV_G8,), asks_reason=True),
        ),
    )
)  # fmt: skip
