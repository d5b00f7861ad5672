"""Courses, their sessions, and people's bookings. A new table gets a module of its own and its line here."""

from throughline.office.training.models.bookings import Booking
from throughline.office.training.models.courses import Course
from throughline.office.training.models.sessions import Session

__all__ = ["Booking", "Course", "Session"]
