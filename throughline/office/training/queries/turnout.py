"""How many of each agency were booked on a session and came to every day of it (TR-61)."""

from collections import Counter, defaultdict
from collections.abc import Collection
from datetime import date, timedelta

from throughline.foundation.turnout import OfAgency
from throughline.office.training.models import Attendance, Booking, Session
from throughline.office.training.queries.attended import midnight, with_days
from throughline.office.training.queries.sessions import sessions
from throughline.office.training.rules import BookingStatus
from throughline.office.training.rules.attendance import Presence

A_YEAR = timedelta(days=366)
MOST = 300
UNNAMED = "Agency not given"


def sessions_to_choose(today: date) -> list[Session]:
    """Published ones of the year past and to come, the last one first; at most `MOST`. With course and days: two
    queries."""
    found = sessions().filter(starts__gte=midnight(today - A_YEAR), starts__lt=midnight(today + A_YEAR))
    return list(found.order_by("-starts", "pk")[:MOST])


def turnout(session_ids: Collection[int]) -> dict[int, list[OfAgency]]:
    """By agency, by name. Two queries."""
    marked = set(
        Attendance.objects.filter(booking__session_id__in=session_ids)
        .exclude(presence=Presence.APOLOGIES)
        .order_by()
        .values_list("booking__session_id", flat=True)
        .distinct()
    )
    sent, came = defaultdict[int, Counter[str]](Counter), Counter[tuple[int, str]]()
    booked = with_days(Booking.objects.filter(session_id__in=session_ids, status=BookingStatus.BOOKED))
    for pk, agency, held, attended in booked.values_list("session_id", "agency_name", "held", "attended"):
        sent[pk][agency or UNNAMED] += 1
        came[pk, agency or UNNAMED] += held > 0 and attended == held
    return {
        pk: [
            OfAgency(agency, number, came[pk, agency] if pk in marked else None)
            for agency, number in sorted(agencies.items())
        ]
        for pk, agencies in sent.items()
    }
