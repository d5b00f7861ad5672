"""Courses, their sessions, and people's bookings. A new table gets a module of its own and its line here."""

from throughline.office.training.models.agencies import AgencyLead, AgencyTerms, Approval
from throughline.office.training.models.attendance import AccessNeed, Attendance
from throughline.office.training.models.bookings import Booking, CalendarFeed, Interest
from throughline.office.training.models.charges import (
    Charge,
    ChargeRule,
    NeverChanged,
    Settlement,
    Statement,
    StatementLine,
)
from throughline.office.training.models.courses import Course
from throughline.office.training.models.elearning import Attempt, Completion, Package, PackageFile
from throughline.office.training.models.events import HeadCount, Stall
from throughline.office.training.models.learning import Certificate, CodedText, LearningRecord, Theme
from throughline.office.training.models.licences import Delivery, Licence, Promise, Tool, ToolUse
from throughline.office.training.models.people import PersonMerge
from throughline.office.training.models.requirements import LearningRole, Requirement, RequirementCourse, RoleHeld
from throughline.office.training.models.sessions import Session, SessionDay, SessionShare, SessionTrainer
from throughline.office.training.models.venues import Venue, VenueClosure
from throughline.office.training.models.waiting import SchoolHoliday, WaitingEntry, WaitingTimes
from throughline.office.training.models.years import WholeYear

__all__ = [
    "AccessNeed",
    "AgencyLead",
    "AgencyTerms",
    "Approval",
    "Attempt",
    "Attendance",
    "Booking",
    "CalendarFeed",
    "Certificate",
    "Charge",
    "ChargeRule",
    "CodedText",
    "Completion",
    "Course",
    "Delivery",
    "HeadCount",
    "Interest",
    "LearningRecord",
    "LearningRole",
    "Licence",
    "NeverChanged",
    "Package",
    "PackageFile",
    "PersonMerge",
    "Promise",
    "Requirement",
    "RequirementCourse",
    "RoleHeld",
    "SchoolHoliday",
    "Session",
    "SessionDay",
    "SessionShare",
    "SessionTrainer",
    "Settlement",
    "Stall",
    "Statement",
    "StatementLine",
    "Theme",
    "Tool",
    "ToolUse",
    "Venue",
    "VenueClosure",
    "WaitingEntry",
    "WaitingTimes",
    "WholeYear",
]
