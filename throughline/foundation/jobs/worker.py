"""One process that runs jobs and the schedule until it is told to end."""

import contextlib
import logging
import os
import queue
import secrets
import signal
import socket
import threading
import time
import traceback
from types import FrameType

from django.db import DatabaseError, IntegrityError, close_old_connections, connection
from django_tasks_db.management.commands.db_worker import Worker as TaskRunner
from django_tasks_db.models import DBTaskResult
from django_tasks_db.utils import exclusive_transaction

from throughline.foundation.access.actors import Actor, system_actor
from throughline.foundation.clock import real_now
from throughline.foundation.jobs import operations, queries
from throughline.foundation.jobs.rules import breath_after

log = logging.getLogger(__name__)
POLL = 0.5  # seconds; a job begins within this of being asked for, when the worker is free
LIFE_SIGN = 10  # seconds between signs of life
BACKEND = "default"


def worker_actor() -> Actor:
    """The worker's own account. Two workers that start at once may both try to make it."""
    try:
        return system_actor("worker")
    except IntegrityError:
        return system_actor("worker")


class WorkerProcess:
    """`run` returns after `stop`, when the job in hand has ended."""

    def __init__(self, name: str = "") -> None:
        self.name = name or f"{socket.gethostname()[:30]}-{os.getpid()}-{secrets.token_hex(4)}"
        self.ending = False
        self.told = queue.SimpleQueue[None]()  # unlike an Event's, its `put` may interrupt its `get`: in a signal
        self.ended = threading.Event()
        self.asks_again = 0.0
        self.runner = TaskRunner(
            queue_names=["*"], interval=0, batch=True, backend_name=BACKEND, startup_delay=False, max_tasks=None,
            worker_id=self.name, excluded_queue_names=[],
        )  # fmt: skip

    def stop(self, number: int = 0, frame: FrameType | None = None) -> None:
        self.ending = True
        self.told.put(None)

    def rest(self, seconds: float) -> None:
        """Shorter when it is told to end."""
        if not self.ending and seconds:
            with contextlib.suppress(queue.Empty):
                self.told.get(timeout=seconds)

    def listen_to_signals(self) -> None:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self.stop)

    def run(self) -> None:
        by = worker_actor()
        operations.sign_of_life(by=by, at=real_now(), worker=self.name)
        pulse = threading.Thread(target=self._pulse, args=(by,), daemon=True)
        pulse.start()
        interrupted = False
        while not self.ending:
            close_old_connections()
            try:
                if interrupted:
                    operations.give_back(by=by, at=real_now(), worker=self.name)
                    interrupted = False
                self.run_schedule(by)
                while not self.ending and (ran := self.run_one_job()):
                    self.run_schedule(by)
                    self.rest(breath_after(ran.enqueued_at, real_now()).total_seconds())
            except DatabaseError:
                log.exception("The database did not answer; trying again.")
                connection.close()
                interrupted = True
            self.rest(LIFE_SIGN if interrupted else POLL)
        self.ended.set()
        pulse.join(timeout=LIFE_SIGN)
        operations.sign_off(by=by, worker=self.name)

    def run_one_job(self) -> DBTaskResult | None:
        """Takes the next job that is ready, runs it and returns it. None when there is none."""
        ready = DBTaskResult.objects.ready().filter(backend_name=BACKEND)
        if not ready.exists():  # asked without the lock that taking one needs
            return None
        with exclusive_transaction(ready.db):
            found = ready.get_locked()
            if found is not None:
                found.claim(self.name)
        if found is not None:
            self.runner.run_task(found)
        return found

    def run_schedule(self, by: Actor) -> None:
        """Runs what is due and that no other worker has begun; asked again after a moment, not after every job."""
        if time.monotonic() < self.asks_again:
            return
        self.asks_again = time.monotonic() + POLL
        for entry, due in queries.due_entries(real_now()):
            run = operations.begin_run(by=by, at=real_now(), worker=self.name, name=entry.name, due=due)
            if run is None:
                continue
            error = ""
            try:
                entry.run(real_now())
            except Exception:  # one entry's accident is kept with its run; the others must still have their turn
                error = traceback.format_exc()
                log.exception("The scheduled '%s' failed.", entry.name)
            operations.end_run(by=by, at=real_now(), run=run, error=error)

    def _pulse(self, by: Actor) -> None:
        """Signs of life while a long job runs; a process that was killed gives none."""
        while not self.ended.wait(LIFE_SIGN):
            try:
                operations.sign_of_life(by=by, at=real_now(), worker=self.name)
            except DatabaseError:
                log.exception("No sign of life could be written.")
                connection.close()
        connection.close()
