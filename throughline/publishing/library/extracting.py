"""The words of a kept file, for the search. Bounded, and never in a request: a file may be large or malformed."""

import csv
import logging
import zipfile
from pathlib import Path

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

LONGEST = 200_000  # characters kept of one file
MOST_PAGES = 400
MOST_BYTES = 30_000_000
MOST_XML = 50_000_000  # bytes of an OpenDocument text, unpacked
MOST_CELLS = 200_000
OPEN_DOCUMENT = "application/vnd.oasis.opendocument."

log = logging.getLogger("throughline.library")


def text_of(path: Path, content_type: str) -> str:
    """'' for kinds that hold no text and for what cannot be read: its title is searched all the same."""
    kind = content_type.split(";")[0]
    if not path.is_file() or path.stat().st_size > MOST_BYTES:
        return ""
    try:
        if kind == "application/pdf":
            return _tidy(_pdf(path))
        if kind.endswith("wordprocessingml.document"):
            return _tidy(_word(path))
        if kind.startswith(OPEN_DOCUMENT) and "spreadsheet" not in kind:
            return _tidy(_open_document(path))
        if "spreadsheet" in kind or kind == "application/vnd.ms-excel":
            return _tidy(_spreadsheet(path))
        if kind in ("text/plain", "text/csv"):
            return _tidy(path.read_text(encoding="utf-8", errors="replace"))
    except (
        ValueError,
        KeyError,
        OSError,
        RecursionError,
        csv.Error,
        LookupError,
        AttributeError,
        TypeError,
        zipfile.BadZipFile,
        DefusedXmlException,
        ParseError,
    ) as error:
        log.warning("library_file_not_read", extra={"why": f"{type(error).__name__}: {error}"})
    return ""


def _pdf(path: Path) -> str:
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    parts: list[str] = []
    try:
        reader = PdfReader(path)
        if reader.is_encrypted:
            return ""
        for page in reader.pages[:MOST_PAGES]:
            parts.append(page.extract_text())
            if sum(map(len, parts)) > LONGEST:
                break
    except PyPdfError as error:
        log.warning("library_file_not_read", extra={"why": str(error)})
    return "\n".join(parts)


def _word(path: Path) -> str:
    from docx import Document
    from docx.opc.exceptions import PackageNotFoundError

    try:
        document = Document(str(path))
    except PackageNotFoundError:
        return ""
    parts = [paragraph.text for paragraph in document.paragraphs]
    parts += [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join(parts)


def _open_document(path: Path) -> str:
    """Text and presentations of LibreOffice: what stands in its content.xml."""
    with zipfile.ZipFile(path) as archive:
        if archive.getinfo("content.xml").file_size > MOST_XML:
            return ""
        content = archive.read("content.xml")
    paragraphs = (each for each in fromstring(content).iter() if each.tag.endswith(("}p", "}h")))
    return "\n".join("".join(each.itertext()) for each in paragraphs)


def _spreadsheet(path: Path) -> str:
    from python_calamine import CalamineError, CalamineWorkbook

    parts: list[str] = []
    try:
        book = CalamineWorkbook.from_path(str(path))
        for name in book.sheet_names:
            parts.append(name)
            for row in book.get_sheet_by_name(name).iter_rows():
                parts += [str(cell) for cell in row if isinstance(cell, str) and cell]
                if len(parts) > MOST_CELLS:
                    return "\n".join(parts)
    except CalamineError as error:
        log.warning("library_file_not_read", extra={"why": str(error)})
    return "\n".join(parts)


def _tidy(text: str) -> str:
    return " ".join(text.replace("\x00", " ").split())[:LONGEST]
