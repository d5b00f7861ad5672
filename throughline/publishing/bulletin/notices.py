"""What people are told by mail about the bulletin, apart from its issues."""

from dataclasses import dataclass
from typing import ClassVar

from throughline.foundation.notices.api import Attachment, Notice, register


@register
@dataclass(frozen=True)
class ConfirmSubscription(Notice):
    """BU-40. The second half of the double opt-in. The page behind the link asks; following it alone does nothing."""

    kind: ClassVar[str] = "bulletin.confirm"
    category: ClassVar[str] = "Bulletin: confirm a subscription"
    partnership: str
    url: str
    known: bool = False

    def subject(self) -> str:
        return "You get our bulletin already" if self.known else "Confirm that you want our bulletin"

    def text(self) -> str:
        if self.known:
            return (
                f"Somebody, probably you, asked for the bulletin of {self.partnership} at this address, which gets it "
                f"already.\n\nSee or change what you get:\n{self.url}\n\n{self.partnership}\n"
            )
        return (
            f"Somebody, probably you, asked for the bulletin of {self.partnership} at this address.\n\n"
            f"To get it, open this page and press the button on it:\n{self.url}\n\n"
            "If it was not you, do nothing: you will hear no more of this.\n\n"
            f"{self.partnership}\n"
        )


@register
@dataclass(frozen=True)
class SuggestionAnswered(Notice):
    """BU-41."""

    kind: ClassVar[str] = "bulletin.suggestion"
    category: ClassVar[str] = "Bulletin: answer to a suggestion"
    partnership: str
    heading: str
    taken: bool
    issue: str
    answer: str
    url: str

    def subject(self) -> str:
        return "Your suggestion for the bulletin"

    def text(self) -> str:
        said = (
            f"Thank you. It is going into ‘{self.issue}’." if self.taken
            else "Thank you. We will not put it into the bulletin this time."
        )  # fmt: skip
        answer = f"\n\n{self.answer}" if self.answer else ""
        return (
            f"You suggested ‘{self.heading}’ for our bulletin.\n\n{said}{answer}\n\n"
            f"The bulletin and its earlier issues:\n{self.url}\n\n{self.partnership}\n"
        )


@register
@dataclass(frozen=True)
class BulletinShown(Notice):
    """A mail of an issue as it would go, in the outbox of a site that sends none: its text, and the whole as a file."""

    kind: ClassVar[str] = "bulletin.issue"
    category: ClassVar[str] = "Bulletin"
    written_subject: str
    written_text: str
    html: str

    def subject(self) -> str:
        return self.written_subject

    def text(self) -> str:
        return self.written_text

    def attachments(self) -> tuple[Attachment, ...]:
        return (Attachment("bulletin.html", "text/html; charset=utf-8", self.html.encode()),)

    def context(self) -> dict[str, str]:
        return {"subject": self.written_subject}
