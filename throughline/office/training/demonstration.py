"""A training programme's life for the demonstration: an invented venue, a series of briefings for the year to come, a
forum whose places are given out, an event with stalls, bookings of invented people. As at 5 February 2024.

No session is added to the report year that was published, and no attendance: its figures stay the partnership's own.
"""

from datetime import date, datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

from throughline.foundation.access.actors import Actor
from throughline.foundation.access.models import User
from throughline.foundation.access.roles import Role
from throughline.foundation.accounts.operations import change_own_details, load_demonstration_account
from throughline.office.partnership.api import agencies
from throughline.office.training import operations, queries
from throughline.office.training.models import Venue
from throughline.office.training.operations.events import write_stalls
from throughline.office.training.operations.interest import note_interest
from throughline.office.training.operations.programme import CourseWords, add_session, write_course
from throughline.office.training.operations.requirements import StaffRow, record_staff, take_over_shipped
from throughline.office.training.operations.series import make_series
from throughline.office.training.operations.venues import VenueWords, close_venue, write_venue
from throughline.office.training.queries.requirements import requirements
from throughline.office.training.queries.series import days_off
from throughline.office.training.rules import BookingKind, PlacesKind
from throughline.office.training.rules.events import StallPlan
from throughline.office.training.rules.programme import Delivery
from throughline.office.training.rules.series import LAST, Instead, series_days, with_topics
from throughline.office.training.rules.writing import DayPlan, SessionPlan, TrainerPlan

LONDON = ZoneInfo("Europe/London")
AT = datetime(2024, 2, 5, 9, 0, tzinfo=LONDON)
HALL = "Riverside community hall (invented)"
LINK = "https://meet.example.org/safeguarding-briefing"
TOPICS = (
    "Learning from reviews", "Unborn babies and very young children", "Hearing the voice of the child",
    "Neglect and the home", "County lines", "Online harm", "Transitional safeguarding", "Fathers and male carers",
    "Elective home education", "Private fostering", "Professional curiosity",
)  # fmt: skip
# address before the at sign → (name, post)
PEOPLE = {
    "imogen.thackeray": ("Imogen Thackeray", "Pastoral lead"),
    "dev.ramanathan": ("Dev Ramanathan", "School nurse"),
    "saoirse.quill": ("Saoirse Quill", "Family support worker"),
    "tobias.merriweather": ("Tobias Merriweather", "Youth worker"),
    "nkechi.adeyemi": ("Nkechi Adeyemi-Lockwood", "Children’s centre manager"),
}
WHY = "Asked by telephone."


def load(*, loader: Actor, domain: str, real_at: datetime) -> int:
    """How many sessions were made; 0 where it was loaded before."""
    if Venue.objects.filter(name=HALL).exists():
        return 0
    venue = write_venue(
        venue_id=None, by=loader, at=AT,
        words=VenueWords(
            name=HALL, address="1 Example Quay", capacity=24, lender="Rainbow Trust (invented)",
            access="Level entrance, lift, hearing loop, one parking space for disabled people.",
            directions="Five minutes on foot from the station; ring at the side door.",
        ),
    )  # fmt: skip
    close_venue(
        venue_id=venue.pk, first=date(2024, 8, 5), last=date(2024, 8, 16), reason="New floor", by=loader, at=AT
    )  # fmt: skip
    people = _people(loader, domain, real_at)
    made = _briefings(loader)
    made += _forum(loader, venue, people)
    made += _event(loader, venue)
    _bookings(loader, domain, real_at)
    _agency(loader, domain)
    return made


def _people(loader: Actor, domain: str, real_at: datetime) -> list[User]:
    named, found = agencies(), []
    for place, (address, (name, post)) in enumerate(PEOPLE.items()):
        email = f"{address}@{domain}"
        load_demonstration_account(
            by=loader, at=real_at, email=email, name=name, job_title=post, role=Role.PRACTITIONER
        )  # fmt: skip
        person = User.objects.get(email=email)
        if named:
            change_own_details(
                by=_as(person), at=real_at, name=name, job_title=post, agency_name=named[place % len(named)].name
            )
        found.append(person)
    return found


def _as(person: User) -> Actor:
    return Actor(person, frozenset({Role.PRACTITIONER}), False)


