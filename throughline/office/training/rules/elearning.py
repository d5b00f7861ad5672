"""Completions of e-learning, and who a row of another learning system's list is. Pure.

TR-136 a completion is known again by person, course and day. TR-137 a row is matched by e-mail address; without one by
name and agency, where exactly one person has them. TR-138 an address that is new here makes a person, who finds the
completion in the training passport when they first sign in.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from throughline.foundation.names import key_of


class CompletedBy(StrEnum):
    PLAYED = "played"
    IMPORTED = "imported"


COMPLETED_WORDS = {CompletedBy.PLAYED: "Played here", CompletedBy.IMPORTED: "Imported"}


@dataclass(frozen=True)
class Known:
    """A person as the matching needs them."""

    id: int
    email: str
    name: str
    agency: str


class People:
    """Those who may be meant, found by address, or by name and agency."""

    def __init__(self, people: Iterable[Known]) -> None:
        self.by_email: dict[str, int] = {}
        self.by_name: dict[tuple[str, str], set[int]] = {}
        for person in people:
            self.by_email[person.email.lower()] = person.id
            if person.agency:
                self.by_name.setdefault((key_of(person.name), key_of(person.agency)), set()).add(person.id)

    def with_email(self, email: str) -> int | None:
        return self.by_email.get(email.lower())

    def named(self, name: str, agency: str) -> int | str:
        """TR-137: the person's id, or why it is nobody."""
        found = self.by_name.get((key_of(name), key_of(agency)), set())
        if len(found) == 1:
            return next(iter(found))
        return (
            "is the name of several people at that agency: give the e-mail address"
            if found
            else "is not known at that agency: give the e-mail address"
        )


def completion_key(person_id: int, course_id: int, day: date) -> str:
    """TR-136: what the learning record of a completion is known by."""
    return hashlib.sha256(f"{person_id}:{course_id}:{day.isoformat()}".encode()).hexdigest()
