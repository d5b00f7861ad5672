"""Whom to ask."""

from datetime import date, datetime, time, timedelta
from enum import StrEnum

from throughline.foundation.access.models import Membership
from throughline.foundation.surveys.api import ToAsk
from throughline.foundation.ui.formats import LONDON
from throughline.office.training.models import Booking
from throughline.office.training.rules import BookingStatus


class Whom(StrEnum):
    BOOKED = "booked"
    EVERYONE = "everyone"
    NOBODY = "nobody"


def people_in(audience: Whom, today: date) -> list[ToAsk]:
    """BOOKED: whoever had a place on a session of the last twelve months; EVERYONE: whoever has an account here.

    Results are grouped by nothing: the surveys are anonymous. One query.
    """
    if audience is Whom.NOBODY:
        return []
    if audience is Whom.EVERYONE:
        rows = Membership.objects.filter(suspended=False, user__is_active=True, user__is_system=False).order_by("user")
        return [ToAsk(email=email, person_id=pk) for email, pk in rows.values_list("user__email", "user_id")]
    until = datetime.combine(today, time(), LONDON)
    booked = Booking.objects.filter(
        status=BookingStatus.BOOKED, session__ends__gte=until - timedelta(days=365), session__starts__lt=until
    )
    people = booked.order_by("person__email").values_list("person__email", "person_id").distinct()
    return [ToAsk(email=email, person_id=pk) for email, pk in people]
