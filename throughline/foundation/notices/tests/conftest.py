from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, ClassVar

import pytest

from throughline.foundation.access.actors import Actor, system_actor
from throughline.foundation.access.operations import operation
from throughline.foundation.notices.models import OutboxMessage
from throughline.foundation.notices.operations import put
from throughline.foundation.notices.registry import register
from throughline.foundation.notices.rules import Attachment, Notice

NOW = datetime(2024, 2, 5, 12, 0, tzinfo=UTC)


@register
@dataclass(frozen=True)
class Booked(Notice):
    kind: ClassVar[str] = "tests.booked"
    category: ClassVar[str] = "Test booking"
    course: str

    def subject(self) -> str:
        return f"Booked:\n{self.course}"

    def text(self) -> str:
        return f"You have a place on {self.course}.\n\n- One thing\n- Another\n\nhttp://medway.localhost/training/12/"

    def attachments(self) -> tuple[Attachment, ...]:
        return (Attachment("place.ics", "text/calendar; charset=utf-8; method=PUBLISH", b"BEGIN:VCALENDAR\r\n"),)


@register
@dataclass(frozen=True)
class Secret(Notice):
    kind: ClassVar[str] = "tests.secret"
    category: ClassVar[str] = "Test secret"
    keeps_text: ClassVar[bool] = False
    code: str

    def subject(self) -> str:
        return "Your code"

    def text(self) -> str:
        return f"Your code is {self.code}."


@operation(None)
def book(*, by: Actor, at: datetime, notice: Notice, to: str, key: str, fail: bool = False) -> OutboxMessage:
    message = put(notice, to=to, key=key, at=at)
    if fail:
        raise RuntimeError("the booking fell through")
    return message


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def send(scoped: Any) -> Callable[..., OutboxMessage]:
    """send(key="k") puts a message as an operation would."""

    def make(key: str = "k", *, to: str = "asha@example.org", notice: Notice | None = None, **more: Any) -> Any:
        return book(by=system_actor("worker"), at=NOW, notice=notice or Booked("Neglect"), to=to, key=key, **more)

    return make


@pytest.fixture
def secret() -> Notice:
    return Secret("314159")
