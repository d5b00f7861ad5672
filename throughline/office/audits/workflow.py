"""The machines of a cycle, of a return, and of a case file audit."""

from throughline.foundation.workflow.api import Guard, Machine, State, Transition, register
from throughline.office.audits.permissions import AuditsPermission
from throughline.office.audits.rules import returns

ANSWER, MANAGE = AuditsPermission.ANSWER, AuditsPermission.MANAGE
AU_05 = Guard("AU-05", "Every question that falls to the body is answered before it is signed.", returns.still_missing)
AU_05B = Guard("AU-05b", "Every grade above the lowest says how one knows.", returns.still_unproven)
AU_05C = Guard("AU-05c", "No answer rests on evidence that has all expired.", returns.still_expired)
AU_06 = Guard("AU-06", "The lead, or who was named for it, signs off.", returns.may_not_sign)
AU_06B = Guard("AU-06b", "What is submitted is what was signed, by its hash.", returns.hash_is_old)
AU_06C = Guard("AU-06c", "Whoever was asked to sign as well has signed.", returns.second_awaited)

CYCLE = register(
    Machine(
        name="audits.cycle",
        label="A cycle of self-assessments",
        initial="draft",
        states=(
            State("draft", "Being prepared", "Who answers is being chosen; nobody was told."),
            State("open", "Open", "Those asked were told and answer.", colour=""),
            State("closed", "Closed", "No answer changes any more.", final=True, colour="green"),
        ),
        transitions=(
            Transition("launch", "Launch it", ("draft",), "open", MANAGE, notice="audits.invited"),
            Transition("close", "Close it", ("open",), "closed", MANAGE),
        ),
    )
)

RETURN = register(
    Machine(
        name="audits.return",
        label="A self-assessment of one body",
        initial="not_started",
        states=(
            State("not_started", "Not started", "Nothing was answered."),
            State("under_way", "Under way", "Some questions are answered.", colour=""),
            State("signed", "Signed", "Somebody answers for the content; it is not handed in yet.", colour="purple"),
            State("submitted", "Submitted", "It was handed in; the panel can look at it.", colour="teal"),
            State("returned", "Sent back", "The partnership asks something; it can be changed.", colour="orange"),
            State("accepted", "Accepted", "The partnership has all it asked for.", final=False, colour="green"),
        ),
        transitions=(
            Transition("begin", "Begin", ("not_started",), "under_way", ANSWER),
            Transition("sign", "Sign it off", ("under_way", "returned"), "signed", ANSWER,
                       guards=(AU_05, AU_05B, AU_05C, AU_06)),
            Transition("take_back", "Take the signature back", ("signed",), "under_way", ANSWER, guards=(AU_06,)),
            Transition("submit", "Submit it", ("signed",), "submitted", ANSWER, guards=(AU_06, AU_06B, AU_06C),
                       notice="audits.submitted"),
            Transition("send_back", "Send it back with questions", ("submitted", "accepted"), "returned", MANAGE,
                       asks_reason=True, notice="audits.sent_back"),
            Transition("accept", "Accept it", ("submitted",), "accepted", MANAGE),
        ),
    )
)  # fmt: skip

CASE_AUDIT = register(
    Machine(
        name="audits.case_audit",
        label="A multi-agency case file audit",
        initial="planned",
        states=(
            State("planned", "Being planned", "The theme is agreed; cases and auditors are being chosen."),
            State("collecting", "Auditors at work", "Each agency audits its own file, blind to the others.", colour=""),
            State("moderating", "In moderation", "All are in; the meeting settles the grades.", colour="purple"),
            State("reported", "Reported", "The overview is written.", colour="green"),
            State("purged", "Cases deleted", "The overview and the counts are all that is left.", final=True),
        ),
        transitions=(
            Transition("open", "Ask the auditors", ("planned",), "collecting", MANAGE, notice="audits.case_auditor"),
            Transition("moderate", "Begin the moderation", ("collecting",), "moderating", MANAGE),
            Transition("report", "Publish the overview to the partnership", ("moderating",), "reported", MANAGE),
            Transition("purge", "Delete the cases", ("collecting", "moderating", "reported"), "purged", MANAGE),
        ),
    )
)
