"""What people are told by mail about actions: one digest a person and day. No title, since a title may say too much."""

from dataclasses import dataclass
from typing import ClassVar

from throughline.foundation.notices.api import Notice, register


@register
@dataclass(frozen=True)
class ActionsDigest(Notice):
    """ACT-01. `lines` as "A12: overdue by 3 days". Not optional: an action is a duty, and this is its only reminder."""

    kind: ClassVar[str] = "actions.digest"
    category: ClassVar[str] = "Reminder of actions"
    partnership: str
    lines: list[str]
    url: str

    def subject(self) -> str:
        number = len(self.lines)
        return f"Your actions: {number} to look at" if number > 1 else "Your actions: one to look at"

    def text(self) -> str:
        listed = "\n".join(f"- {line}" for line in self.lines)
        return (
            f"These actions are yours, or wait for you:\n\n{listed}\n\n"
            f"See them and say how far they are:\n{self.url}\n\n{self.partnership}\n"
        )
