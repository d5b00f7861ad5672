"""A backup is one file: database, stored files, secret key, and a manifest with a checksum of each. Taken while the
site runs; restored into an empty installation of the same kind of database only."""

import contextlib
import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from throughline.config.environment import DEMONSTRATION_MARK
from throughline.config.preparing import LOADED

FORMAT = 1
MANIFEST = "manifest.json"
SQLITE, POSTGRESQL = "database.sqlite3", "database.pgdump"
KEY = "secret-key"
FILES = "files"
KEPT = (KEY, DEMONSTRATION_MARK, LOADED)  # single files of the data folder
TOOLS_MISSING = (
    "PostgreSQL's own tools are needed and {tool} is not here. On Debian or Ubuntu: apt-get install postgresql-client"
)


class BackupFailed(Exception):
    """The text is for the person at the terminal."""


def checksum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def tool(name: str) -> str:
    """Where pg_dump or pg_restore is; Debian keeps them off the PATH."""
    found = shutil.which(name)
    installed = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda p: int(p.parts[-3]))
    if not found and not installed:
        raise BackupFailed(TOOLS_MISSING.format(tool=name))
    return found or str(installed[-1])


def run_tool(name: str, *arguments: str) -> None:
    """With the connection's own settings; the password never on a command line."""
    database: dict[str, Any] = dict(settings.DATABASES["default"])
    environment = {**os.environ, "PGPASSWORD": database.get("PASSWORD") or "", "PGDATABASE": database["NAME"]}
    for variable, key in (("PGHOST", "HOST"), ("PGPORT", "PORT"), ("PGUSER", "USER")):
        if database.get(key):
            environment[variable] = str(database[key])
    done = subprocess.run([tool(name), *arguments], env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise BackupFailed(f"{name} failed: {done.stderr.strip()[-600:]}")


# --- taking one


def back_up(target: Path, at: datetime) -> int:
    """Writes the backup to `target`, whole or not at all, readable by its owner alone. Returns its size in bytes.

    The database first: a file that a row names is never changed or removed, so a row in the copy always has its file.
    """
    if not target.parent.is_dir():
        raise BackupFailed(f"There is no folder {target.parent}.")
    try:
        return _write_whole(target, at)
    except (OSError, sqlite3.Error) as error:
        raise BackupFailed(f"The backup was not made: {_why(error)}. Nothing is left of it.") from error


def _why(error: Exception) -> str:
    """'No space left on device', without the path of a temporary file."""
    return getattr(error, "strerror", None) or str(error)


def _write_whole(target: Path, at: datetime) -> int:
    with tempfile.TemporaryDirectory(prefix=".backup-", dir=target.parent) as name:
        folder = Path(name)
        database = folder / (SQLITE if connection.vendor == "sqlite" else POSTGRESQL)
        copy_database(database)
        members = {database.name: database, **dict(stored_members())}
        manifest = folder / MANIFEST
        whole = folder / "whole"
        with whole.open("wb") as raw:
            os.chmod(whole, 0o600)  # noqa: PTH101  it holds the secret key
            with tarfile.open(fileobj=raw, mode="w:gz") as archive:
                archived = dict(_archived(archive, members))
                manifest.write_text(json.dumps(manifest_of(archived, at), indent=1))
                archive.add(manifest, MANIFEST)
            raw.flush()
            os.fsync(raw.fileno())
        whole.replace(target)
    return target.stat().st_size


def _archived(archive: tarfile.TarFile, members: dict[str, Path]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each member as the manifest describes it. A nameless file that the sweep removes meanwhile is left out."""
    for member, path in members.items():
        with contextlib.suppress(FileNotFoundError):
            found = {"sha256": checksum(path), "size": path.stat().st_size}
            archive.add(path, member, recursive=False)
            yield member, found


def copy_database(target: Path) -> None:
    """As it stands at one moment, while others write."""
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with contextlib.closing(sqlite3.connect(target)) as copy:
            connection.connection.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")  # one file, no side files
    else:
        run_tool("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={target}")


def stored_members() -> Iterator[tuple[str, Path]]:
    """(name in the backup, path) of every stored file and of the single files of the data folder."""
    media = Path(settings.MEDIA_ROOT)
    for path in sorted(media.rglob("*")):
        if path.is_file() and not path.name.startswith("."):
            yield f"{FILES}/{path.relative_to(media).as_posix()}", path
    for name in KEPT:
        path = settings.DATA_DIR / name
        if path.is_file():
            yield name, path


def manifest_of(archived: dict[str, dict[str, Any]], at: datetime) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "made": at.isoformat(),
        "database": connection.vendor,
        "versions": {name: version(name) for name in ("django", "wagtail", "django-allauth")},
        "files": archived,
    }


# --- putting one back


def restore(source: Path) -> dict[str, Any]:
    """Everything is unpacked and checked beside the data folder's contents before anything is put in place.

    Returns the manifest. Raises BackupFailed, and then the installation is as empty as it was.
    """
    refuse_unless_empty()
    try:
        with tempfile.TemporaryDirectory(prefix=".restore-", dir=settings.DATA_DIR) as name:
            folder = Path(name)
            unpack(source, folder)
            manifest = check(folder)
            put_in_place(folder, manifest)
    except OSError as error:
        raise BackupFailed(f"Nothing was restored: {_why(error)}.") from error
    return manifest


def refuse_unless_empty() -> None:
    """A secret key alone is nothing: it is made as soon as any command runs."""
    there = sorted(path.name for path in settings.DATA_DIR.iterdir() if path.name != KEY)
    if there:
        raise BackupFailed(f"DATA_DIR {settings.DATA_DIR} is not empty: {', '.join(there[:5])}. Name an empty folder.")
    if connection.vendor != "sqlite" and connection.introspection.table_names():
        raise BackupFailed("The database that DATABASE_URL names is not empty. Name an empty one.")


def unpack(source: Path, folder: Path) -> None:
    try:
        with tarfile.open(source, "r:gz") as archive:
            archive.extractall(folder, filter="data")
    except (OSError, EOFError, tarfile.TarError) as error:
        raise BackupFailed(f"{source} cannot be read as a backup: {error}") from error


def check(folder: Path) -> dict[str, Any]:
    """Every file of the manifest is there and is what it was, and there is no other."""
    try:
        manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text())
    except (OSError, ValueError) as error:
        raise BackupFailed("The backup has no manifest that can be read.") from error
    if manifest.get("format") != FORMAT:
        raise BackupFailed(f"The backup has format {manifest.get('format')}; this version reads {FORMAT}.")
    if manifest["database"] != connection.vendor:
        raise BackupFailed(
            f"The backup holds a {manifest['database']} database; this installation uses {connection.vendor}."
        )
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()} - {MANIFEST}
    wrong = sorted(there ^ set(manifest["files"]))
    wrong += [
        name for name, said in manifest["files"].items() if name in there and checksum(folder / name) != said["sha256"]
    ]
    if wrong:
        raise BackupFailed(f"The backup is damaged: {', '.join(wrong[:5])}.")
    return manifest


def put_in_place(folder: Path, manifest: dict[str, Any]) -> None:
    """The database last: an installation without one is seen to be unfinished."""
    if (folder / FILES).is_dir():
        Path(settings.MEDIA_ROOT).parent.mkdir(parents=True, exist_ok=True)
        (folder / FILES).replace(settings.MEDIA_ROOT)
    for name in KEPT:
        if name in manifest["files"]:
            (folder / name).replace(settings.DATA_DIR / name)
    if connection.vendor == "sqlite":
        connection.close()
        (folder / SQLITE).replace(Path(settings.DATABASES["default"]["NAME"]))
    else:
        dump = str(folder / POSTGRESQL)
        run_tool(
            "pg_restore", "--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error",
            f"--dbname={settings.DATABASES['default']['NAME']}", dump,
        )  # fmt: skip
