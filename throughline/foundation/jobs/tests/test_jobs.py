"""Jobs are tried again, taken back from the dead and never begun twice; so are the entries of the schedule."""

import subprocess
import sys
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.tasks import TaskResultStatus, task_backends
from django_tasks_db import DatabaseBackend
from django_tasks_db.models import DBTaskResult

from throughline.foundation.access.actors import system_actor
from throughline.foundation.jobs import operations, queries, registry, schedule, tasks
from throughline.foundation.jobs.models import ScheduledRun, Worker
from throughline.foundation.jobs.rules import BREATH, breath_after, latest_due, pause_after
from throughline.foundation.jobs.worker import WorkerProcess
from throughline.foundation.tenancy import scope

NOON = datetime(2024, 2, 5, 12, 0, 30, tzinfo=UTC)
seen: list[tuple[int, int]] = []
accidents: list[Exception] = []


def note(*, number: int) -> None:
    seen.append((scope.current().partnership_id, number))
    if accidents:
        raise accidents.pop(0)


note_job = registry.job("tests.note", tries=2)(note)
note = note_job  # type: ignore[assignment]  # what is stored is the path of the task


@pytest.fixture(autouse=True)
def _clean() -> None:
    seen.clear()
    accidents.clear()


@pytest.fixture
def database_backend(settings) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}
    assert isinstance(task_backends["default"], DatabaseBackend)


def worker() -> WorkerProcess:
    return WorkerProcess("test-worker")


def test_a_due_moment_is_a_multiple_of_the_period_or_a_time_of_day_in_london() -> None:
    assert latest_due(every=timedelta(minutes=1), daily_at=None, now=NOON) == datetime(2024, 2, 5, 12, 0, tzinfo=UTC)
    at_three = latest_due(every=None, daily_at=time(3, 0), now=NOON)
    assert at_three == datetime(2024, 2, 5, 3, 0, tzinfo=ZoneInfo("Europe/London"))
    before_three = latest_due(every=None, daily_at=time(3, 0), now=datetime(2024, 7, 5, 1, 30, tzinfo=UTC))
    assert before_three == datetime(2024, 7, 4, 2, 0, tzinfo=UTC)  # 02:30 in London: yesterday's


def test_pauses_grow_and_the_last_repeats() -> None:
    assert [pause_after(n).total_seconds() / 60 for n in range(1, 8)] == [1, 5, 15, 60, 240, 240, 240]


def test_a_worker_rests_between_jobs_while_it_keeps_up_and_not_while_it_is_behind() -> None:
    asked = [timedelta(0), timedelta(milliseconds=999), timedelta(seconds=1), timedelta(hours=3)]
    assert [breath_after(NOON - ago, NOON) for ago in asked] == [BREATH, BREATH, timedelta(0), timedelta(0)]


SIGNALS = """
import signal
from throughline.foundation.jobs.worker import WorkerProcess

told = WorkerProcess("told")
signal.signal(signal.SIGALRM, told.stop)
signal.setitimer(signal.ITIMER_REAL, 0.002, 0.002)
for _ in range(2_000):
    told.ending = False
    told.rest(0.0019)
signal.setitimer(signal.ITIMER_REAL, 0)
told.stop()
told.rest(3600)
print("ENDED")
"""


def test_a_signal_at_any_moment_ends_a_workers_rest() -> None:
    command = [sys.executable, "-W", "ignore", "manage.py", "shell", "-v0", "-c", SIGNALS]
    assert "ENDED" in subprocess.run(command, capture_output=True, text=True, timeout=120, check=True).stdout


@pytest.mark.django_db
def test_a_job_runs_in_the_scope_of_who_asked_for_it(scoped, other_partnership, database_backend) -> None:
    registry.enqueue("tests.note", number=7)
    assert seen == []
    assert worker().run_one_job() is not None
    assert seen == [(scoped.partnership_id, 7)]
    assert worker().run_one_job() is None


