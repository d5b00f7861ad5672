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
