"""Reads of priorities and commitments, for the active scope."""

from dataclasses import dataclass

from throughline.office.strategy.models import Commitment, Priority


@dataclass(frozen=True)
class PriorityRow:
    id: int
    number: int
    title: str
    plan: str


@dataclass(frozen=True)
class CommitmentRow:
    """Belongs to a priority (`priority` is set, `section` '') or to a section ('scrutiny'; `priority` is None)."""

    id: int
    priority: PriorityRow | None
    section: str
    year: str
    text: str


def priorities() -> list[PriorityRow]:
    """By plan, then number. One query."""
    rows = Priority.objects.select_related("plan").order_by("plan__label", "number")
    return [_priority(row) for row in rows]


def commitments(year: str | None = None) -> list[CommitmentRow]:
    """Of that year ('2024-25'), or of every year, in the order of the partnership's list. One query."""
    rows = Commitment.objects.select_related("priority__plan")
    if year is not None:
        rows = rows.filter(year=year)
    return [
        CommitmentRow(row.pk, _priority(row.priority) if row.priority else None, row.section, row.year, row.text)
        for row in rows
    ]


def _priority(row: Priority) -> PriorityRow:
    return PriorityRow(row.pk, row.number, row.title, row.plan.label)
