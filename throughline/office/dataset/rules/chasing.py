"""When somebody is reminded of a return: before its due day, on it, and after. Pure. Its code is RT-10."""

from datetime import date

from throughline.foundation.ui import formats

BEFORE = (14, 7, 1)  # days before the due day
AFTER = (1, 7, 14)  # days after it; from then on every 14 days
EVERY = 14


def reminder_of(due: date, *, since: date, today: date) -> str:
    """Why, in words, where a reminder fell due after `since` and up to `today`: 'due in 7 days', 'due today', 'overdue
    by 14 days'. '' when none did. A day on which nothing ran is made good by the next run, once."""
    if today <= since:
        return ""
    passed, before = (today - due).days, (since - due).days
    marks = [*(-days for days in BEFORE), 0, *AFTER]
    if passed > AFTER[-1]:
        marks.append(AFTER[-1] + (passed - AFTER[-1]) // EVERY * EVERY)
    if not any(before < mark <= passed for mark in marks):
        return ""
    return standing_of(due, today)


def standing_of(due: date, today: date) -> str:
    """'due in 7 days', 'due today', 'overdue by 1 day'."""
    passed = (today - due).days
    days = formats.counted(abs(passed), "day")
    return f"due in {days}" if passed < 0 else "due today" if passed == 0 else f"overdue by {days}"
