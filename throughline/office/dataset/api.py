"""The door for higher apps: observations and how indicators belong together; and how the load records them."""

from throughline.office.dataset.operations.loading import ObservationInput, record_observations, record_relations
from throughline.office.dataset.queries.observations import (
    ObservationRow,
    RelationRow,
    RevisionRow,
    observations,
    observations_of,
    populations,
    relations,
)
from throughline.office.dataset.rules.relations import RelationInput

__all__ = [
    "ObservationInput",
    "ObservationRow",
    "RelationInput",
    "RelationRow",
    "RevisionRow",
    "observations",
    "observations_of",
    "populations",
    "record_observations",
    "record_relations",
    "relations",
]
