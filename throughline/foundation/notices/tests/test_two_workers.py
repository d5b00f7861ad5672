"""Two real workers on one database and a real mail server: nothing goes twice, one is killed, one ends cleanly."""

import asyncio
import email
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import uuid
from datetime import timedelta
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from django.db import connection

from throughline.foundation.clock import real_now
from throughline.foundation.jobs.registry import enqueue
from throughline.foundation.notices.models import OutboxMessage

ROOT = Path(__file__).resolve().parents[4]
MESSAGES = 12

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.slow,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="copies the tests' own SQLite database to a file"),
]


class SlowServer:
    """Takes a fifth of a second a message, so that both workers are busy."""

    def __init__(self) -> None:
        self.taken: list[str] = []

    async def handle_DATA(self, server, session, envelope) -> str:
        await asyncio.sleep(0.2)
        self.taken.append(email.message_from_bytes(envelope.content)["Message-ID"])
        return "250 OK"


@pytest.fixture
def mail_server():
    server = SlowServer()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        server.port = probe.getsockname()[1]
    controller = Controller(server, hostname="127.0.0.1", port=server.port)
    controller.start()
    yield server
    controller.stop()


class Installation:
    def __init__(self, folder: Path, port: int) -> None:
        self.database = folder / "throughline.sqlite3"
        self.environment = {
            **os.environ, "DATA_DIR": str(folder), "THROUGHLINE_MODE": "production", "DATABASE_URL": "",
            "ALLOWED_HOSTS": "site.example.org", "MAIL_URL": f"smtp://127.0.0.1:{port}",
            "MAIL_FROM": "Safeguarding <no-reply@example.org>",
        }  # fmt: skip

    def worker(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-W", "ignore", "manage.py", "worker"]
        return subprocess.Popen(command, cwd=ROOT, env=self.environment)

    def lives(self, worker: subprocess.Popen[bytes]) -> bool:
        """It has given a sign of life and has not signed off; a worker's name has its process' number."""
        return any(f"-{worker.pid}-" in name for (name,) in self.rows("SELECT name FROM jobs_worker"))

    def puts_a_job(self) -> str:
        """One like the first that was put, whatever became of that. Returns its id."""
        new = uuid.uuid4().hex
        columns = [
            name
            for (_, name, *_) in self.rows("PRAGMA table_info(django_tasks_database_dbtaskresult)")
            if name not in ("id", "status", "started_at", "finished_at", "worker_ids")
        ]
        listed = ", ".join(columns)
        self.rows(
            f"INSERT INTO django_tasks_database_dbtaskresult (id, status, worker_ids, {listed})"
            f" SELECT '{new}', 'READY', '[]', {listed} FROM django_tasks_database_dbtaskresult LIMIT 1"
        )
        return new

    def states(self) -> list[str]:
        return [state for (state,) in self.rows("SELECT status FROM notices_outboxmessage")]

    def rows(self, sql: str) -> list[tuple]:
        with sqlite3.connect(self.database, timeout=20) as database:
            found = database.execute(sql).fetchall()
        database.close()
        return found


@pytest.fixture
def installation(send, settings, tmp_path, mail_server) -> Installation:
    """Twelve messages that are not due yet and a job that sends what is due, in a database of its own."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}
    for number in range(MESSAGES):
        send(str(number))
    OutboxMessage._base_manager.update(next_try_at=real_now() + timedelta(days=1))
    enqueue("notices.deliver")
    made = Installation(tmp_path, mail_server.port)
    made.database.write_bytes(connection.connection.serialize())  # with what this test's transaction has written
    return made


def wait_for(condition, seconds: float = 120) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_nothing_goes_twice_though_one_worker_is_killed(installation: Installation, mail_server: SlowServer) -> None:
    workers = [installation.worker(), installation.worker()]
    try:
        wait_for(lambda: all(installation.lives(worker) for worker in workers))
        installation.rows("UPDATE notices_outboxmessage SET next_try_at = put_at")
        for _ in workers:
            installation.puts_a_job()
        wait_for(lambda: len(mail_server.taken) >= 3)
        workers[0].kill()
        workers[0].wait()
        # what the killed one had in hand is taken back after ten minutes
        wait_for(lambda: installation.states().count("queued") == 0 and installation.states().count("sending") <= 1)
        time.sleep(1)
        states = installation.states()
        assert states.count("sent") + states.count("sending") == MESSAGES
        assert len(mail_server.taken) == len(set(mail_server.taken))
        assert states.count("sent") <= len(mail_server.taken) <= MESSAGES

        new = installation.puts_a_job()  # what is put now begins too
        done = f"SELECT 1 FROM django_tasks_database_dbtaskresult WHERE id = '{new}' AND started_at IS NOT NULL"
        wait_for(lambda: installation.rows(done))
    finally:
        workers[1].send_signal(signal.SIGTERM)
        ended = workers[1].wait(300)
        workers[0].kill()
        workers[0].wait()
    assert ended == 0
    assert not installation.lives(workers[1])
