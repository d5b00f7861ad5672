"""The door for higher apps: audit cycles, and how the load records them; texts that may cite what is published."""

from throughline.office.audits.operations.records import AuditCycleInput, record_audit_cycles
from throughline.office.audits.queries.records import AuditCycleRow, cycles
from throughline.office.audits.queries.texts import case_audit_texts, cycle_texts, set_texts

__all__ = [
    "AuditCycleInput",
    "AuditCycleRow",
    "case_audit_texts",
    "cycle_texts",
    "cycles",
    "record_audit_cycles",
    "set_texts",
]
