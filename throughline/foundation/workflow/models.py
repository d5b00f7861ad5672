"""Which state was entered when, for the rows of every machine."""

from typing import Any

from django.conf import settings
from django.db import models

from throughline.foundation.tenancy.models import ScopedModel


class StateEntered(ScopedModel):
    """A row entered a state. Written once: `save` refuses a second time. In the space of its row.

    `at` is the business moment, `real_at` the real one. `source` and `transition` are '' for the first state.
    """

    machine = models.CharField(max_length=60)
    row_id = models.PositiveBigIntegerField()
    source = models.CharField(max_length=40, blank=True)
    transition = models.CharField(max_length=40, blank=True)
    state = models.CharField(max_length=40)
    reason = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    real_at = models.DateTimeField(auto_now_add=True)

    class Meta(ScopedModel.Meta):
        ordering = ["pk"]
        indexes = [models.Index(fields=["machine", "row_id"], name="state_entered_by_row")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(source="", transition="") | ~models.Q(source="") & ~models.Q(transition=""),
                name="state_entered_by_a_transition_or_first",
            ),
            models.UniqueConstraint(
                fields=["machine", "row_id"], condition=models.Q(transition=""), name="state_entered_first_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.machine} {self.row_id}: {self.state}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("What state was entered is written once.")
        super().save(*args, **kwargs)
