"""The two days of 2024 on which the clock changes: words, the calendar's moments, and the start of a session."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from throughline.foundation.access.operations import Refused
from throughline.foundation.notices.models import OutboxMessage
from throughline.office.training import rules
from throughline.office.training.operations import book

LONDON = ZoneInfo("Europe/London")
# A session from 0:30 to 9:30 by the wall, and its two moments: eight hours in spring, ten in autumn.
SPRING = (datetime(2024, 3, 31, 0, 30, tzinfo=UTC), datetime(2024, 3, 31, 8, 30, tzinfo=UTC))
AUTUMN = (datetime(2024, 10, 26, 23, 30, tzinfo=UTC), datetime(2024, 10, 27, 9, 30, tzinfo=UTC))


@pytest.mark.django_db
@pytest.mark.parametrize(("begins", "ends"), [SPRING, AUTUMN])
def test_a_session_across_the_change_keeps_its_wall_clock_and_its_moments(
    scoped: Any, record: Any, actor: Any, begins: datetime, ends: datetime
) -> None:
    wall = begins.astimezone(LONDON)
    assert (wall.hour, wall.minute) == (0, 30)
    session = record(starts=wall, ends=wall.replace(hour=9), places_left=3)
    session.refresh_from_db()
    assert (session.starts, session.ends) == (begins, ends)
    assert rules.when_words(session.starts, session.ends).endswith(f"{wall:%B} 2024, 12:30am to 9:30am")
    by = actor("practitioner")
    book(session_id=session.pk, by=by, at=begins.replace(minute=29), real_at=begins)
    event = Calendar.from_ical(bytes(OutboxMessage.objects.get().attachments.get().content)).walk("VEVENT")[0]
    assert event["DTSTART"].params["TZID"] == "Europe/London"
    assert event["DTSTART"].to_ical().decode() == f"{wall:%Y%m%d}T003000"
    assert event["DTEND"].to_ical().decode() == f"{wall:%Y%m%d}T093000"
    with pytest.raises(Refused, match="so it can no longer be booked"):  # TR-01, at the very moment
        book(session_id=session.pk, by=actor("practitioner", email="late@example.org"), at=begins, real_at=begins)
