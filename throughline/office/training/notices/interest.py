"""What people are told who noted interest, and the office about sessions to decide on."""

from dataclasses import dataclass
from typing import ClassVar

from throughline.foundation.notices.api import Notice, register


@register
@dataclass(frozen=True)
class InvitedToBook(Notice):
    """TRN-60. `url` leads to the page where the place is booked."""

    kind: ClassVar[str] = "training.invited_to_book"
    category: ClassVar[str] = "Training invitation"
    partnership: str
    title: str
    when: str
    until: str
    url: str

    def subject(self) -> str:
        return f"You are invited: {self.title}"

    def text(self) -> str:
        return (
            f"{self.partnership} invites you to {self.title}.\n\nWhen: {self.when}\n\n"
            f"The place is yours once you book it, while there are places, {self.until}. Open this page and press the"
            f" button:\n{self.url}\n\n{self.partnership}\n"
        )


@register
@dataclass(frozen=True)
class DecideOnSession(Notice):
    """TRN-61. To the training officers, on the day. `booked` is a sentence with both numbers."""

    kind: ClassVar[str] = "training.decide_on_session"
    category: ClassVar[str] = "Training session to decide on"
    partnership: str
    title: str
    when: str
    booked: str
    url: str

    def subject(self) -> str:
        return f"Does it go ahead? {self.title}"

    def text(self) -> str:
        return (
            f"Today is the day to decide whether {self.title} goes ahead.\n\nWhen: {self.when}\n{self.booked}\n\n"
            f"Say that it goes ahead, or cancel it:\n{self.url}\n\n{self.partnership}\n"
        )
