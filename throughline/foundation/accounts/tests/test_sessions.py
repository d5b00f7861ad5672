"""A session belongs to one host, gets a new key at sign-in, ends in time, and a public page begins none."""

import re
import time
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.models import Session
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.db.models.signals import pre_save
from django.test.utils import CaptureQueriesContext

from throughline.foundation.access.models import Membership, User
from throughline.foundation.access.sessions import SessionStore
from throughline.foundation.accounts.adapter import AccountAdapter

pytestmark = pytest.mark.django_db

NURSE = "nurse@example.org"
COOKIE = settings.SESSION_COOKIE_NAME


def test_a_session_is_worth_nothing_on_another_host(
    visitor: Any, person: Any, enter: Any, other_partnership: Any
) -> None:
    person(NURSE)
    here = visitor()
    enter(here, NURSE)
    assert here.get("/me/").status_code == 200
    there = visitor(other_partnership)
    there.cookies[COOKIE] = here.cookies[COOKIE].value
    assert there.get("/me/").status_code == 302
    assert here.get("/me/").status_code == 200


def test_signing_in_on_the_other_host_with_the_carried_cookie_leaves_the_first_alone(
    visitor: Any, person: Any, enter: Any, other_partnership: Any
) -> None:
    person(NURSE)
    here = visitor()
    enter(here, NURSE)
    there = visitor(other_partnership)
    there.cookies[COOKIE] = here.cookies[COOKIE].value
    enter(there, NURSE, on=other_partnership)
    assert there.get("/me/").status_code == 200
    assert there.cookies[COOKIE].value != here.cookies[COOKIE].value
    assert here.get("/me/").status_code == 200


def test_a_session_key_planted_before_is_not_the_one_signed_in(visitor: Any, person: Any, enter: Any) -> None:
    person(NURSE)
    client = visitor()
    client.post("/accounts/login/", {"login": NURSE})  # begins a session
    planted = client.cookies[COOKIE].value
    enter(client, NURSE)
    thief = visitor()
    thief.cookies[COOKIE] = planted
    assert client.cookies[COOKIE].value != planted
    assert thief.get("/me/").status_code == 302


