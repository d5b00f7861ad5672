"""The second factor: led to set it up, asked for it, and no way around it."""

import re
import time
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.test import Client

from throughline.foundation.accounts.tests.conftest import LOGIN

pytestmark = pytest.mark.django_db(transaction=True)  # the library counts a factor once it is committed

BOSS = "boss@example.org"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
OFFICE = "/office/people/"
ACTIVATE = "/accounts/2fa/totp/activate/"


def digits(secret: str = SECRET) -> str:
    """Those of the half minute that runs: taken still when it ends before they arrive, as the first of the three that
    are taken would not be."""
    _, now, _ = yield_hotp_counters_from_time()
    return format_hotp_value(hotp_value(secret, now))


def secret_on(page: str) -> str:
    return re.search(r'id="authenticator_secret">(\w+)<', page)[1]


def set_up(client: Client) -> Any:
    secret = secret_on(client.get(ACTIVATE).text)
    return client.post(ACTIVATE, {"code": digits(secret)})


def test_a_role_that_needs_one_is_led_to_set_it_up_and_then_on(visitor: Any, person: Any, enter: Any) -> None:
    person(BOSS, "business_unit")
    client = visitor()
    assert enter(client, BOSS, next_page=OFFICE).url == OFFICE
    led = client.get(OFFICE)
    assert led.url == "/me/second-factor/?next=%2Foffice%2Fpeople%2F"
    assert f'href="{ACTIVATE}"' in client.get(led.url).text
    page = client.get(ACTIVATE)
    assert 'src="data:image/svg+xml;base64,' in page.text
    done = set_up(client)
    assert done.url == "/accounts/2fa/recovery-codes/"
    codes = client.get(done.url).text
    assert len(re.findall(r"<li><code>\d{8}</code></li>", codes)) == 10
    assert f'href="{OFFICE}">Continue to the page that you asked for' in codes
    assert client.get(OFFICE).status_code == 200


def test_who_has_one_is_asked_at_sign_in(visitor: Any, person: Any, enter: Any) -> None:
    TOTP.activate(person(BOSS, "business_unit"), SECRET)
    client = visitor()
    asked = enter(client, BOSS, next_page=OFFICE)
    assert asked.url == "/accounts/2fa/authenticate/"
    assert client.get("/me/").status_code == 302  # the code alone is no sign-in
    wrong = client.post(asked.url, {"code": "000000"})
    assert "<title>Error: Your second factor" in wrong.text
    assert client.post(asked.url, {"code": digits()}).url == OFFICE
    assert client.get(OFFICE).status_code == 200


def test_a_recovery_code_works_once(visitor: Any, person: Any, enter: Any) -> None:
    user = person(BOSS, "business_unit")
    TOTP.activate(user, SECRET)
    code = RecoveryCodes.activate(user).get_unused_codes()[0]
    client = visitor()
    enter(client, BOSS)
    assert client.post("/accounts/2fa/authenticate/", {"code": code}).url == "/"
    assert client.get(OFFICE).status_code == 200
    again = visitor()
    enter(again, BOSS)
    assert again.post("/accounts/2fa/authenticate/", {"code": code}).status_code == 200


def test_a_session_from_before_must_show_the_factor_that_was_set_up_elsewhere(
    visitor: Any, person: Any, enter: Any
) -> None:
    """Somebody who reads the mail signs in by code, waits until the person sets up a factor, and gains nothing."""
    user = person(BOSS, "business_unit")
    early = visitor()
    enter(early, BOSS)
    TOTP.activate(user, SECRET)
    RecoveryCodes.activate(user)
    asked = early.get(OFFICE)
    assert asked.url == "/accounts/2fa/reauthenticate/?next=%2Foffice%2Fpeople%2F"
    for page in ("/me/second-factor/", "/accounts/2fa/", ACTIVATE, "/accounts/2fa/webauthn/add/"):
        early.get(page)
        assert early.get(OFFICE).status_code == 302
    assert early.get("/accounts/2fa/webauthn/add/").url.startswith("/accounts/2fa/reauthenticate/")
    assert early.get("/accounts/2fa/recovery-codes/").url.startswith("/accounts/2fa/reauthenticate/")
    assert early.post("/accounts/2fa/totp/deactivate/").url.startswith("/accounts/2fa/reauthenticate/")
    assert Authenticator.objects.filter(user=user).count() == 2
    assert early.post(asked.url, {"code": digits()}).url == OFFICE
    assert early.get(OFFICE).status_code == 200


