"""Open clocks are counted again when the calendar has changed."""

from datetime import datetime, time

from throughline.foundation.access.actors import system_actor
from throughline.foundation.jobs.api import each_partnership, scheduled
from throughline.office.reviews.operations import clocks
from throughline.office.reviews.queries.cases import calendar


@scheduled("reviews.count_again", daily_at=time(5, 45), says="Counts open clocks again when the bank holidays changed.")
def count_again(now: datetime) -> None:
    for _ in each_partnership(now):
        clocks.count_again(calendar=calendar(), by=system_actor("worker"), at=now)
