"""What people are told by mail about returns: one digest a person and day."""

from dataclasses import dataclass
from typing import ClassVar

from throughline.foundation.notices.api import Notice, register


@register
@dataclass(frozen=True)
class ReturnsDigest(Notice):
    """RT-10. `lines` as "Kent Police, 2023-24 Q3: due in 7 days". Not optional: it is a return's only reminder."""

    kind: ClassVar[str] = "dataset.returns_digest"
    category: ClassVar[str] = "Reminder of returns"
    partnership: str
    lines: list[str]
    url: str

    def subject(self) -> str:
        number = len(self.lines)
        return f"Returns: {number} to look at" if number > 1 else "Returns: one to look at"

    def text(self) -> str:
        listed = "\n".join(f"- {line}" for line in self.lines)
        return f"These returns wait for you:\n\n{listed}\n\nSee them:\n{self.url}\n\n{self.partnership}\n"


@register
@dataclass(frozen=True)
class QuestionAsked(Notice):
    """An agency is asked about a point. The question itself is read on the site."""

    kind: ClassVar[str] = "dataset.question_asked"
    category: ClassVar[str] = "Question about the dataset"
    partnership: str
    agency: str
    point: str
    url: str

    def subject(self) -> str:
        return f"A question to {self.agency} about the dataset"

    def text(self) -> str:
        return (
            f"{self.partnership} asks {self.agency} about this point of the dataset:\n\n{self.point}\n\n"
            f"Read the question and answer it:\n{self.url}\n"
        )


@register
@dataclass(frozen=True)
class QuestionAnswered(Notice):
    """Whoever asked is told that the agency answered."""

    kind: ClassVar[str] = "dataset.question_answered"
    category: ClassVar[str] = "Question about the dataset"
    partnership: str
    agency: str
    point: str
    url: str

    def subject(self) -> str:
        return f"{self.agency} has answered about the dataset"

    def text(self) -> str:
        return f"{self.agency} has answered about {self.point}.\n\nRead it:\n{self.url}\n\n{self.partnership}\n"


@register
@dataclass(frozen=True)
class ReturnMoved(Notice):
    """A return waits for somebody else now: to be approved, accepted, or filled again."""

    kind: ClassVar[str] = "dataset.return_moved"
    category: ClassVar[str] = "Returns that wait for you"
    partnership: str
    agency_return: str
    waits: str
    url: str

    def subject(self) -> str:
        return f"Return {self.waits}: {self.agency_return}"

    def text(self) -> str:
        return f"{self.agency_return} is {self.waits} now.\n\nSee it:\n{self.url}\n\n{self.partnership}\n"
