"""The migrated database that every test database is a copy of.

Migrating an empty database takes most of a minute of processor, and each process of each part of the suite needs one.
So it is done once: for SQLite into a file that is kept as long as the migrations stay the same, for PostgreSQL into a
template on the server of the run (scripts/postgres.py).
"""

import contextlib
import fcntl
import hashlib
import os
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / ".tools" / "test-databases"
DECIDES = ("throughline/**/migrations/*.py", "throughline/**/apps.py", "requirements.txt", "scripts/test_databases.py")


def state() -> str:
    """Changes when the migrated database would be another one: with a migration, an installed app or a library."""
    found = hashlib.sha256()
    paths = {path for pattern in DECIDES for path in ROOT.glob(pattern)} | {ROOT / "throughline/config/settings.py"}
    for path in sorted(paths):
        found.update(f"{path.relative_to(ROOT)}\n".encode() + path.read_bytes())
    return f"{found.hexdigest()[:24]}-{sys.version_info[0]}{sys.version_info[1]}"


def migrated_file() -> Path:
    """The template for SQLite. Whoever comes first makes it, the others wait; it is there whole or not at all."""
    kept = KEPT / f"{state()}.sqlite3"
    if kept.exists():
        return kept
    KEPT.mkdir(parents=True, exist_ok=True)
    with (KEPT / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            for old in KEPT.glob("*.sqlite3"):
                old.unlink()
            _migrate(kept)
    return kept


def _migrate(kept: Path) -> None:
    with tempfile.TemporaryDirectory(dir=KEPT, prefix="making-") as folder:
        made = Path(folder) / "made.sqlite3"
        environment = {**os.environ, "DATABASE_URL": f"sqlite:///{made}", "DATA_DIR": folder}
        for command in (["migrate", "--verbosity", "0"], ["createcachetable", "--verbosity", "0"]):
            subprocess.run(
                [sys.executable, "-W", "ignore", "manage.py", *command], check=True, cwd=ROOT, env=environment
            )
        with contextlib.closing(sqlite3.connect(made)) as connection:
            connection.execute("PRAGMA journal_mode=DELETE")  # one file, and fit to be copied into memory
        made.rename(kept)


def fill(connection: Any) -> None:
    """Puts the migrated state into the SQLite database behind `connection`, whatever is in it."""
    connection.ensure_connection()
    with contextlib.closing(sqlite3.connect(f"file:{migrated_file()}?mode=ro", uri=True)) as template:
        template.backup(connection.connection)


@contextlib.contextmanager
def copied() -> Iterator[None]:
    """Django's test database, made as a copy of the template instead of by migrating once more."""
    from django.conf import settings
    from django.db import connection
    from django.test import TransactionTestCase

    creation, before = connection.creation, connection.settings_dict["NAME"]
    name = creation._get_test_db_name()
    creation._create_test_db(verbosity=0, autoclobber=True)  # on PostgreSQL: from TEST["TEMPLATE"]
    connection.close()
    settings.DATABASES[connection.alias]["NAME"] = connection.settings_dict["NAME"] = name
    if connection.vendor == "sqlite":
        fill(connection)
    TransactionTestCase._fixture_teardown = put_back  # type: ignore[method-assign]
    yield
    creation.destroy_test_db(before, verbosity=0)


def put_back(test: Any) -> None:
    """After a test that committed for real: the migrated state again, in place of `TransactionTestCase`'s emptying of
    every table, which takes longer and loses what migrations had put there."""
    from django.db import connection

    if connection.vendor == "sqlite":
        fill(connection)
        return
    name, template = connection.settings_dict["NAME"], connection.settings_dict["TEST"]["TEMPLATE"]
    connection.close()
    with connection.creation._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')


@contextlib.contextmanager
def unmigrated() -> Iterator[None]:
    """Django's test database, with the tables that the models want now and the roots that Wagtail's migrations make."""
    from django.conf import settings
    from django.db import connection
    from django.test.utils import setup_databases, teardown_databases

    settings.DATABASES[connection.alias].setdefault("TEST", {})["MIGRATE"] = False
    connection.settings_dict["TEST"]["MIGRATE"] = False
    made = setup_databases(verbosity=0, interactive=False, serialized_aliases=set())
    _make_roots()
    yield
    teardown_databases(made, verbosity=0)


def _make_roots() -> None:
    from django.conf import settings
    from django.contrib.auth.models import Permission
    from django.contrib.contenttypes.models import ContentType
    from django_tasks_db.models import DBTaskResult
    from wagtail.coreutils import get_supported_content_language_variant
    from wagtail.models import Collection, Locale, Page

    Locale.objects.get_or_create(language_code=get_supported_content_language_variant(settings.LANGUAGE_CODE))
    Page.add_root(instance=Page(title="Root", slug="root", content_type=ContentType.objects.get_for_model(Page)))
    Collection.add_root(name="Root")
    admin, _ = ContentType.objects.get_or_create(app_label="wagtailadmin", model="admin")
    Permission.objects.get_or_create(
        content_type=admin, codename="access_admin", defaults={"name": "Can access Wagtail admin"}
    )
    DBTaskResult.objects.all().delete()  # what the editor asked the worker to index
