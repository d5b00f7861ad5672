"""Where links stand: the apps that publish pages say so when they start."""

from collections.abc import Callable, Sequence

from django.urls import reverse

from throughline.publishing.library import queries
from throughline.publishing.library.operations.links import Place

_sources: list[Callable[[], Sequence[Place]]] = []


def register_places(source: Callable[[], Sequence[Place]]) -> None:
    """`source()` gives the links of the active partnership's public pages."""
    if source not in _sources:
        _sources.append(source)


def own_places() -> list[Place]:
    """The links of the library's own lists."""
    found = []
    for row in queries.services():
        if row.website:
            found.append(Place(row.website, row.name, reverse("library:service", args=[row.slug])))
    for campaign in queries.campaigns():
        where = reverse("library:campaign", args=[campaign.slug])
        urls = [campaign.website, *(each.url for each in campaign.resources.all())]
        found += [Place(url, campaign.title, where) for url in dict.fromkeys(urls) if url.startswith("http")]
    for review in queries.elsewhere():
        if review.url:
            found.append(Place(review.url, review.title, reverse("library:elsewhere")))
    return found


def places() -> list[Place]:
    return own_places() + [place for source in _sources for place in source()]
