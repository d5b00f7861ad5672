"""The dataset's tables."""

from throughline.office.dataset.models.indicators import (
    Counting,
    Frequency,
    Indicator,
    IndicatorVersion,
    Polarity,
    Relation,
    Sector,
)
from throughline.office.dataset.models.observations import Appearance, Observation, ObservationRevision

__all__ = [
    "Appearance",
    "Counting",
    "Frequency",
    "Indicator",
    "IndicatorVersion",
    "Observation",
    "ObservationRevision",
    "Polarity",
    "Relation",
    "Sector",
]