def test_whose_session_is_ended_while_they_ask_for_a_code_is_told_so_and_gets_none(
    visitor: Any, person: Any, mail: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    person(NURSE)
    begun = SessionStore()
    begun["n"] = 1
    begun.save()
    client = visitor()
    client.cookies[COOKIE] = begun.session_key
    ask = AccountAdapter.send_mail

    def ends_meanwhile(self: Any, *args: Any) -> None:
        ask(self, *args)
        Session.objects.all().delete()

    monkeypatch.setattr(AccountAdapter, "send_mail", ends_meanwhile)
    assert client.post("/accounts/login/", {"login": NURSE}).status_code == 400
    assert mail(NURSE) == []  # the code was not sent: nobody could use it


def test_a_sign_in_and_its_session_are_one_transaction(visitor: Any, code_for: Any) -> None:
    User.objects.create_user(email=NURSE, name="Nurse")  # not yet a member here
    client = visitor()
    client.post("/accounts/login/", {"login": NURSE})
    before = client.cookies[COOKIE].value
    with CaptureQueriesContext(connection) as asked:
        client.post("/accounts/login/code/confirm/", {"code": code_for(NURSE)})
    said = [query["sql"].split("(")[0] for query in asked if not query["sql"].startswith("SELECT")]
    begins, ends = next(n for n, sql in enumerate(said) if "SAVEPOINT" in sql), len(said) - 1
    assert said[ends].startswith("RELEASE SAVEPOINT")  # and nothing is written after it
    assert any(sql.startswith("INSERT INTO django_session") for sql in said[begins:ends])
    assert any("access_membership" in sql for sql in said[begins:ends])
    assert client.cookies[COOKIE].value != before


def test_a_sign_in_that_fails_leaves_the_session_as_it_was(visitor: Any, code_for: Any) -> None:
    User.objects.create_user(email=NURSE, name="Nurse")  # not yet a member here
    client = visitor()
    client.post("/accounts/login/", {"login": NURSE})
    before = client.cookies[COOKIE].value

    def refuse(**kwargs: Any) -> None:
        raise PermissionDenied

    pre_save.connect(refuse, sender=Membership)  # after the session was written
    try:
        assert client.post("/accounts/login/code/confirm/", {"code": code_for(NURSE)}).status_code == 403
    finally:
        pre_save.disconnect(refuse, sender=Membership)
    assert list(Session.objects.values_list("session_key", flat=True)) == [before]
    assert client.get("/me/").status_code == 302
    client.post("/accounts/login/code/confirm/", {"code": code_for(NURSE)})  # the same code still signs in
    assert client.get("/me/").status_code == 200


def test_a_sign_in_that_was_refused_half_way_signs_nobody_in(visitor: Any, person: Any, enter: Any) -> None:
    person(NURSE)
    client = visitor()

    def refuse(**kwargs: Any) -> None:
        raise PermissionDenied

    user_logged_in.connect(refuse)
    try:
        assert enter(client, NURSE).status_code == 403
    finally:
        user_logged_in.disconnect(refuse)
    assert client.get("/me/").status_code == 302


def test_a_key_that_the_server_did_not_make_is_not_taken_over(visitor: Any, person: Any, enter: Any) -> None:
    person(NURSE)
    client = visitor()
    client.cookies[COOKIE] = "a" * 32
    enter(client, NURSE)
    assert client.cookies[COOKIE].value != "a" * 32


def test_a_session_ends_after_twelve_hours_however_busy(
    visitor: Any, person: Any, enter: Any, time_machine: Any
) -> None:
    person(NURSE)
    client = visitor()
    begun = time.time()
    enter(client, NURSE)
    assert client.cookies[COOKIE]["max-age"] == ""  # the browser forgets it when it is closed
    for hours in (4, 8, 11.9):
        time_machine.move_to(begun + hours * 3600)
        client.post("/me/details/", {"name": f"Nurse {hours}", "job_title": "", "agency_name": ""})
        assert client.get("/me/").status_code == 200
    time_machine.move_to(begun + 12 * 3600 + 60)
    assert client.get("/me/").status_code == 302


def test_signing_out_everywhere_ends_every_session(
    visitor: Any, person: Any, enter: Any, other_partnership: Any
) -> None:
    person(NURSE)
    here, there, elsewhere = visitor(), visitor(), visitor(other_partnership)
    enter(here, NURSE)
    enter(there, NURSE)
    enter(elsewhere, NURSE, on=other_partnership)
    here.post("/me/sign-out-everywhere/")
    assert [client.get("/me/").status_code for client in (here, there, elsewhere)] == [302, 302, 302]


def test_a_public_page_sets_no_cookie_and_asks_for_no_session(
    visitor: Any, django_assert_num_queries: Any, partnership: Any
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as asked:
        answer = visitor().get("/sign-in/no-code/")
    assert answer.status_code == 200
    assert answer.cookies == {}
    assert [q["sql"] for q in asked.captured_queries if "django_session" in q["sql"] or "access_" in q["sql"]] == []
    assert Session.objects.count() == 0


@pytest.mark.parametrize("path", ["/", "/training/my/", "/office/people/", "/accounts/2fa/", "/nothing-here/"])
def test_what_a_signed_in_person_sees_stays_in_no_cache(visitor: Any, person: Any, enter: Any, path: str) -> None:
    person(NURSE)
    here = visitor()
    enter(here, NURSE)
    assert "no-store" in here.get(path).headers["Cache-Control"]


def test_what_was_typed_is_shown_when_it_is_sent_after_signing_out_in_another_tab(
    visitor: Any, person: Any, enter: Any
) -> None:
    person(NURSE)
    client = visitor()
    enter(client, NURSE)
    client.handler.enforce_csrf_checks = True
    token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', client.get("/me/details/").content.decode())[1]
    assert client.post("/accounts/logout/", {"csrfmiddlewaretoken": token}).status_code == 302
    long = "A long name <b>that</b> was typed with care"
    answer = client.post("/me/details/", {"name": long, "job": "short", "csrfmiddlewaretoken": token})
    page = answer.content.decode()
    assert answer.status_code == 403
    assert page.count("<textarea") == 1
    assert "A long name &lt;b&gt;that&lt;/b&gt; was typed with care</textarea>" in page
    assert 'href="/accounts/login/?next=/me/details/"' in page
    assert token not in page
    assert User.objects.get(email=NURSE).name != long


def test_nobody_elses_words_are_shown_without_the_forms_token(visitor: Any) -> None:
    client = visitor()
    client.handler.enforce_csrf_checks = True
    answer = client.post("/me/details/", {"name": "Words that another site wants us to show to people"})
    assert answer.status_code == 403
    assert "another site wants" not in answer.content.decode()
