"""`start`: the port, the demonstration, static files, and two children that live and die together."""

import io
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.request
from datetime import datetime
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import connection

from throughline.config import preparing, smoke, starting
from throughline.config.environment import DEMONSTRATION_MARK
from throughline.foundation.clock import LONDON
from throughline.foundation.tenancy.models import Partnership


@pytest.fixture
def taken():
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        yield holder.getsockname()[1]


def test_a_taken_port_is_said_plainly_before_anything_is_done(taken: int) -> None:
    with pytest.raises(CommandError, match=rf"^Port {taken} is in use by another program. Choose another one: --port"):
        call_command("start", port=taken, stdout=io.StringIO())


def test_smoke_needs_the_demonstration() -> None:
    with pytest.raises(CommandError, match="--smoke needs the demonstration"):
        call_command("start", smoke=True)


@pytest.mark.django_db
def test_production_refuses_a_database_that_holds_a_demonstration(partnership, settings) -> None:
    settings.PRODUCTION = True
    preparing.refuse_demonstration_data()
    Partnership.objects.filter(pk=partnership.pk).update(demonstration=True)
    with pytest.raises(ImproperlyConfigured, match="the database holds the demonstration Medway"):
        preparing.refuse_demonstration_data()


@pytest.mark.django_db
def test_somebody_elses_data_is_never_mixed_with_the_demonstration(partnership, settings, tmp_path) -> None:
    settings.DATA_DIR = tmp_path
    said: list[str] = []
    preparing.load_demonstration(said.append)
    assert (said, list(tmp_path.iterdir())) == ([], [])
    assert Partnership.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.slow
@pytest.mark.skipif(connection.vendor == "sqlite", reason="the journeys in the browser start from it on SQLite")
def test_the_demonstration_is_loaded_once_with_its_mark_and_the_default_one_first(settings, tmp_path) -> None:
    settings.DATA_DIR, settings.DEMONSTRATION = tmp_path, True
    settings.AS_AT = datetime(2024, 2, 5, 9, tzinfo=LONDON)  # the day on which the demonstration stands
    said: list[str] = []
    preparing.load_demonstration(said.append)
    assert said[0] == "Loading the demonstration's partnership ‘medway-2023-24’ …"
    assert (tmp_path / DEMONSTRATION_MARK).exists()
    assert [p.slug for p in Partnership.objects.filter(is_default=True)] == ["medway"]
    assert Partnership.objects.filter(demonstration=True).count() == Partnership.objects.count() == 2
    said.clear()
    preparing.load_demonstration(said.append)
    assert said == []


@pytest.mark.django_db
def test_there_is_nothing_to_prepare_in_a_prepared_database() -> None:
    said: list[str] = []
    preparing.prepare_database(said.append)
    preparing.prepare_database(said.append)
    assert said == []


def test_the_first_preparation_says_how_far_it_is_and_a_small_one_is_quiet() -> None:
    said: list[str] = []
    steps = preparing.Steps(40, said.append)
    for number in range(40):
        steps.write(f"  Applying {'first' if number < 15 else 'second'}.{number:04d}_made...")
        steps.write(" OK\n")
    assert said == [
        "  25 %: 10 of 40 steps, now first",
        "  50 %: 20 of 40 steps, now second",
        "  75 %: 30 of 40 steps, now second",
    ]
    few = preparing.Steps(3, said.append)
    few.write("  Applying first.0001_made...")
    assert len(said) == 3


def test_a_data_folder_that_cannot_be_written_is_refused_before_anything_is_done(settings, tmp_path) -> None:
    settings.DATA_DIR = tmp_path / "gone"
    with pytest.raises(ImproperlyConfigured, match=r"gone cannot be written to: No such file or directory\. Nothing"):
        preparing.prepare(lambda line: None)


def test_a_changed_static_file_is_noticed(monkeypatch) -> None:
    before = preparing.static_state()
    assert preparing.static_state() == before
    monkeypatch.setattr(preparing, "version", lambda library: "another")
    assert preparing.static_state() != before


def test_a_child_that_dies_is_named_and_the_other_one_ended(monkeypatch) -> None:
    sleeping = [sys.executable, "-c", "import time; time.sleep(86400)"]
    supervisor = starting.Supervisor("127.0.0.1", 1)
    supervisor.children = {
        "web server": subprocess.Popen(sleeping),
        "worker": subprocess.Popen([sys.executable, "-c", ""]),
    }
    assert supervisor.wait() == "worker"
    supervisor.end()
    assert all(child.poll() is not None for child in supervisor.children.values())


def test_a_page_that_does_not_answer_is_a_failed_check() -> None:
    check = smoke.ask(starting.some_free_port(), smoke.Page("localhost", "/", 200, "x"))
    assert check.passed is False
    assert "did not answer" in check.says


@pytest.mark.slow
def test_the_site_starts_answers_runs_jobs_and_ends_on_sigterm() -> None:
    """Web server and worker as real processes; the worker wakes soon and leaves with its sign taken down."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "DATA_DIR": folder, "THROUGHLINE_MODE": "local"}
        port = starting.some_free_port()
        command = [sys.executable, "-W", "ignore", "manage.py", "start", "--port", str(port)]
        site = subprocess.Popen(
            command, cwd=starting.ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        lines = []
        for line in site.stdout:
            lines.append(line.strip())
            if "Ctrl-C" in line:
                break
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/health/", timeout=120) as answer:
                assert answer.status == 200
            database = Path(folder) / "throughline.sqlite3"
            deadline = time.monotonic() + 300
            while not rows(database, "SELECT 1 FROM jobs_scheduledrun WHERE outcome = 'done'"):
                assert time.monotonic() < deadline
                time.sleep(0.2)
        finally:
            site.send_signal(signal.SIGTERM)
            out, errors = site.communicate(timeout=300)
        assert site.returncode == 0, errors
        lines = [line for line in lines if " steps, now " not in line]
        said = ["Preparing the database …", "Collecting static files …", "Throughline is ready:"]
        assert lines == [*said, f"http://localhost:{port}/", "Ctrl-C ends it."]
        assert out == ""
        assert rows(database, "SELECT * FROM jobs_worker") == []
        assert starting.port_is_free("127.0.0.1", port)


def rows(database: Path, sql: str) -> list[tuple]:
    connection = sqlite3.connect(database)
    try:
        return connection.execute(sql).fetchall()
    finally:
        connection.close()
