"""What the health page and the unit may know of the machinery."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Max, Min

from throughline.foundation.jobs import schedule
from throughline.foundation.jobs.models import ScheduledRun, Worker
from throughline.foundation.jobs.rules import SILENT_AFTER

PATIENCE = timedelta(minutes=5)  # a run may be late by its period and this


@dataclass(frozen=True)
class State:
    """`overdue` names the schedule's entries that have not ended well for longer than they should."""

    worker_lives: bool
    overdue: list[str]


def state(now: datetime) -> State:
    """Three queries, whatever the schedule holds."""
    lives = Worker.objects.filter(seen__gte=now - SILENT_AFTER).exists()
    done = dict(
        ScheduledRun.objects.filter(outcome=ScheduledRun.Outcome.DONE)
        .order_by()
        .values_list("name")
        .annotate(last=Max("due"))
    )
    began = ScheduledRun.objects.aggregate(first=Min("started"))["first"]
    overdue = [
        entry.name
        for entry in schedule.entries()
        if now - done.get(entry.name, began or now) > 2 * entry.period + PATIENCE
    ]
    return State(lives, overdue)


def due_entries(now: datetime) -> list[tuple[schedule.Entry, datetime]]:
    """Entries whose last due moment nobody has begun, or whose run was lost. One query."""
    due = [(entry, entry.due(now)) for entry in schedule.entries()]
    begun = set(
        ScheduledRun.objects.filter(due__in={moment for _, moment in due})
        .exclude(outcome=ScheduledRun.Outcome.LOST)
        .order_by()
        .values_list("name", "due")
    )
    return [(entry, moment) for entry, moment in due if (entry.name, moment) not in begun]