@pytest.mark.django_db
def test_a_job_that_fails_is_tried_again_after_a_pause_and_then_no_more(scoped, database_backend) -> None:
    accidents.extend([OSError("first"), OSError("second")])
    registry.enqueue("tests.note", number=1)
    worker().run_one_job()
    first, again = DBTaskResult.objects.order_by("enqueued_at")
    assert (first.status, again.status) == (TaskResultStatus.FAILED, TaskResultStatus.READY)
    assert again.run_after - first.started_at == timedelta(minutes=1)
    assert worker().run_one_job() is None  # not yet
    DBTaskResult.objects.filter(pk=again.pk).update(run_after=first.started_at)
    worker().run_one_job()
    assert [row.status for row in DBTaskResult.objects.order_by("enqueued_at")] == ["FAILED", "FAILED"]


@pytest.mark.django_db
def test_a_refusal_is_an_answer_and_is_not_tried_again(scoped, database_backend) -> None:
    from throughline.foundation.access.operations import Refused

    accidents.append(Refused("No."))
    registry.enqueue("tests.note", number=1)
    worker().run_one_job()
    assert [row.status for row in DBTaskResult.objects.all()] == ["FAILED"]


@pytest.mark.django_db
def test_the_job_of_a_dead_worker_is_taken_back_and_that_of_a_living_one_is_not(scoped, database_backend) -> None:
    by = system_actor("worker")
    registry.enqueue("tests.note", number=1)
    registry.enqueue("tests.note", number=2)
    dead, living = DBTaskResult.objects.order_by("enqueued_at")
    dead.claim("dead")
    living.claim("living")
    later = dead.started_at + timedelta(minutes=2)
    Worker.objects.create(name="dead", started=dead.started_at, seen=dead.started_at)
    Worker.objects.create(name="living", started=dead.started_at, seen=later)
    operations.take_back_from_the_dead(by=by, at=later)
    assert {row.pk: row.status for row in DBTaskResult.objects.all()} == {dead.pk: "READY", living.pk: "RUNNING"}
    assert [row.name for row in Worker.objects.all()] == ["living"]


@pytest.mark.django_db
def test_a_job_that_takes_five_workers_with_it_is_given_up(scoped, database_backend) -> None:
    registry.enqueue("tests.note", number=1)
    row = DBTaskResult.objects.get()
    for number in range(5):
        row.claim(f"dead-{number}")
    operations.take_back_from_the_dead(by=system_actor("worker"), at=row.started_at + timedelta(minutes=2))
    assert DBTaskResult.objects.get().status == "FAILED"


@pytest.mark.django_db
def test_two_workers_never_run_one_due_moment_twice() -> None:
    by = system_actor("worker")
    runs = [
        operations.begin_run(by=by, at=NOON, worker=name, name="x", due=NOON) for name in ("one", "two", "one")
    ]  # fmt: skip
    assert [run and run.worker for run in runs] == ["one", None, None]
    operations.end_run(by=by, at=NOON, run=runs[0], error="")
    assert operations.begin_run(by=by, at=NOON, worker="two", name="x", due=NOON) is None


@pytest.mark.django_db
def test_a_run_lost_with_its_worker_is_begun_again() -> None:
    by = system_actor("worker")
    lost = operations.begin_run(by=by, at=NOON, worker="dead", name="x", due=NOON)
    later = NOON + timedelta(minutes=5)
    operations.take_back_from_the_dead(by=by, at=later)
    assert ScheduledRun.objects.get().outcome == "lost"
    again = operations.begin_run(by=by, at=later, worker="two", name="x", due=NOON)
    operations.end_run(by=by, at=later, run=lost, error="")  # the dead one's late word counts for nothing
    assert (again.pk, ScheduledRun.objects.get().outcome) == (lost.pk, "running")


