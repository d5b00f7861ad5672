"""How long what is kept about a person is needed, and when people are reminded. Pure.

TR-90: people are reminded some days before a session, once. TR-91: what somebody needs to take part goes on the day
after the session; that there was something stays. TR-92: who waited in vain is forgotten after a while; the entry stays
and counts.
"""

from datetime import datetime, time, timedelta

from throughline.foundation.ui import formats

REMIND_BEFORE = timedelta(days=2)
FORGET_WAITING_AFTER = timedelta(days=90)


def needs_until(at: datetime) -> datetime:
    """TR-91: what is needed for a session that ended before this moment goes: midnight before `at`, in London."""
    local = at.astimezone(formats.LONDON)
    return datetime.combine(local.date(), time(), formats.LONDON)


def waiting_until(at: datetime) -> datetime:
    """TR-92: entries of a session that began before this moment are emptied."""
    return at - FORGET_WAITING_AFTER
