"""Files that nobody confirmed do not stay."""

from datetime import datetime, time

from throughline.foundation.access.actors import system_actor
from throughline.foundation.jobs.api import each_partnership, scheduled
from throughline.foundation.sheets import operations


@scheduled("sheets.forget", daily_at=time(3, 30), says="Forgets spreadsheets that nobody confirmed within a day.")
def forget(now: datetime) -> None:
    for _ in each_partnership(now):
        operations.forget_uploads(by=system_actor("worker"), at=now)
