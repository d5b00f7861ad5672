"""Published reviews in the home space; cases, each in a restricted space of its own."""

from throughline.office.reviews.models.cases import Case, CaseText, Criterion, HouseholdPerson, Incident, PlanStep
from throughline.office.reviews.models.clocks import CaseClock, ClockPause, Confirmation
from throughline.office.reviews.models.partners import PartnerView, Told
from throughline.office.reviews.models.published import PracticeChange, Review
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
    "DraftComment",
    "DraftReader",
    "DraftSection",
    "HouseholdPerson",
    "Incident",
    "InformationRequest",
    "PanelMember",
    "ParallelProcess",
    "PartnerView",
    "PlanStep",
    "PracticeChange",
    "Review",
    "Slip",
    "Told",
    "Work",
    "WorkFinding",
]
