"""Which partnership a host serves is kept for a moment, and never another's."""

from typing import Any

import pytest

from throughline.foundation.tenancy import middleware
from throughline.foundation.tenancy.middleware import served

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_kept(monkeypatch: Any) -> None:
    monkeypatch.setattr(middleware, "_served", {})


def test_kept_for_a_moment_and_a_copy_for_each(
    settings: Any, partnership: Any, other_partnership: Any, django_assert_num_queries: Any
) -> None:
    settings.HOST_SECONDS = 60
    first = served("medway.localhost")
    with django_assert_num_queries(0):
        again = served("medway.localhost")
    assert first is not None
    assert again is not None
    assert (again[0], again[1]) == (first[0], first[1])
    assert again[0] is not first[0]
    kent = served("kent.localhost")
    assert kent is not None
    assert kent[0] == other_partnership
    assert kent[1].home_id != first[1].home_id


def test_nothing_is_kept_where_the_time_is_over_or_nought(
    settings: Any, partnership: Any, django_assert_num_queries: Any
) -> None:
    for seconds in (0, 0.000001):
        settings.HOST_SECONDS = seconds
        served("medway.localhost")
        with django_assert_num_queries(2):
            served("medway.localhost")


def test_before_any_partnership_nothing_is_kept(settings: Any, db: None) -> None:
    settings.HOST_SECONDS = 60
    assert served("medway.localhost") is None
    assert middleware._served == {}
