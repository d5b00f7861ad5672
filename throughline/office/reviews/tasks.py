"""Open clocks are counted again when the calendar has changed; who is asked for something is reminded."""

from datetime import datetime, time

from throughline.foundation.access.actors import system_actor
from throughline.foundation.clock import business_today
from throughline.foundation.jobs.api import each_partnership, scheduled
from throughline.office.reviews.operations import clocks, drafts, returns
from throughline.office.reviews.queries.cases import calendar


@scheduled("reviews.count_again", daily_at=time(5, 45), says="Counts open clocks again when the bank holidays changed.")
def count_again(now: datetime) -> None:
    for _ in each_partnership(now):
        clocks.count_again(calendar=calendar(), by=system_actor("worker"), at=now)


@scheduled("reviews.remind", daily_at=time(7, 20), says="Reminds who owes a review an answer or comments on a draft.")
def remind(now: datetime) -> None:
    for _ in each_partnership(now):
        by, today = system_actor("worker"), business_today()
        returns.chase_by_itself(today=today, by=by, at=now)
        drafts.remind_readers(today=today, by=by, at=now)
