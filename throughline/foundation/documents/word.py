"""A document as Word (.docx). What writes it is loaded with the first one: python-docx takes 3 MB of a process."""

from throughline.foundation.documents.blocks import Document

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def write(document: Document) -> bytes:
    """Control characters, which XML cannot hold, are left out."""
    from throughline.foundation.documents.word_writer import written

    return written(document)
