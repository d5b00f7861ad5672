"""Signing in and making an account, by the code in the outbox; what is refused and what is not told."""

import logging
import re
import time
from typing import Any

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse

from throughline.foundation.access.models import Membership, PersonEvent, User
from throughline.foundation.accounts.tests.conftest import CONFIRM, LOGIN, tenant

pytestmark = pytest.mark.django_db

NURSE = "nurse@example.org"


def signed_in_as(client: Client) -> str:
    """The address on the person's own page; empty when it asks to sign in."""
    answer = client.get("/me/")
    if answer.status_code == 302:
        assert answer.url.startswith(LOGIN)
        return ""
    return re.search(r"A code sent to (\S+)</li>", answer.text)[1]


def test_a_code_from_the_outbox_signs_in_and_leads_back(visitor: Any, person: Any, enter: Any) -> None:
    person(NURSE)
    client = visitor()
    answer = enter(client, NURSE, next_page="/me/details/")
    assert (answer.status_code, answer.url) == (302, "/me/details/")
    assert signed_in_as(client) == NURSE


def test_the_address_may_be_typed_in_any_case(visitor: Any, person: Any, code_for: Any) -> None:
    person(NURSE)
    client = visitor()
    client.post(LOGIN, {"login": "Nurse@Example.ORG"})
    assert client.post(CONFIRM, {"code": code_for(NURSE).lower().replace("-", "")}).status_code == 302
    assert signed_in_as(client) == NURSE


def test_a_wrong_code_says_so_and_three_end_it(visitor: Any, person: Any, code_for: Any) -> None:
    person(NURSE)
    client = visitor()
    client.post(LOGIN, {"login": NURSE})
    right = code_for(NURSE)
    for _ in range(2):
        wrong = client.post(CONFIRM, {"code": "BBBB-BBBB"})
        assert wrong.status_code == 200
        assert "<title>Error: Enter the code" in wrong.text
    assert client.post(CONFIRM, {"code": "BBBB-BBBB"}).status_code == 302
    client.post(CONFIRM, {"code": right})
    assert signed_in_as(client) == ""


def test_a_code_runs_out(visitor: Any, person: Any, code_for: Any, time_machine: Any) -> None:
    person(NURSE)
    client = visitor()
    client.post(LOGIN, {"login": NURSE})
    time_machine.move_to(time.time() + 15 * 60 + 1)
    client.post(CONFIRM, {"code": code_for(NURSE)})
    assert signed_in_as(client) == ""


def test_another_code_ends_the_first(visitor: Any, person: Any, code_for: Any) -> None:
    person(NURSE)
    client = visitor()
    client.post(LOGIN, {"login": NURSE})
    first = code_for(NURSE)
    client.post(CONFIRM, {"action": "resend"})
    assert code_for(NURSE) != first
    client.post(CONFIRM, {"code": first})
    assert signed_in_as(client) == ""
    client.post(CONFIRM, {"code": code_for(NURSE)})
    assert signed_in_as(client) == NURSE


def test_a_code_works_in_the_browser_that_asked_for_it_alone(visitor: Any, person: Any, code_for: Any) -> None:
    person(NURSE)
    visitor().post(LOGIN, {"login": NURSE})
    other = visitor()
    other.post(CONFIRM, {"code": code_for(NURSE)})
    assert signed_in_as(other) == ""


def test_known_and_unknown_addresses_get_the_same_answers(visitor: Any, person: Any, mail: Any) -> None:
    person(NURSE)
    pages = []
    for address in (NURSE, "other@example.org"):
        client = visitor()
        asked = client.post(LOGIN, {"login": address})
        shown = client.get(asked.url).text
        wrong = client.post(asked.url, {"code": "BBBB-BBBB"}).text
        clean = [
            re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page).replace(address, "X") for page in (shown, wrong)
        ]
        pages.append((asked.status_code, asked.url, *clean))
    assert pages[0] == pages[1]
    assert [message.kind for message in mail("other@example.org")] == ["account.unknown"]


def test_a_new_person_tells_who_they_are_and_comes_back(visitor: Any, code_for: Any, partnership: Any) -> None:
    client = visitor()
    sign_in = client.get("/me/details/")
    assert sign_in.url == "/accounts/login/?next=/me/details/"
    page = client.get(sign_in.url).text
    sign_up = re.search(r'href="(/accounts/signup/[^"]*)"', page)[1]
    assert sign_up == "/accounts/signup/?next=%2Fme%2Fdetails%2F"
    form = client.get(sign_up).text
    assert re.findall(r'<input[^>]* name="(\w+)"', form) == [
        "csrfmiddlewaretoken", "next", "name", "job_title", "agency_name", "email"
    ]  # fmt: skip
    answer = client.post(
        "/accounts/signup/",
        {
            "name": "Ada Fenwick",
            "job_title": "Nurse",
            "agency_name": "Hill School",
            "email": NURSE,
            "next": "/me/details/",
        },
    )
    assert answer.url == "/accounts/confirm-email/"
    done = client.post(answer.url, {"code": code_for(NURSE)})
    assert done.url == "/me/details/"
    assert signed_in_as(client) == NURSE
    user = User.objects.get(email=NURSE)
    assert (user.name, user.job_title, user.agency_name) == ("Ada Fenwick", "Nurse", "Hill School")
    assert not user.has_usable_password()
    with tenant(partnership):
        assert Membership.objects.filter(user=user).count() == 1
        assert list(PersonEvent.objects.values_list("what", flat=True)) == ["Signed in here for the first time."]


