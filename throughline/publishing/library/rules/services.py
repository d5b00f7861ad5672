"""When an entry of the directory has to be looked at again. Pure."""

from datetime import date, timedelta

CHECK_AFTER = timedelta(days=183)


def is_stale(checked_on: date | None, today: date) -> bool:
    """LB-05: not checked for six months, or never."""
    return checked_on is None or today - checked_on > CHECK_AFTER


def check_words(checked_on: date | None, today: date, shown: str) -> str:
    """`shown`: the day in words."""
    if checked_on is None:
        return "Nobody has checked this entry yet. Call before you rely on it."
    if is_stale(checked_on, today):
        return f"Last checked {shown}, more than six months ago. Call before you rely on it."
    return f"Checked {shown}"
