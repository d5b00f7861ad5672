"""What the library asks of the editors' pages: drafts that can go out for comment, and the links on public pages."""

import json
from collections.abc import Iterator

from wagtail.models import Page

from throughline.foundation.tenancy import scope
from throughline.publishing.library import api as library
from throughline.publishing.website.models import ContentPage, DocumentPage, HomePage, NewsPage, PartnershipSite
from throughline.publishing.website.rules import addresses_in


def _home() -> Page | None:
    found = PartnershipSite.objects.filter(partnership_id=scope.current().partnership_id).select_related(
        "site__root_page"
    )
    site = found.first()
    return site.site.root_page if site else None


def drafts() -> list[library.Draft]:
    """Every document's page as it stands in its newest revision, by title."""
    home = _home()
    if home is None:
        return []
    found = []
    for page in DocumentPage.objects.descendant_of(home).order_by("title", "pk"):
        newest = page.get_latest_revision_as_object()
        found.append(library.Draft(page.pk, newest.title, newest.library_sections()))
    return found


def places() -> list[library.Place]:
    """Each web address on each page that readers see."""
    return list(_places())


def _places() -> Iterator[library.Place]:
    home = _home()
    if home is None:
        return
    for kind in (HomePage, ContentPage, NewsPage):
        for page in kind.objects.live().descendant_of(home, inclusive=True):
            where = f"/{page.url_path.removeprefix(home.url_path)}"
            for url in addresses_in(json.dumps(list(page.body.raw_data), ensure_ascii=False)):
                yield library.Place(url, page.title, where)
    for document in DocumentPage.objects.live().descendant_of(home):
        raw = json.dumps(list(document.sections.raw_data), ensure_ascii=False)
        for url in dict.fromkeys([*addresses_in(raw), *addresses_in(document.video_url)]):
            yield library.Place(url, document.title, f"/library/{document.slug}/", document.owner_email)
