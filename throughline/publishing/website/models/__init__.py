"""The editors' pages, and what belongs to which partnership."""

from throughline.publishing.website.models.documents import DocumentPage, LibraryPage
from throughline.publishing.website.models.news import NewsListPage, NewsPage
from throughline.publishing.website.models.search import OldAddress, SearchEntry
from throughline.publishing.website.models.site import (
    ContentPage,
    HomePage,
    PartnershipSite,
    PublicPage,
    SiteDocument,
    SiteImage,
    SiteRendition,
)

__all__ = [
    "ContentPage",
    "DocumentPage",
    "HomePage",
    "LibraryPage",
    "NewsListPage",
    "NewsPage",
    "OldAddress",
    "PartnershipSite",
    "PublicPage",
    "SearchEntry",
    "SiteDocument",
    "SiteImage",
    "SiteRendition",
]
