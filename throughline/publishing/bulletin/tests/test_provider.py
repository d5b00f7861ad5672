"""A provider's API by django-anymail: its real Postmark backend, asked at a local server that answers as Postmark."""

import json
import socket
import threading
from collections.abc import Iterator
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from django.conf import settings as site

from throughline.foundation.access.actors import system_actor
from throughline.publishing.bulletin.models import Delivery, MailOut, Suppression
from throughline.publishing.bulletin.sending.worker import Slice, send_slice
from throughline.publishing.bulletin.tests.making import started

pytestmark = pytest.mark.django_db


class Postmark(ThreadingHTTPServer):
    """`answers`: recipient → (status, Postmark's error code), None for no answer at all; else it takes the message."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Asked)
        self.answers: dict[str, tuple[int, int] | None] = {}
        self.got: list[dict[str, Any]] = []
        threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True).start()


class _Asked(BaseHTTPRequestHandler):
    server: Postmark

    def do_POST(self) -> None:
        message = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        message["token"] = self.headers["X-Postmark-Server-Token"]
        self.server.got.append(message)
        found = self.server.answers.get(message["To"], (200, 0))
        if found is None:
            self.connection.shutdown(socket.SHUT_RDWR)
            return
        status, code = found
        said: dict[str, Any] = {"ErrorCode": code, "Message": "OK" if code == 0 else "Refused"}
        if code == 0 and status == 200:
            said |= {"To": message["To"], "MessageID": f"m-{len(self.server.got)}", "SubmittedAt": "2024-02-05T09:00Z"}
        body = json.dumps(said).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *words: Any) -> None:
        """Quietly."""


@pytest.fixture
def postmark(settings: Any) -> Iterator[Postmark]:
    server = Postmark()
    settings.BULLETIN_LEAVES = True
    settings.ANYMAIL = {"POSTMARK_SERVER_TOKEN": "t", "POSTMARK_API_URL": f"http://127.0.0.1:{server.server_port}/"}
    settings.MAILERS = {**site.MAILERS, "bulletin": {"BACKEND": "anymail.backends.postmark.EmailBackend"}}
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def out(writer: Any, approver: Any, at: datetime, readers: Any) -> MailOut:
    readers(3)
    return started(writer=writer, approver=approver, at=at)


def go(out: MailOut, at: datetime) -> Slice:
    return send_slice(mail_out_id=out.pk, worker="w", by=system_actor("worker"), clock=lambda: at, seconds=20)


def states() -> list[str]:
    return list(Delivery.objects.order_by("email").values_list("state", flat=True))


def test_each_reader_gets_a_message_of_their_own(out: MailOut, at: datetime, postmark: Postmark) -> None:
    assert go(out, at) == Slice(3, more=False)
    assert [message["To"] for message in postmark.got] == [f"r{n}@example.org" for n in range(3)]
    first = postmark.got[0]
    headers = {each["Name"]: each["Value"] for each in first["Headers"]}
    token = Delivery.objects.get(email="r0@example.org").token
    assert token in headers["List-Unsubscribe"]
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert token in first["HtmlBody"]
    assert "Babies sleep on their backs." in first["TextBody"]
    assert (first["token"], states()) == ("t", ["sent"] * 3)


@pytest.mark.parametrize(
    ("answer", "wanted", "is_paused"),
    [
        ((200, 406), ["failed", "sent", "sent"], False),  # an address that Postmark has put aside
        ((422, 402), ["failed", "sent", "sent"], False),  # what is wrong in this message
        ((401, 10), ["queued", "queued", "queued"], True),  # a key that is not taken
        ((429, 0), ["queued", "queued", "queued"], True),
        ((503, 100), ["queued", "queued", "queued"], True),
        ((500, 0), ["doubt", "queued", "queued"], True),
        (None, ["doubt", "queued", "queued"], True),
    ],
)  # fmt: skip
def test_what_a_providers_answer_means(
    answer: Any, wanted: list[str], is_paused: bool, out: MailOut, at: datetime, postmark: Postmark
) -> None:
    postmark.answers["r0@example.org"] = answer
    go(out, at)
    out.refresh_from_db()
    assert (states(), out.pause_until is not None) == (wanted, is_paused)
    assert Suppression.objects.exists() == (answer == (200, 406))


def test_a_provider_that_cannot_be_reached_leaves_nobody_in_doubt(
    out: MailOut, at: datetime, postmark: Postmark, settings: Any
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    settings.ANYMAIL = {"POSTMARK_SERVER_TOKEN": "t", "POSTMARK_API_URL": f"http://127.0.0.1:{port}/"}
    go(out, at)
    out.refresh_from_db()
    assert (states(), out.pause_until is not None, "refused" in out.last_error) == (["queued"] * 3, True, True)
