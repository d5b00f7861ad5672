"""A SCORM package from a zip file: looked at, its manifest read, its files kept. Outside any transaction."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from throughline.foundation import archives
from throughline.foundation.archives import ArchiveLimits, BadArchive
from throughline.foundation.documents.api import (
    AcceptedUpload,
    Accepts,
    StoredContent,
    UploadField,
    place_of_content,
    save_stream,
)
from throughline.office.training.rules.scorm import MANIFEST, BadPackage, Manifest, missing_manifest, read_manifest

LIMITS = ArchiveLimits(members=4_000, total=300 * 1024 * 1024, nested=True)  # a zip in a package is never opened
LARGEST_MANIFEST = 5 * 1024 * 1024


@dataclass(frozen=True)
class UnpackedPackage:
    """`files`: path → content on disk."""

    upload: AcceptedUpload
    manifest: Manifest
    files: dict[str, StoredContent]


def unpack(upload: AcceptedUpload) -> UnpackedPackage:
    """Keeps every file of the package. Raises BadPackage or BadArchive, before anything was kept where it can."""
    with place_of_content(upload.content.sha256).open("rb") as file, archives.opened(file, LIMITS) as archive:
        names = [info.filename for info in archive.infolist() if not info.is_dir()]
        if MANIFEST not in names:
            raise BadPackage(missing_manifest(frozenset(names)))
        content = archives.read_member(archive, MANIFEST, most=LARGEST_MANIFEST)
        manifest = read_manifest(content, frozenset(names))
        files = {}
        for name in names:
            with archive.open(name) as member:
                files[name] = save_stream(member)
        return UnpackedPackage(upload, manifest, files)


class PackageField(UploadField):
    """Cleans to an UnpackedPackage."""

    def __init__(self, **options: Any) -> None:
        super().__init__(accepts=Accepts(kinds=("zip",)), **options)

    def clean(self, data: UploadedFile | None, initial: Any = None) -> Any:
        upload = super().clean(data, initial)
        if upload is None:
            return None
        try:
            return unpack(upload)
        except (BadPackage, BadArchive) as error:
            raise ValidationError(str(error), code="package") from error
