"""Courses, their sessions, and people's bookings. A new table gets a module of its own and its line here."""

from throughline.office.training.models.bookings import Booking, CalendarFeed, Interest
from throughline.office.training.models.courses import Course
from throughline.office.training.models.events import HeadCount, Stall
from throughline.office.training.models.sessions import Session, SessionDay, SessionShare, SessionTrainer
from throughline.office.training.models.venues import Venue, VenueClosure
from throughline.office.training.models.waiting import SchoolHoliday, WaitingEntry, WaitingTimes

__all__ = [
    "Booking",
    "CalendarFeed",
    "Course",
    "HeadCount",
    "Interest",
    "SchoolHoliday",
    "Session",
    "SessionDay",
    "SessionShare",
    "SessionTrainer",
    "Stall",
    "Venue",
    "VenueClosure",
    "WaitingEntry",
    "WaitingTimes",
]
