"""What is in the way of a series or of a copied programme, and what could be copied."""

from datetime import date, datetime, timedelta

from django.db.models import QuerySet

from throughline.foundation.statute.calendars import is_weekend, working_calendar
from throughline.foundation.statute.errors import CalendarHorizon
from throughline.foundation.tenancy import scope
from throughline.foundation.ui.formats import LONDON
from throughline.office.training.models import SchoolHoliday, Session
from throughline.office.training.queries.programme import around
from throughline.office.training.queries.shares import shares_of
from throughline.office.training.queries.waiting import school_holidays
from throughline.office.training.rules import BookingKind, PlacesKind
from throughline.office.training.rules.programme import CourseStatus, SessionStatus, ShareBasis
from throughline.office.training.rules.series import Copied, InTheWay, a_year_on, without_venue
from throughline.office.training.rules.writing import DayPlan, SessionPlan, TrainerPlan, Wrong, wrong_with


def days_off(*, school: bool, weekends: bool = False) -> InTheWay:
    """Bank holidays, as far as they are known; with `school` also school holidays, with `weekends` those. One query."""
    holidays: list[SchoolHoliday] = list(school_holidays()) if school else []

    def in_the_way(day: date) -> str:
        try:
            bank = working_calendar("england-and-wales").bank_holiday(day)
        except CalendarHorizon:
            bank = None
        if bank:
            return f"a bank holiday, {bank}"
        for each in holidays:
            if each.first <= day <= each.last:
                return f"in the school holidays, {each.name}"
        return "at a weekend" if weekends and is_weekend(day) else ""

    return in_the_way


def wrong_with_each(course_id: int, plans: list[SessionPlan]) -> list[list[Wrong]]:
    """What is wrong with each plan of a series. Three queries a plan at most."""
    return [wrong_with(plan, around(plan, course_id, None)) for plan in plans]


def could_be_copied(first: date, last: date) -> QuerySet[Session]:
    """Sessions that were held or are on and began in these days, with what a plan needs: five queries."""
    begins = datetime.combine(first, datetime.min.time(), LONDON)
    until = datetime.combine(last + timedelta(days=1), datetime.min.time(), LONDON)
    found = Session.objects.filter(
        status=SessionStatus.PUBLISHED,
        starts__gte=begins,
        starts__lt=until,
        space_id=scope.current().home_id,
        course__status=CourseStatus.OFFERED,
    )
    found = found.select_related("course").prefetch_related("days__venue", "trainers", "copies")
    return found.order_by("starts", "course__title", "pk")


def plan_of(session: Session) -> SessionPlan:
    """The session as it is written. Its days, trainers and shares come with it."""
    return SessionPlan(
        days=[DayPlan(d.starts, d.ends, d.venue_id, d.link, d.topic) for d in session.days.all()],
        topic=session.topic, places_kind=PlacesKind(session.places_kind), places=session.places,
        booking_kind=BookingKind(session.booking_kind), booking_opens=session.booking_opens,
        booking_closes=session.booking_closes, cancel_until=session.cancel_until, minimum=session.minimum,
        decide_on=session.decide_on, elsewhere=session.elsewhere, bring=session.bring,
        public_note=session.public_note,
        trainers=[TrainerPlan(t.name, t.agency, t.person_id) for t in session.trainers.all()],
        shares=[share for share in shares_of(session) if share.basis is not ShareBasis.REST],
        shares_open=session.shares_open, agency_most=session.agency_most,
    )  # fmt: skip


def copy_of(session: Session, in_the_way: InTheWay) -> Copied:
    """The session a year on; a venue that is closed or in use then is still to be found. Four queries at most."""
    copied = a_year_on(plan_of(session), in_the_way)
    for wrong in wrong_with(copied.plan, around(copied.plan, session.course_id, None)):
        if wrong.where == "days" and wrong.day is not None and copied.plan.days[wrong.day].venue_id is not None:
            copied = without_venue(copied, wrong.day, f"{wrong.says} The venue is still to be found.")
    return copied
