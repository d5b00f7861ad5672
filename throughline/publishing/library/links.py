"""Documents and drafts in the golden thread and the search: as far as one may see them."""

from collections.abc import Collection, Mapping

from django.urls import reverse

from throughline.foundation.access.actors import Actor
from throughline.foundation.links.api import Kind, Named, register_kind
from throughline.foundation.ui import formats
from throughline.publishing.library.citing import DOCUMENT
from throughline.publishing.library.models import Consultation, Document, Version
from throughline.publishing.library.queries import consultations_for, waiting, works_here
from throughline.publishing.library.rules import State, label_of, words_of

DRAFT = "library.draft"
FOUND = 20


def _named(row: Document, *, applies: bool) -> Named:
    """One that does not apply has its page in the office alone."""
    page = (
        reverse("library:document", args=[row.slug]) if applies else reverse("library_office:document", args=[row.pk])
    )
    return Named(row.title, page, label_of(row.kind))


def _documents(actor: Actor, ids: Collection[int]) -> Mapping[int, Named]:
    """What applies and is not withdrawn, for everyone; all of them for who runs the library. Two queries at most."""
    rows = Document.objects.filter(pk__in=ids)
    public = rows.filter(withdrawn_on=None, versions__state=State.CURRENT)
    if not works_here(actor):
        return {row.pk: _named(row, applies=True) for row in public}
    apply = set(public.values_list("pk", flat=True))
    return {row.pk: _named(row, applies=row.pk in apply) for row in rows}


def _find_documents(actor: Actor, words: str) -> Mapping[int, Named]:
    """By title; for who runs the library also by the text of versions that wait for an approval."""
    rows = Document.objects.filter(title__icontains=words.strip(), withdrawn_on=None)
    ids = set(rows.values_list("pk", flat=True)[:FOUND])
    if works_here(actor):
        ids |= {row.document_id for row in waiting() if _holds(_text(row), words)}
    return _documents(actor, ids)


def _drafts(actor: Actor, ids: Collection[int]) -> Mapping[int, Named]:
    return {row.pk: _draft(row) for row in consultations_for(actor).filter(pk__in=ids)}


def _find_drafts(actor: Actor, words: str) -> Mapping[int, Named]:
    """By title and text. Drafts are few: they are read one by one."""
    return {row.pk: _draft(row) for row in consultations_for(actor) if _holds(_text(row), words)}


def _draft(row: Consultation) -> Named:
    said = f"Ended {formats.day(row.ended_on)}" if row.ended_on else f"Comments until {formats.day(row.closes_on)}"
    return Named(row.title, reverse("library:comment", args=[row.pk]), said)


def _text(row: Version | Consultation) -> str:
    intro = row.summary if isinstance(row, Version) else row.introduction
    return " ".join([row.title, intro, *(f"{each['heading']} {words_of(each['html'])}" for each in row.sections)])


def _holds(text: str, words: str) -> bool:
    """Every word somewhere in the text."""
    found = text.casefold()
    return bool(words.split()) and all(word in found for word in words.casefold().split())


register_kind(Kind(DOCUMENT, "Document of the library", seen=_documents, find=_find_documents, public=True))
register_kind(Kind(DRAFT, "Draft out for comment", seen=_drafts, find=_find_drafts, public=True))
