"""An organisation's sign-in (OpenID Connect), against a real server that the test runs on this machine."""

import base64
import hashlib
import json
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import ModuleType
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
import pytest
from allauth.mfa.totp.internal.auth import TOTP
from cryptography.hazmat.primitives.asymmetric import rsa
from django.urls import clear_url_caches, include, path

from throughline.config import urls as project_urls
from throughline.foundation.access.models import Membership, User
from throughline.foundation.accounts import sign_in_urls
from throughline.foundation.accounts.adapter import asserts_second_factor
from throughline.foundation.accounts.tests.conftest import LOGIN, tenant

pytestmark = pytest.mark.django_db

START = "/accounts/oidc/organisation/login/"
BOSS = "boss@example.org"
OFFICE = "/office/people/"


class Server:
    """A provider with one client. `claims`: what its token says of who signs in; `profile`: what its profile adds."""

    def __init__(self) -> None:
        self.claims: dict[str, Any] = {}
        self.profile: dict[str, Any] = {}
        self.exchanged: list[dict[str, list[str]]] = []
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.http = ThreadingHTTPServer(("127.0.0.1", 0), self.handler())
        self.url = f"http://127.0.0.1:{self.http.server_port}"
        self.thread = threading.Thread(target=self.http.serve_forever, args=(0.02,), daemon=True)
        self.thread.start()

    def close(self) -> None:
        self.http.shutdown()
        self.http.server_close()
        self.thread.join()

    def token(self) -> str:
        now = int(time.time())
        said = {"iss": self.url, "aud": "throughline", "iat": now, "exp": now + 60, **self.claims}
        return jwt.encode(said, self.key, algorithm="RS256", headers={"kid": "one"})

    def answer(self, address: str) -> dict[str, Any]:
        if address == "/.well-known/openid-configuration":
            return {
                "issuer": self.url,
                "authorization_endpoint": f"{self.url}/authorize",
                "token_endpoint": f"{self.url}/token",
                "userinfo_endpoint": f"{self.url}/userinfo",
                "jwks_uri": f"{self.url}/jwks",
                "token_endpoint_auth_methods_supported": ["client_secret_post"],
            }
        if address == "/jwks":
            public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
            return {"keys": [{**public, "kid": "one", "use": "sig", "alg": "RS256"}]}
        if address == "/token":
            return {"access_token": "let-me-in", "token_type": "Bearer", "id_token": self.token()}
        return {name: value for name, value in self.claims.items() if name not in ("amr", "acr")} | self.profile

    def handler(self) -> type[BaseHTTPRequestHandler]:
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send(server.answer(self.path))

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                server.exchanged.append(parse_qs(body))
                self.send(server.answer(self.path))

            def send(self, data: dict[str, Any]) -> None:
                body = json.dumps(data).encode()
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args: Any) -> None:
                pass

        return Handler


@pytest.fixture
def organisation(settings: Any, partnership: Any) -> Iterator[Server]:
    server = Server()
    settings.ENV = replace(settings.ENV, openid={"name": "Hill Council", "second_factors": "mfa hwk"})
    settings.OPENID_SECOND_FACTORS = ["mfa", "hwk"]
    app = {
        "provider_id": "organisation",
        "name": "Hill Council",
        "client_id": "throughline",
        "secret": "s3cret",
        "settings": {"server_url": server.url},
    }
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}
    module = ModuleType("organisation_urls")
    module.urlpatterns = [path("accounts/", include(sign_in_urls.organisation_pages)), *project_urls.urlpatterns]
    settings.ROOT_URLCONF = module
    clear_url_caches()
    server.claims = {"sub": "u-1", "email": BOSS, "email_verified": True, "name": "Ada Fenwick"}
    yield server
    server.close()
    clear_url_caches()


def go(client: Any, organisation: Server, *, next_page: str = OFFICE) -> Any:
    """To the organisation and back, as a browser would."""
    sent = client.get(START + "?" + urlencode({"next": next_page}))
    address = urlsplit(sent.url)
    asked = parse_qs(address.query)
    assert f"{address.scheme}://{address.netloc}{address.path}" == f"{organisation.url}/authorize"
    assert asked["redirect_uri"] == ["http://medway.localhost/accounts/oidc/organisation/login/callback/"]
    answer = client.get(START + "callback/", {"code": "a-code", "state": asked["state"][0]})
    verifier = organisation.exchanged[-1]["code_verifier"][0]
    digest = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    assert asked["code_challenge"] == [digest]
    return answer


