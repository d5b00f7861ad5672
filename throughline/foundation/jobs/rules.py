"""When something is due, and how long to wait before trying again. Pure."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
SILENT_AFTER = timedelta(seconds=60)  # a worker gives a sign of life every ten
KEEPS_UP = timedelta(seconds=1)
BREATH = timedelta(milliseconds=100)
PAUSES = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15), timedelta(hours=1), timedelta(hours=4))


def pause_after(tries: int) -> timedelta:
    """How long to wait after so many tries (1 or more) that failed; the last pause repeats."""
    return PAUSES[min(tries, len(PAUSES)) - 1]


def breath_after(asked_at: datetime, now: datetime) -> timedelta:
    """How long a worker rests after a job asked for at `asked_at`. While it keeps up, what a rush asks for meanwhile
    becomes one job instead of ten, and the processor is the web's; a worker that is behind does not rest."""
    return BREATH if now - asked_at < KEEPS_UP else timedelta(0)


def latest_due(*, every: timedelta | None, daily_at: time | None, now: datetime) -> datetime:
    """The last moment, `now` included, at which the entry was due: a multiple of `every`, or that time in London."""
    if daily_at is not None:
        local = now.astimezone(LONDON)
        due = datetime.combine(local.date(), daily_at, LONDON)
        return due if due <= local else datetime.combine(local.date() - timedelta(days=1), daily_at, LONDON)
    if every is None:
        raise ValueError("Give `every` or `daily_at`.")
    seconds = int(every.total_seconds())
    return datetime.fromtimestamp(int(now.timestamp()) // seconds * seconds, tz=now.tzinfo)
