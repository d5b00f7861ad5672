"""What a file is, by what is in it: never by its name or by the browser's word. Pure.

An allow list: each kind that the site takes has a reader here that asks for the structure of the whole file, since
first bytes alone are easily forged. `recognise` answers the kind and what a reader of the file should know (marks), or
raises Unacceptable with a text for the person who sent it. Refused whatever the kind: programs, macros, ActiveX and OLE
objects, templates fetched from elsewhere, zip bombs, and a file that is two kinds at once.
"""

import mmap
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, Any
from xml.etree.ElementTree import Element

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring
from PIL import Image, UnidentifiedImageError

from throughline.foundation import archives
from throughline.foundation.archives import ArchiveLimits, BadArchive

MB = 1024 * 1024


class Unacceptable(ValueError):
    """The file is not taken. The text is fit for the person who sent it; it starts "The selected file"."""


@dataclass(frozen=True)
class Kind:
    """`limit` in bytes. `shown`: a browser may show it in the page's place, since nothing in it can run."""

    code: str
    label: str
    ending: str
    content_type: str
    limit: int
    shown: bool = False


@dataclass(frozen=True)
class Mark:
    """Something a reader should know before opening. `runs`: then the file is never shown, only offered to save."""

    code: str
    words: str
    runs: bool


_OFFICE = "application/vnd.openxmlformats-officedocument."
_ODF = "application/vnd.oasis.opendocument."

KINDS = {
    kind.code: kind
    for kind in (
        Kind("pdf", "PDF", ".pdf", "application/pdf", 50 * MB, shown=True),
        Kind("docx", "Word document", ".docx", f"{_OFFICE}wordprocessingml.document", 25 * MB),
        Kind("xlsx", "Excel workbook", ".xlsx", f"{_OFFICE}spreadsheetml.sheet", 25 * MB),
        Kind("pptx", "PowerPoint presentation", ".pptx", f"{_OFFICE}presentationml.presentation", 50 * MB),
        Kind("odt", "OpenDocument text", ".odt", f"{_ODF}text", 25 * MB),
        Kind("ods", "OpenDocument spreadsheet", ".ods", f"{_ODF}spreadsheet", 25 * MB),
        Kind("odp", "OpenDocument presentation", ".odp", f"{_ODF}presentation", 50 * MB),
        Kind("png", "PNG picture", ".png", "image/png", 15 * MB, shown=True),
        Kind("jpeg", "JPEG picture", ".jpg", "image/jpeg", 15 * MB, shown=True),
        Kind("csv", "CSV", ".csv", "text/csv", 10 * MB),
        Kind("txt", "plain text", ".txt", "text/plain", 5 * MB),
        Kind("zip", "zip archive", ".zip", "application/zip", 250 * MB),
    )
}
MARKS = {
    mark.code: mark
    for mark in (
        Mark("script", "contains a script", runs=True),
        Mark("files", "contains other files", runs=True),
        Mark("protected", "is protected, so that nothing in it could be checked", runs=True),
        Mark("place", "says where the picture was taken", runs=False),
    )
}


@dataclass(frozen=True)
class Recognised:
    """`marks` are codes of MARKS, in their order."""

    kind: Kind
    marks: tuple[str, ...] = ()


OFFICE_LIMITS = ArchiveLimits(total=300 * MB, nested=True)
MOST_PIXELS = 60_000_000  # a telephone's camera takes 50 million
_PROGRAMS = (b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"\xce\xfa\xed\xfe", b"#!", b"\0asm")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def recognise(file: IO[bytes], *, name: str) -> Recognised:
    """`file` is open and can seek; it is left at its start. `name` only tells CSV from other plain text."""
    try:
        file.seek(0)
        head = file.read(1024)
        if not head:
            raise Unacceptable("The selected file is empty")
        found = _read(file, head, name)
        _refuse_second_reading(file, head, found.kind)
        return found
    except BadArchive as error:
        raise Unacceptable(f"The selected file cannot be used. {error}") from error
    finally:
        file.seek(0)


def _read(file: IO[bytes], head: bytes, name: str) -> Recognised:
    if head.startswith(b"%PDF-"):
        return _pdf(file)
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return _picture(file, "png")
    if head.startswith(b"\xff\xd8\xff"):
        return _picture(file, "jpeg")
    if head.startswith(b"PK\x03\x04"):
        return _zip(file, depth=0)
    if head.startswith(_OLE):
        raise Unacceptable(_why_not_ole(file))
    if head.startswith(_PROGRAMS):
        raise Unacceptable("The selected file is a program")
    return _text(file, head, name)


