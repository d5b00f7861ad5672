"""The cycles of audits that the partnership ran or plans."""

from django.db import models

from throughline.foundation.tenancy.managers import history
from throughline.foundation.tenancy.models import ScopedModel


class AuditCycle(ScopedModel):
    """An audit of a kind in a cycle (a year as written: '2023-24', '2024'), on a theme where it has one."""

    kind = models.CharField(max_length=100)
    cycle = models.CharField(max_length=20)
    theme = models.CharField(max_length=300, blank=True)
    note = models.TextField(blank=True)
    position = models.PositiveIntegerField(default=0)
    history = history()

    class Meta(ScopedModel.Meta):
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["space", "kind", "cycle", "theme"], name="audit_cycle_once")]

    def __str__(self) -> str:
        return f"{self.kind}, {self.cycle}" + (f": {self.theme}" if self.theme else "")
