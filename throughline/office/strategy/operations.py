"""All writes of the strategy. Steps of the load, which has the permission and holds the transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from throughline.foundation.access.actors import Actor
from throughline.foundation.access.operations import operation
from throughline.foundation.tenancy import scope
from throughline.foundation.tenancy.keeping_operations import Change, Row, keep
from throughline.office.strategy.models import Commitment, Plan, Priority


@dataclass(frozen=True)
class PriorityInput:
    number: int
    title: str
    plan: str


@dataclass(frozen=True)
class CommitmentInput:
    """Of the priority of that number in that plan, or (None, '') of a section."""

    number: int | None
    plan: str
    section: str
    year: str
    text: str


@operation(None)
def record_priorities(*, rows: Sequence[PriorityInput], by: Actor, at: datetime) -> list[Change]:
    """Plans, and priorities by plan and number. A step of the load, with no permission of its own."""
    home = scope.current().home_id
    labels = list(dict.fromkeys(row.plan for row in rows))
    kept_plans = keep(Plan, [Row(label=label, key={"label": label}) for label in labels], space_id=home)
    plans = {label: each.record for label, each in zip(labels, kept_plans, strict=False)}
    kept = keep(
        Priority,
        [
            Row(
                label=f"{row.number}. {row.title}",
                key={"plan": plans[row.plan], "number": row.number},
                values={"title": row.title},
            )
            for row in rows
        ],
        space_id=home,
    )
    return [each.change for each in kept]


@operation(None)
def record_commitments(*, rows: Sequence[CommitmentInput], by: Actor, at: datetime) -> list[Change]:
    """Commitments; a reworded one of the same priority or section and year is revised. A step of the load, with no
    permission of its own."""
    home = scope.current().home_id
    priorities = {
        (row.plan.label, row.number): row for row in Priority.objects.filter(space_id=home).select_related("plan")
    }
    kept = keep(
        Commitment,
        [
            Row(
                label=row.text,
                key={
                    "priority": priorities[row.plan, row.number] if row.number is not None else None,
                    "section": row.section,
                    "year": row.year,
                    "text": row.text,
                },
                quiet={"position": position},
            )
            for position, row in enumerate(rows)
        ],
        space_id=home,
        pair_by=["priority", "section", "year"],
    )
    return [each.change for each in kept]
