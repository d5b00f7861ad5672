"""Events that need no booking: stalls, and how many came, counted and never named. Pure.

Codes: TR-160 who came is counted by these sorts, so that nobody is named; TR-161 it is counted once the event began;
TR-162 an agency has one stall.
"""

from dataclasses import dataclass
from enum import StrEnum


class Sort(StrEnum):
    """TR-160: of whom a count is. There is no other, on purpose: a school or a child cannot be written down."""

    CHILDREN = "children in school groups"
    YOUNG_PEOPLE = "other children and young people"
    PARENTS = "parents and carers"
    PROFESSIONALS = "people who work with families"
    OTHERS = "others"


@dataclass(frozen=True)
class StallPlan:
    agency: str
    what: str = ""


def read_stalls(text: str) -> list[StallPlan]:
    """One a line: 'Example Trust: young carers'. Empty lines are passed over."""
    found = []
    for line in text.splitlines():
        agency, _, what = line.partition(":")
        if agency.strip():
            found.append(StallPlan(agency.strip()[:300], what.strip()[:300]))
    return found


def wrong_stalls(stalls: list[StallPlan]) -> str:
    """TR-162. '' when all is right."""
    seen: set[str] = set()
    for stall in stalls:
        if stall.agency.casefold() in seen:
            return f"‘{stall.agency}’ stands twice. Write each agency once."
        seen.add(stall.agency.casefold())
    return ""
