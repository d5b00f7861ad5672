"""Finding stored files."""

from pathlib import Path

from django.conf import settings

from throughline.foundation.documents.models import StoredFile


def find_file(file_id: int) -> StoredFile | None:
    """In the active scope."""
    return StoredFile.objects.filter(pk=file_id).first()


def place_of(file: StoredFile) -> Path:
    """Where its content lies."""
    return Path(settings.MEDIA_ROOT) / file.path


def read_content(file: StoredFile) -> bytes:
    return place_of(file).read_bytes()
