"""Reminders in the morning, and what was begun and never sent."""

from datetime import datetime, time

from throughline.foundation.access.actors import system_actor
from throughline.foundation.clock import business_today, real_now
from throughline.foundation.jobs.api import each_partnership, scheduled
from throughline.foundation.surveys import operations, queries


@scheduled("surveys.remind", daily_at=time(9, 0), says="Reminds people of surveys that they have not answered.")
def remind(now: datetime) -> None:
    by, today = system_actor("worker"), business_today()
    for _ in each_partnership(now):
        for survey_id in queries.due_for_reminders(today):
            operations.remind(survey_id=survey_id, by=by, today=today, at=real_now())


@scheduled("surveys.forget", daily_at=time(3, 30), says="Deletes answers that were begun and never sent, once closed.")
def forget(now: datetime) -> None:
    for _ in each_partnership(now):
        operations.forget_drafts(by=system_actor("worker"), today=business_today())
