"""Pages kept for a moment: for unknown readers alone, never another partnership's, gone when something is written."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from throughline.foundation.tenancy.models import Partnership
from throughline.publishing.website.kept_pages import PAGES

PAGE = "/priorities/"


@pytest.fixture(autouse=True)
def keeping(settings: Any) -> Iterator[None]:
    settings.PAGE_SECONDS = 60
    PAGES.forget()
    yield
    PAGES.forget()


def renamed(partnership: Any) -> None:
    """Behind the site's back, as another process would."""
    Partnership.objects.filter(pk=partnership.pk).update(name="Renamed Partnership")


def test_a_kept_page_is_the_same_answer_for_two_queries(medway: Client, partnership: Any) -> None:
    first = medway.get(PAGE)
    with CaptureQueriesContext(connection) as asked:
        second = medway.get(PAGE)
    assert len(asked) == 2
    assert second.content == first.content
    assert dict(second.headers) == dict(first.headers)


@pytest.mark.parametrize("path", ["/library/feed.xml", "/bulletin/feed.atom", "/news/feed.xml", "/sitemap.xml"])
def test_feeds_and_the_map_are_asked_for_again_only_when_they_changed(medway: Client, path: str) -> None:
    etag = medway.get(path)["ETag"]
    assert medway.get(path, headers={"If-None-Match": etag}).status_code == 304


def test_a_page_is_asked_for_again_only_when_it_changed(medway: Client, partnership: Any) -> None:
    etag = medway.get(PAGE)["ETag"]
    unchanged = medway.get(PAGE, headers={"If-None-Match": etag})
    assert (unchanged.status_code, unchanged.content) == (304, b"")
    renamed(partnership)
    PAGES.forget()
    assert medway.get(PAGE, headers={"If-None-Match": etag}).status_code == 200


def test_it_is_old_for_a_moment_and_fresh_as_soon_as_something_is_posted(medway: Client, partnership: Any) -> None:
    medway.get(PAGE)
    renamed(partnership)
    medway.post("/accounts/login/", {"login": "somebody@example.org"})  # signing in changes no public page
    medway.cookies.clear()
    assert "Renamed" not in medway.get(PAGE).content.decode()
    medway.post("/nowhere/")
    assert "Renamed" in medway.get(PAGE).content.decode()


def test_it_is_kept_no_longer_than_said(medway: Client, partnership: Any, settings: Any) -> None:
    settings.PAGE_SECONDS = 0.001
    medway.get(PAGE)
    renamed(partnership)
    while PAGES.get((partnership.pk, "http", "medway.localhost", PAGE)) is not None:
        pass
    assert "Renamed" in medway.get(PAGE).content.decode()


def test_partnerships_hosts_and_addresses_are_kept_apart(
    medway: Client, kent: Client, partnership: Any, other_partnership: Any
) -> None:
    for path in (PAGE, f"{PAGE}?a=1"):
        assert partnership.name in medway.get(path).content.decode()
        assert other_partnership.name in kent.get(path).content.decode()
    assert partnership.name not in kent.get(PAGE).content.decode()


def test_a_signed_in_person_neither_gets_nor_leaves_a_kept_page(medway: Client, partnership: Any, sign_in: Any) -> None:
    person = sign_in(partnership, "practitioner")
    own = person.get(PAGE).content.decode()
    assert "Sign in" not in own
    assert "Sign in" in medway.get(PAGE).content.decode()
    assert person.get(PAGE).content.decode() == own


def test_what_sets_a_cookie_is_missing_or_is_no_page_is_not_kept(medway: Client, partnership: Any) -> None:
    for path in ("/accounts/login/", "/nowhere/", "/robots.txt", "/health/", "/office/"):
        medway.get(path)
        medway.cookies.clear()
        assert PAGES.get((partnership.pk, "http", "medway.localhost", path)) is None, path


def test_nothing_is_kept_that_was_read_while_something_was_written(medway: Client, partnership: Any) -> None:
    before = PAGES.generation
    answer = medway.get(PAGE)
    PAGES.forget()
    assert PAGES.put((1, "http", "medway.localhost", PAGE), answer, seconds=60, generation=before) is None
    assert PAGES.get((1, "http", "medway.localhost", PAGE)) is None


def test_what_is_kept_is_bounded_by_its_size(medway: Client, partnership: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    size = len(medway.get(PAGE).content)
    PAGES.forget()
    monkeypatch.setattr("throughline.publishing.website.kept_pages.MOST_BYTES", 2 * size + 10)
    addresses = [f"{PAGE}?n={n}" for n in range(3)]
    for address in addresses:
        medway.get(address)
    kept = [PAGES.get((partnership.pk, "http", "medway.localhost", address)) is not None for address in addresses]
    assert kept == [False, True, True]


def test_a_query_with_a_nul_is_no_query(medway: Client, partnership: Any) -> None:
    assert medway.get("/training/?text=%00").status_code == 400
