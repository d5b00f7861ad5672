"""The words of a kept file, for the search. Bounded, and never in a request: a file may be large or malformed."""

import csv
import logging
from pathlib import Path

LONGEST = 200_000  # characters kept of one file
MOST_PAGES = 400
MOST_BYTES = 30_000_000

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
        if kind in ("text/plain", "text/csv"):
            return _tidy(path.read_text(encoding="utf-8", errors="replace"))
    except (ValueError, KeyError, OSError, RecursionError, csv.Error, LookupError, AttributeError, TypeError) as error:
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


def _tidy(text: str) -> str:
    return " ".join(text.replace("\x00", " ").split())[:LONGEST]
