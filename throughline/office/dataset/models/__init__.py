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
from throughline.office.dataset.models.returns import (
    ApiKey,
    Explanation,
    Restatement,
    Return,
    ReturnLine,
    ReturnRound,
    ReturnRule,
    ReturnsDigestRun,
)

__all__ = [
    "ApiKey",
    "Appearance",
    "Counting",
    "Explanation",
    "Frequency",
    "Indicator",
    "IndicatorVersion",
    "Observation",
    "ObservationRevision",
    "Polarity",
    "Relation",
    "Restatement",
    "Return",
    "ReturnLine",
    "ReturnRound",
    "ReturnRule",
    "ReturnsDigestRun",
    "Sector",
]
