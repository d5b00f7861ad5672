"""The door for higher apps: jobs by name, the schedule, and how both are."""

from throughline.foundation.jobs.queries import State, state
from throughline.foundation.jobs.registry import enqueue, enqueue_unless_waiting, job
from throughline.foundation.jobs.rules import pause_after
from throughline.foundation.jobs.schedule import each_partnership, scheduled

__all__ = ["State", "each_partnership", "enqueue", "enqueue_unless_waiting", "job", "pause_after", "scheduled", "state"]
