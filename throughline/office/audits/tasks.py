"""The chasing of the day."""

from datetime import datetime, time

from throughline.foundation.access.actors import system_actor
from throughline.foundation.clock import business_today
from throughline.foundation.jobs.api import each_partnership, scheduled
from throughline.office.audits.operations import cases, chasing


@scheduled("audits.chase", daily_at=time(6, 45), says="Reminds those who have not submitted their self-assessment.")
def chase(now: datetime) -> None:
    for _ in each_partnership(now):
        chasing.send_chasers(today=business_today(), by=system_actor("worker"), at=now)


@scheduled("audits.purge", daily_at=time(3, 20), says="Deletes the cases of case file audits on their day.")
def purge(now: datetime) -> None:
    for _ in each_partnership(now):
        cases.purge_due(today=business_today(), by=system_actor("worker"), at=now)
