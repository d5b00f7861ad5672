"""The door for other apps: keep a file or take one from a person, say who may see it, make a document.

content = save_content(pdf.write(document))          # outside any transaction
add_file(by=…, at=…, content=content, kind=…, …)     # inside the app's operation

evidence = UploadField(accepts=Accepts())            # in the form: looked at, scanned, on disk
add_upload(by=…, at=…, upload=evidence, kind=…)      # inside the app's operation: the row
facts_of(file)                                       # for documents/file.html, of a file from with_facts()
"""

from throughline.foundation.documents.content import Unacceptable, recognise
from throughline.foundation.documents.fields import UploadField
from throughline.foundation.documents.filenames import clean_name
from throughline.foundation.documents.keeping import StoredContent, save_content, save_stream
from throughline.foundation.documents.operations import add_file, add_upload, remove_nameless
from throughline.foundation.documents.pdf import INSTALL, PdfFailed, PdfUnavailable, pdf_available
from throughline.foundation.documents.queries import find_file, place_of, place_of_content, read_content, with_facts
from throughline.foundation.documents.rules import register_contents, register_kind
from throughline.foundation.documents.tables import csv_file
from throughline.foundation.documents.uploads import (
    ANY_DOCUMENT,
    PICTURES,
    SLIDES,
    TABLES,
    TEXTS,
    AcceptedUpload,
    Accepts,
    FileFacts,
    accept_upload,
    facts_of,
    look_at,
)

__all__ = [
    "ANY_DOCUMENT",
    "INSTALL",
    "PICTURES",
    "SLIDES",
    "TABLES",
    "TEXTS",
    "AcceptedUpload",
    "Accepts",
    "FileFacts",
    "PdfFailed",
    "PdfUnavailable",
    "StoredContent",
    "Unacceptable",
    "UploadField",
    "accept_upload",
    "add_file",
    "add_upload",
    "clean_name",
    "csv_file",
    "facts_of",
    "find_file",
    "look_at",
    "pdf_available",
    "place_of",
    "place_of_content",
    "read_content",
    "recognise",
    "register_contents",
    "register_kind",
    "remove_nameless",
    "save_content",
    "save_stream",
    "with_facts",
]
