"""Reads of the cycles on record."""

from dataclasses import dataclass

from throughline.office.audits.models import AuditCycle


@dataclass(frozen=True)
class AuditCycleRow:
    id: int
    kind: str
    cycle: str
    theme: str
    note: str


def cycles() -> list[AuditCycleRow]:
    """In the order of the partnership's list. One query."""
    return [AuditCycleRow(row.pk, row.kind, row.cycle, row.theme, row.note) for row in AuditCycle.objects.all()]
