"""What people are told by mail about cases: a reference and a link. No name, no child, no agency."""

from dataclasses import dataclass
from typing import ClassVar

from throughline.foundation.notices.api import Notice, register


@register
@dataclass(frozen=True)
class Asked(Notice):
    """RV-N1. Somebody is asked for information, or chased (`again` times before)."""

    kind: ClassVar[str] = "reviews.asked"
    category: ClassVar[str] = "Review: request for information"
    reference: str
    due: str
    again: int
    url: str

    def subject(self) -> str:
        return f"{'Reminder: a' if self.again else 'A'} review asks you for information ({self.reference})"

    def text(self) -> str:
        return (
            f"You are asked for information in a review by {self.due}. ‘Not known to us’ is an answer.\n\n"
            f"{self.url}\n\n"
            "The page asks for a second factor, which you can set up when you first open it.\n"
        )


@register
@dataclass(frozen=True)
class Replied(Notice):
    """RV-N2. The referrer is told that there is a reply."""

    kind: ClassVar[str] = "reviews.replied"
    category: ClassVar[str] = "Review: reply to a referral"
    reference: str
    url: str

    def subject(self) -> str:
        return f"There is a reply to your referral {self.reference}"

    def text(self) -> str:
        return f"Your referral for a review was decided on. Read the reply:\n{self.url}\n"


@register
@dataclass(frozen=True)
class ClockMoved(Notice):
    """RV-N3. The calendar changed, and with it a due day."""

    kind: ClassVar[str] = "reviews.clock_moved"
    category: ClassVar[str] = "Review: a due day moved"
    reference: str
    code: str
    before: str
    after: str
    url: str

    def subject(self) -> str:
        return f"{self.reference}: a due day moved"

    def text(self) -> str:
        return (
            f"The bank holidays changed. {self.code} of {self.reference} was due on {self.before} and is due on"
            f" {self.after} now.\n\nWhy this date: {self.url}\n"
        )


@register
@dataclass(frozen=True)
class AskedToComment(Notice):
    """RV-N4. Somebody is asked for comments on a draft, or reminded."""

    kind: ClassVar[str] = "reviews.asked_to_comment"
    category: ClassVar[str] = "Review: draft to comment on"
    reference: str
    due: str
    again: bool
    url: str

    def subject(self) -> str:
        return f"{'Reminder: a' if self.again else 'A'} draft waits for your comments ({self.reference})"

    def text(self) -> str:
        return (
            f"You are asked for comments on the draft of a review by {self.due}. To have none is an answer: say so.\n\n"
            f"{self.url}\n\n"
            "The page asks for a second factor, which you can set up when you first open it.\n"
        )


@register
@dataclass(frozen=True)
class AskedToEvent(Notice):
    """RV-N5. Somebody who was involved is asked to a learning event."""

    kind: ClassVar[str] = "reviews.asked_to_event"
    category: ClassVar[str] = "Review: learning event"
    reference: str
    on: str
    url: str

    def subject(self) -> str:
        return f"You are asked to a learning event ({self.reference})"

    def text(self) -> str:
        return f"You are asked to a learning event on {self.on}. Where it is, and what it is for:\n{self.url}\n"
