"""A backup is whole or not there; what comes back is what went in; anything doubtful is refused and changes nothing."""

import errno
import io
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import connection

from scripts.test_databases import migrated_file
from throughline.config import backups
from throughline.config.starting import ROOT
from throughline.foundation.documents.keeping import save_content

NOW = datetime(2024, 2, 5, 12, 0, tzinfo=UTC)


@pytest.fixture
def site(settings, tmp_path, monkeypatch) -> Path:
    """A data folder with a small SQLite database, a key and a stored file; the copy is taken of that database."""
    folder = tmp_path / "site"
    folder.mkdir()
    settings.DATA_DIR, settings.MEDIA_ROOT = folder, folder / "files"
    (folder / "secret-key").write_text("the key")
    save_content(b"a stored file")
    database = folder / "throughline.sqlite3"
    with sqlite3.connect(database) as made:
        made.execute("CREATE TABLE t (x)")
        made.execute("INSERT INTO t VALUES ('kept')")
    made.close()

    def copy(target: Path) -> None:
        shutil.copy(database, target)

    monkeypatch.setattr(backups, "copy_database", copy)
    return folder


@pytest.fixture
def empty(settings, tmp_path) -> Path:
    """Call after the backup was taken: from then on the installation is this empty one."""

    def make() -> Path:
        folder = tmp_path / "empty"
        folder.mkdir()
        (folder / "secret-key").write_text("made at the start of the command")
        settings.DATA_DIR, settings.MEDIA_ROOT = folder, folder / "files"
        settings.DATABASES["default"]["NAME"] = str(folder / "throughline.sqlite3")
        return folder

    name = settings.DATABASES["default"]["NAME"]
    yield make
    settings.DATABASES["default"]["NAME"] = name


pytestmark = pytest.mark.skipif(connection.vendor != "sqlite", reason="the PostgreSQL way is tested with its own tools")


@pytest.mark.django_db
def test_what_comes_back_is_what_went_in(site, empty, tmp_path, monkeypatch) -> None:
    target = tmp_path / "b.tar.gz"
    assert backups.back_up(target, NOW) == target.stat().st_size
    assert target.stat().st_mode & 0o777 == 0o600
    assert sorted(path.name for path in tmp_path.iterdir()) == ["b.tar.gz", "site"]
    folder = empty()
    monkeypatch.setattr(connection, "close", lambda: None)  # the tests' own database stays open
    manifest = backups.restore(target)
    assert (manifest["made"], manifest["database"]) == (NOW.isoformat(), "sqlite")
    assert contents(folder) == contents(site)


@pytest.mark.django_db
def test_the_demonstrations_mark_goes_along(site, empty, tmp_path, monkeypatch) -> None:
    (site / "DEMONSTRATION").touch()
    backups.back_up(tmp_path / "b.tar.gz", NOW)
    folder = empty()
    monkeypatch.setattr(connection, "close", lambda: None)
    backups.restore(tmp_path / "b.tar.gz")
    assert (folder / "DEMONSTRATION").exists()


def contents(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def rewritten(source: Path, change) -> Path:
    """The backup with its members changed by `change(members)`."""
    with tarfile.open(source) as archive:
        members = {m.name: archive.extractfile(m).read() for m in archive.getmembers()}
    change(members)
    target = source.with_name("changed.tar.gz")
    with tarfile.open(target, "w:gz") as archive:
        for name, data in members.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    return target


def change_format(members: dict[str, bytes]) -> None:
    members["manifest.json"] = json.dumps({**json.loads(members["manifest.json"]), "format": 99}).encode()


def change_engine(members: dict[str, bytes]) -> None:
    members["manifest.json"] = json.dumps({**json.loads(members["manifest.json"]), "database": "postgresql"}).encode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda m: m.update({"database.sqlite3": b"other"}), "is damaged: database.sqlite3"),
        (lambda m: m.pop("secret-key"), "is damaged: secret-key"),
        (lambda m: m.update({"extra": b"x"}), "is damaged: extra"),
        (lambda m: m.pop("manifest.json"), "no manifest"),
        (change_format, "format 99"),
        (change_engine, "holds a postgresql database; this installation uses sqlite"),
        (lambda m: m.update({"../outside": b"x"}), "cannot be read as a backup"),
    ],
    ids=["changed", "missing", "more", "no manifest", "format", "engine", "outside"],
)
def test_a_backup_that_is_not_whole_is_refused_and_nothing_is_written(site, empty, tmp_path, change, says) -> None:
    backups.back_up(tmp_path / "b.tar.gz", NOW)
    changed = rewritten(tmp_path / "b.tar.gz", change)
    folder = empty()
    with pytest.raises(backups.BackupFailed, match=says):
        backups.restore(changed)
    assert contents(folder) == {"secret-key": b"made at the start of the command"}
    assert not (tmp_path / "outside").exists()


@pytest.mark.django_db
def test_half_a_file_is_refused(site, empty, tmp_path) -> None:
    backups.back_up(tmp_path / "b.tar.gz", NOW)
    half = tmp_path / "half.tar.gz"
    half.write_bytes((tmp_path / "b.tar.gz").read_bytes()[:-200])
    empty()
    with pytest.raises(backups.BackupFailed, match="cannot be read as a backup"):
        backups.restore(half)


