"""Reads of the public site's own tables."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from wagtail.models import Page
from wagtail.search.backends import get_search_backend

from throughline.foundation.tenancy import scope
from throughline.foundation.tenancy.models import Partnership
from throughline.publishing.website import rules
from throughline.publishing.website.models import NewsPage, OldAddress, SearchEntry

MOST = 200  # results of one search


@dataclass(frozen=True)
class Found:
    kind: str
    title: str
    url: str
    summary: str
    day: date | None


def new_address(path: str) -> str:
    """Where the page that once stood at the path is now; '' where none did, or it is not published."""
    home = scope.current().home_id
    row = OldAddress.objects.filter(space_id=home, path=path, page__live=True).select_related("page").first()
    if row is None:
        return ""
    where = row.page.url_path.strip("/").split("/", 1)  # the first part is the home page's
    return f"/{where[1]}/" if len(where) > 1 else "/"


def search(words: str, kind: str = "") -> Sequence[Found]:
    """The best first: entries with all words, or with any of them where none has all. Own partnership's alone."""
    words = rules.words_to_find(words)
    if not words:
        return []
    rows = SearchEntry.objects.filter(space_id=scope.current().home_id)
    if kind:
        rows = rows.filter(kind=kind)
    backend = get_search_backend()
    found = list(backend.search(words, rows, operator="and")[:MOST])
    if not found:
        found = list(backend.search(words, rows, operator="or")[:MOST])
    return [Found(row.kind, row.title, row.url, row.summary, row.day) for row in found]


def kinds_found() -> list[str]:
    """What there is to find, by name. One query."""
    rows = SearchEntry.objects.filter(space_id=scope.current().home_id).order_by("kind")
    return list(rows.values_list("kind", flat=True).distinct())


def public_addresses(partnership: Partnership) -> list[tuple[str, date | None]]:
    """(address, day of the last change) of every page that its editors published. One query."""
    home = f"/{partnership.slug}/"
    rows = Page.objects.filter(live=True, url_path__startswith=home).order_by("path")
    found = rows.values_list("url_path", "last_published_at")
    return [(f"/{path.removeprefix(home)}", at.date() if at else None) for path, at in found]


def latest_news(partnership: Partnership, at_most: int) -> list[NewsPage]:
    """The newest first. One query."""
    home = f"/{partnership.slug}/"
    rows = NewsPage.objects.filter(live=True, url_path__startswith=home).order_by("-day", "-pk")
    return list(rows[:at_most])
