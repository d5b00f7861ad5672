"""What ran and what did not. Of the whole installation, not of a partnership: no row says anything about one."""

from django.db import models


class ScheduledRun(models.Model):
    """One due moment of one entry of the schedule. Whoever inserts the row runs the entry."""

    class Outcome(models.TextChoices):
        RUNNING = "running", "running"
        DONE = "done", "done"
        FAILED = "failed", "failed"
        LOST = "lost", "lost with its worker"

    name = models.CharField(max_length=100)
    due = models.DateTimeField()
    started = models.DateTimeField()
    finished = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, default=Outcome.RUNNING)
    worker = models.CharField(max_length=64)
    error = models.TextField(blank=True)

    class Meta:
        ordering = ["-due", "name"]
        constraints = [
            models.UniqueConstraint(fields=["name", "due"], name="scheduled_run_once_a_due_moment"),
            models.CheckConstraint(
                condition=models.Q(outcome__in=["running", "done", "failed", "lost"]), name="scheduled_run_outcome"
            ),
            models.CheckConstraint(
                condition=models.Q(finished=None, outcome="running") | models.Q(finished__isnull=False),
                name="scheduled_run_finished_unless_running",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} due {self.due:%Y-%m-%d %H:%M}: {self.outcome}"


class Worker(models.Model):
    """A worker process that lives, by its last sign of life."""

    name = models.CharField(max_length=64, primary_key=True)
    started = models.DateTimeField()
    seen = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
