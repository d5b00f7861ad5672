"""The machine of an issue, from the first draft to the archive."""

from dataclasses import dataclass

from throughline.foundation.workflow.api import Guard, Machine, State, Transition, register
from throughline.publishing.bulletin.permissions import BulletinPermission
from throughline.publishing.bulletin.rules.kinds import IssueKind


@dataclass(frozen=True)
class IssueFacts:
    """What the guards ask of. `errors` and `open_warnings` are numbers of findings; ids of people, None for nobody."""

    kind: str
    errors: int = 0
    open_warnings: int = 0
    authors: frozenset[int] = frozenset()
    approver: int | None = None


def _errors(facts: IssueFacts) -> str:
    if not facts.errors:
        return ""
    return f"{facts.errors} error{'s' if facts.errors > 1 else ''} must be put right first: see the checks."


def _warnings(facts: IssueFacts) -> str:
    if facts.kind == IssueKind.URGENT or not facts.open_warnings:
        return ""
    return f"{facts.open_warnings} warning{'s' if facts.open_warnings > 1 else ''} must be acknowledged first."


def _second_person(facts: IssueFacts) -> str:
    return "Whoever wrote an issue does not approve it." if facts.approver in facts.authors else ""


def _sent_from_here(facts: IssueFacts) -> str:
    return "A back issue is published, not sent." if facts.kind == IssueKind.BACK else ""


def _back(facts: IssueFacts) -> str:
    return "" if facts.kind == IssueKind.BACK else "Only a back issue is published without being sent."


BU_30 = Guard("BU-30", "Errors stop an issue.", _errors)
BU_31 = Guard("BU-31", "Warnings are acknowledged by name; of an urgent notice they are only shown.", _warnings)
BU_32 = Guard("BU-32", "A second person approves.", _second_person)
BU_33 = Guard("BU-33", "A back issue is never sent.", _sent_from_here)
BU_34 = Guard("BU-34", "Only a back issue is published without being sent.", _back)

WRITE, APPROVE, SEND = BulletinPermission.WRITE, BulletinPermission.APPROVE, BulletinPermission.SEND
ISSUE = register(
    Machine(
        name="bulletin.issue",
        label="An issue of the bulletin",
        initial="draft",
        states=(
            State("draft", "Being written", "Its lists are live; anybody who writes may change it."),
            State("waiting", "Waiting for approval", "A second person looks at it.", colour="yellow"),
            State("approved", "Approved", "Its content is frozen under a hash.", colour="turquoise"),
            State("scheduled", "Scheduled", "It goes by itself at its time.", colour="blue"),
            State("sending", "Being sent", "The queue is at work.", colour="purple"),
            State("stopped", "Stopped", "Somebody stopped it; who has it has it, the others wait.", colour="red"),
            State("sent", "Sent", "The queue is empty. It stands in the archive.", final=True, colour="green"),
            State("published", "In the archive", "A back issue that was read over.", final=True, colour="green"),
        ),
        transitions=(
            Transition("submit", "Ask for approval", ("draft",), "waiting", WRITE, (BU_33, BU_30, BU_31)),
            Transition("send_back", "Send it back", ("waiting",), "draft", APPROVE, asks_reason=True),
            Transition("take_back", "Take it back to change it", ("waiting",), "draft", WRITE),
            Transition("approve", "Approve", ("waiting",), "approved", APPROVE, (BU_32, BU_30, BU_31)),
            Transition("reopen", "Open it again", ("approved", "scheduled"), "draft", WRITE, asks_reason=True),
            Transition("schedule", "Schedule", ("approved",), "scheduled", SEND),
            Transition("unschedule", "Take it off the schedule", ("scheduled",), "approved", SEND),
            Transition("start", "Send it now", ("approved", "scheduled"), "sending", SEND),
            Transition("stop", "Stop", ("sending",), "stopped", SEND),
            Transition("resume", "Go on", ("stopped",), "sending", SEND),
            Transition("end", "End it here", ("stopped",), "sent", SEND, asks_reason=True),
            Transition("finish", "Finish", ("sending",), "sent", SEND),
            Transition("publish", "Put it into the archive", ("draft",), "published", WRITE, (BU_34,)),
        ),
    )
)  # fmt: skip
EDITABLE = ("draft",)
FROZEN = ("approved", "scheduled", "sending", "stopped", "sent")
PUBLIC = ("sending", "stopped", "sent", "published")
