"""A training passport as an accessible PDF. Finished values in, bytes out."""

from collections.abc import Sequence
from datetime import date

from throughline.foundation.documents import pdf
from throughline.foundation.documents.blocks import Document, Paragraph, Table, text
from throughline.foundation.ui import formats


def passport_pdf(*, name: str, partnership: str, today: date, rows: Sequence[Sequence[str]], hours: str) -> bytes:
    """`rows` with their heading. Raises PdfUnavailable, PdfFailed."""
    head, *body = rows
    blocks = [
        Paragraph(text(f"Hours of learning in the twelve months before, own statements not counted: {hours}.")),
        Table(
            tuple(text(cell) for cell in head),
            tuple(tuple(text(cell or "not stated") for cell in row) for row in body),
            caption="What was learnt",
        )
        if body
        else Paragraph(text("Nothing is on record yet.")),
    ]
    document = Document(
        title="Training passport", subtitle=name, blocks=tuple(blocks), author=partnership,
        lines=(partnership, f"As at {formats.day(today)}"), cover=False,
    )  # fmt: skip
    return pdf.write(document)
