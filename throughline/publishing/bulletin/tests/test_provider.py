"""A provider's API by django-anymail: its real Postmark backend, asked at a local server that answers as Postmark."""

import json
import socket
import threading
from base64 import b64encode
from collections.abc import Iterator
from datetime import datetime
from email import policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from anymail.signals import tracking
from anymail.webhooks.postmark import PostmarkTrackingWebhookView
from django.conf import settings as site
from django.core.exceptions import SuspiciousOperation
from django.test import RequestFactory

from throughline.foundation.access.actors import system_actor
from throughline.publishing.bulletin.bouncing.adapter import on_tracking
from throughline.publishing.bulletin.models import Delivery, Suppression
from throughline.publishing.bulletin.sending.route import (
    TOO_MUCH,
    BackendRoute,
    InDoubt,
    NotGone,
    Refusal,
    open_route,
)
from throughline.publishing.bulletin.sending.worker import send_slice
from throughline.publishing.bulletin.tests.making import started

SAID = {
    0: "OK",
    406: "You tried to send to recipient(s) that have been marked as inactive. Found inactive addresses: {}. Inactive"
    " recipients are ones that have generated a hard bounce, a spam complaint, or a manual suppression.",
}


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
        said: dict[str, Any] = {"ErrorCode": code, "Message": SAID.get(code, "Refused").format(message["To"])}
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
def message() -> bytes:
    """As the mould pours it."""
    made = EmailMessage(policy=policy.SMTP)
    made["From"], made["To"], made["Subject"] = "no-reply@example.org", "r0@example.org", "February"
    made["Reply-To"], made["X-Bulletin-Delivery"] = "unit@example.org", "t" * 32
    made.set_content("Babies sleep on their backs.")
    made.add_alternative("<p>Babies sleep on their backs.</p>", subtype="html")
    return made.as_bytes()


def ask(message: bytes, to: str = "r0@example.org") -> None:
    route = open_route()
    assert isinstance(route, BackendRoute)
    try:
        route.send("bounces@example.org", to, message, lambda: None)
    finally:
        route.close()


@pytest.mark.parametrize(
    ("answer", "wanted"),
    [
        ((422, 406), (550, True, False)),  # an address that Postmark has put aside
        ((422, 402), (550, False, False)),  # what is wrong in this message
        ((401, 10), (535, False, True)),  # a key that is not taken: nothing else goes either
        ((429, 0), (TOO_MUCH, False, False)),
        ((503, 100), (TOO_MUCH, False, False)),
    ],
)
def test_what_a_providers_refusal_means(
    answer: tuple[int, int], wanted: tuple[int, bool, bool], postmark: Postmark, message: bytes
) -> None:
    postmark.answers["r0@example.org"] = answer
    with pytest.raises(Refusal) as refused:
        ask(message)
    assert (refused.value.code, refused.value.address, refused.value.sender) == wanted


@pytest.mark.parametrize("answer", [(500, 0), (502, 0), None])
def test_where_nobody_knows_it_is_in_doubt_and_the_rest_waits(answer: Any, postmark: Postmark, message: bytes) -> None:
    postmark.answers["r0@example.org"] = answer
    with pytest.raises(InDoubt) as doubt:
        ask(message)
    assert doubt.value.pause


def test_a_provider_that_cannot_be_reached_leaves_nobody_in_doubt(
    postmark: Postmark, message: bytes, settings: Any
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    settings.ANYMAIL = {"POSTMARK_SERVER_TOKEN": "t", "POSTMARK_API_URL": f"http://127.0.0.1:{port}/"}
    with pytest.raises(NotGone, match="refused"):
        ask(message)


@pytest.mark.django_db
@pytest.mark.parametrize(("password", "status", "reasons"), [("right", 200, ["hard"]), ("wrong", 400, [])])
def test_a_providers_webhook_asks_for_its_password_and_suppresses_at_once(
    password: str, status: int, reasons: list[str], readers: Any, settings: Any
) -> None:
    readers(1)
    settings.ANYMAIL = {"WEBHOOK_SECRET": "user:right"}
    said = {
        "RecordType": "Bounce", "Type": "HardBounce", "TypeCode": 1, "ID": 1, "MessageID": "m-1",
        "Email": "r0@example.org", "BouncedAt": "2024-02-05T09:00:00Z", "Description": "x", "Details": "550",
    }  # fmt: skip
    key = b64encode(f"user:{password}".encode()).decode()
    request = RequestFactory().post(
        "/anymail/postmark/tracking/", said, content_type="application/json", headers={"Authorization": f"Basic {key}"}
    )
    tracking.connect(on_tracking)
    try:
        answer = PostmarkTrackingWebhookView.as_view()(request).status_code
    except SuspiciousOperation:
        answer = 400
    finally:
        tracking.disconnect(on_tracking)
    assert answer == status
    assert list(Suppression.objects.values_list("reason", flat=True)) == reasons


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_each_reader_gets_a_message_of_their_own_until_nobody_knows(
    writer: Any, approver: Any, at: datetime, readers: Any, postmark: Postmark
) -> None:
    readers(3)
    postmark.answers["r1@example.org"] = None
    out = started(writer=writer, approver=approver, at=at)
    done = send_slice(mail_out_id=out.pk, worker="w", by=system_actor("worker"), clock=lambda: at, seconds=20)
    out.refresh_from_db()
    states = list(Delivery.objects.order_by("email").values_list("state", flat=True))
    assert (states, done.more, out.pause_until is not None) == (["sent", "doubt", "queued"], True, True)
    first = postmark.got[0]
    headers = {each["Name"]: each["Value"] for each in first["Headers"]}
    token = Delivery.objects.get(email="r0@example.org").token
    assert token in headers["List-Unsubscribe"]
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert token in first["HtmlBody"]
    assert "Babies sleep on their backs." in first["TextBody"]
    assert first["token"] == "t"
