"""Makes a report's files from how it stands. Takes seconds and draws charts: for the worker and the command alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from throughline.foundation.documents import pdf, word
from throughline.foundation.documents.html import fragment
from throughline.publishing.yearly_report.queries import Standing
from throughline.publishing.yearly_report.rendering import charts, data
from throughline.publishing.yearly_report.rendering.document import Link, document, to_appendix
from throughline.publishing.yearly_report.rendering.standalone import standalone
from throughline.publishing.yearly_report.rules.references import REFERENCE
from throughline.publishing.yearly_report.rules.showing import Audience

CONTENT_TYPES = {
    "pdf": "application/pdf",
    "docx": word.CONTENT_TYPE,
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
}


NOT_ASKED = "It was not asked for."


@dataclass(frozen=True)
class Made:
    """`files`: format → bytes (docx, csv, json, and pdf where it could be made). `html` is the single file; `page` the
    fragment for the site; `figures` the open data. `without_pdf` says why there is no PDF, '' when there is one."""

    html: str
    page: str
    figures: list[dict[str, Any]]
    files: Mapping[str, bytes]
    without_pdf: str


def make(standing: Standing, audience: Audience, *, page_link: Link = to_appendix, with_pdf: bool = True) -> Made:
    """Raises PdfFailed when the PDF is refused for its own faults; without Pango all but the PDF is made."""
    shown = standing.shown(audience)
    content = standing.content(audience)
    drawn = charts.draw_all(content)
    whole = document(content, shown, drawn)
    revisions = standing.revisions if audience is Audience.DRAFT else {}
    figures = data.rows(shown, revisions)
    files = {"docx": word.write(whole), "csv": data.as_csv(figures), "json": data.as_json(figures)}
    without_pdf = "" if with_pdf else NOT_ASKED
    try:
        if with_pdf:
            files["pdf"] = pdf.write(whole)
    except pdf.PdfUnavailable as missing:
        without_pdf = str(missing)
    return Made(
        html=standalone(whole, content.marking),
        page=fragment(document(content, shown, drawn, page_link).blocks),
        figures=figures,
        files=files,
        without_pdf=without_pdf,
    )


def frozen_content(standing: Standing, figures: list[dict[str, Any]], number: int) -> dict[str, Any]:
    """What an edition keeps beside its page: open data, each text with its figures filled in for the public."""
    shown = standing.shown(Audience.PUBLIC)

    def filled(text: str) -> str:
        return REFERENCE.sub(lambda match: shown[match[1]].text if match[1] in shown else match[0], text)

    return {
        "title": standing.title,
        "partnership": standing.records.name,
        "area": standing.records.area,
        "year": standing.year.label,
        "edition": number,
        "as_at": standing.as_at.isoformat(),
        "statute": standing.statute.title,
        "sections": [
            {"number": text.number, "key": text.key, "title": text.title, "text": filled(text.body)}
            for text in standing.texts
        ],
        "elements": [
            {"code": c.element.code, "title": c.element.title, "status": c.status, "covered_by": c.words}
            for c in standing.coverage
        ],
        "figures": figures,
        "shown": {figure_id: figure.with_unit for figure_id, figure in shown.items()},
    }
