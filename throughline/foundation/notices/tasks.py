"""Sending, as soon as a message is put and again each minute for what was left."""

from datetime import datetime, timedelta

from throughline.foundation.access.actors import system_actor
from throughline.foundation.clock import real_now
from throughline.foundation.jobs.api import each_partnership, enqueue_unless_waiting, job, scheduled
from throughline.foundation.notices import operations, queries, sending

ONE_JOB = 50  # messages
WORTH_HELP = 10


@job(operations.DELIVER, tries=1)  # the outbox keeps its own count of tries
def deliver() -> None:
    """All that waits, so that a rush costs one job and not one a message. Where much waits, another worker may help;
    after a batch other jobs have their turn."""
    by = system_actor("worker")
    found = queries.waiting(real_now(), most=ONE_JOB)
    if len(found) >= WORTH_HELP:
        enqueue_unless_waiting(operations.DELIVER)
    for message in found:
        sending.deliver(by=by, at=real_now(), message=message)


@scheduled("notices.sweep", every=timedelta(minutes=1), says="Sends what waits in the outbox.")
def sweep(now: datetime) -> None:
    by = system_actor("worker")
    for _ in each_partnership(now):
        operations.take_back(by=by, at=now)
        for message in queries.waiting(now):
            sending.deliver(by=by, at=real_now(), message=message)
