"""The door for higher apps: priorities and commitments; and how the load records them."""

from throughline.office.strategy.operations import CommitmentInput, PriorityInput, record_commitments, record_priorities
from throughline.office.strategy.queries import CommitmentRow, PriorityRow, commitments, priorities

__all__ = [
    "CommitmentInput",
    "CommitmentRow",
    "PriorityInput",
    "PriorityRow",
    "commitments",
    "priorities",
    "record_commitments",
    "record_priorities",
]
