"""What training does by itself."""

from datetime import datetime, timedelta

from throughline.foundation.access.actors import system_actor
from throughline.foundation.clock import business_now, real_now
from throughline.foundation.jobs.api import each_partnership, scheduled
from throughline.office.training import operations
from throughline.office.training.queries.waiting import lists_to_tend


@scheduled(
    "training.waiting_lists",
    every=timedelta(minutes=1),
    says="Offers free training places to those who wait, and ends offers that ran out.",
)
def tend_waiting_lists(now: datetime) -> None:
    by = system_actor("worker")
    for _ in each_partnership(now):
        for session_id in lists_to_tend(business_now()):
            operations.tend_waiting_list(session_id=session_id, by=by, at=business_now(), real_at=real_now())
