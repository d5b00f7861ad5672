"""All reads of the tracker, in the active scope."""

from throughline.office.actions.queries.listing import (
    Wanted,
    listed,
    overdue_counts,
    standing_counts,
    standing_of_row,
    with_standing,
)
from throughline.office.actions.queries.one import (
    action,
    checks_due,
    facts_of,
    finding_ids_of,
    former_owners,
    recommendation,
    recommendations,
    recommendations_of_source,
)
from throughline.office.actions.queries.people import Reader, person_with_email, reader, visible

__all__ = [
    "Reader",
    "Wanted",
    "action",
    "checks_due",
    "facts_of",
    "finding_ids_of",
    "former_owners",
    "listed",
    "overdue_counts",
    "person_with_email",
    "reader",
    "recommendation",
    "recommendations",
    "recommendations_of_source",
    "standing_counts",
    "standing_of_row",
    "visible",
    "with_standing",
]
