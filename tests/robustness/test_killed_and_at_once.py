"""Processes of the real product on one PostgreSQL database: two loads at once, and processes that are killed."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django_tasks_db.models import DBTaskResult

from throughline.foundation.access.actors import system_actor
from throughline.foundation.clock import real_now
from throughline.foundation.jobs.models import Worker
from throughline.foundation.tenancy import scope
from throughline.foundation.tenancy.models import Partnership
from throughline.foundation.tenancy.queries import scope_of
from throughline.publishing.yearly_report import operations, queries
from throughline.publishing.yearly_report.models import Build, ReportFile

ROOT = Path(__file__).resolve().parents[2]
MEDWAY = ROOT / "throughline" / "demonstration" / "medway-2023-24"
TODAY = date(2024, 2, 5)

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.slow,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="processes share a PostgreSQL database"),
]


@pytest.fixture(autouse=True)
def jobs_wait_for_a_worker(settings: Any) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}


def start(*arguments: str | Path, **pipes: Any) -> subprocess.Popen[str]:
    """`manage.py …` on this test's database and files (DATA_DIR is in the environment)."""
    found = connection.settings_dict
    url = f"postgresql://{found['USER']}@{found['HOST']}:{found['PORT']}/{found['NAME']}"
    environment = {**os.environ, "DATABASE_URL": url, "THROUGHLINE_MODE": "local"}
    command = [sys.executable, "-W", "ignore", "manage.py", *map(str, arguments)]
    return subprocess.Popen(command, cwd=ROOT, env=environment, text=True, **pipes)


def load_medway() -> None:
    call_command("load_partnership", str(MEDWAY), stdout=StringIO())


def wait_for(condition: Callable[[], Any], seconds: float = 180) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def in_transaction() -> int:
    """Other connections to this database that are inside a transaction which has written."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            " AND backend_xid IS NOT NULL"
        )
        return int(cursor.fetchone()[0])


def test_two_loads_at_once_wait_for_each_other_and_the_second_changes_nothing() -> None:
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    loads = [start("load_partnership", MEDWAY, **pipes) for _ in range(2)]
    said = [load.communicate(timeout=300) for load in loads]
    assert [load.returncode for load in loads] == [0, 0], said
    assert sorted("Nothing changed." in out for out, _ in said) == [False, True]
    assert list(Partnership.objects.values_list("slug", flat=True)) == ["medway"]


def test_a_load_that_is_killed_wrote_nothing_and_can_be_run_again() -> None:
    load = start("load_partnership", MEDWAY, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    wait_for(in_transaction)
    load.send_signal(signal.SIGKILL)
    load.wait()
    wait_for(lambda: not in_transaction())
    assert Partnership.objects.count() == 0
    load_medway()
    assert Partnership.objects.count() == 1


@contextmanager
def worker() -> Iterator[subprocess.Popen[str]]:
    process = start("worker")
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def test_a_build_whose_worker_is_killed_is_taken_up_again_and_made_once() -> None:
    load_medway()
    with scope.activate(scope_of(Partnership.objects.get(), TODAY)):
        year, by = queries.report_year("2023-24"), system_actor("command line")
        build = operations.ask_for_draft(year=year, as_at=TODAY, by=by, at=real_now())

        def status() -> str:
            return Build.objects.get(pk=build.pk).status

        with worker() as first:
            wait_for(lambda: status() == Build.Status.RUNNING)
            first.send_signal(signal.SIGKILL)
            first.wait()
        assert status() == Build.Status.RUNNING
        long_ago = real_now() - timedelta(minutes=2)  # a minute of silence, without waiting for it
        Worker.objects.update(seen=long_ago)
        DBTaskResult.objects.filter(status="RUNNING").update(started_at=long_ago)
        with worker():
            wait_for(lambda: status() != Build.Status.RUNNING)
            assert status() == Build.Status.DONE
            wait_for(lambda: not DBTaskResult.objects.filter(status__in=["READY", "RUNNING"]).exists())
        made = ReportFile.objects.filter(build=build).values_list("format", flat=True)
        assert sorted(set(made) - {"pdf"}) == ["csv", "docx", "json"]
        assert len(made) == len(set(made))


def test_a_build_that_nobody_finishes_is_given_up_and_can_be_asked_for_again() -> None:
    load_medway()
    with scope.activate(scope_of(Partnership.objects.get(), TODAY)):
        year, by, now = queries.report_year("2023-24"), system_actor("command line"), real_now()
        build = operations.ask_for_draft(year=year, as_at=TODAY, by=by, at=now)
        assert operations.ask_for_draft(year=year, as_at=TODAY, by=by, at=now).pk == build.pk
        assert operations.give_up(by=by, at=now + timedelta(minutes=59)) == 0
        assert operations.give_up(by=by, at=now + timedelta(minutes=61)) == 1
        build.refresh_from_db()
        assert (build.status, build.message) == (Build.Status.FAILED, operations.NEVER_FINISHED)
        assert operations.ask_for_draft(year=year, as_at=TODAY, by=by, at=now).pk != build.pk
