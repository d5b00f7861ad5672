"""What a notice is, how its text is laid out, and how long to wait after a failure. Pure."""

import json
import textwrap
from abc import ABC, abstractmethod
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any, ClassVar

WIDTH = 72
MOST_TRIES = 8
SENDING_AT_MOST = timedelta(minutes=10)  # the route out gives up long before


@dataclass(frozen=True)
class Attachment:
    """A file that goes with a message. `content_type` as "text/calendar; charset=utf-8; method=PUBLISH"."""

    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True)
class Notice(ABC):
    """Base of every notice. Fields are text, numbers, true or false, None, or lists and dicts of them."""

    kind: ClassVar[str]  # "training.booked", stable
    category: ClassVar[str]  # as the mail log shows it: "Training booking"
    optional: ClassVar[bool] = False  # may a person switch it off?
    keeps_text: ClassVar[bool] = True  # False: the text holds a secret and is emptied once it was sent

    @abstractmethod
    def subject(self) -> str:
        """One line."""

    @abstractmethod
    def text(self) -> str:
        """Paragraphs of plain text; wrapped when it is put into the outbox."""

    def attachments(self) -> tuple[Attachment, ...]:
        return ()

    def context(self) -> dict[str, Any]:
        """The fields; raises TypeError when one is not JSON-able."""
        found: dict[str, Any] = json.loads(json.dumps(asdict(self)))
        return found


def wrapped(text: str) -> str:
    """Lines of at most 72 characters where words allow; line breaks, lists and long links stay whole."""
    lines = []
    for line in text.strip().splitlines():
        indent = "  " if line.startswith("- ") else ""
        lines += textwrap.wrap(
            line, WIDTH, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
        ) or [""]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def one_line(subject: str) -> str:
    """A subject cannot carry a line break into the headers."""
    return " ".join(subject.split())[:200]
