"""The door for higher apps: audit cycles; and how the load records them."""

from throughline.office.audits.operations.records import AuditCycleInput, record_audit_cycles
from throughline.office.audits.queries.records import AuditCycleRow, cycles

__all__ = ["AuditCycleInput", "AuditCycleRow", "cycles", "record_audit_cycles"]
