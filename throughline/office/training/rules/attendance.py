"""Who came: for each day attended, absent or with apologies. Pure.

Codes: TR-60 a register is marked from the day's start on, apologies before it too; TR-61 attended means every day;
TR-62 not turned up means absent on every day, without apologies.
"""

from collections.abc import Collection
from datetime import datetime
from enum import StrEnum

from throughline.foundation.ui import formats


class Presence(StrEnum):
    ATTENDED = "attended"
    ABSENT = "absent"
    APOLOGIES = "apologies"


PRESENCE_WORDS = {Presence.ATTENDED: "Attended", Presence.ABSENT: "Not there", Presence.APOLOGIES: "Apologies"}


class Source(StrEnum):
    REGISTER = "register"
    TEAMS = "teams"


def marking_refusal(*, starts: datetime, at: datetime, presence: Presence) -> str:
    """TR-60: why that mark cannot be made at that moment; '' when it can."""
    local = formats.LONDON
    if presence is not Presence.APOLOGIES and at.astimezone(local).date() < starts.astimezone(local).date():
        return f"The register can be marked from {formats.weekday(starts)} on. Apologies can be noted before."
    return ""


def attended_all(marks: Collection[Presence | None]) -> bool:
    """TR-61. `marks`: one a day, None where nobody marked."""
    return bool(marks) and all(mark is Presence.ATTENDED for mark in marks)


def not_turned_up(marks: Collection[Presence | None]) -> bool:
    """TR-62: marked absent on every day."""
    return bool(marks) and all(mark is Presence.ABSENT for mark in marks)
