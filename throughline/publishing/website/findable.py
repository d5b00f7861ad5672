"""All that anybody may read on the partnership's site, gathered for the search. Reads only."""

from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse

from throughline.foundation.tenancy import scope
from throughline.office.partnership import api as partnership
from throughline.office.reviews import api as reviews
from throughline.office.training import api as training
from throughline.publishing.bulletin import api as bulletin
from throughline.publishing.library import api as library
from throughline.publishing.website.models import ContentPage, NewsPage, PartnershipSite
from throughline.publishing.website.rules import words_in
from throughline.publishing.yearly_report import api as yearly_report

LONGEST = 100_000  # characters of one entry's text
SESSIONS = 200


@dataclass(frozen=True)
class Findable:
    """`key` names it once in the partnership. `text` holds words alone."""

    key: str
    kind: str
    title: str
    url: str
    summary: str
    text: str
    day: date | None


def findable(at: datetime) -> list[Findable]:
    """`at`: the business moment; sessions that are past are not found."""
    return [*_pages(), *_library(), *_training(at), *_reviews(), *_reports(), *_groups(), *_bulletin(at)]


def _pages() -> list[Findable]:
    found = PartnershipSite.objects.filter(partnership_id=scope.current().partnership_id).select_related(
        "site__root_page"
    )
    site = found.first()
    if site is None:
        return []
    root = site.site.root_page
    rows: list[tuple[ContentPage | NewsPage, str, date | None]] = []
    for page in ContentPage.objects.live().descendant_of(root):
        rows.append((page, "Page", None))
    for item in NewsPage.objects.live().descendant_of(root):
        rows.append((item, "News", item.day))
    return [
        Findable(
            f"page:{page.pk}", kind, page.title[:300], f"/{page.url_path.removeprefix(root.url_path)}",
            page.introduction, _words(page)[:LONGEST], day,
        )
        for page, kind, day in rows
    ]  # fmt: skip


def _words(page: ContentPage | NewsPage) -> str:
    """What its editor wrote; blocks that show records have none of their own."""
    return " ".join(words_in(each) for each in page.body.stream_block.get_searchable_content(page.body))


def _library() -> list[Findable]:
    return [
        Findable(
            each.key, each.kind, each.title[:300], each.url, each.summary, each.text[:LONGEST],
            None if each.day == date.min else each.day,
        )
        for each in library.everything()
    ]  # fmt: skip


def _training(at: datetime) -> list[Findable]:
    return [
        Findable(f"session:{row.id}", "Training", row.title[:300], row.url, f"{row.when}. {row.places}", row.mode, None)
        for row in training.coming_sessions(at, at_most=SESSIONS)
    ]


def _reviews() -> list[Findable]:
    return [
        Findable(
            f"review:{row.id}", "Review", row.name[:300], f"{reverse('website:learning')}#{row.slug}", row.kind,
            "", row.published_from,
        )
        for row in reviews.reviews()
        if row.published_from is not None
    ]  # fmt: skip


def _reports() -> list[Findable]:
    return [
        Findable(f"report:{row.url}", "Yearly report", row.title[:300], row.url, "", "", row.as_at)
        for row in yearly_report.editions(at_most=50)
    ]


def _bulletin(at: datetime) -> list[Findable]:
    return [
        Findable(f"bulletin:{row.id}", "Bulletin", row.title[:300], row.url, "", row.text[:LONGEST], row.dated)
        for row in bulletin.public_issues(at.date())
    ]


def _groups() -> list[Findable]:
    return [
        Findable(
            f"group:{row.id}", "Group", row.name[:300], reverse("website:group", args=[row.slug]), row.remit, row.meets,
            None,
        )
        for row in partnership.groups()
    ]  # fmt: skip
