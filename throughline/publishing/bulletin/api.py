"""The door for higher apps: the archive's issues, as anybody may read them today; whose messages somebody enters."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from throughline.foundation.access.actors import Actor
from throughline.publishing.bulletin.queries import archive
from throughline.publishing.bulletin.queries.messages import groups_of
from throughline.publishing.bulletin.rules.text import as_text


@dataclass(frozen=True)
class PublicIssue:
    """`text`: all its words. `dated`: the day that it bears, the first of its month where it names none."""

    id: int
    title: str
    url: str
    text: str
    dated: date


def public_issues(today: date) -> list[PublicIssue]:
    """The newest first; without names that were taken out and reviews that were withdrawn. Six queries."""
    facts = archive.facts_of_today()
    rows = archive.public_issues().defer(None).defer("found", "search_text")
    return [
        PublicIssue(
            row.pk, row.title, reverse("bulletin:public", args=[row.slug]),
            as_text(archive.as_shown_today(row, today, facts).content), row.dated,
        )
        for row in rows
    ]  # fmt: skip


def enters_messages_at(actor: Actor, group_slug: str) -> str:
    """The address at which this person enters the group's key messages; "" where they do not."""
    group = next((each for each in groups_of(actor) if each.slug == group_slug), None) if actor.signed_in else None
    return f"{reverse('bulletin:new_messages')}?group={group.id}" if group else ""
