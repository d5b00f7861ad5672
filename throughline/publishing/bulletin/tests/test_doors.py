"""What comes from outside: links that are asked for, a provider's word, and a worker that is killed."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from datetime import datetime
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from throughline.foundation import weblinks
from throughline.publishing.bulletin import asking
from throughline.publishing.bulletin.bouncing.adapter import on_tracking
from throughline.publishing.bulletin.models import Delivery, LinkCheck, Suppression
from throughline.publishing.bulletin.operations import approving, composing
from throughline.publishing.bulletin.operations.composing import BlockWords
from throughline.publishing.bulletin.queries import issues
from throughline.publishing.bulletin.rules.checks import LinkState
from throughline.publishing.bulletin.tests.making import draft, standing, started
from throughline.publishing.bulletin.tests.sink import Sink
from throughline.publishing.library.tests.test_links import Page

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[4]


def test_links_are_asked_for_off_the_request_and_only_where_it_is_switched_on(
    writer: Any, at: datetime, settings: Any
) -> None:
    settings.LINK_CHECK = True
    row = draft(writer, at)
    approving.ask_for_link_checks(issue_id=row.pk, standing=standing(row, at), by=writer, at=at)
    assert LinkCheck.objects.get().state == "unasked"
    assert asking.unasked(row.pk) == ["https://www.example.org/sleep"]
    approving.record_link(url="https://www.example.org/sleep", state=LinkState.GONE, says="404", by=writer, at=at)
    assert [judged.finding.code for judged in standing(row, at).judged] == ["BU-01"]
    settings.LINK_CHECK = False
    assert asking.unasked(row.pk) == []


def test_an_issues_links_are_asked_for_and_its_checks_say_what_came(
    writer: Any, at: datetime, settings: Any, monkeypatch: Any
) -> None:
    settings.LINK_CHECK = settings.LINK_CHECK_INSIDE = True
    monkeypatch.setattr(weblinks, "PAUSE", 0.1)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Page)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    row = draft(writer, at)
    paths = {"/404": "BU-01", "/410": "BU-01", "/403": "BU-02", "/429": "BU-02", "/200": ""}
    for path in paths:
        words = BlockWords(
            heading=path, link_text="Read it all", link_url=f"http://127.0.0.1:{server.server_port}{path}"
        )
        composing.add_block(issue_id=row.pk, kind="item", words=words, by=writer, at=at)
    remove = next(block for block in issues.blocks(row.pk) if block.heading == "Safe sleep")
    composing.remove_block(issue_id=row.pk, block_id=remove.pk, by=writer, at=at)
    approving.ask_for_link_checks(issue_id=row.pk, standing=standing(row, at), by=writer, at=at)
    began = time.monotonic()
    for url, state, says in asking.asked(row.pk):
        approving.record_link(url=url, state=state, says=says, by=writer, at=at)
    assert time.monotonic() - began >= 0.4  # one host is asked with a pause between
    server.shutdown()
    server.server_close()
    told = {judged.finding.where: judged.finding.code for judged in standing(row, at).judged}
    assert told == {path: code for path, code in paths.items() if code}


@pytest.mark.parametrize(
    ("event_type", "reason", "kept"),
    [("bounced", "bounced", "hard"), ("complained", "spam", "complaint"), ("delivered", None, None)],
)
def test_a_providers_word_is_heard(
    event_type: str, reason: str | None, kept: str | None, readers: Any, at: datetime
) -> None:
    from anymail.signals import AnymailTrackingEvent

    readers(1)
    event = AnymailTrackingEvent(
        event_type=event_type, event_id="1", recipient="r0@example.org", reject_reason=reason, description="x"
    )
    for _ in range(2):
        on_tracking(None, event, "Example")
    assert list(Suppression.objects.values_list("reason", flat=True)) == ([kept] if kept else [])


KILLS, PEOPLE = 3, 240


@pytest.mark.slow
@pytest.mark.skipif(connection.vendor != "sqlite", reason="copies the tests' own SQLite database to a file")
def test_killed_again_and_again_nobody_gets_it_twice(
    writer: Any, approver: Any, at: datetime, readers: Any, sink: Sink, tmp_path: Path, settings: Any
) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}
    readers(PEOPLE)
    out = started(writer=writer, approver=approver, at=at)
    (tmp_path / "throughline.sqlite3").write_bytes(connection.connection.serialize())
    environment = {
        **os.environ, "DATA_DIR": str(tmp_path), "DATABASE_URL": "", "THROUGHLINE_MODE": "local",
        "THROUGHLINE_BENCH": "yes", "BULLETIN_URL": f"smtp://127.0.0.1:{sink.port}",
    }  # fmt: skip
    command = [sys.executable, "-W", "ignore", "manage.py", "send_bulletin", str(out.issue_id), "--dead-after", "0"]
    killed = 0
    for turn in range(1, KILLS + 2):
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
        goal = PEOPLE * turn // (KILLS + 1) if turn <= KILLS else PEOPLE + 1
        while len(sink.taken) < goal and process.poll() is None:
            time.sleep(0.0005)
        if process.poll() is None:
            process.send_signal(signal.SIGKILL)
            killed += 1
        process.wait()
    import sqlite3

    with sqlite3.connect(tmp_path / "throughline.sqlite3") as database:
        states = Counter(state for (state,) in database.execute("SELECT state FROM bulletin_delivery"))
    database.close()
    assert killed == KILLS
    assert max(Counter(sink.taken).values()) == 1
    assert set(states) <= {Delivery.State.SENT, Delivery.State.DOUBT}
    assert states[Delivery.State.DOUBT] <= killed
    assert PEOPLE - killed <= len(sink.taken) <= PEOPLE
