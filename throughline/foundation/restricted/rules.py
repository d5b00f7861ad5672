"""What a member may do in a restricted space. Pure."""

from datetime import datetime, timedelta
from enum import StrEnum

GLASS_LASTS = timedelta(hours=4)  # RS-02


class Part(StrEnum):
    """A member's part. GLASS is nobody's for long: access that was broken into."""

    LEAD = "lead"
    MEMBER = "member"
    READER = "reader"
    GLASS = "glass"

    @property
    def label(self) -> str:
        return {
            Part.LEAD: "Leads it",
            Part.MEMBER: "Reads and writes",
            Part.READER: "Reads",
            Part.GLASS: "Broke the glass",
        }[self]

    @property
    def may_write(self) -> bool:
        return self in (Part.LEAD, Part.MEMBER)


NAMED = (Part.LEAD, Part.MEMBER, Part.READER)


def glass_ends(at: datetime) -> datetime:
    """RS-02."""
    return at + GLASS_LASTS


def glass_is_open(*, ends_at: datetime, ended_at: datetime | None, now: datetime) -> bool:
    """RS-02: until its time is up or somebody ends it, whichever is first."""
    return ended_at is None and now < ends_at
