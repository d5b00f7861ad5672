"""Reads of the public site's own tables."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import Resolver404, resolve
from wagtail.models import Page
from wagtail.search.backends import get_search_backend

from throughline.foundation.tenancy import scope
from throughline.foundation.tenancy.models import Partnership
from throughline.publishing.website import rules
from throughline.publishing.website.models import NewsPage, OldAddress, PartnershipSite, SearchEntry

MOST = 200  # results of one search


@dataclass(frozen=True)
class Found:
    kind: str
    title: str
    url: str
    summary: str
    day: date | None


def new_address(path: str) -> str:
    """Where an editor led the path on to, or the page that once stood there is now; '' where neither is, or the page is
    not published."""
    home = scope.current().home_id
    row = OldAddress.objects.filter(space_id=home, path=path).select_related("page").first()
    return _leads_to(row) if row is not None else ""


def _leads_to(row: OldAddress) -> str:
    if row.page is None:
        return row.to
    where = row.page.url_path.strip("/").split("/", 1)  # the first part is the home page's
    return (f"/{where[1]}/" if len(where) > 1 else "/") if row.page.live else ""


@dataclass(frozen=True)
class LedOn:
    """An old address as its editors' page shows it."""

    path: str
    where: str
    url: str
    why: str


def old_addresses() -> list[LedOn]:
    """By path. One query."""
    rows = OldAddress.objects.filter(space_id=scope.current().home_id).select_related("page").order_by("path")
    return [
        LedOn(row.path, to or row.page.title, to, "Typed by an editor" if row.page is None else
              "A page stood there before" if to else "A page stood there before; it is not published now")
        for row in rows for to in [_leads_to(row)]
    ]  # fmt: skip


def answers_itself(path: str) -> bool:
    """Whether the site has a page at the path: one of its own, or one that its editors published. One query."""
    try:
        found = resolve(path)
    except Resolver404:
        return False
    if found.view_name != "wagtail_serve":
        return True
    site = PartnershipSite.objects.filter(partnership_id=scope.current().partnership_id)
    root = site.values_list("site__root_page__url_path", flat=True).first()
    return root is not None and Page.objects.filter(live=True, url_path=f"{root}{path.removeprefix('/')}").exists()


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