def test_the_sign_in_page_offers_it_with_the_way_back(visitor: Any, organisation: Server) -> None:
    page = visitor().get(LOGIN, {"next": OFFICE}).text
    assert f'href="{START}?next=/office/people/">Sign in with Hill Council' in page


def test_a_verified_address_signs_in_to_its_account_and_a_second_factor_counts(
    visitor: Any, organisation: Server, person: Any
) -> None:
    user = person(BOSS, "business_unit")
    organisation.claims["amr"] = ["pwd", "mfa"]
    client = visitor()
    assert go(client, organisation).url == OFFICE
    assert client.get(OFFICE).status_code == 200
    assert User.objects.filter(email=BOSS).get() == user
    assert not user.has_usable_password()


@pytest.mark.parametrize("claims", [{}, {"amr": ["pwd"]}, {"acr": "1"}, {"amr": []}])
def test_without_an_asserted_second_factor_it_counts_as_one_only(
    visitor: Any, organisation: Server, person: Any, claims: dict[str, Any]
) -> None:
    person(BOSS, "business_unit")
    organisation.claims |= claims
    client = visitor()
    assert go(client, organisation).url == OFFICE
    assert client.get("/me/").status_code == 200
    assert client.get(OFFICE).url.startswith("/me/second-factor/")


def test_one_who_has_a_factor_here_is_asked_for_it_unless_the_organisation_asserts_one(
    visitor: Any, organisation: Server, person: Any
) -> None:
    TOTP.activate(person(BOSS, "business_unit"), "JBSWY3DPEHPK3PXP")
    assert go(visitor(), organisation).url == "/accounts/2fa/authenticate/"
    organisation.claims["amr"] = "hwk"
    assert go(visitor(), organisation).url == OFFICE


def test_the_profile_cannot_assert_a_second_factor(visitor: Any, organisation: Server, person: Any) -> None:
    """Only the token counts; what the profile says is the person's to edit at many providers."""
    person(BOSS, "business_unit")
    organisation.profile = {"amr": ["mfa"], "acr": "mfa"}
    client = visitor()
    go(client, organisation)
    assert client.get(OFFICE).url.startswith("/me/second-factor/")


def test_what_asserts_a_second_factor(settings: Any) -> None:
    settings.OPENID_SECOND_FACTORS = ["mfa", "hwk"]
    tokens = [{"amr": ["pwd", "mfa"]}, {"amr": "hwk"}, {"acr": "mfa"}, {}, {"amr": ["pwd", "kba"], "acr": ""}]
    assert [asserts_second_factor(token) for token in tokens] == [True, True, True, False, False]


def test_a_new_person_gets_an_account_with_the_name_that_the_organisation_gives(
    visitor: Any, organisation: Server, partnership: Any
) -> None:
    client = visitor()
    assert go(client, organisation, next_page="/me/").url == "/me/"
    assert "Ada Fenwick" in client.get("/me/").text
    with tenant(partnership):
        assert [str(row) for row in Membership.objects.all()] == ["Ada Fenwick"]


def test_an_address_that_is_not_verified_takes_nobodys_account(visitor: Any, organisation: Server, person: Any) -> None:
    person(BOSS, "business_unit")
    organisation.claims |= {"email_verified": False, "amr": ["mfa"]}
    client = visitor()
    go(client, organisation)
    assert client.get("/me/").status_code == 302
    assert client.get(OFFICE).status_code == 302


def test_a_suspended_person_is_refused_here_too(
    visitor: Any, organisation: Server, person: Any, partnership: Any
) -> None:
    user = person(BOSS, "business_unit")
    with tenant(partnership):
        Membership.objects.filter(user=user).update(suspended=True)
    client = visitor()
    assert go(client, organisation).url == "/sign-in/refused/"
    assert client.get("/me/").status_code == 302


def test_an_answer_without_its_question_is_refused_in_our_words(visitor: Any, organisation: Server) -> None:
    answer = visitor().get(START + "callback/", {"code": "a-code", "state": "made-up"})
    assert "You are not signed in" in answer.text
    assert organisation.exchanged == []


def test_it_is_for_signing_in_alone(visitor: Any, organisation: Server) -> None:
    assert visitor().get(START, {"process": "connect"}).status_code == 404


@pytest.mark.usefixtures("partnership")
def test_without_the_setting_there_is_no_such_sign_in(visitor: Any) -> None:
    assert visitor().get(START).status_code == 404
    assert "/oidc/" not in visitor().get(LOGIN).text
