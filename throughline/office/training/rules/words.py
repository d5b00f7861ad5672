"""When and where, as people say it; the report year. Pure."""

from collections.abc import Sequence
from datetime import date, datetime, time

from throughline.foundation.ui import formats


def when_words(starts: datetime, ends: datetime) -> str:
    """Wednesday 7 February 2024, 9:30am to midday. Over several days the end has its day too."""
    if starts.astimezone(formats.LONDON).date() == ends.astimezone(formats.LONDON).date():
        return f"{formats.weekday(starts)}, {time_words(starts, ends)}"
    return f"{formats.weekday(starts)}, {formats.clock(starts)} to {formats.weekday(ends)}, {formats.clock(ends)}"


def time_words(starts: datetime, ends: datetime) -> str:
    """9:30am to midday. Over several days the end has its day too."""
    if starts.astimezone(formats.LONDON).date() == ends.astimezone(formats.LONDON).date():
        return f"{formats.clock(starts)} to {formats.clock(ends)}"
    return f"{formats.clock(starts)} to {formats.clock(ends)} on {formats.weekday(ends)}"


def days_words(days: Sequence[tuple[datetime, datetime]]) -> str:
    """One day as `when_words`. Several: 'Tuesday 5 March 2024, 9am to 4pm; and Tuesday 12 March 2024, 1pm to 4pm'."""
    said = [when_words(starts, ends) for starts, ends in sorted(days)]
    return said[0] if len(said) == 1 else f"{'; '.join(said[:-1])}; and {said[-1]}"


def where_words(mode: str, venues: Sequence[str] = (), *, has_link: bool = False) -> str:
    """The mode, and where: the venues' names, that the link is for those booked, or that neither is on record here."""
    if venues:
        where = f"at {' and '.join(venues)}"
        return f"{mode[0].upper()}{mode[1:]}, {where}"
    if has_link:
        missing = "the link to join is shown to those who are booked"
    else:
        missing = "the venue is not on record here" if mode.lower() == "in person" else "the link is not on record here"
    return f"{mode[0].upper()}{mode[1:]} ({missing})"


def year_start(today: date, month_and_day: str) -> date:
    """First day of the report year that `today` is in. `month_and_day` as '04-01'."""
    month, day = (int(part) for part in month_and_day.split("-"))
    start = date(today.year, month, day)
    return start if start <= today else date(today.year - 1, month, day)


def month_bounds(month: date) -> tuple[datetime, datetime]:
    """The first moments of the month that `month` is in and of the next one, in London."""
    first = month.replace(day=1)
    return datetime.combine(first, time(), formats.LONDON), datetime.combine(month_after(first), time(), formats.LONDON)


def month_after(month: date, months: int = 1) -> date:
    """The first day of the month so many months later (or, negative, earlier)."""
    count = month.year * 12 + month.month - 1 + months
    return date(count // 12, count % 12 + 1, 1)


def read_month(text: str) -> date | None:
    """'2024-02' as its first day; None for anything else."""
    year, _, month = text.partition("-")
    plain = len(year) == 4 and len(month) == 2 and (year + month).isascii() and (year + month).isdigit()
    return date(int(year), int(month), 1) if plain and int(year) > 0 and 1 <= int(month) <= 12 else None
