"""The cache in the database answers as Django's own does, with one statement for each write."""

import threading
from typing import Any

import pytest
from django.core.cache.backends.db import DatabaseCache
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from throughline.config import cache as caching
from throughline.config.cache import QuickDatabaseCache

pytestmark = pytest.mark.django_db


@pytest.fixture(params=[QuickDatabaseCache, DatabaseCache])
def cache(request: Any, settings: Any, monkeypatch: Any) -> Any:
    """Ours, and Django's beside it: the same is asked of both."""
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}}
    call_command("createcachetable", verbosity=0)
    monkeypatch.setattr(caching, "CULL_ONE_IN", 10**9)
    made = request.param("cache", {})
    made.clear()
    return made


def test_set_get_add_touch_and_delete(cache: Any) -> None:
    assert cache.get("a") is None
    cache.set("a", {"n": 1}, 60)
    assert cache.get("a") == {"n": 1}
    assert cache.add("a", 2, 60) is False
    assert cache.add("b", 2, 60) is True
    assert (cache.get("a"), cache.get("b")) == ({"n": 1}, 2)
    assert cache.incr("b") == 3
    assert cache.touch("b", 60) is True
    cache.delete("b")
    assert cache.add("b", 5, None) is True
    assert cache.get("b") == 5


def test_what_ran_out_is_gone_and_may_be_added_again(cache: Any) -> None:
    cache.set("a", 1, -10)
    assert cache.add("a", 2, 60) is True
    assert cache.get("a") == 2


def test_one_statement_for_a_write(cache: Any, django_assert_num_queries: Any) -> None:
    if isinstance(cache, QuickDatabaseCache):
        with django_assert_num_queries(1):
            cache.set("a", 1, 60)
        with django_assert_num_queries(1):
            cache.add("a", 1, 60)


@pytest.mark.django_db(transaction=True)
def test_the_disk_is_waited_for_again_afterwards(cache: Any) -> None:
    if not isinstance(cache, QuickDatabaseCache):
        return
    asked = "PRAGMA synchronous" if connection.vendor == "sqlite" else "SHOW synchronous_commit"
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA synchronous = FULL")
        cache.set("a", 1, 60)
        cursor.execute(asked)
        assert str(cursor.fetchone()[0]) in ("2", "on")
    assert cache.get("a") == 1
    cache.clear()  # the table is no model's, so nobody empties it


def test_one_write_in_so_many_culls_once_no_transaction_holds_rows(
    cache: Any, monkeypatch: Any, django_capture_on_commit_callbacks: Any
) -> None:
    if isinstance(cache, caching.QuickDatabaseCache):
        monkeypatch.setattr(caching, "CULL_ONE_IN", 1)
    cache._max_entries = 3
    with django_capture_on_commit_callbacks(execute=True):
        for number in range(8):
            cache.set(str(number), number, 60)
        cache.set("gone", 1, -1)
        if isinstance(cache, caching.QuickDatabaseCache):
            assert all(cache.get(str(number)) == number for number in range(8))
    assert cache.get("7") == 7
    assert sum(cache.get(str(number)) is not None for number in range(8)) <= 5


@pytest.mark.django_db(transaction=True)
def test_within_a_transaction_a_lock_is_the_transactions_and_costs_no_row(cache: Any) -> None:
    if not isinstance(cache, QuickDatabaseCache):
        return
    with transaction.atomic(), CaptureQueriesContext(connection) as asked:
        assert cache.add("allauth:rl:one:lock", True, 10) is True
        cache.delete("allauth:rl:one:lock")
    said = [each["sql"] for each in asked.captured_queries]
    assert not [sql for sql in said if "INSERT" in sql or "DELETE" in sql]
    assert len([sql for sql in said if "pg_advisory_xact_lock" in sql]) == (connection.vendor == "postgresql")
    assert cache.add("allauth:rl:one:lock", True, 10) is True  # outside of one it is a row
    assert cache.add("allauth:rl:one:lock", True, 10) is False
    cache.clear()


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("for_threads")
def test_two_transactions_that_count_under_one_lock_lose_nothing(cache: Any) -> None:
    if not isinstance(cache, QuickDatabaseCache):
        return

    def counts() -> None:
        try:
            for _ in range(25):
                with transaction.atomic():
                    cache.add("count:lock", True, 10)
                    cache.set("count", cache.get("count", 0) + 1, 60)
                    cache.delete("count:lock")
        finally:
            connection.close()

    threads = [threading.Thread(target=counts) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert cache.get("count") == 100
    cache.clear()
