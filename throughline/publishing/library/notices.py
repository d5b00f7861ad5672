"""What people are told by mail about the library."""

from dataclasses import dataclass
from typing import ClassVar

from throughline.foundation.notices.api import Notice, register


@register
@dataclass(frozen=True)
class ReviewDay(Notice):
    """LIB-01. `day` in words. Not optional: a procedure has to be looked at by its day."""

    kind: ClassVar[str] = "library.review_day"
    category: ClassVar[str] = "Review of a document"
    partnership: str
    title: str
    day: str
    is_past: bool
    url: str
    months_late: int = 0

    def subject(self) -> str:
        if self.months_late > 1:
            return f"Review is {self.months_late} months late: {self.title}"
        return f"{'Review is due' if self.is_past else 'Review is coming'}: {self.title}"

    def text(self) -> str:
        when = f"was due for review on {self.day}" if self.is_past else f"is due for review on {self.day}"
        return (
            f"“{self.title}” {when}.\n\nRead it, change what has to be changed, and publish it with its next review"
            " day. It stays on the site meanwhile"
            f"{', and its readers are told that the review is late' if self.is_past else ''}.\n\n"
            f"{self.url}\n\n{self.partnership}\n"
        )


@register
@dataclass(frozen=True)
class WaitsForApproval(Notice):
    """LIB-03. To those who approve for a partnership, once a version."""

    kind: ClassVar[str] = "library.waits_for_approval"
    category: ClassVar[str] = "Approval of a document"
    partnership: str
    title: str
    version: str
    url: str

    def subject(self) -> str:
        return f"To approve: {self.title}"

    def text(self) -> str:
        return (
            f"Version {self.version} of “{self.title}” waits for your partnership’s approval. Until then the version"
            f" before it applies.\n\nRead it and put the approval on record:\n{self.url}\n\n{self.partnership}\n"
        )


@register
@dataclass(frozen=True)
class DraftForComment(Notice):
    """LIB-04. To the people of the agencies that are asked, once; and again where `is_reminder`, shortly before it
    closes. `day` in words."""

    kind: ClassVar[str] = "library.draft_for_comment"
    category: ClassVar[str] = "Drafts out for comment"
    partnership: str
    title: str
    introduction: str
    day: str
    is_reminder: bool
    url: str

    def subject(self) -> str:
        return f"{'Comments close soon' if self.is_reminder else 'What do you think of this draft?'}: {self.title}"

    def text(self) -> str:
        intro = f"{self.introduction}\n\n" if self.introduction else ""
        return (
            f"The draft of “{self.title}” is out for comment, by section, until {self.day}. Your agency is asked.\n\n"
            f"{intro}Read it and say what should change; each comment gets an answer:\n{self.url}\n\n"
            f"{self.partnership}\n"
        )


@register
@dataclass(frozen=True)
class ReadAndUnderstood(Notice):
    """LIB-05. To who answers for an agency: when it is asked, a week before the day, and the day after it."""

    kind: ClassVar[str] = "library.read_and_understood"
    category: ClassVar[str] = "Documents to confirm"
    partnership: str
    title: str
    agency: str
    day: str
    is_late: bool
    url: str

    def subject(self) -> str:
        return f"{'Not confirmed yet' if self.is_late else 'To read and confirm'}: {self.title}"

    def text(self) -> str:
        asked = f"was asked to confirm by {self.day}" if self.is_late else f"is asked to confirm by {self.day}"
        return (
            f"{self.agency} {asked} that its staff have read and understood “{self.title}”.\n\n"
            f"Read it, tell your staff, and confirm it here:\n{self.url}\n\n{self.partnership}\n"
        )


@register
@dataclass(frozen=True)
class BrokenLinks(Notice):
    """LIB-02. `lines` as "Page: address (what it answered)"."""

    kind: ClassVar[str] = "library.broken_links"
    category: ClassVar[str] = "Broken links"
    lines: list[str]
    url: str

    def subject(self) -> str:
        return f"Broken links on your pages: {len(self.lines)}"

    def text(self) -> str:
        listed = "\n".join(f"- {line}" for line in self.lines)
        return f"These links did not lead anywhere when they were checked:\n\n{listed}\n\nAll of them:\n{self.url}\n"
