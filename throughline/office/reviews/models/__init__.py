"""Published reviews in the home space; cases, each in a restricted space of its own."""

from throughline.office.reviews.models.cases import Case, CaseText, Criterion, HouseholdPerson, Incident, PlanStep
from throughline.office.reviews.models.clocks import CaseClock, ClockPause, Confirmation
from throughline.office.reviews.models.partners import PartnerView, Told
from throughline.office.reviews.models.published import PracticeChange, Review
from throughline.office.reviews.models.returns import ChronologyEntry, InformationRequest
from throughline.office.reviews.models.slips import Slip

__all__ = [
    "Case",
    "CaseClock",
    "CaseText",
    "ChronologyEntry",
    "ClockPause",
    "Confirmation",
    "Criterion",
    "HouseholdPerson",
    "Incident",
    "InformationRequest",
    "PartnerView",
    "PlanStep",
    "PracticeChange",
    "Review",
    "Slip",
    "Told",
]
