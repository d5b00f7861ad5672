"""Issues in the golden thread: what one cites is read from what went out."""

import json
from collections.abc import Collection, Iterator, Mapping

from django.urls import reverse

from throughline.foundation.access.actors import Actor
from throughline.foundation.links.api import Kind, Named, register_kind
from throughline.publishing.bulletin.models import Issue
from throughline.publishing.bulletin.permissions import BulletinPermission
from throughline.publishing.bulletin.queries.issues import dated_words
from throughline.publishing.bulletin.workflow import PUBLIC
from throughline.publishing.library.api import register_citing

ISSUE = "bulletin.issue"
FOUND = 20


def _named(row: Issue) -> Named:
    public = row.state in PUBLIC
    url = reverse("bulletin:public", args=[row.slug]) if public else reverse("bulletin:issue", args=[row.pk])
    return Named(row.title, url, dated_words(row.dated, row.day_known))


def _seen(actor: Actor, ids: Collection[int]) -> Mapping[int, Named]:
    """What is in the archive, for everyone; drafts for who may read them. One query."""
    rows = Issue.objects.filter(pk__in=ids).defer("frozen", "found", "search_text")
    if not actor.may(BulletinPermission.READ):
        rows = rows.filter(state__in=PUBLIC)
    return {row.pk: _named(row) for row in rows}


def _find(actor: Actor, words: str) -> Mapping[int, Named]:
    rows = Issue.objects.filter(title__icontains=words.strip()).order_by("-dated", "-pk")
    return {row.pk: _named(row) for row in rows.defer("frozen", "found", "search_text")[:FOUND]}


def issue_texts(words: str) -> Iterator[tuple[int, str]]:
    """(id, what went out) of the public issues that hold the words. One query."""
    for pk, frozen in Issue.objects.filter(state__in=PUBLIC).values_list("pk", "frozen"):
        text = json.dumps(frozen)
        if words in text:
            yield pk, text


register_kind(Kind(ISSUE, "Bulletin", seen=_seen, find=_find, public=True))
register_citing(ISSUE, issue_texts)
