"""A signed-in person's first page: who they are here, and where they can go."""

from dataclasses import dataclass

from django.urls import reverse

from throughline.foundation.access.actors import Actor
from throughline.foundation.access.navigation import Entry, entries
from throughline.foundation.access.roles import ROLES
from throughline.foundation.ui.parts import Card, SummaryRow

OWN = "website:office"


@dataclass(frozen=True)
class Start:
    person: list[SummaryRow]
    office: list[Card]
    own: list[Card]


def start_of(actor: Actor) -> Start:
    """No queries of its own."""
    user = actor.user
    if user is None:
        raise ValueError("Somebody who is not signed in has no start page.")
    roles = ", ".join(sorted(ROLES[role].label for role in actor.roles))
    facts = (
        ("Name", user.name),
        ("Email", user.email),
        ("Job title", user.job_title),
        ("Agency", user.agency_name),
        ("Your part here", roles or "You can book training."),
    )
    return Start(
        person=[SummaryRow(key, value) for key, value in facts if value],
        office=_cards(entries("office", actor)),
        own=_cards(entries("account", actor)),
    )


def _cards(found: list[Entry]) -> list[Card]:
    return [Card(entry.label, reverse(entry.url_name), text=entry.says) for entry in found if entry.url_name != OWN]
