"""The machinery's own entries of the schedule."""

from datetime import datetime, time, timedelta

from django.contrib.sessions.backends.db import SessionStore

from throughline.foundation.access.actors import system_actor
from throughline.foundation.documents import api as documents
from throughline.foundation.jobs import operations
from throughline.foundation.jobs.schedule import scheduled


@scheduled("jobs.take_back", every=timedelta(seconds=30), says="Gives the jobs of a worker that died to another.")
def take_back(now: datetime) -> None:
    operations.take_back_from_the_dead(by=system_actor("worker"), at=now)


@scheduled("jobs.prune", daily_at=time(3, 10), says="Forgets jobs and runs that ended more than a fortnight ago.")
def prune(now: datetime) -> None:
    operations.prune(by=system_actor("worker"), at=now)


@scheduled("jobs.sweep_files", daily_at=time(3, 40), says="Removes stored files that nothing names for a day.")
def sweep_files(now: datetime) -> None:
    documents.remove_nameless(by=system_actor("worker"), at=now)


@scheduled("jobs.clear_sessions", daily_at=time(3, 20), says="Deletes sessions that have expired.")
def clear_sessions(now: datetime) -> None:
    SessionStore.clear_expired()


@scheduled(
    "jobs.count_rows", daily_at=time(3, 50), says="Counts the rows of SQLite’s tables, so that it finds them fast."
)
def count_rows(now: datetime) -> None:
    operations.count_rows(by=system_actor("worker"))
