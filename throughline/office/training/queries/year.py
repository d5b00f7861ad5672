"""A year of training in numbers, counted in the database."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from django.db.models import Count, Exists, F, OuterRef, Q, Sum

from throughline.foundation.figures.values import ReportYear
from throughline.office.training.models import (
    Attendance,
    Booking,
    Charge,
    HeadCount,
    LearningRecord,
    Session,
    WholeYear,
)
from throughline.office.training.queries.attended import attended, midnight, with_days
from throughline.office.training.rules import BookingStatus, PlacesKind
from throughline.office.training.rules.attendance import Presence
from throughline.office.training.rules.learning import LearntBy
from throughline.office.training.rules.programme import SessionStatus


@dataclass(frozen=True)
class TrainingYear:
    """`whole`: the office stated that the records hold every session, so that totals stand for the year (TR-119).
    `unmarked`: sessions with bookings whose register nobody marked; `registers`: sessions whose register somebody did.
    `bookings`, `charges`: how many are on record, whatever became of them: without any, nothing is known of them.

    Counts of people are places attended on every day of a session. `by_mode`, `by_sector`, `by_agency`: the same,
    divided. `income` in pounds: charges of the year less what was reversed.
    `counted`: people at events without booking, `school_groups` of them in so many groups; `counts`: how many counts
    are on record.
    """

    sessions: int
    unmarked: int
    registers: int
    bookings: int
    charges: int
    whole: bool
    attended: int
    by_mode: Mapping[str, int]
    by_sector: Mapping[str, int]
    by_agency: Mapping[str, int]
    places: int
    taken: int
    cancelled: int
    no_shows: int
    income: Decimal
    elearning: int
    counts: int
    counted: int
    school_groups: int


def training_year(year: ReportYear) -> TrainingYear:
    """Of sessions that started in the year. The same few queries, however many."""
    first, until = midnight(year.starts), midnight(year.ends + timedelta(days=1))
    held = Session.objects.filter(status=SessionStatus.PUBLISHED, starts__gte=first, starts__lt=until)
    ids = list(held.order_by("pk").values_list("pk", flat=True))
    marked = Attendance.objects.filter(booking__session=OuterRef("session")).order_by()
    unmarked = (
        Booking.objects.filter(session_id__in=ids, status=BookingStatus.BOOKED)
        .exclude(Exists(marked))
        .order_by()
        .aggregate(n=Count("session", distinct=True))["n"]
    )
    came = attended(ids, every_day=True).order_by()
    limited = held.filter(places_kind=PlacesKind.LIMITED, places__gt=0).order_by()
    room = limited.aggregate(places=Sum("places"), taken=Sum("taken"))
    bookings = Booking.objects.filter(session_id__in=ids)
    charged = (
        Charge.objects.filter(day__gte=year.starts, day__lte=year.ends)
        .order_by()
        .aggregate(n=Count("pk"), total=Sum("amount"))
    )
    heads = (
        HeadCount.objects.filter(session_id__in=ids)
        .order_by()
        .aggregate(n=Count("pk"), people=Sum("people"), groups=Sum("groups"))
    )
    marks = (
        with_days(bookings.filter(status=BookingStatus.BOOKED))
        .annotate(absent=Count("attendance", filter=Q(attendance__presence=Presence.ABSENT)))
        .filter(held__gt=0, absent=F("held"))  # TR-62
    )
    return TrainingYear(
        sessions=len(ids),
        unmarked=unmarked,
        registers=Attendance.objects.filter(booking__session_id__in=ids)
        .order_by()
        .aggregate(n=Count("booking__session", distinct=True))["n"],
        bookings=bookings.count(),
        charges=charged["n"],
        whole=WholeYear.objects.filter(year=year.label).exists(),
        attended=came.count(),
        by_mode=dict(came.values_list("session__course__delivery").annotate(n=Count("pk"))),
        by_sector={sector or "not known": n for sector, n in came.values_list("sector").annotate(n=Count("pk"))},
        by_agency={name or "not stated": n for name, n in came.values_list("agency_name").annotate(n=Count("pk"))},
        places=room["places"] or 0,
        taken=room["taken"] or 0,
        cancelled=bookings.filter(status=BookingStatus.CANCELLED).count(),
        no_shows=marks.count(),
        income=charged["total"] or Decimal(0),
        elearning=LearningRecord.objects.filter(
            by=LearntBy.ELEARNING, day__gte=year.starts, day__lte=year.ends
        ).count(),
        counts=heads["n"],
        counted=heads["people"] or 0,
        school_groups=heads["groups"] or 0,
    )  # fmt: skip
