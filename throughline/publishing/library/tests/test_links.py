"""Links are asked for at a real local server; what is broken is told to whoever answers for the page."""

import socket
import threading
import time
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from throughline.foundation import weblinks
from throughline.foundation.access.models import RoleAssignment
from throughline.foundation.notices.models import OutboxMessage
from throughline.foundation.tenancy import scope
from throughline.foundation.weblinks import Answer
from throughline.publishing.library import operations, tasks
from throughline.publishing.library.models import CheckedLink
from throughline.publishing.library.tests.conftest import AT


class Page(BaseHTTPRequestHandler):
    """/404 answers 404; /no-head and /no-head-403 refuse HEAD; /away leads to /404, /round to itself; /slow sleeps."""

    def do_GET(self) -> None:
        head = self.command == "HEAD"
        code = int(self.path[1:4]) if self.path[1:4].isdigit() else 200
        if self.path in ("/away", "/round"):
            self.send_response(302)
            self.send_header("Location", "/404" if self.path == "/away" else "/round")
        elif self.path == "/slow":
            time.sleep(0.6)
            return
        else:
            refused = {"/no-head": 405, "/no-head-403": 403}.get(self.path) if head else None
            self.send_response(refused or code)
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_HEAD = do_GET  # noqa: N815

    def log_message(self, *words: Any) -> None:
        """Quietly."""


@pytest.fixture(scope="module")
def elsewhere() -> Any:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Page)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    ("path", "answer"),
    [
        ("/200", Answer.GOOD), ("/204", Answer.GOOD), ("/no-head", Answer.GOOD), ("/no-head-403", Answer.GOOD),
        ("/404", Answer.GONE), ("/410", Answer.GONE), ("/away", Answer.GONE), ("/401", Answer.UNSURE),
        ("/403", Answer.UNSURE), ("/429", Answer.UNSURE), ("/500", Answer.UNSURE), ("/503", Answer.UNSURE),
        ("/round", Answer.UNSURE), ("/slow", Answer.UNSURE),
    ],
)  # fmt: skip
def test_what_a_page_answers(elsewhere: str, path: str, answer: Answer) -> None:
    assert weblinks.ask(elsewhere + path, inside=True, seconds=0.3)[0] is answer


def test_a_name_that_nobody_knows_is_gone_and_a_silent_name_service_is_not() -> None:
    unknown, silent = socket.gaierror(socket.EAI_NONAME, ""), socket.gaierror(socket.EAI_AGAIN, "")
    assert weblinks.unknown_host(unknown, "no.invalid") == (Answer.GONE, "There is no host no.invalid.")
    assert weblinks.unknown_host(silent, "no.invalid")[0] is Answer.UNSURE


def test_nothing_that_answers_is_unsure(elsewhere: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    for address in (f"http://127.0.0.1:{port}/", "ftp://example.org/", "http:///", "https://[oops/"):
        assert weblinks.ask(address, inside=True)[0] is Answer.UNSURE


def test_addresses_inside_a_network_are_not_asked_for(elsewhere: str) -> None:
    said = (Answer.UNSURE, "It is an address inside a network, which is not asked for from here.")
    assert weblinks.ask(elsewhere + "/404") == said


def test_one_host_is_asked_with_a_pause(elsewhere: str, monkeypatch: Any) -> None:
    monkeypatch.setattr(weblinks, "PAUSE", 0.2)
    began = time.monotonic()
    found = weblinks.ask_all([elsewhere + "/200", elsewhere + "/404"], inside=True)
    assert [answer for answer, _ in found.values()] == [Answer.GOOD, Answer.GONE]
    assert time.monotonic() - began >= 0.2


@pytest.mark.django_db
def test_a_pages_owner_hears_of_its_broken_link_and_again_only_after_it_was_whole(scoped: Any, unit: Any) -> None:
    url = "https://www.example.org/gone"
    place = operations.links.Place(url, "Bruising", "/library/bruising/", "owner@example.org")
    operations.record_places(places=[place], by=unit)
    heard = []
    for day, verdict in enumerate(("broken", "broken", "ok", "broken")):
        now = AT + timedelta(days=7 * day)
        given = {"verdicts": {url: (verdict, "404")}, "unit": ["unit@example.org"], "office": "/office/library/links/"}
        operations.record_checks(**given, today=now.date(), by=unit, at=now)
        heard.append(list(OutboxMessage.objects.order_by("pk").values_list("to", flat=True)))
    assert heard == [["owner@example.org"]] * 3 + [["owner@example.org"] * 2]


@pytest.mark.django_db
@pytest.mark.parametrize("switched_on", [True, False])
def test_the_weekly_check_tells_the_unit_of_a_broken_link_once(
    unit: Any, elsewhere: str, settings: Any, at: Any, monkeypatch: Any, switched_on: bool
) -> None:
    settings.LINK_CHECK, settings.LINK_CHECK_INSIDE = switched_on, True
    RoleAssignment.objects.create(user=unit.user, role="business_unit", space_id=scope.current().home_id)
    monkeypatch.setattr(weblinks, "PAUSE", 0.0)
    for name, path in (("Steady Ground", "/404"), ("Warm Start", "/200")):
        words = operations.ServiceWords(name, "Groups", "Parents", "Call", "Anybody", website=elsewhere + path)
        operations.write_service(service_id=None, words=words, by=unit)
    for _ in range(2):
        tasks.check_links(AT)
    mails = [" ".join(row.text.split()) for row in OutboxMessage.objects.filter(kind="library.broken_links")]
    if not switched_on:
        assert (mails, CheckedLink.objects.count()) == ([], 0)
        return
    assert len(mails) == 1
    assert f"Steady Ground: {elsewhere}/404 (The page is not there (answer 404).)" in mails[0]
    assert dict(CheckedLink.objects.values_list("place", "verdict")) == {"Steady Ground": "broken", "Warm Start": "ok"}
