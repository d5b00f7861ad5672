"""Finding stored files."""

from pathlib import Path

from django.conf import settings
from django.db.models import QuerySet, Sum

from throughline.foundation.documents.models import StoredFile, path_of


def find_file(file_id: int) -> StoredFile | None:
    """In the active scope, with what is known of it."""
    return with_facts().filter(pk=file_id).first()


def with_facts() -> QuerySet[StoredFile]:
    """Stored files with what `uploads.facts_of` shows of them, in one query."""
    return StoredFile.objects.select_related("upload", "made_by")


def uploaded_bytes(space_id: int) -> int:
    """The size of all that people sent into the space."""
    found = StoredFile.objects.filter(space_id=space_id, upload__isnull=False).order_by().aggregate(total=Sum("size"))
    return found["total"] or 0


def place_of(file: StoredFile) -> Path:
    """Where its content lies."""
    return place_of_content(file.sha256)


def place_of_content(sha256: str) -> Path:
    return Path(settings.MEDIA_ROOT) / path_of(sha256)


def read_content(file: StoredFile) -> bytes:
    return place_of(file).read_bytes()
