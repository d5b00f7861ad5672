"""Content on disk: whole, synced, under its own hash, or not at all. Never inside a transaction."""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from django.conf import settings

from throughline.foundation.documents.models import STORED, path_of

CHUNK = 256 * 1024


@dataclass(frozen=True)
class StoredContent:
    """Content that is on disk."""

    sha256: str
    size: int


def save_content(content: bytes) -> StoredContent:
    """Keeps the bytes under their hash. Doing it twice changes nothing. Call it before the operation, not inside."""
    return _save(iter([content]))


def save_stream(file: IO[bytes]) -> StoredContent:
    """The same from an open file, a piece at a time. The file is left at its start."""
    file.seek(0)
    try:
        return _save(iter(lambda: file.read(CHUNK), b""))
    finally:
        file.seek(0)


def _save(chunks: Iterator[bytes]) -> StoredContent:
    root = Path(settings.MEDIA_ROOT) / STORED
    root.mkdir(parents=True, exist_ok=True)
    descriptor, partial = tempfile.mkstemp(dir=root, prefix=".partial-")
    digest, size = hashlib.sha256(), 0
    try:
        with os.fdopen(descriptor, "wb") as file:
            for chunk in chunks:
                digest.update(chunk)
                size += len(chunk)
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        path = Path(settings.MEDIA_ROOT) / path_of(digest.hexdigest())
        if _touched(path):
            Path(partial).unlink()
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            Path(partial).replace(path)
            _sync_folder(path.parent)
    except BaseException:
        Path(partial).unlink(missing_ok=True)
        raise
    return StoredContent(digest.hexdigest(), size)


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
