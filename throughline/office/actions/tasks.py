"""The reminders of the day."""

from datetime import datetime, time

from throughline.foundation.access.actors import system_actor
from throughline.foundation.clock import business_today
from throughline.foundation.jobs.api import each_partnership, scheduled
from throughline.office.actions import operations


@scheduled("actions.digest", daily_at=time(6, 30), says="Reminds people of actions that are near, due or overdue.")
def digest(now: datetime) -> None:
    for _ in each_partnership(now):
        operations.send_digests(today=business_today(), by=system_actor("worker"), at=now)
