"""People who write and approve, readers, and a mail server that remembers what it took."""

import socket
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from throughline.publishing.bulletin.operations import reading_list
from throughline.publishing.bulletin.tests.sink import Sink

AT = datetime(2024, 2, 5, 9, 0, tzinfo=UTC)


@pytest.fixture
def at(settings: Any) -> datetime:
    settings.AS_AT = AT
    return AT


@pytest.fixture
def writer(actor: Any, scoped: Any) -> Any:
    return actor("editor", email="editor@example.org")


@pytest.fixture
def approver(actor: Any, scoped: Any) -> Any:
    return actor("business_unit", email="unit@example.org")


@pytest.fixture
def readers(approver: Any, at: datetime) -> Callable[..., None]:
    """readers(3, sector="health") → r0@example.org, r1@…, who get the bulletin."""

    def make(number: int, **wishes: Any) -> None:
        rows = [reading_list.ListRow(f"r{n}@example.org", reading_list.Wishes(**wishes)) for n in range(number)]
        reading_list.bring_in(rows=rows, basis="public_task", source="A list", by=approver, at=at)

    return make


@pytest.fixture
def sink() -> Iterator[Sink]:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen(20)
        found = Sink(server)
        threading.Thread(target=found.serve, daemon=True).start()
        yield found
        found.ending = True


@pytest.fixture
def leaves(settings: Any, sink: Sink) -> Sink:
    """Mail leaves the process, to the sink."""
    settings.BULLETIN_LEAVES = True
    smtp = {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {"host": "127.0.0.1", "port": sink.port},
    }
    settings.MAILERS = {**settings.MAILERS, "bulletin": smtp}
    return sink
