"""Health says green, amber or red, in colours alone, without the session."""

from datetime import datetime, timedelta

import pytest
from django.db import DatabaseError, connection
from django.test import Client

from throughline.foundation.access.actors import system_actor
from throughline.foundation.clock import real_now
from throughline.foundation.jobs import operations as jobs
from throughline.foundation.notices.models import OutboxMessage

pytestmark = pytest.mark.django_db


def health(**headers: str):
    return Client(headers=headers).get("/health/")


def test_with_a_worker_all_is_green_even_before_any_partnership_is_loaded() -> None:
    jobs.sign_of_life(by=system_actor("worker"), at=real_now(), worker="w")
    answer = health()
    assert (answer.status_code, answer.json()) == (
        200, {"status": "green", "database": "green", "worker": "green", "schedule": "green", "mail": "green"},
    )  # fmt: skip
    assert answer["Cache-Control"] == "no-store"


def test_without_a_worker_it_is_amber_and_still_200() -> None:
    answer = health()
    assert (answer.status_code, answer.json()["status"], answer.json()["worker"]) == (200, "amber", "amber")


def test_an_overdue_schedule_is_amber() -> None:
    by, long_ago = system_actor("worker"), real_now() - timedelta(days=3)
    jobs.sign_of_life(by=by, at=real_now(), worker="w")
    run = jobs.begin_run(by=by, at=long_ago, worker="w", name="notices.sweep", due=long_ago)
    jobs.end_run(by=by, at=long_ago, run=run, error="")
    answer = health().json()
    assert (answer["status"], answer["schedule"], answer["worker"]) == ("amber", "amber", "green")


def test_mail_that_is_stuck_is_amber(scoped) -> None:
    long_ago = real_now() - timedelta(hours=1)
    OutboxMessage.objects.create(
        space_id=scoped.home_id, key="k", kind="k", category="c", to="asha@example.org", subject="A secret subject",
        message_id="<1>", put_at=long_ago, next_try_at=long_ago,
    )  # fmt: skip
    answer = health()
    assert answer.json()["mail"] == "amber"
    assert b"asha" not in answer.content


def test_a_database_that_does_not_answer_is_red_and_503_and_says_no_more() -> None:
    def down(*args: object) -> None:
        raise DatabaseError("could not connect to server db-7.internal")

    with connection.execute_wrapper(down):
        answer = health()
    assert (answer.status_code, answer.json()) == (503, {"status": "red", "database": "red"})


def test_health_never_touches_the_session(django_assert_num_queries) -> None:
    browser = Client()
    browser.cookies["sessionid"] = "x" * 32
    with django_assert_num_queries(5):
        answer = browser.get("/health/")
    assert answer.cookies == {}
    assert "Cookie" not in answer.headers.get("Vary", "")


@pytest.mark.django_db
def test_security_txt_names_whom_the_settings_name_and_does_not_exist_without(partnership, client, settings) -> None:
    where = {"path": "/.well-known/security.txt", "headers": {"host": "medway.localhost"}}
    settings.SECURITY_CONTACT = ""
    assert client.get(**where).status_code == 404
    settings.SECURITY_CONTACT = "mailto:security@example.org"
    answer = client.get(**where)
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    contact, expires, languages, end = answer.content.decode().split("\n")
    assert (contact, languages, end) == ("Contact: mailto:security@example.org", "Preferred-Languages: en", "")
    until = datetime.fromisoformat(expires.removeprefix("Expires: ")) - real_now()
    assert timedelta(days=88) < until <= timedelta(days=90)
