"""The dataset's tables."""

from throughline.office.dataset.models.indicators import Indicator, Relation
from throughline.office.dataset.models.observations import Appearance, Observation, ObservationRevision

__all__ = ["Appearance", "Indicator", "Observation", "ObservationRevision", "Relation"]
