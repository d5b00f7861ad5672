"""The session store: what Django's means, in fewer statements."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.backends.db import SessionStore as DjangosStore
from django.contrib.sessions.models import Session
from django.utils import timezone

from throughline.foundation.access.sessions import SessionStore

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept() -> SessionStore:
    store = SessionStore()
    store["n"] = 1
    store.save()
    return store


def test_what_is_saved_is_read_by_both_stores(kept: SessionStore) -> None:
    assert SessionStore(kept.session_key)["n"] == 1
    assert DjangosStore(kept.session_key)["n"] == 1
    theirs = DjangosStore()
    theirs["n"] = 2
    theirs.create()
    assert SessionStore(theirs.session_key)["n"] == 2


def test_reading_and_saving_are_one_statement_each(kept: SessionStore, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        again = SessionStore(kept.session_key)
        assert again["n"] == 1
    again["n"] = 2
    with django_assert_num_queries(1):
        again.save()
    assert SessionStore(kept.session_key)["n"] == 2
    new = SessionStore()
    new["n"] = 3
    with django_assert_num_queries(1):
        new.save()


def test_what_is_written_is_not_written_again_until_it_changes(
    kept: SessionStore, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(0):
        kept.save()
    assert kept.modified  # its cookie is to be sent all the same
    kept["n"] = 2
    with django_assert_num_queries(1):
        kept.save()
        kept.save()
    assert SessionStore(kept.session_key)["n"] == 2
    again = SessionStore(kept.session_key)
    with django_assert_num_queries(2):  # unchanged, but asked to: its day of expiry moves
        assert again["n"] == 2
        again.save()


def test_a_new_key_is_written_once_with_all_that_is_in_it(kept: SessionStore, django_assert_num_queries: Any) -> None:
    before = kept.session_key
    with django_assert_num_queries(2):  # the old row goes, the new one comes
        kept.cycle_key()
        kept["more"] = 2
        kept.save()
    assert kept.session_key != before
    assert SessionStore(before).load() == {}
    assert SessionStore(kept.session_key).load() == {"n": 1, "more": 2}
    assert Session.objects.count() == 1
    kept["more"] = 3
    kept.save()  # and from then on it is changed
    assert SessionStore(kept.session_key)["more"] == 3


def test_a_key_that_is_in_use_is_not_taken_from_its_owner(kept: SessionStore, monkeypatch: pytest.MonkeyPatch) -> None:
    keys = iter([kept.session_key, kept.session_key, "k" * 32])
    monkeypatch.setattr(SessionStore, "_get_new_session_key", lambda self: next(keys))
    other = SessionStore()
    other["n"] = 2
    other.save()
    assert other.session_key == "k" * 32
    assert (SessionStore(kept.session_key)["n"], SessionStore("k" * 32)["n"]) == (1, 2)


def test_a_session_that_was_deleted_meanwhile_does_not_come_back(kept: SessionStore) -> None:
    elsewhere = SessionStore(kept.session_key)
    assert elsewhere["n"] == 1
    kept.flush()
    assert (kept.session_key, Session.objects.count()) == (None, 0)
    elsewhere["n"] = 2
    with pytest.raises(UpdateError):
        elsewhere.save()
    assert Session.objects.count() == 0


def test_an_unknown_key_and_one_that_ran_out_are_empty_and_not_kept(kept: SessionStore) -> None:
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    for key in (kept.session_key, "planted0" * 4):
        store = SessionStore(key)
        assert store.load() == {}
        assert store.session_key is None


def test_what_was_tampered_with_is_empty(kept: SessionStore) -> None:
    Session.objects.update(session_data=Session.objects.get().session_data[:-1] + "!")
    assert SessionStore(kept.session_key).load() == {}


def test_who_begins_anew_after_flushing_gets_a_key_of_their_own(kept: SessionStore) -> None:
    before = kept.session_key
    kept.flush()
    kept["n"] = 5
    kept.save()
    assert kept.session_key not in (None, before)
    assert SessionStore(kept.session_key)["n"] == 5
