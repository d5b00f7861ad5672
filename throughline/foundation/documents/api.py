"""The door for other apps: keep a file, say who may see it, make a document.

content = save_content(pdf.write(document))          # outside any transaction
add_file(by=…, at=…, content=content, kind=…, …)     # inside the app's operation
"""

from throughline.foundation.documents.operations import StoredContent, add_file, remove_nameless, save_content
from throughline.foundation.documents.pdf import INSTALL, PdfFailed, PdfUnavailable, pdf_available
from throughline.foundation.documents.queries import find_file, place_of, read_content
from throughline.foundation.documents.rules import register_kind
from throughline.foundation.documents.tables import csv_file

__all__ = [
    "INSTALL",
    "PdfFailed",
    "PdfUnavailable",
    "StoredContent",
    "add_file",
    "csv_file",
    "find_file",
    "pdf_available",
    "place_of",
    "read_content",
    "register_kind",
    "remove_nameless",
    "save_content",
]
