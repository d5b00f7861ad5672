"""Keeping files: the content first, whole and synced to disk; then the row, inside the operation that makes it."""

import hashlib
import os
import tempfile
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from throughline.foundation.access.actors import Actor
from throughline.foundation.access.operations import operation
from throughline.foundation.documents.models import STORED, StoredFile, path_of
from throughline.foundation.tenancy import scope

NAMELESS_AT_MOST = timedelta(days=1)
LEAVING = ".leaving-"


@dataclass(frozen=True)
class StoredContent:
    """Content that is on disk."""

    sha256: str
    size: int


def save_content(content: bytes) -> StoredContent:
    """Writes the bytes under their hash. Doing it twice changes nothing. Call it before the operation, not inside."""
    sha256 = hashlib.sha256(content).hexdigest()
    path = Path(settings.MEDIA_ROOT) / path_of(sha256)
    if not _touched(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, partial = tempfile.mkstemp(dir=path.parent, prefix=".partial-")
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            Path(partial).replace(path)
        except BaseException:
            Path(partial).unlink(missing_ok=True)
            raise
        _sync_folder(path.parent)
    return StoredContent(sha256, len(content))


def _touched(path: Path) -> bool:
    """True when the content is there; from this moment the sweep leaves it alone for a day."""
    try:
        os.utime(path)
    except FileNotFoundError:
        return False
    return True


def _sync_folder(folder: Path) -> None:
    """The name itself survives a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@operation(None)
def remove_nameless(*, by: Actor, at: datetime) -> int:
    """Removes content that no row names, and half-written files, a day after they were last saved: an operation failed
    after its content was on disk. Returns how many. `at` is real. Called by the schedule, for all partnerships.

    What a running operation has just saved stays: saving touches the file, and the sweep looks at its age once more
    after it has moved the file out of the way, so that whoever saves the same content meanwhile either finds it
    touched and put back, or writes it anew.
    """
    removed = 0
    latest = (at - NAMELESS_AT_MOST).timestamp()
    root = Path(settings.MEDIA_ROOT) / STORED
    for left in list(root.rglob(f"{LEAVING}*")):  # by a sweep that was killed
        left.replace(left.with_name(left.name.removeprefix(LEAVING)))
    old = [path for path in root.rglob("*") if path.is_file() and path.stat().st_mtime < latest]
    with scope.unscoped(reason="The sweep of nameless content looks at every partnership's files."):
        named = set(StoredFile.objects.order_by().values_list("sha256", flat=True).distinct())
    for path in old:
        if path.name.startswith("."):
            path.unlink(missing_ok=True)
            removed += 1
        elif path.name not in named:
            removed += _remove(path, latest)
    return removed


def _remove(path: Path, latest: float) -> bool:
    leaving = path.with_name(f"{LEAVING}{path.name}")
    try:
        path.replace(leaving)
    except FileNotFoundError:
        return False
    if leaving.stat().st_mtime >= latest:
        leaving.replace(path)
        return False
    leaving.unlink()
    return True


@operation(None)
def add_file(
    *,
    by: Actor,
    at: datetime,
    content: StoredContent,
    kind: str,
    name: str,
    title: str,
    content_type: str,
    space_id: int | None = None,
) -> StoredFile:
    """The row of a content that was saved. Called by the owning app's operation, which asks for the permission.

    `name` is the file's name in the address and on the reader's disk: letters, digits, dots and hyphens.
    """
    if not name.isascii() or not all(mark.isalnum() or mark in ".-_" for mark in name):
        raise ValueError(f"'{name}' is not a plain file name.")
    if by.user is None:
        raise ValueError("A file is made by somebody.")
    return StoredFile.objects.create(
        space_id=space_id or scope.current().home_id, kind=kind, sha256=content.sha256, size=content.size,
        content_type=content_type, name=name, title=title, made_by=by.user, made_at=at,
    )  # fmt: skip
