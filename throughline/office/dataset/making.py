"""The pack's page and files from what it stands on. Seconds of work: never in a request, never in a transaction."""

from dataclasses import dataclass
from datetime import date

from throughline.foundation.documents import pdf, word
from throughline.foundation.documents.api import PdfFailed, PdfUnavailable
from throughline.foundation.documents.html import fragment
from throughline.foundation.sheets.api import excel_file
from throughline.office.dataset.documents import SHEET, pack_document, parts_of, sheet_rows
from throughline.office.dataset.queries.packs import pack_facts


@dataclass(frozen=True)
class Made:
    """`files`: form → bytes. `note` says why a PDF is not among them, '' where it is."""

    html: str
    files: dict[str, bytes]
    note: str


def make_pack(as_at: date, partnership: str) -> Made:
    facts = pack_facts(as_at)
    parts = parts_of(facts)
    document = pack_document(facts, parts, partnership=partnership)
    files, note = {}, ""
    with pdf.written_beside(document) as written:
        files["docx"] = word.write(pack_document(facts, parts, partnership=partnership, for_word=True))
        files["xlsx"] = excel_file("Dataset pack", SHEET, sheet_rows(parts))
        try:
            files["pdf"] = written()
        except (PdfUnavailable, PdfFailed) as failed:
            note = f"The PDF could not be made: {failed}"
    return Made(fragment(document.blocks), files, note)
