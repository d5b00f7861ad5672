"""The report as one HTML file that fetches nothing."""

from pathlib import Path

from django.template.loader import render_to_string

from throughline.foundation.documents.blocks import Document
from throughline.foundation.documents.html import fragment

_STYLE = Path(__file__).with_name("report.css")


def standalone(document: Document, marking: str) -> str:
    """`marking` stands in a frame at the top, '' for none."""
    return render_to_string(
        "yearly_report/print/standalone.html",
        {
            "title": document.title,
            "partnership": document.subtitle,
            "lines": [line for line in document.lines if line != marking],
            "marking": marking,
            "style": _STYLE.read_text(encoding="utf-8"),
            "body": fragment(document.blocks, for_print=True),
        },
    )
