"""Everything that is written about jobs. Written by the worker itself: no operation here asks for a permission."""

from datetime import datetime, timedelta

from django.db import IntegrityError, connection, transaction
from django.tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from throughline.foundation.access.actors import Actor
from throughline.foundation.access.operations import operation
from throughline.foundation.jobs.models import ScheduledRun, Worker
from throughline.foundation.jobs.rules import SILENT_AFTER

GIVE_UP_AFTER = 5  # workers that one job has taken with it
KEEP_RUNS = timedelta(days=14)
LOST_JOB = "throughline.foundation.jobs.operations.WorkerLost"


class WorkerLost(Exception):
    """The job's worker died while it ran, five times over."""


@operation(None)
def sign_of_life(*, by: Actor, at: datetime, worker: str) -> None:
    if not Worker.objects.filter(name=worker).update(seen=at):
        Worker.objects.create(name=worker, started=at, seen=at)


@operation(None)
def sign_off(*, by: Actor, worker: str) -> None:
    Worker.objects.filter(name=worker).delete()


@operation(None)
def begin_run(*, by: Actor, at: datetime, worker: str, name: str, due: datetime) -> ScheduledRun | None:
    """The run that this worker has won, or None: another has it, or had it. A lost one is begun again."""
    if ScheduledRun.objects.filter(name=name, due=due).exclude(outcome=ScheduledRun.Outcome.LOST).exists():
        return None
    values = {"started": at, "worker": worker, "finished": None, "outcome": ScheduledRun.Outcome.RUNNING}
    lost = ScheduledRun.objects.filter(name=name, due=due, outcome=ScheduledRun.Outcome.LOST)
    if lost.update(**values):
        return ScheduledRun.objects.get(name=name, due=due)
    try:
        with transaction.atomic():
            return ScheduledRun.objects.create(name=name, due=due, **values)
    except IntegrityError:
        return None


@operation(None)
def end_run(*, by: Actor, at: datetime, run: ScheduledRun, error: str) -> None:
    """`error` empty means done."""
    outcome = ScheduledRun.Outcome.FAILED if error else ScheduledRun.Outcome.DONE
    ScheduledRun.objects.filter(pk=run.pk, outcome=ScheduledRun.Outcome.RUNNING, worker=run.worker).update(
        finished=at, outcome=outcome, error=error[:2000]
    )


@operation(None)
def give_back(*, by: Actor, at: datetime, worker: str) -> int:
    """What a living worker began and could not bring to its end, because the database did not let it write. Returns how
    many. Called by the worker itself while it runs nothing."""
    taken = 0
    for row in DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING):
        if row.worker_ids and row.worker_ids[-1] == worker:
            taken += _give_to_another(row, at)
    lost = ScheduledRun.objects.filter(outcome=ScheduledRun.Outcome.RUNNING, worker=worker)
    return taken + lost.update(outcome=ScheduledRun.Outcome.LOST, finished=at)


def _give_to_another(row: DBTaskResult, at: datetime) -> int:
    """Ready again, or failed when it has taken too many workers with it. Compare and set: 1 when it was changed."""
    same = DBTaskResult.objects.filter(pk=row.pk, status=TaskResultStatus.RUNNING, started_at=row.started_at)
    if len(row.worker_ids) >= GIVE_UP_AFTER:
        return same.update(status=TaskResultStatus.FAILED, finished_at=at, exception_class_path=LOST_JOB, traceback="")
    return same.update(status=TaskResultStatus.READY)


@operation(None)
def take_back_from_the_dead(*, by: Actor, at: datetime) -> int:
    """Jobs and runs of workers that have gone silent are ready for another. Returns how many."""
    Worker.objects.filter(seen__lt=at - SILENT_AFTER).delete()
    living = set(Worker.objects.values_list("name", flat=True))
    taken = 0
    for row in DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING, started_at__lt=at - SILENT_AFTER):
        if row.worker_ids and row.worker_ids[-1] in living:
            continue
        taken += _give_to_another(row, at)
    lost = ScheduledRun.objects.filter(outcome=ScheduledRun.Outcome.RUNNING, started__lt=at - SILENT_AFTER)
    return taken + lost.exclude(worker__in=living).update(outcome=ScheduledRun.Outcome.LOST, finished=at)


@operation(None)
def prune(*, by: Actor, at: datetime) -> None:
    """Forgets what ended more than a fortnight ago."""
    DBTaskResult.objects.finished().filter(finished_at__lt=at - KEEP_RUNS).delete()
    ScheduledRun.objects.filter(finished__lt=at - KEEP_RUNS).delete()


@operation(None)
def count_rows(*, by: Actor) -> None:
    """SQLite alone: without a count of its tables it looks for an agency's rows among all of its partnership's.
    PostgreSQL counts by itself."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
