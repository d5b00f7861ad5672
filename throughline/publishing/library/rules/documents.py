"""Kinds of document, how a version stands, and the steps of a review day. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class Kind(StrEnum):
    POLICY = "policy"
    PROCEDURE = "procedure"
    GUIDANCE = "guidance"
    TOOLKIT = "toolkit"
    LEAFLET = "leaflet"
    BRIEFING = "briefing"
    VIDEO = "video"
    REVIEW = "review"


KINDS: dict[str, str] = {
    Kind.POLICY: "Policy",
    Kind.PROCEDURE: "Procedure",
    Kind.GUIDANCE: "Guidance",
    Kind.TOOLKIT: "Toolkit",
    Kind.LEAFLET: "Leaflet",
    Kind.BRIEFING: "Briefing",
    Kind.VIDEO: "Video",
    Kind.REVIEW: "Published review",
}
APPROVED = (Kind.POLICY, Kind.PROCEDURE, Kind.GUIDANCE)


class State(StrEnum):
    WAITING = "waiting"
    CURRENT = "current"
    SUPERSEDED = "superseded"


class Step(StrEnum):
    """How near or far past its review day a document is (LB-03)."""

    NONE = "none"
    SOON = "soon"
    NEAR = "near"
    DUE = "due"
    OVERDUE = "overdue"
    LONG = "long"


# (days that are left at most, step): two months and one month before, from the day itself, one and three months after.
STEPS = ((-90, Step.LONG), (-30, Step.OVERDUE), (0, Step.DUE), (30, Step.NEAR), (60, Step.SOON))


@dataclass(frozen=True)
class Warned:
    """Who hears of a step. The reader sees it on the page. `approvers`: who approves documents for the partnership."""

    owner: bool = False
    unit: bool = False
    reader: bool = False
    approvers: bool = False


WARNS = {
    Step.NONE: Warned(),
    Step.SOON: Warned(owner=True),
    Step.NEAR: Warned(owner=True),
    Step.DUE: Warned(owner=True, unit=True),
    Step.OVERDUE: Warned(owner=True, unit=True, reader=True),
    Step.LONG: Warned(owner=True, unit=True, reader=True, approvers=True),
}


def label_of(kind: str) -> str:
    return KINDS.get(kind, kind)


def needs_approval(kind: str, *, joint: bool) -> bool:
    """LB-01."""
    return joint or kind in APPROVED


def step_of(review_on: date | None, today: date) -> Step:
    """LB-03. Without a review day there is nothing to warn of."""
    if review_on is None:
        return Step.NONE
    left = (review_on - today).days
    return next((step for days, step in STEPS if left <= days), Step.NONE)


def reminder_of(review_on: date, today: date) -> int:
    """How many whole months a review is late: it is told of anew in each."""
    return max(0, (today - review_on).days // 30)


def warns(step: Step) -> Warned:
    return WARNS[step]


def reader_words(review_on: date | None, today: date, shown: str) -> str:
    """What the page itself says, from the day after; '' while the review is not late. `shown`: the day in words."""
    if review_on is None or today <= review_on:
        return ""
    if today - review_on <= timedelta(days=30):
        return f"This was due for review on {shown}. It still applies while it is being reviewed."
    if today - review_on < timedelta(days=90):
        return f"This was due for review on {shown} and the review is late. It still applies until it is replaced."
    months = (today - review_on).days // 30
    return (
        f"This was due for review on {shown}, {months} months ago. It still applies until it is replaced: ask its owner"
        " whether anything in it has changed."
    )