def test_an_old_sign_in_sets_up_no_first_factor(visitor: Any, person: Any, enter: Any, time_machine: Any) -> None:
    user = person(BOSS, "business_unit")
    client = visitor()
    enter(client, BOSS)
    time_machine.move_to(time.time() + 15 * 60 + 1)
    for path in (ACTIVATE, "/accounts/2fa/webauthn/add/"):
        assert client.get(path).url.startswith("/me/sign-in-again/?next=")
        assert client.post(path, {"code": digits()}).url.startswith("/me/sign-in-again/?next=")
    again = client.get(client.get(ACTIVATE).url).text
    assert "/accounts/login/?next=%2Faccounts%2F2fa%2Ftotp%2Factivate%2F" in again
    assert not Authenticator.objects.filter(user=user).exists()


def test_digits_read_at_the_end_of_their_half_minute_are_taken_after_it(
    visitor: Any, person: Any, enter: Any, time_machine: Any
) -> None:
    TOTP.activate(person(BOSS, "business_unit"), SECRET)
    client = visitor()
    edge = (time.time() // 30 + 1) * 30
    enter(client, BOSS)
    time_machine.move_to(edge - 0.01, tick=False)
    read = digits()
    time_machine.move_to(edge + 0.01, tick=False)
    client.post("/accounts/2fa/authenticate/", {"code": read})
    assert client.get(OFFICE).status_code == 200


def test_another_persons_second_factor_in_the_same_browser_counts_nothing(
    visitor: Any, person: Any, enter: Any
) -> None:
    TOTP.activate(person(BOSS, "business_unit"), SECRET)
    person("other@example.org", "business_unit")
    client = visitor()
    enter(client, BOSS)
    client.post("/accounts/2fa/authenticate/", {"code": digits()})
    assert client.get(OFFICE).status_code == 200
    session = client.session
    from throughline.foundation.access.models import User

    other = User.objects.get(email="other@example.org")
    session["_auth_user_id"], session["_auth_user_hash"] = str(other.pk), other.get_session_auth_hash()
    session.save()
    assert client.get(OFFICE).url.startswith("/me/second-factor/")


def test_too_many_wrong_digits_are_stopped(visitor: Any, person: Any, enter: Any) -> None:
    TOTP.activate(person(BOSS, "business_unit"), SECRET)
    client = visitor()
    enter(client, BOSS)
    for _ in range(5):
        client.post("/accounts/2fa/authenticate/", {"code": "000000"})
    stopped = client.post("/accounts/2fa/authenticate/", {"code": digits()})
    assert stopped.status_code == 200
    assert client.get("/me/").status_code == 302


def test_a_factor_added_is_told_by_mail(visitor: Any, person: Any, enter: Any, mail: Any) -> None:
    person(BOSS, "business_unit")
    client = visitor()
    enter(client, BOSS)
    set_up(client)
    assert mail(BOSS)[0].kind == "account.changed"


def test_every_page_of_it_shows(visitor: Any, person: Any, enter: Any) -> None:
    person(BOSS, "business_unit")
    client = visitor()
    enter(client, BOSS)
    set_up(client)
    for path in ("", "webauthn/", "webauthn/add/", "recovery-codes/", "recovery-codes/generate/", "totp/deactivate/"):
        assert client.get(f"/accounts/2fa/{path}").status_code == 200
    download = client.get("/accounts/2fa/recovery-codes/download/")
    assert download.headers["Content-Type"].startswith("text/plain")
    assert client.post("/accounts/2fa/totp/deactivate/").url == "/accounts/2fa/"
    assert client.get("/me/second-factor/").status_code == 200


def test_someone_without_such_a_role_needs_none(visitor: Any, person: Any, enter: Any) -> None:
    person("nurse@example.org", "practitioner")
    client = visitor()
    enter(client, "nurse@example.org")
    assert client.get("/me/").status_code == 200
    assert client.get(OFFICE).status_code == 403
    assert client.get(LOGIN).url == "/"