def _refuse_second_reading(file: IO[bytes], head: bytes, kind: Kind) -> None:
    """Readers look for PDF within the first kilobyte and for a zip archive at the end; ours is read one way alone."""
    if kind.code != "pdf" and b"%PDF-" in head:
        raise Unacceptable("The selected file is two kinds of file at once")
    if kind.code not in ("docx", "xlsx", "pptx", "odt", "ods", "odp", "zip") and zipfile.is_zipfile(file):
        raise Unacceptable("The selected file is two kinds of file at once")


# ---- PDF


def _pdf_name(name: str) -> bytes:
    """A pattern for a PDF name; each letter may also be written as # and its code."""
    return b"/" + b"".join(b"(?:%c|#%02x|#%02X)" % (ord(mark), ord(mark), ord(mark)) for mark in name)


_PDF_RUNS = re.compile(b"|".join(_pdf_name(name) for name in ("JavaScript", "Launch", "RichMedia", "ImportData")))
_PDF_FILES = re.compile(_pdf_name("EmbeddedFile"))
_PDF_LOCKED = re.compile(_pdf_name("Encrypt") + rb"[\s<]")
_PDF_OBJECTS = re.compile(rb"/ObjStm\b.{0,400}?stream\r?\n", re.DOTALL)


def _pdf(file: IO[bytes]) -> Recognised:
    with _whole(file) as content:
        if content.rfind(b"%%EOF", max(0, len(content) - 2048)) < 0:
            raise Unacceptable("The selected file is damaged: the PDF has no end")
        marks = set()
        if _PDF_LOCKED.search(content):
            marks.add("protected")
        for part in (content, *_packed_objects(content)):
            if _PDF_RUNS.search(part):
                marks.add("script")
            if _PDF_FILES.search(part):
                marks.add("files")
    return Recognised(KINDS["pdf"], _in_order(marks))


def _packed_objects(content: Any) -> Iterator[bytes]:
    """Objects that the PDF keeps compressed: up to 8 MB of each stream and 64 MB in all. What cannot be unpacked is not
    read here; a viewer could not read it either, unless the file is protected, which has its own mark.
    """
    left = 64 * MB
    for found in _PDF_OBJECTS.finditer(content):
        end = content.find(b"endstream", found.end())
        packed = content[found.end() : end if end >= 0 else len(content)]
        try:
            part = zlib.decompressobj().decompress(packed, 8 * MB)
        except zlib.error:
            continue
        left -= len(part)
        if left < 0:
            raise Unacceptable("The selected file unpacks to far more than it takes")
        yield part


@contextmanager
def _whole(file: IO[bytes]) -> Iterator[Any]:
    """The content as one buffer to search: mapped from the disk where the file lies there, so never all in memory."""
    try:
        buffer = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except (OSError, AttributeError, ValueError):
        file.seek(0)
        yield file.read()
        return
    with buffer:
        yield buffer


# ---- pictures


def _picture(file: IO[bytes], code: str) -> Recognised:
    file.seek(0)
    try:
        with Image.open(file, formats=[code]) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise Unacceptable("The selected file has too many pixels: save it smaller")
            says_where = code == "jpeg" and bool(picture.getexif().get_ifd(0x8825))  # the camera's own place
            if code == "png":
                picture.verify()
    except Unacceptable:
        raise
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError) as error:
        raise Unacceptable("The selected file is damaged: the picture cannot be read") from error
    return Recognised(KINDS[code], _in_order({"place"} if says_where else set()))


# ---- Office documents


_MAIN_PARTS = {
    f"{_OFFICE}wordprocessingml.document.main+xml": "docx",
    f"{_OFFICE}spreadsheetml.sheet.main+xml": "xlsx",
    f"{_OFFICE}presentationml.presentation.main+xml": "pptx",
    f"{_OFFICE}presentationml.slideshow.main+xml": "pptx",
}
_MACROS = "The selected file contains macros. Save it without macros and try again"
_OBJECTS = "The selected file contains embedded objects that could run. Save it as a PDF and try again"
_FETCHED = ("attachedTemplate", "oleObject", "frame", "subDocument", "externalLinkPath", "control")
_FETCHED_ALLOWED = ("externalLinkPath",)