@pytest.mark.django_db
def test_a_folder_that_holds_something_is_refused(site, tmp_path) -> None:
    backups.back_up(tmp_path / "b.tar.gz", NOW)
    before = contents(site)
    with pytest.raises(backups.BackupFailed, match=r"is not empty: files, throughline\.sqlite3\. Name an empty folder"):
        backups.restore(tmp_path / "b.tar.gz")
    assert contents(site) == before


@pytest.mark.django_db
def test_a_backup_that_fails_leaves_the_one_before(site, tmp_path, monkeypatch) -> None:
    target = tmp_path / "b.tar.gz"
    target.write_bytes(b"yesterday's")

    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", "/a/temporary/file")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(backups.BackupFailed, match=r"^The backup was not made: No space left on device\. Nothing is"):
        backups.back_up(target, NOW)
    assert target.read_bytes() == b"yesterday's"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["b.tar.gz", "site"]


def test_a_tool_that_is_missing_is_named_with_the_line_that_installs_it() -> None:
    with pytest.raises(backups.BackupFailed, match=r"pg_nothing is not here.*apt-get install postgresql-client"):
        backups.tool("pg_nothing")


def manage(folder: Path, *arguments: str, url: str = "") -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "DATA_DIR": str(folder), "THROUGHLINE_MODE": "local", "DATABASE_URL": url}
    command = [sys.executable, "-W", "ignore", "manage.py", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.slow
def test_the_commands_restore_a_real_installation_into_an_empty_folder(tmp_path) -> None:
    first, second, file = tmp_path / "first", tmp_path / "second", str(tmp_path / "b.tar.gz")
    first.mkdir()
    shutil.copy(migrated_file(), first / "throughline.sqlite3")
    loaded = manage(first, "load_partnership", str(ROOT / "throughline" / "demonstration" / "kent"))
    assert loaded.returncode == 0, loaded.stderr
    done = manage(first, "backup", file)
    assert (done.returncode, done.stderr) == (0, "")
    done = manage(second, "restore", file)
    assert done.returncode == 0, done.stderr
    assert (second / "secret-key").read_text() == (first / "secret-key").read_text()
    dumps = []
    for folder in (first, second):
        database = sqlite3.connect(folder / "throughline.sqlite3")
        dumps.append(list(database.iterdump()))
        database.close()
    assert dumps[0] == dumps[1]
    again = manage(second, "restore", file)
    assert again.returncode == 1
    assert "is not empty" in again.stderr


@pytest.fixture
def two_databases(db: None) -> Iterator[tuple[str, str]]:
    """Addresses of a migrated PostgreSQL database and of an empty one, on the server that the tests run on."""
    if connection.vendor != "postgresql":
        pytest.skip("runs where the tests run on PostgreSQL")
    found = connection.settings_dict
    names = [f"{found['NAME']}_migrated", f"{found['NAME']}_empty"]
    with connection.creation._nodb_cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{names[0]}" TEMPLATE "{found["TEST"]["TEMPLATE"]}"')
        cursor.execute(f'CREATE DATABASE "{names[1]}"')
    base = f"postgresql://{found['USER']}@{found['HOST']}:{found['PORT']}"
    yield f"{base}/{names[0]}", f"{base}/{names[1]}"
    with connection.creation._nodb_cursor() as cursor:
        for name in names:
            cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.mark.slow
def test_the_commands_restore_a_postgresql_installation(two_databases: tuple[str, str], tmp_path: Path) -> None:
    migrated, empty_one = two_databases
    first, second, file = tmp_path / "first", tmp_path / "second", str(tmp_path / "b.tar.gz")
    loaded = manage(first, "load_partnership", str(ROOT / "throughline" / "demonstration" / "kent"), url=migrated)
    assert loaded.returncode == 0, loaded.stderr
    done = manage(first, "backup", file, url=migrated)
    assert done.returncode == 0, done.stderr
    onto_itself = manage(tmp_path / "third", "restore", file, url=migrated)
    assert "The database that DATABASE_URL names is not empty" in onto_itself.stderr
    done = manage(second, "restore", file, url=empty_one)
    assert done.returncode == 0, done.stderr
    ask = ["shell", "--no-imports", "-c", "from throughline.foundation.tenancy.models import Partnership as P;"
           "print(list(P.objects.values_list('slug', 'name')))"]  # fmt: skip
    assert manage(second, *ask, url=empty_one).stdout == manage(first, *ask, url=migrated).stdout != "[]\n"


def test_a_full_disk_is_said_plainly_and_leaves_nothing(site, tmp_path, monkeypatch) -> None:
    def full(target: Path) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    folder = tmp_path / "backups"
    folder.mkdir()
    monkeypatch.setattr(backups, "copy_database", full)
    with pytest.raises(backups.BackupFailed, match=r"not made: database or disk is full\. Nothing is left of it\.$"):
        backups.back_up(folder / "b.tar.gz", NOW)
    assert list(folder.iterdir()) == []


def test_a_file_that_the_sweep_removes_meanwhile_is_left_out(site, tmp_path, monkeypatch) -> None:
    found = list(backups.stored_members())
    monkeypatch.setattr(backups, "stored_members", lambda: [*found, ("files/stored/gone", site / "gone")])
    backups.back_up(tmp_path / "b.tar.gz", NOW)
    with tarfile.open(tmp_path / "b.tar.gz") as archive:
        manifest = json.load(archive.extractfile("manifest.json"))
        assert sorted(archive.getnames()) == sorted([*manifest["files"], "manifest.json"])
    assert "files/stored/gone" not in manifest["files"]
    assert len([name for name in manifest["files"] if name.startswith("files/")]) == 1
