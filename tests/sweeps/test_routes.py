"""Every route × role × method × partnership: the decision without HTTP, and real requests as four kinds of people."""

import re
from collections.abc import Callable
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings

from tests.sweeps import world as worlds
from throughline.foundation.access.checks import routes
from throughline.foundation.access.decisions import PUBLIC, Decision, decide
from throughline.foundation.access.gate import access_of
from throughline.foundation.access.models import User
from throughline.foundation.access.permissions import Permission, declaration
from throughline.foundation.access.roles import ROLES, Role

pytestmark = [pytest.mark.django_db, pytest.mark.sweep]

PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>[^)]*\)")
ROUTES = sorted((path, access_of(entry.callback), sorted(entry.pattern.converters)) for path, entry in routes() if path)

EDITORS_PAGES = r"^((?:[\w\-]+/)*)$"

MOST_QUERIES = 10  # of a public page
# Public pages that ask more often, how often, and why.
ASKS_MORE = {
    "sitemap.xml": (30, "no page: asks each kind of record once, however many rows"),
    "thread/<str:kind>/<int:source_id>/": (14, "walks from record to record: each kind once a step, however many rows"),
}

# Pages that answer everybody in this world with something else than 200, with the reason.
ANSWERS: dict[str, tuple[int, str]] = {
    "figures/<report_year:year>/<figure_id:figure_id>/": (404, "nothing was published, so the public sees no figure"),
    "files/<int:file_id>/<str:name>": (404, "the file's kind has no owner, so nobody may see it"),
    "files/<int:file_id>/": (404, "likewise"),
    "media/images/<str:name>": (404, "no picture was put in"),
    **dict.fromkeys(
        (
            f"self-assessments/<int:return_id>/{name}"
            for name in ("panel/", "panel/conflict/", "panel/grade/", "say-and-do/")
        ),
        (404, "the practitioner leads this return, and nobody sits in the panel of their own"),
    ),
    "sign-in/refused/": (403, "it says that somebody was refused"),
    "api/v1/returns": (401, "a program needs its key"),
    "api/v1/returns/<int:agency_return_id>": (401, "likewise"),
    "api/v1/returns/<int:agency_return_id>/values": (401, "likewise"),
    "api/v1/returns/<int:agency_return_id>/submit": (401, "likewise"),
    "api/v1/returns/<int:agency_return_id>/explanations": (401, "likewise"),
    **dict.fromkeys(
        (f"api/v1/feed/{table}.{form}" for table in ("indicators", "values", "official") for form in ("csv", "json")),
        (401, "likewise"),
    ),
    "office/dataset/breakdowns/list/": (404, "no breakdown is named"),
    "office/reviews/<int:restricted_id>/pack.docx": (404, "no part of the pack was chosen"),
    "office/reviews/<int:restricted_id>/pack.pdf": (404, "likewise"),
}
PDF_UNAVAILABLE = 503  # a test that is not marked for Pango runs as on a machine without it

# Addresses whose parameters name something that every partnership has of its own.
SHARED: set[str] = {
    "office/reviews/time-limits/<slug:edition_id>/<slug:limit_code>/confirm/",
    "training/months/<slug:month>/",
    "office/dataset/small-numbers/<str:audience>/",
    "office/training/evaluation/<slug:which>/",
    "office/training/year/<report_year:year>/",
    "office/training/copy/<report_year:year>/",
}


def expected(access: Any, role: str, second_factor: bool) -> Decision:
    """The permission table read by hand: what the gate must answer in the person's own partnership."""
    if access == PUBLIC:
        return Decision.ALLOW
    held = declaration(access)
    if held.any_signed_in:
        return Decision.ALLOW if second_factor or not held.second_factor else Decision.SECOND_FACTOR
    if role not in held.roles:
        return Decision.FORBID
    return Decision.ALLOW if second_factor or not ROLES[Role(role)].second_factor else Decision.SECOND_FACTOR


@pytest.fixture(scope="module")
def built(for_the_module: Callable[..., Any], tmp_path_factory: pytest.TempPathFactory) -> tuple[worlds.World, Path]:
    """The world and the folder of its files."""
    files = tmp_path_factory.mktemp("files")
    with override_settings(MEDIA_ROOT=files):
        return for_the_module(worlds.build), files


@pytest.fixture
def world(built: tuple[worlds.World, Path], db: None, settings: Any) -> worlds.World:
    world, settings.MEDIA_ROOT = built
    return world


def test_the_decision_for_every_route_role_and_partnership(world: worlds.World) -> None:
    wrong = []
    for here in world.partnerships:
        with world.scope(here):
            for (home, role), second_factor in product(world.people, (True, False)):
                actor = worlds.actor(world, home, role, second_factor=second_factor)
                for path, access, _ in ROUTES:
                    want = expected(access, role if home == here else "nobody", second_factor)
                    got = decide(access, actor)
                    if got is not want:
                        wrong.append((path, here, home, role, second_factor, got, want))
    assert not wrong, "\n".join(map(str, wrong))