def _zip(file: IO[bytes], *, depth: int) -> Recognised:
    file.seek(0)
    members = [member.name for member in archives.check_archive(file, OFFICE_LIMITS)]
    with archives.opened(file, OFFICE_LIMITS) as archive:
        if "[Content_Types].xml" in members:
            return _office(archive, members, depth)
        if members[0] == "mimetype":
            return _open_document(archive, members)
    return Recognised(KINDS["zip"])


def _office(archive: zipfile.ZipFile, members: list[str], depth: int) -> Recognised:
    types = {element.get("ContentType", "") for element in _xml(archive, "[Content_Types].xml")}
    lowered = [name.lower() for name in members]
    if any("macroenabled" in found.lower() or "vbaproject" in found.lower() for found in types):
        raise Unacceptable(_MACROS)
    if any(name.endswith(("vbaproject.bin", "vbadata.xml")) or "/macrosheets/" in name for name in lowered):
        raise Unacceptable(_MACROS)
    if any("/activex/" in name or "oleobject" in name.rpartition("/")[2] for name in lowered):
        raise Unacceptable(_OBJECTS)
    for name in members:
        if name.endswith(".rels"):
            _refuse_fetched(_xml(archive, name))
    embedded = [name for name in members if "/embeddings/" in name.lower()]
    for name in embedded:
        with archive.open(name) as inner:
            if depth or inner.read(4) != b"PK\x03\x04":
                raise Unacceptable(_OBJECTS)
            _zip(inner, depth=depth + 1)
    kinds = {_MAIN_PARTS[found] for found in types if found in _MAIN_PARTS}
    if len(kinds) != 1:
        raise Unacceptable("The selected file is not a Word, Excel or PowerPoint document that the site can read")
    return Recognised(KINDS[kinds.pop()], _in_order({"files"} if embedded else set()))


def _refuse_fetched(relations: Element) -> None:
    """A document whose template, frame or object comes from elsewhere runs what lies there on the day it is opened."""
    for relation in relations:
        kind = relation.get("Type", "").rpartition("/")[2]
        if relation.get("TargetMode") == "External" and kind in _FETCHED and kind not in _FETCHED_ALLOWED:
            raise Unacceptable(
                "The selected file fetches parts of itself from elsewhere. Save it as a PDF and try again"
            )


def _open_document(archive: zipfile.ZipFile, members: list[str]) -> Recognised:
    stated = archives.read_member(archive, "mimetype", most=200).decode("ascii", "replace").strip()
    kind = next((kind for kind in KINDS.values() if kind.content_type == stated and stated.startswith(_ODF)), None)
    if kind is None or "content.xml" not in members or "META-INF/manifest.xml" not in members:
        raise Unacceptable("The selected file is not an OpenDocument file that the site can read")
    if any(element.tag.endswith("}encryption-data") for element in _xml(archive, "META-INF/manifest.xml").iter()):
        raise Unacceptable("The selected file is password protected")
    if any(name.startswith(("Basic/", "Scripts/", "Dialogs/")) for name in members):
        raise Unacceptable(_MACROS)
    embedded = any(name.startswith("Object ") for name in members)
    return Recognised(kind, _in_order({"files"} if embedded else set()))


def _xml(archive: zipfile.ZipFile, name: str) -> Element:
    """A small part of the document, read without entities and without fetching anything."""
    try:
        return fromstring(archives.read_member(archive, name, most=5 * MB), forbid_dtd=True)
    except (ParseError, DefusedXmlException, LookupError, ValueError) as error:
        raise Unacceptable("The selected file is damaged: it cannot be read") from error


def _why_not_ole(file: IO[bytes]) -> str:
    """The container of Word 97 to 2003 is also what holds a newer document that has a password."""
    file.seek(0)
    if "EncryptedPackage".encode("utf-16-le") in file.read(MB):
        return "The selected file is password protected"
    return "The selected file is in an old format of Office. Save it as .docx, .xlsx, .pptx or PDF and try again"


# ---- plain text


def _text(file: IO[bytes], head: bytes, name: str) -> Recognised:
    """Words without control characters, in UTF-8 or as Windows writes them; never markup that a browser would run."""
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        raise Unacceptable("The selected file is a web page or other markup")
    file.seek(0)
    for chunk in iter(lambda: file.read(archives.CHUNK), b""):
        if re.search(rb"[\x00-\x08\x0e-\x1f\x7f]", chunk):
            raise Unacceptable("The selected file is of a kind that the site does not take")
    return Recognised(KINDS["csv" if name.lower().endswith(".csv") else "txt"])


def _in_order(marks: set[str]) -> tuple[str, ...]:
    return tuple(code for code in MARKS if code in marks)
