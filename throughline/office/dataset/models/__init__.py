"""The dataset's tables."""

from throughline.office.dataset.models.breakdowns import BreakdownCategory
from throughline.office.dataset.models.indicators import (
    Counting,
    Frequency,
    Indicator,
    IndicatorVersion,
    Polarity,
    Relation,
    Sector,
)
from throughline.office.dataset.models.narrative import PointExplanation, Question, SeriesNote, SeriesPoint
from throughline.office.dataset.models.observations import Appearance, Observation, ObservationRevision
from throughline.office.dataset.models.releasing import (
    AudiencePolicy,
    GroupCount,
    OpenRelease,
    Pack,
    PackFile,
    Publication,
)
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
    "AudiencePolicy",
    "BreakdownCategory",
    "Counting",
    "Explanation",
    "Frequency",
    "GroupCount",
    "Indicator",
    "IndicatorVersion",
    "Observation",
    "ObservationRevision",
    "OpenRelease",
    "Pack",
    "PackFile",
    "PointExplanation",
    "Polarity",
    "Publication",
    "Question",
    "Relation",
    "Restatement",
    "Return",
    "ReturnLine",
    "ReturnRound",
    "ReturnRule",
    "ReturnsDigestRun",
    "Sector",
    "SeriesNote",
    "SeriesPoint",
]