@pytest.mark.django_db
def test_each_run_of_the_schedule_leaves_a_row_with_what_went_wrong(monkeypatch) -> None:
    ran = []

    def good(now: datetime) -> None:
        ran.append("good")

    def bad(now: datetime) -> None:
        raise ValueError("the printer is on fire")

    minute = timedelta(minutes=1)
    entries = {name: schedule.Entry(name, minute, None, "", run) for name, run in (("bad", bad), ("good", good))}
    monkeypatch.setattr(schedule, "_entries", entries)
    by = system_actor("worker")
    worker().run_schedule(by)
    worker().run_schedule(by)
    rows = ScheduledRun.objects.order_by("name")
    assert [(row.name, row.outcome) for row in rows][:2] == [("bad", "failed"), ("good", "done")]
    assert "the printer is on fire" in rows[0].error
    assert 1 <= len(ran) <= 2  # two when the minute turned in between


@pytest.mark.django_db
def test_an_entry_that_has_not_ended_well_for_long_is_overdue(monkeypatch) -> None:
    entry = schedule.Entry("x", timedelta(minutes=10), None, "", lambda now: None)
    monkeypatch.setattr(schedule, "_entries", {"x": entry})
    by = system_actor("worker")
    assert queries.state(NOON).overdue == []  # nothing has ever begun: the worker is what is missing
    run = operations.begin_run(by=by, at=NOON, worker="w", name="x", due=NOON)
    operations.end_run(by=by, at=NOON, run=run, error="")
    assert queries.state(NOON + timedelta(minutes=20)).overdue == []
    assert queries.state(NOON + timedelta(minutes=30)).overdue == ["x"]


@pytest.mark.django_db
def test_a_worker_that_has_gone_silent_does_not_live() -> None:
    operations.sign_of_life(by=system_actor("worker"), at=NOON, worker="w")
    assert queries.state(NOON + timedelta(seconds=50)).worker_lives is True
    assert queries.state(NOON + timedelta(seconds=70)).worker_lives is False


@pytest.mark.django_db
def test_what_ended_long_ago_is_forgotten_and_the_rest_kept(scoped, database_backend) -> None:
    by = system_actor("worker")
    for number in (1, 2):
        registry.enqueue("tests.note", number=number)
        worker().run_one_job()
    registry.enqueue("tests.note", number=3)
    old, new, waiting = DBTaskResult.objects.order_by("enqueued_at")
    DBTaskResult.objects.filter(pk=old.pk).update(finished_at=old.finished_at - timedelta(days=15))
    operations.prune(by=by, at=new.finished_at)
    assert set(DBTaskResult.objects.values_list("pk", flat=True)) == {new.pk, waiting.pk}


@pytest.mark.django_db
def test_what_the_database_would_not_let_a_worker_end_is_given_back_by_itself(scoped, database_backend) -> None:
    """A full disk: the job ran, and neither 'done' nor 'failed' could be written. The worker lives on."""
    registry.enqueue("tests.note", number=1)
    registry.enqueue("tests.note", number=2)
    stuck, others = DBTaskResult.objects.order_by("enqueued_at")
    stuck.claim("test-worker")
    others.claim("another-worker")
    run = operations.begin_run(by=system_actor("worker"), at=NOON, worker="test-worker", name="tests.run", due=NOON)
    assert operations.give_back(by=system_actor("worker"), at=NOON, worker="test-worker") == 2
    stuck.refresh_from_db()
    others.refresh_from_db()
    run.refresh_from_db()
    assert (stuck.status, others.status) == (TaskResultStatus.READY, TaskResultStatus.RUNNING)
    assert run.outcome == ScheduledRun.Outcome.LOST
    assert worker().run_one_job() is not None
    assert seen == [(scoped.partnership_id, 1)]


@pytest.mark.django_db
def test_sqlite_knows_how_many_rows_a_partnership_has_and_looks_for_the_fewest() -> None:
    ScheduledRun.objects.bulk_create(
        ScheduledRun(name="a", due=NOON + timedelta(minutes=n), started=NOON, worker="w") for n in range(50)
    )
    tasks.count_rows(NOON)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT stat FROM sqlite_stat1 WHERE tbl = 'jobs_scheduledrun'")
            assert any(stat.startswith("50 ") for (stat,) in cursor.fetchall())
