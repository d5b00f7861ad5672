"""The programme as the office keeps it: courses, venues, and what a plan is held against."""

from datetime import date, datetime, time, timedelta

from django.db.models import Count, Q, QuerySet

from throughline.foundation.ui.formats import LONDON
from throughline.office.training.models import Course, Session, SessionDay, SessionTrainer, Venue
from throughline.office.training.rules.programme import SessionStatus
from throughline.office.training.rules.writing import Around, SessionPlan, VenueUse


def courses() -> QuerySet[Course]:
    """By title, with who delivers each. One query."""
    return Course.objects.select_related("delivered_by").order_by("title", "mode", "pk")


def courses_with_coming(at: datetime) -> QuerySet[Course]:
    """The same with `coming`, the number of its sessions that are on and have not begun."""
    coming = Q(sessions__starts__gt=at, sessions__status=SessionStatus.PUBLISHED)
    return courses().annotate(coming=Count("sessions", filter=coming))


def course_texts(words: str) -> list[tuple[int, str]]:
    """(id, text) of the courses whose description or address holds the words. One query."""
    holds = Q(audience__contains=words) | Q(outcomes__contains=words) | Q(elsewhere__contains=words)
    rows = Course.objects.filter(holds).order_by("pk").values_list("pk", "audience", "outcomes", "elsewhere")
    return [(pk, " ".join(texts)) for pk, *texts in rows]


def course(course_id: int) -> Course:
    """Raises Course.DoesNotExist."""
    return courses().get(pk=course_id)


def venues() -> QuerySet[Venue]:
    """By name, with their closures: two queries."""
    return Venue.objects.prefetch_related("closures").order_by("name", "pk")


def venue(venue_id: int) -> Venue:
    """Raises Venue.DoesNotExist."""
    return venues().get(pk=venue_id)


def days_at(venue_id: int, first: datetime, until: datetime) -> QuerySet[SessionDay]:
    """Days of sessions that are not cancelled, held at the venue from `first` on and begun before `until`."""
    found = SessionDay.objects.filter(venue_id=venue_id, ends__gt=first, starts__lt=until)
    return found.exclude(session__status=SessionStatus.CANCELLED).select_related("session__course").order_by("starts")


def around(plan: SessionPlan, course_id: int, session: Session | None) -> Around:
    """What the plan of that course's session (None: a new one) is held against. Three queries a venue at most."""
    others = Session.objects.filter(course_id=course_id).exclude(pk=session.pk if session else None)
    wanted = {day.venue_id for day in plan.days if day.venue_id is not None}
    found: dict[int, VenueUse] = {}
    for place in Venue.objects.filter(pk__in=wanted).prefetch_related("closures"):
        in_use = days_at(place.pk, plan.starts, plan.ends)
        if session is not None:
            in_use = in_use.exclude(session_id=session.pk)
        found[place.pk] = VenueUse(
            place.name,
            place.capacity,
            tuple((closure.first, closure.last, closure.reason) for closure in place.closures.all()),
            tuple((day.starts, day.ends, day.session.title) for day in in_use),
        )
    return Around(
        taken=session.taken if session else 0,
        venues=found,
        other_starts=frozenset(others.values_list("starts", flat=True)),
    )


def trainers_of(session: Session) -> list[SessionTrainer]:
    """In the order they were written, with their accounts. A query."""
    return list(session.trainers.select_related("person"))


def sessions_of(course_id: int) -> QuerySet[Session]:
    """Every session of the course, drafts and cancelled ones too, the last first, with its days. Two queries."""
    found = Session.objects.filter(course_id=course_id).select_related("course").prefetch_related("days__venue")
    return found.order_by("-starts", "pk")


def coming_days_at(venue_id: int, at: datetime) -> QuerySet[SessionDay]:
    """Days held at the venue that end after the moment, the next first."""
    found = SessionDay.objects.filter(venue_id=venue_id, ends__gt=at)
    return found.exclude(session__status=SessionStatus.CANCELLED).select_related("session__course").order_by("starts")


def days_within(venue_id: int, first: date, last: date) -> list[SessionDay]:
    """Days held at the venue from the first to the last day, both included."""
    begins = datetime.combine(first, time(), LONDON)
    return list(days_at(venue_id, begins, datetime.combine(last + timedelta(days=1), time(), LONDON)))
