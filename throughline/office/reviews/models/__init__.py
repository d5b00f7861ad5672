"""Published reviews in the home space; cases, each in a restricted space of its own."""

from throughline.office.reviews.models.cases import Case, CaseText, Criterion, HouseholdPerson, Incident, PlanStep
from throughline.office.reviews.models.clocks import CaseClock, ClockPause, Confirmation
from throughline.office.reviews.models.learning import (
    LearningProduct,
    NationalReview,
    PracticeTest,
    ProductViews,
    Reached,
)
from throughline.office.reviews.models.partners import PartnerView, Told
from throughline.office.reviews.models.published import PracticeChange, Review
from throughline.office.reviews.models.retention import Deletion, LegalHold, RetentionRule
from throughline.office.reviews.models.returns import ChronologyEntry, InformationRequest
from throughline.office.reviews.models.slips import Slip
from throughline.office.reviews.models.works import (
    Attendee,
    BriefingPoint,
    ClearedWord,
    Contribution,
    DraftComment,
    DraftReader,
    DraftSection,
    PanelMember,
    ParallelProcess,
    Work,
    WorkFinding,
)

__all__ = [
    "Attendee",
    "BriefingPoint",
    "Case",
    "CaseClock",
    "CaseText",
    "ChronologyEntry",
    "ClearedWord",
    "ClockPause",
    "Confirmation",
    "Contribution",
    "Criterion",
    "Deletion",
    "DraftComment",
    "DraftReader",
    "DraftSection",
    "HouseholdPerson",
    "Incident",
    "InformationRequest",
    "LearningProduct",
    "LegalHold",
    "NationalReview",
    "PanelMember",
    "ParallelProcess",
    "PartnerView",
    "PlanStep",
    "PracticeChange",
    "PracticeTest",
    "ProductViews",
    "Reached",
    "RetentionRule",
    "Review",
    "Slip",
    "Told",
    "Work",
    "WorkFinding",
]