def test_signing_up_with_a_known_address_tells_nothing_here(visitor: Any, person: Any, mail: Any) -> None:
    person(NURSE)
    client = visitor()
    details = {"name": "Eve", "job_title": "Nurse", "agency_name": "Hill School", "email": NURSE}
    answer = client.post("/accounts/signup/", details)
    assert answer.url == "/accounts/confirm-email/"
    assert NURSE in client.get(answer.url).text
    assert [message.kind for message in mail(NURSE)] == ["account.exists"]
    assert User.objects.get(email=NURSE).name == "Nurse"


def test_an_unconfirmed_account_is_not_signed_in(visitor: Any) -> None:
    client = visitor()
    details = {"name": "Eve", "job_title": "Nurse", "agency_name": "Hill School", "email": NURSE}
    client.post("/accounts/signup/", details)
    assert signed_in_as(client) == ""


def test_next_leads_nowhere_else(visitor: Any, person: Any, enter: Any, other_partnership: Any) -> None:
    person(NURSE)
    for elsewhere in ("https://evil.example.org/", "//evil.example.org/", "http://kent.localhost/me/"):
        assert enter(visitor(), NURSE, next_page=elsewhere).url == "/"


def test_errors_come_first_and_name_their_field(visitor: Any) -> None:
    page = visitor().post(LOGIN, {"login": ""})
    assert '<a href="#id_login">Enter your email address</a>' in page.text
    assert page.text.index("There is a problem") < page.text.index("<h1")


def test_codes_are_in_no_log_and_on_no_page(
    visitor: Any, person: Any, code_for: Any, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    person(NURSE)
    client = visitor()
    asked = client.post(LOGIN, {"login": NURSE})
    page = client.get(asked.url).text
    code = code_for(NURSE)
    assert code not in page
    assert code not in "\n".join(
        record.getMessage() for record in caplog.records if record.name != "django.db.backends"
    )


@pytest.mark.parametrize(
    "name",
    [
        "account_change_password", "account_set_password", "account_reset_password", "account_reset_password_done",
        "account_email", "account_reauthenticate", "socialaccount_connections", "socialaccount_signup",
        "openid_connect_login", "account_signup_by_passkey", "mfa_signup_webauthn",
    ],
)  # fmt: skip
def test_pages_that_lead_nowhere_do_not_exist(name: str) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(name)


@pytest.mark.parametrize("path", ["password/change/", "password/reset/", "password/set/", "email/", "3rdparty/", ""])
def test_their_addresses_are_not_found(visitor: Any, path: str) -> None:
    assert visitor().get(f"/accounts/{path}").status_code == 404


def test_signing_out_takes_a_post(visitor: Any, person: Any, enter: Any) -> None:
    person(NURSE)
    client = visitor()
    enter(client, NURSE)
    client.get("/accounts/logout/")
    assert signed_in_as(client) == NURSE
    client.post("/accounts/logout/")
    assert signed_in_as(client) == ""


def test_the_systems_own_accounts_cannot_sign_in(visitor: Any, code_for: Any, partnership: Any) -> None:
    from throughline.foundation.access.actors import system_actor

    address = system_actor("worker").user.email
    client = visitor()
    client.post(LOGIN, {"login": address})
    client.post(CONFIRM, {"code": code_for(address)})
    assert signed_in_as(client) == ""


def test_my_code_did_not_come_is_linked_from_where_the_code_is_asked(visitor: Any, person: Any) -> None:
    person(NURSE)
    client = visitor()
    asked = client.post(LOGIN, {"login": NURSE})
    assert 'href="/sign-in/no-code/"' in client.get(asked.url).text
    assert client.get("/sign-in/no-code/").status_code == 200


def test_an_account_of_another_partnership_may_sign_in_here(
    visitor: Any, person: Any, enter: Any, partnership: Any, other_partnership: Any
) -> None:
    user = person(NURSE, "business_unit", on=other_partnership)
    client = visitor()
    enter(client, NURSE)
    assert signed_in_as(client) == NURSE
    assert client.get("/office/people/").status_code == 403
    with tenant(partnership):
        assert Membership.objects.filter(user=user).count() == 1


def test_every_page_keeps_the_strict_policy_and_runs_no_inline_script(visitor: Any) -> None:
    for path in (LOGIN, "/accounts/signup/"):
        answer = visitor().get(path)
        assert "script-src 'self';" in answer.headers["Content-Security-Policy"]
        scripts = re.findall(r"<script([^>]*)>", answer.text)
        assert [s for s in scripts if " src=" not in s and 'type="application/json"' not in s] == []
        assert re.findall(r"\son\w+=|\sstyle=", answer.text) == []
