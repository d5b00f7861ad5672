"""What people are told about restricted spaces: a reference and a link, nothing else."""

from dataclasses import dataclass
from typing import ClassVar

from throughline.foundation.notices.api import Notice, register


@register
@dataclass(frozen=True)
class GlassBroken(Notice):
    """RS-03. To the leads, to who stands in for them, to the data guardians. At once."""

    kind: ClassVar[str] = "restricted.glass"
    category: ClassVar[str] = "Restricted space: glass broken"
    reference: str
    who: str
    until: str
    url: str

    def subject(self) -> str:
        return f"{self.who} broke the glass of {self.reference}"

    def text(self) -> str:
        return (
            f"{self.who} is no member of the restricted space {self.reference} and can read it until {self.until}.\n\n"
            f"Read the reason, see what was looked at, and end it if it should not be:\n{self.url}\n"
        )


@register
@dataclass(frozen=True)
class NamedMember(Notice):
    """RS-05. To whoever was named."""

    kind: ClassVar[str] = "restricted.named"
    category: ClassVar[str] = "Restricted space: named a member"
    reference: str
    url: str

    def subject(self) -> str:
        return f"You are now a member of {self.reference}"

    def text(self) -> str:
        return (
            f"You were named a member of the restricted space {self.reference}. Every look is kept.\n\n{self.url}\n\n"
            "It asks for a second factor, which you can set up when you first open it.\n"
        )
