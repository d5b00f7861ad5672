"""Two clocks, asked by views, tasks and commands alone; domain code takes dates and times as arguments.

`business_now` and `business_today` serve rules, deadlines and lists, in Europe/London. AS_AT moves them: to a day,
which stays and has the real time of day, the same in every process and after a restart; or to a moment, which runs on
from the start of the process. `real_now` is never moved and serves sign-in, codes, sessions, rate limits, history, jobs
and the outbox.
"""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

LONDON = ZoneInfo("Europe/London")
_started = timezone.now()


def real_now() -> datetime:
    """The real moment, aware, in UTC."""
    return timezone.now()


def business_now() -> datetime:
    """The moment that rules go by, aware, in Europe/London."""
    now = timezone.now()
    as_at: date | None = settings.AS_AT
    if isinstance(as_at, datetime):
        elapsed: timedelta = now - _started
        return as_at.astimezone(LONDON) + elapsed
    here = now.astimezone(LONDON)
    return datetime.combine(as_at, here.time(), LONDON) if as_at else here


def business_today() -> date:
    """The day that rules go by."""
    return business_now().date()
