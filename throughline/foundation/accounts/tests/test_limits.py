"""Limits on asking for codes, on the cache that production has: a table in the database."""

import io
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.core.management import call_command

from throughline.foundation.accounts.tests.conftest import LOGIN

pytestmark = pytest.mark.django_db

NURSE = "nurse@example.org"


@pytest.fixture(params=["memory", "table"])
def _cache(request: Any, settings: Any) -> Iterator[None]:
    if request.param == "table":
        settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}}
        call_command("createcachetable", stdout=io.StringIO())
    yield
    cache.clear()


@pytest.mark.usefixtures("_cache")
def test_three_codes_a_minute_for_one_address_known_or_not(visitor: Any, person: Any, mail: Any) -> None:
    person(NURSE)
    for address in (NURSE, "unknown@example.org"):
        for _ in range(3):
            assert visitor().post(LOGIN, {"login": address}).status_code == 302
        stopped = visitor().post(LOGIN, {"login": address})
        assert stopped.status_code == 200
        assert "<title>Error: Sign in" in stopped.text
        assert len(mail(address)) == 3


@pytest.mark.usefixtures("_cache")
def test_thirty_tries_a_minute_from_one_place_and_then_a_page_that_says_so(visitor: Any) -> None:
    client = visitor()
    for _ in range(30):
        assert client.post(LOGIN, {"login": ""}).status_code == 200
    stopped = client.post(LOGIN, {"login": ""})
    assert stopped.status_code == 429
    assert "Too many tries" in stopped.text
    assert client.post(LOGIN, {"login": ""}, REMOTE_ADDR="192.0.2.9").status_code == 200


def test_a_forwarded_address_is_believed_behind_a_proxy_alone(visitor: Any) -> None:
    client = visitor()
    for number in range(31):
        last = client.post(LOGIN, {"login": ""}, headers={"x-forwarded-for": f"192.0.2.{number}"})
    assert last.status_code == 429
