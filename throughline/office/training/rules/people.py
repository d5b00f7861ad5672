"""Who is the same person, and who stands behind a shared mailbox. Pure.

Codes: TR-170 a mailbox that a school or team shares is known by its name; TR-171 each person behind one has an account
of their own, under the mailbox's address with their name in it, and their mail goes to the mailbox; TR-172 people with
the same name may be one; somebody decides, nobody is joined by a machine; TR-173 joined, nobody is booked twice on a
session: the place with more attendance stays.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from throughline.foundation.names import key_of

# The part before the @ of a mailbox that several people read. A number or a word may follow: office2, office-north.
SHARED = (
    "admin", "administration", "contact", "dsl", "enquiries", "enquiry", "frontdesk", "head", "headteacher", "hello",
    "info", "mail", "nursery", "office", "preschool", "reception", "safeguarding", "school", "schooloffice",
    "secretary", "senco", "team", "training",
)  # fmt: skip
_SHARED = re.compile(rf"(?:{'|'.join(SHARED)})(?:[._-]?\d+|[._-][a-z]+)?")


def is_shared(address: str) -> bool:
    """TR-170."""
    local = address.strip().lower().partition("@")[0].partition("+")[0]
    return _SHARED.fullmatch(local) is not None


def account_address(name: str, address: str) -> str:
    """TR-171: 'office+ann.wood@hill.example.org' for Ann Wood at a shared mailbox; otherwise the address itself."""
    given = address.strip().lower()
    local, _, domain = given.partition("@")
    tag = _plain(name)
    if not is_shared(given) or "+" in local or not tag:
        return given
    return f"{local}+{tag}@{domain}"


def mail_address(address: str) -> str:
    """Where mail for an account goes: the shared mailbox itself, without the name in it."""
    local, _, domain = address.partition("@")
    return f"{local.partition('+')[0]}@{domain}" if "+" in local and is_shared(address) else address


def whom_words(name: str, address: str) -> str:
    """TR-171: 'Ann Wood, who signs in as office+ann.wood@hill.example.org'; '' for somebody with an own mailbox."""
    return f"{name or address}, who signs in as {address}" if mail_address(address) != address else ""


def _plain(name: str) -> str:
    """'Zoë O'Neil' → 'zoe.oneil', for an address; at most 40 characters."""
    text = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    words = [re.sub(r"[^a-z0-9]", "", word) for word in text.split()]
    return ".".join(word for word in words if word)[:40].strip(".")


@dataclass(frozen=True)
class Someone:
    id: int
    name: str
    email: str
    agency: str


def perhaps_the_same(people: Iterable[Someone]) -> list[tuple[Someone, ...]]:
    """TR-172: those who share a name, whatever its case and accents, by name; each group by address."""
    found: dict[str, list[Someone]] = {}
    for person in people:
        if person.name.strip():
            found.setdefault(key_of(person.name), []).append(person)
    groups = [tuple(sorted(group, key=lambda one: one.email)) for group in found.values() if len(group) > 1]
    return sorted(groups, key=lambda group: (group[0].name.casefold(), group[0].email))


@dataclass(frozen=True)
class Place:
    """One of two places of the same person on a session: days attended, and when it was booked as a sortable text."""

    id: int
    attended: int
    booked: str


def place_that_goes(first: Place, second: Place) -> Place:
    """TR-173."""
    stays: Sequence[Place] = sorted((first, second), key=lambda each: (-each.attended, each.booked, each.id))
    return stays[1]
