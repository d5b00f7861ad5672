"""Documents in the golden thread: what led to one, what tests, teaches or tells it, as far as one may see."""

from collections.abc import Collection, Mapping

from django.urls import reverse

from throughline.foundation.access.actors import Actor
from throughline.foundation.links.api import Kind, Named, register_kind
from throughline.publishing.library.models import Document
from throughline.publishing.library.queries import works_here
from throughline.publishing.library.rules import State, label_of

DOCUMENT = "library.document"
FOUND = 20


def _named(row: Document) -> Named:
    return Named(row.title, reverse("library:document", args=[row.slug]), label_of(row.kind))


def _seen(actor: Actor, ids: Collection[int]) -> Mapping[int, Named]:
    """What applies and is not withdrawn, for everyone; all of them for who runs the library. One query."""
    rows = Document.objects.filter(pk__in=ids)
    if not works_here(actor):
        rows = rows.filter(withdrawn_on=None, versions__state=State.CURRENT)
    return {row.pk: _named(row) for row in rows}


def _find(actor: Actor, words: str) -> Mapping[int, Named]:
    rows = Document.objects.filter(title__icontains=words.strip(), withdrawn_on=None)
    return {row.pk: _named(row) for row in rows[:FOUND]}


register_kind(Kind(DOCUMENT, "Document of the library", seen=_seen, find=_find))
