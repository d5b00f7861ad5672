"""Keeping files: the content first, whole and synced to disk; then the row, inside the operation that makes it."""

import hashlib
import os
import tempfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings

from throughline.foundation.access.actors import Actor
from throughline.foundation.access.operations import operation
from throughline.foundation.documents.models import StoredFile, path_of
from throughline.foundation.tenancy import scope


@dataclass(frozen=True)
class StoredContent:
    """Content that is on disk."""

    sha256: str
    size: int


def save_content(content: bytes) -> StoredContent:
    """Writes the bytes under their hash. Doing it twice changes nothing. Call it before the operation, not inside."""
    sha256 = hashlib.sha256(content).hexdigest()
    path = Path(settings.MEDIA_ROOT) / path_of(sha256)
    if not path.exists():
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


def _sync_folder(folder: Path) -> None:
    """The name itself survives a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


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
