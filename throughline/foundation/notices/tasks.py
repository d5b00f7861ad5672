"""Sending, as soon as a message is put and again each minute for what was left."""

from datetime import datetime, timedelta

from throughline.foundation.access.actors import system_actor
from throughline.foundation.clock import real_now
from throughline.foundation.jobs.api import each_partnership, job, scheduled
from throughline.foundation.notices import operations, queries, sending


@job(operations.DELIVER, tries=1)  # the outbox keeps its own count of tries
def deliver(*, message_id: int) -> None:
    sending.deliver(by=system_actor("worker"), at=real_now(), message_id=message_id)


@scheduled("notices.sweep", every=timedelta(minutes=1), says="Sends what waits in the outbox.")
def sweep(now: datetime) -> None:
    by = system_actor("worker")
    for _ in each_partnership(now):
        operations.take_back(by=by, at=now)
        for message_id in queries.waiting(now):
            sending.deliver(by=by, at=real_now(), message_id=message_id)
