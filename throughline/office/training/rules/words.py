"""When and where, as people say it; the report year. Pure."""

from datetime import date, datetime

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


def where_words(mode: str) -> str:
    """The mode, and that venue or link are not on record here (they are not part of what was loaded)."""
    missing = "the venue is not on record here" if mode.lower() == "in person" else "the link is not on record here"
    return f"{mode[0].upper()}{mode[1:]} ({missing})"


def year_start(today: date, month_and_day: str) -> date:
    """First day of the report year that `today` is in. `month_and_day` as '04-01'."""
    month, day = (int(part) for part in month_and_day.split("-"))
    start = date(today.year, month, day)
    return start if start <= today else date(today.year - 1, month, day)
