"""When a case is due for deletion. Pure."""

from datetime import date


def delete_from(ended_on: date, years: int) -> date:
    """RV-D1: the same day so many years later; what ended on 29 February goes on 1 March where there is none."""
    try:
        return ended_on.replace(year=ended_on.year + years)
    except ValueError:
        return date(ended_on.year + years, 3, 1)


def not_now(*, ended_on: date | None, years: int | None, held: bool, today: date) -> str:
    """Why a case cannot be deleted today; '' when it can."""
    if years is None:
        return "No retention period is set. Somebody who answers for it says first how long reviews are kept."
    if ended_on is None:
        return "The case has not ended."
    if held:
        return "A legal hold stands on this case."
    return "" if today >= delete_from(ended_on, years) else "The case is not due for deletion yet."
