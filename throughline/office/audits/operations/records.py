"""The cycles on record: steps of the load, which has the permission and holds the transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from throughline.foundation.access.actors import Actor
from throughline.foundation.access.operations import operation
from throughline.foundation.tenancy import scope
from throughline.foundation.tenancy.keeping_operations import Change, Row, keep
from throughline.office.audits.models import AuditCycle


@dataclass(frozen=True)
class AuditCycleInput:
    kind: str
    cycle: str
    theme: str
    note: str


@operation(None)
def record_audit_cycles(*, rows: Sequence[AuditCycleInput], by: Actor, at: datetime) -> list[Change]:
    """Audits by kind, cycle and theme. A step of the load, with no permission of its own."""
    kept = keep(
        AuditCycle,
        [
            Row(
                label=f"{row.kind}, {row.cycle}" + (f": {row.theme}" if row.theme else ""),
                key={"kind": row.kind, "cycle": row.cycle, "theme": row.theme},
                values={"note": row.note},
                quiet={"position": position},
            )
            for position, row in enumerate(rows)
        ],
        space_id=scope.current().home_id,
    )
    return [each.change for each in kept]
