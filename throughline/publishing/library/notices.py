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

    def subject(self) -> str:
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
