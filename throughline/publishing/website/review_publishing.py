"""What publishing offers to the end of a review: the report and the briefing as documents of the library, joined to the
review's golden thread. Editors find their pages with all others."""

from datetime import datetime

from django.utils.html import escape

from throughline.foundation.access.actors import Actor
from throughline.foundation.links import api as links
from throughline.foundation.tenancy import scope
from throughline.office.reviews.api import Publication
from throughline.publishing.library import api as library
from throughline.publishing.website.models import LibraryPage, PartnershipSite
from throughline.publishing.website.operations import publish_document, write_document

BRIEFING = "The briefing says on one side what was found and what to do."
REPORT = "What happened, what was found and what is recommended."
SUMMARY = "The report is not published. This is what should improve."


def publish_review(given: Publication, by: Actor, at: datetime) -> None:
    """In the transaction that ends the review. Nothing where the partnership has no library."""
    site = PartnershipSite.objects.filter(partnership_id=scope.current().partnership_id).select_related(
        "site__root_page", "collection"
    )
    found = site.first()
    above = LibraryPage.objects.descendant_of(found.site.root_page).first() if found else None
    if found is None or above is None:
        return
    improvements = (("What should improve", given.improvements),)
    report = ("review", given.name, REPORT if given.sections else SUMMARY, (*given.sections, *improvements))
    briefing = ("briefing", f"{given.name}: the briefing", BRIEFING, given.briefing)
    for kind, title, summary, sections in (report, briefing):
        if not sections:
            continue
        page = write_document(
            above=above, by=by,
            values={
                "title": title, "slug": f"{kind}-{given.slug}", "kind": kind, "summary": summary, "version": "1.0",
                "theme": given.themes[0] if given.themes else "",
                "sections": [("section", {"heading": heading, "text": _html(text)}) for heading, text in sections],
            },
        )  # fmt: skip
        publish_document(page=page, site=found, today=given.on, by=by, at=at)
        _join(given, page.pk, kind, by, at)


def _join(given: Publication, page: int, kind: str, by: Actor, at: datetime) -> None:
    document = library.document_of(page)
    if document is not None:
        says = links.Relation.TOLD_IN if kind == "briefing" else links.Relation.WRITTEN_IN
        links.link(
            source=links.Ref("reviews.review", given.review_id), says=says,
            target=links.Ref("library.document", document.pk), by=by, at=at,
        )  # fmt: skip


def _html(text: str) -> str:
    return "".join(f"<p>{escape(part)}</p>" for part in text.split("\n") if part.strip())
