"""The harness refuses sloppiness: an unknown template variable, a warning or a socket to elsewhere fails the test."""

import contextlib
import gc
import os
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from django.conf import settings
from django.db import connection, transaction

from scripts import test_databases
from throughline.foundation.tenancy import scope

WHOLE = Path(__file__).parent / "tests"  # what holds of the whole house; the longest of all


class UndefinedVariable(str):
    """Put where Django would print a blank; raises as soon as a template prints a variable that does not exist."""

    def __mod__(self, name: object) -> str:
        raise AssertionError(f"The template uses '{name}', which is not in its context.")

    def __contains__(self, key: object) -> bool:
        return key == "%s"


# The same examples each time; what a wider search (HYPOTHESIS_PROFILE=search) finds is written down as an @example.
hypothesis.settings.register_profile("same", derandomize=True, deadline=None)
hypothesis.settings.register_profile("search", deadline=None)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))


def pytest_configure() -> None:
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # or the static file server warns, which fails the test
    settings.TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = UndefinedVariable("%s")
    if settings.DATABASES["default"]["ENGINE"].endswith("postgresql"):
        settings.DATABASES["default"]["CONN_MAX_AGE"] = 0
        _keep_a_test_s_connection()
        settings.DATABASES["default"].setdefault("TEST", {})["TEMPLATE"] = "throughline_template"
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}


def _keep_a_test_s_connection() -> None:
    """A response that a test closes by hand ends its request, at which Django would close the test's own connection."""
    from django.db.backends.base.base import BaseDatabaseWrapper

    close = BaseDatabaseWrapper.close_if_unusable_or_obsolete

    def close_outside_of_a_test_s_transaction(self: BaseDatabaseWrapper) -> None:
        if not self.in_atomic_block:
            close(self)

    BaseDatabaseWrapper.close_if_unusable_or_obsolete = close_outside_of_a_test_s_transaction


def pytest_itemcollected(item: pytest.Item) -> None:
    """A test that asks no database is `pure`: one run of it is enough for both."""
    fixtures = set(getattr(item, "fixturenames", ()))
    marked = item.get_closest_marker("django_db")
    if not marked and not fixtures & {"db", "transactional_db", "client", "admin_client", "live_server"}:
        item.add_marker("pure")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest files first, so that no process waits for another one's last; otherwise in the random order."""
    slow = Counter(item.path for item in items if item.get_closest_marker("slow"))
    items.sort(key=lambda item: (WHOLE not in item.path.parents, -slow[item.path]))


def pytest_collection_finish() -> None:
    """What is imported by now stays to the end: the garbage collector need not look at it a thousand times."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None,
    django_db_blocker: Any,
    django_db_use_migrations: bool,
    django_db_modify_db_settings: None,
) -> Iterator[None]:
    """A copy of the migrated template; with --nomigrations the models' tables as they are now."""
    with contextlib.ExitStack() as database:
        with django_db_blocker.unblock():
            database.enter_context(test_databases.copied() if django_db_use_migrations else test_databases.unmigrated())
        yield
        with django_db_blocker.unblock():
            database.close()