def address(path: str, names: dict[str, Any]) -> str | None:
    """The route with its parameters filled in; None when the world has no such thing."""
    if path == EDITORS_PAGES:
        return "/"
    wanted = [plain or named for plain, named in PARAMETER.findall(path)]
    if any(name not in names for name in wanted):
        return None
    return "/" + PARAMETER.sub(lambda found: str(names[found.group(1) or found.group(2)]), path.strip("^$"))


def browser(world: worlds.World, here: str, home: str, role: str) -> Client:
    host = f"{here}.localhost"
    client = Client(headers={"host": host}, raise_request_exception=True)
    client.force_login(User.objects.get(pk=world.people[home, role].pk))
    session = client.session
    session["host"] = host
    session["account_authentication_methods"] = [{"method": "mfa", "at": 0}]
    session["account_authentication_methods_user"] = str(world.people[home, role].pk)
    session.save()
    return client


def holder(access: Permission) -> str:
    """A role that holds the permission."""
    held = declaration(access)
    return Role.PRACTITIONER if held.any_signed_in else sorted(held.roles)[0]


def test_the_world_has_something_for_every_route(world: worlds.World) -> None:
    assert [path for path, _, _ in ROUTES if address(path, world.names) is None] == []


@pytest.mark.slow
@pytest.mark.usefixtures("as_served")
def test_every_route_answers_who_may_and_who_may_not(world: worlds.World) -> None:
    """Allowed: an answer that is no refusal. Refused: 403. Anonymous: to the sign-in. Kent's people here: as nobody.
    Kent's own people on Kent's site: Medway's things are not there, with the same body as what never was."""
    wrong = []
    # one session each; a request that is let in may end it, so for those a new one
    refused, kents = browser(world, "medway", "", "nobody"), {}
    for path, access, parameters in ROUTES:
        where = address(path, world.names)
        assert where is not None, path
        if access != PUBLIC and holder(access) not in kents:
            kents[holder(access)] = browser(world, "medway", "kent", holder(access))
        for method in ("get", "post"):
            if access == PUBLIC:
                people = {"anonymous": Client(headers={"host": "medway.localhost"})}
            else:
                people = {
                    "anonymous": Client(headers={"host": "medway.localhost"}),
                    "allowed": browser(world, "medway", "medway", holder(access)),
                }
                if declaration(access).any_signed_in:
                    people["foreign"] = browser(world, "medway", "kent", holder(access))
                else:
                    people |= {"foreign": kents[holder(access)], "refused": refused}
            for who, client in people.items():
                answer = getattr(client, method)(where)
                got = answer.status_code
                to_sign_in = got == 302 and "/accounts/login/" in answer["Location"]
                asked_more = got == 302 and "/me/second-factor/" in answer["Location"]
                if access == PUBLIC or who == "allowed":
                    good = got in (200, 302, 400, 405, 422, 409, PDF_UNAVAILABLE) and not to_sign_in and not asked_more
                    good = good or (path in ANSWERS and got == ANSWERS[path][0])
                    good = good or (method == "post" and (got in (403, 404) or path == "me/sign-out-everywhere/"))
                elif who == "anonymous":
                    good = to_sign_in
                elif who == "foreign" and declaration(access).any_signed_in:
                    good = (
                        got < 500 or got == PDF_UNAVAILABLE
                    )  # an account serves every site; own things only, which the apps' tests hold
                else:
                    good = got == 403
                if not good:
                    wrong.append((method, path, who, got))
        if parameters and path not in SHARED:
            if access == PUBLIC:
                kent = Client(headers={"host": "kent.localhost"})
            else:
                kent = browser(world, "kent", "kent", holder(access))
            answer = kent.get(where)
            refuses_everybody = path in ANSWERS and answer.status_code == ANSWERS[path][0]
            if answer.status_code not in (404, 405) and not refuses_everybody:
                wrong.append(("get", path, "Medway's thing on Kent's site", answer.status_code, answer.get("Location")))
    assert not wrong, "\n".join(map(str, wrong))


@pytest.mark.slow
def test_a_public_page_asks_the_database_ten_times_at_most(world: worlds.World) -> None:
    """As an anonymous reader finds it, nothing kept: the product's reach."""
    more = {}
    for path, access, _ in ROUTES:
        where = address(path, world.names)
        if access != PUBLIC or where is None:
            continue
        reader = Client(headers={"host": "medway.localhost"})
        with CaptureQueriesContext(connection) as asked:
            answer = reader.get(where)
        most, _ = ASKS_MORE.get(path, (MOST_QUERIES, ""))
        if answer.status_code == 200 and len(asked) > most:
            more[path] = [query["sql"] for query in asked]
    assert {path: len(queries) for path, queries in more.items()} == {}, more