def _briefings(loader: Actor) -> int:
    """The last Wednesday of each month from April on, without August."""
    course = write_course(
        course_id=None, by=loader, at=AT,
        words=CourseWords(
            "Safeguarding briefing", "Microsoft Teams", Delivery.VIRTUAL, level="Level 2",
            audience="Everyone who works with children and families.",
            outcomes="Know one topic well enough to act on it tomorrow.", hours=Decimal(1),
        ),
    )  # fmt: skip
    found = series_days(
        first=date(2024, 4, 1), months=12, weekday=2, which=LAST, skip={date(2024, 8, 1)},
        in_the_way=days_off(school=False), instead=Instead.WEEK_BEFORE,
    )  # fmt: skip
    plans = [
        SessionPlan(
            days=[
                DayPlan(
                    datetime.combine(each.day, time(12, 30), LONDON), datetime.combine(each.day, time(13, 30), LONDON),
                    link=LINK,
                )
            ],
            topic=each.topic, places_kind=PlacesKind.LIMITED, places=100,
            trainers=[TrainerPlan("Wren Ashdown", "Business unit (invented)")],
        )
        for each in with_topics(found, TOPICS)
        if each.day is not None
    ]  # fmt: skip
    return len(make_series(course_id=course.pk, plans=plans, by=loader, at=AT))


def _forum(loader: Actor, venue: Venue, people: list[User]) -> int:
    """Two half-days whose places the office gives out, with a day on which it is decided."""
    course = write_course(
        course_id=None, by=loader, at=AT,
        words=CourseWords(
            "Practice forum: supervising safeguarding work", "in person", Delivery.IN_PERSON, level="Level 3",
            audience="People who supervise others.", hours=Decimal(6), refresh_months=36,
        ),
    )  # fmt: skip
    days = [
        DayPlan(datetime(2024, 5, day, 9, 30, tzinfo=LONDON), datetime(2024, 5, day, 12, 30, tzinfo=LONDON), venue.pk)
        for day in (14, 21)
    ]
    session = add_session(
        course_id=course.pk, by=loader, at=AT,
        plan=SessionPlan(
            days=days, places_kind=PlacesKind.LIMITED, places=12, booking_kind=BookingKind.INTEREST_FIRST, minimum=6,
            decide_on=date(2024, 4, 30), cancel_until=datetime(2024, 5, 10, 12, tzinfo=LONDON),
            bring="A case from your own supervision, without names.",
        ),
    )  # fmt: skip
    for person, note in zip(people, ("I supervise four family workers.", "", "New in post."), strict=False):
        note_interest(session_id=session.pk, note=note, by=_as(person), at=AT)
    return 1


def _event(loader: Actor, venue: Venue) -> int:
    course = write_course(
        course_id=None, by=loader, at=AT,
        words=CourseWords("Keeping safe together: open day", "in person", Delivery.CONFERENCE),
    )  # fmt: skip
    day = DayPlan(datetime(2024, 6, 8, 10, tzinfo=LONDON), datetime(2024, 6, 8, 15, tzinfo=LONDON), venue.pk)
    session = add_session(
        course_id=course.pk, by=loader, at=AT,
        plan=SessionPlan(
            days=[day], places_kind=PlacesKind.UNLIMITED, booking_kind=BookingKind.NO_BOOKING,
            public_note="Families are welcome.",
        ),
    )  # fmt: skip
    stalls = [
        StallPlan("Rainbow Trust (invented)", "Young carers"), StallPlan("Example Library", "Stories at any age"),
    ]  # fmt: skip
    write_stalls(session_id=session.pk, stalls=stalls, by=loader, at=AT)
    return 1


def _bookings(loader: Actor, domain: str, real_at: datetime) -> None:
    """The briefing on learning from reviews and two more sessions that can be booked get three people each."""
    coming = [
        each for each in queries.coming_sessions(AT) if each.kind is BookingKind.OPEN and not each.places_now.full
    ]
    of_reviews = [each for each in coming[2:] if each.topic == TOPICS[0]]
    for session in coming[:2] + of_reviews:
        for address, (name, _) in list(PEOPLE.items())[:3]:
            operations.add_person(
                session_id=session.pk, name=name, email=f"{address}@{domain}", reason=WHY, by=loader, at=AT,
                real_at=real_at,
            )  # fmt: skip


def _agency(loader: Actor, domain: str) -> None:
    """The demonstration's practitioner leads the first agency; its people have roles that need training."""
    known = agencies()
    if not known or not User.objects.filter(email=f"practitioner@{domain}").exists():
        return
    operations.settle_agency(
        organisation_id=known[0].id, approves=True, order_number="PO-0001", lead_emails=[f"practitioner@{domain}"],
        by=loader, at=AT,
    )  # fmt: skip
    take_over_shipped(by=loader)
    roles = sorted({each.role.name for each in requirements(AT.date())})
    record_staff(
        rows=[
            StaffRow(place, f"{address}@{domain}", name, known[0].name, roles[place % len(roles)])
            for place, (address, (name, _)) in enumerate(PEOPLE.items())
        ],
        by=loader, today=AT.date(),
    )  # fmt: skip
