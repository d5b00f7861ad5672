"""A file from a person, looked at and kept; the row follows in the operation that takes it (`operations.add_upload`).

accept_upload: size → what it is, by content → is it wanted here → virus scan → onto the disk under its hash. All of it
streamed, none of it inside a transaction. Whatever is wrong raises Unacceptable in GOV.UK's words for file uploads.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.files.uploadedfile import UploadedFile

from throughline.foundation.documents import virus_scan
from throughline.foundation.documents.content import KINDS, MARKS, MB, Kind, Mark, Recognised, Unacceptable, recognise
from throughline.foundation.documents.filenames import clean_name, shown_name
from throughline.foundation.documents.keeping import StoredContent, save_stream
from throughline.foundation.documents.models import StoredFile
from throughline.foundation.documents.virus_scan import Scan, ScannerUnavailable, VirusFound

log = logging.getLogger("throughline.uploads")

TEXTS = ("pdf", "docx", "odt")
TABLES = ("xlsx", "ods", "csv")
SLIDES = ("pptx", "odp")
PICTURES = ("png", "jpeg")
ANY_DOCUMENT = (*TEXTS, *TABLES, *SLIDES, *PICTURES, "txt")


@dataclass(frozen=True)
class Accepts:
    """What one form takes: codes of `content.KINDS`, and at most so many bytes where that is less than a kind's own."""

    kinds: tuple[str, ...] = ANY_DOCUMENT
    most: int | None = None

    def limit_of(self, kind: Kind) -> int:
        return min(kind.limit, self.most or kind.limit)

    @property
    def largest(self) -> int:
        return max(self.limit_of(KINDS[code]) for code in self.kinds)

    @property
    def endings(self) -> str:
        """For the `accept` attribute of the file box."""
        endings = [KINDS[code].ending for code in self.kinds]
        return ",".join([*endings, ".jpeg"] if "jpeg" in self.kinds else endings)

    @property
    def words(self) -> str:
        """ "PDF, Word document or CSV"."""
        return listed([KINDS[code].label for code in self.kinds])


@dataclass(frozen=True)
class AcceptedUpload:
    """On disk, with no row yet. `name` is fit for an address, `title` is the name as its owner gave it."""

    content: StoredContent
    recognised: Recognised
    name: str
    title: str
    scan: Scan


@dataclass(frozen=True)
class FileFacts:
    """A stored file as pages show it. `scan_words` is empty for what the system made itself."""

    title: str
    url: str
    about_url: str
    kind: str
    size: int
    sha256: str
    made_by: str
    made_at: datetime
    scan_words: str
    is_scanned: bool
    marks: tuple[str, ...]


def look_at(upload: UploadedFile, accepts: Accepts) -> tuple[Recognised, Scan]:
    """Whether the file may be kept, and what it is, for a library that keeps it itself. Raises Unacceptable; call it
    outside any transaction. The file is left at its start."""
    given, size = upload.name or "", upload.size or 0
    if size > accepts.largest:
        raise Unacceptable(_too_large(accepts.largest))
    recognised = recognise(upload, name=given)
    kind = recognised.kind
    if kind.code not in accepts.kinds:
        raise Unacceptable(f"The selected file must be a {accepts.words}")
    if size > accepts.limit_of(kind):
        raise Unacceptable(_too_large(accepts.limit_of(kind)))
    return recognised, _scanned(upload)


def accept_upload(upload: UploadedFile, accepts: Accepts) -> AcceptedUpload:
    """Looks at the file and keeps its content. Raises Unacceptable; call it outside any transaction."""
    recognised, scan = look_at(upload, accepts)
    given = upload.name or ""
    return AcceptedUpload(
        scan=scan,
        content=save_stream(upload),
        recognised=recognised,
        name=clean_name(given, recognised.kind.ending),
        title=shown_name(given),
    )


def facts_of(file: StoredFile) -> FileFacts:
    """Of a file read with its `upload` and `made_by` (`queries.with_facts`)."""
    upload = getattr(file, "upload", None)
    kind = next((kind.label for kind in KINDS.values() if kind.content_type == file.content_type), file.content_type)
    return FileFacts(
        title=file.title,
        url=file.get_absolute_url(),
        about_url=f"/files/{file.pk}/",
        kind=kind,
        size=file.size,
        sha256=file.sha256,
        made_by=file.made_by.name or file.made_by.email,
        made_at=file.made_at,
        scan_words="" if upload is None else upload.scan_words,
        is_scanned=upload is None or bool(upload.scanner),
        marks=() if upload is None else tuple(mark.words for mark in marks_of(upload.marks)),
    )


def marks_of(codes: str) -> list[Mark]:
    return [MARKS[code] for code in codes.split()]


def listed(words: Sequence[str]) -> str:
    return " or ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else words[0]


def _scanned(upload: UploadedFile) -> Scan:
    try:
        return virus_scan.scan(upload)
    except VirusFound as error:
        log.warning("upload_refused_virus", extra={"signature": str(error)})
        raise Unacceptable("The selected file contains a virus") from error
    except ScannerUnavailable as error:
        log.error("upload_refused_scanner_unavailable", extra={"reason": str(error)})
        raise Unacceptable("The selected file could not be checked for viruses. Try again later") from error


def _too_large(limit: int) -> str:
    return f"The selected file must be smaller than {limit // MB} MB"
