"""Jobs by name: `@job("training.tell")` in tasks.py, `enqueue("training.tell", session_id=…)` anywhere.

Asked for by name, so that an operation can ask for a job whose work is an operation of its own.
"""

import functools
import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.tasks import Task, TaskContext, TaskResultStatus, task
from django.tasks.exceptions import InvalidTask
from django_tasks_db.models import DBTaskResult, get_date_max

from throughline.foundation.access.operations import Refused
from throughline.foundation.jobs.rules import pause_after
from throughline.foundation.tenancy import scope
from throughline.foundation.tenancy.kept import scope_with
from throughline.foundation.tenancy.prepared import Given, Prepared

log = logging.getLogger(__name__)
_jobs: dict[str, Task] = {}
_AT_ONCE = Prepared(
    lambda: (
        DBTaskResult.objects.filter(task_path=Given("path"), status=TaskResultStatus.READY, run_after=get_date_max())
        .order_by()
        .values_list("args_kwargs", flat=True)
    )
)


def job(name: str, *, tries: int = 5) -> Callable[[Callable[..., None]], Task]:
    """The function takes ids by keyword and runs in the partnership's scope. It must stand being run twice.

    What it raises is kept; it is tried again after `pause_after`, up to `tries` times in all. `Refused` and
    `ValidationError` are answers, not accidents: they are not tried again.
    """

    def make(function: Callable[..., None]) -> Task:
        if name in _jobs:
            raise ValueError(f"The job '{name}' is registered twice.")

        @functools.wraps(function)
        def run(context: TaskContext, *, partnership_id: int, try_number: int = 1, **ids: Any) -> None:
            now = context.task_result.started_at
            if now is None:
                raise RuntimeError("A job runs only once it has started.")
            with scope.activate(scope_with(partnership_id, now.date())):
                try:
                    function(**ids)
                except (Refused, ValidationError):
                    raise
                except Exception:  # any accident is worth another try; it is kept as failed all the same
                    if try_number < tries:
                        _again(_jobs[name], now + pause_after(try_number), partnership_id, try_number, ids)
                    raise

        # What is stored is the function's path, which must lead to the task: functools.wraps keeps it.
        del run.__wrapped__  # the signature that counts is run's own
        _jobs[name] = task(takes_context=True)(run)
        return _jobs[name]

    return make


def _again(found: Task, after: datetime, partnership_id: int, try_number: int, ids: dict[str, Any]) -> None:
    try:
        later = found.using(run_after=after)
    except InvalidTask:
        log.info("%s is not tried again: this task backend runs everything at once.", found.name)
        return
    later.enqueue(partnership_id=partnership_id, try_number=try_number + 1, **ids)


def enqueue_unless_waiting(name: str, **ids: Any) -> None:
    """The same, unless the same job waits already for whatever worker comes next. For a job that does all there is to
    do. Called after commit: a job that still waits then will see what was committed."""
    asked = {"args": [], "kwargs": {"partnership_id": scope.current().partnership_id, **ids}}
    if asked not in _AT_ONCE(path=_jobs[name].module_path):
        enqueue(name, **ids)


def enqueue(name: str, *, after: datetime | None = None, **ids: Any) -> str:
    """Asks for the job in the active scope, in the caller's transaction. Returns the id of its row."""
    found = _jobs[name]
    if after is not None:
        found = found.using(run_after=after)
    return str(found.enqueue(partnership_id=scope.current().partnership_id, **ids).id)