@pytest.fixture(autouse=True)
def pango_where_marked(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A test that is not marked `pango` runs as on a machine without it: a PDF takes seconds."""
    if not request.node.get_closest_marker("pango"):
        monkeypatch.setattr("throughline.foundation.documents.pdf.LIBRARIES", ("a-library-that-no-machine-has",))


@pytest.fixture(scope="module")
def for_the_module(django_db_setup: None, django_db_blocker: Any) -> Iterator[Callable[..., Any]]:
    """for_the_module(make) → what `make()` answers; the rows it writes are there for every test of the module.

    For what takes seconds to make. Each test still has its own transaction inside and leaves nothing; a module with a
    test that commits for real cannot use it. Answer with keys: an object would be shared by the tests."""
    whole = transaction.atomic()

    def made(make: Callable[[], Any]) -> Any:
        with django_db_blocker.unblock():
            return make()

    with django_db_blocker.unblock():
        whole.__enter__()
    yield made
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        whole.__exit__(None, None, None)


@pytest.fixture
def partnership(db: None) -> Any:
    """Medway, at medway.localhost; the default one."""
    return make_medway()


@pytest.fixture
def other_partnership(partnership: Any) -> Any:
    """Kent, at kent.localhost."""
    return make_kent()


def make_medway() -> Any:
    return _partnership("medway", "Medway Safeguarding Children Partnership", "MSCP", "Medway")


def make_kent() -> Any:
    return _partnership("kent", "Kent Safeguarding Children Multi-Agency Partnership", "KSCMP", "Kent")


def _partnership(slug: str, name: str, short_name: str, area: str) -> Any:
    from throughline.foundation.tenancy.operations import make_partnership

    return make_partnership(
        slug=slug, name=name, short_name=short_name, area=area, nation="England", report_year_starts="04-01",
        website="", demonstration=False,
    )  # fmt: skip


@pytest.fixture
def scoped(partnership: Any) -> Iterator[scope.Scope]:
    """The scope of `partnership`, active for the whole test."""
    from throughline.foundation.tenancy.queries import scope_of

    with scope.activate(scope_of(partnership, date(2024, 2, 5))) as active:
        yield active


@pytest.fixture
def actor(db: None) -> Callable[..., Any]:
    """actor("business_unit", email=…) → an Actor with that role (not stored) and a second factor."""
    from throughline.foundation.access.actors import Actor
    from throughline.foundation.access.models import User
    from throughline.foundation.access.roles import Role

    def make(*roles: str, email: str = "", second_factor: bool = True) -> Actor:
        email = email or f"{'-'.join(roles) or 'nobody'}@example.org"
        user = User.objects.filter(email=email).first() or User.objects.create_user(
            email=email, name=email.split("@")[0]
        )
        return Actor(user=user, roles=frozenset(Role(role) for role in roles), second_factor=second_factor)

    return make


@pytest.fixture
def sign_in(client: Any) -> Callable[..., Any]:
    """sign_in(partnership, "practitioner") → a test client signed in on that partnership's host with stored roles."""
    from django.test import Client

    from throughline.foundation.access.models import RoleAssignment, User
    from throughline.foundation.tenancy.queries import scope_of

    def make(partnership: Any, *roles: str, email: str = "", second_factor: bool = True) -> Client:
        email = email or f"{'-'.join(roles) or 'nobody'}@{partnership.slug}.example.org"
        user = User.objects.filter(email=email).first() or User.objects.create_user(
            email=email, name=email.split("@")[0]
        )
        tenant = scope_of(partnership, date(2024, 2, 5))
        with scope.activate(tenant):
            for role in roles:
                RoleAssignment.objects.get_or_create(user=user, role=role, space_id=tenant.home_id)
        host = f"{partnership.slug}.localhost"
        browser = Client(headers={"host": host})
        browser.force_login(user)
        session = browser.session
        session["host"] = host
        if second_factor:
            session["account_authentication_methods"] = [{"method": "mfa", "at": 0}]
            session["account_authentication_methods_user"] = str(user.pk)
        session.save()
        return browser

    return make


@pytest.fixture
def for_threads(transactional_db: None, tmp_path: Path) -> Iterator[None]:
    """A database that many threads can open. SQLite's in-memory one is copied to a file, as the site has it."""
    if connection.vendor != "sqlite":
        yield
        return
    connection.ensure_connection()
    if connection.connection.in_transaction:
        pytest.fail("An earlier test left a transaction open; the copy would wait for ever.")
    memory, name = connection.connection, connection.settings_dict["NAME"]
    file = sqlite3.connect(tmp_path / "threads.sqlite3")
    memory.backup(file)
    file.close()
    connection.connection = None
    connection.settings_dict["NAME"] = str(tmp_path / "threads.sqlite3")
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = name
        connection.connection = memory
