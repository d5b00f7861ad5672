"""A document as a tagged PDF (PDF/UA-1) by WeasyPrint, which is imported here only: it needs Pango.

Nothing is fetched from outside and no file is read but the fonts that ship with the product. Whatever WeasyPrint logs
as an error or a warning fails the build: a missing alternative text is only a logged error there. Characters that no
font here has are written as their names, as in [party popper]: an unusual name or an emoji must not cost the report.
"""

import base64
import logging
import re
import unicodedata
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from ctypes.util import find_library
from importlib.resources import files
from io import BytesIO
from multiprocessing import get_context
from typing import Any

from throughline.foundation.documents import html
from throughline.foundation.documents.blocks import Document

LIBRARIES = ("pango-1.0", "pangoft2-1.0")
INSTALL = "apt-get install libpango-1.0-0 libpangoft2-1.0-0"
NO_GLYPH = re.compile(r"\.notdef glyph .*\(U\+([0-9A-F]{4,6})\)")  # in what WeasyPrint says of a missing character
PICTURE = re.compile(r"(data:image/svg\+xml;base64,)([A-Za-z0-9+/=]+)")
FONT = "throughline-font:"
FONTS = (
    ("atkinson-hyperlegible-next-latin-400-normal.woff2", 400, "normal"),
    ("atkinson-hyperlegible-next-latin-400-italic.woff2", 400, "italic"),
    ("atkinson-hyperlegible-next-latin-700-normal.woff2", 700, "normal"),
)
STYLE = """
@page { size: A4; margin: 22mm 20mm 24mm;
  @bottom-left { content: string(title); font: 9pt 'Atkinson'; color: #484949; }
  @bottom-right { content: 'Page ' counter(page) ' of ' counter(pages); font: 9pt 'Atkinson'; color: #484949; } }
@page :first { @bottom-left { content: none } }
body { font: 11pt/1.45 'Atkinson', 'DejaVu Sans', sans-serif; color: #0b0c0c; margin: 0; }
h1 { font-size: 28pt; line-height: 1.15; margin: 40mm 0 6mm; string-set: title content(); }
h2 { font-size: 19pt; margin: 10mm 0 3mm; } h3 { font-size: 14pt; margin: 7mm 0 2mm; }
h4, h5, h6 { font-size: 11pt; margin: 5mm 0 1mm; }
h2, h3, h4, h5, h6 { break-after: avoid; line-height: 1.2; }
.subtitle { font-size: 16pt; margin: 0 0 4mm; } .line { margin: 0 0 1mm; color: #484949; }
.cover { break-after: page; } .top h1 { margin-top: 0; }
p, li { margin: 0 0 2.5mm; orphans: 3; widows: 3; } ul, ol { margin: 0 0 3mm; padding-left: 7mm; }
a { color: #1a65a6; } blockquote { margin: 4mm 0; padding: 0 0 0 5mm; border-left: 3pt solid #b1b4b6; }
table { border-collapse: collapse; width: 100%; margin: 4mm 0; font-size: 9.5pt; }
caption { text-align: left; font-weight: 700; padding-bottom: 1.5mm; break-after: avoid; } tr { break-inside: avoid; }
th, td { text-align: left; vertical-align: top; padding: 1.2mm 2mm 1.2mm 0; border-bottom: 0.5pt solid #b1b4b6; }
thead th { border-bottom: 1pt solid #0b0c0c; }
.of-picture table { table-layout: fixed; } /* many and alike: even columns spare two readings of every cell */
.of-picture table:has(thead th:nth-child(2):last-child) { width: 50%; } /* a value near its period */
.govuk-table__header--numeric, .govuk-table__cell--numeric { text-align: right; }
figure { margin: 5mm 0; break-inside: avoid; } img { max-width: 100%; } figcaption { font-size: 9.5pt; }
@page tight { margin: 15mm 18mm 17mm; @bottom-left { content: none } }
.tight { page: tight; font-size: 10pt; line-height: 1.3; } .tight h1 { font-size: 19pt; margin-bottom: 2mm; }
.tight h2 { font-size: 11.5pt; margin: 3mm 0 0.5mm; } .tight p { margin-bottom: 0.8mm; }
.govuk-body-s { font-size: 9.5pt; } .page-break { break-after: page; }
"""


class PdfUnavailable(Exception):
    """Pango is missing. The text says what to do."""

    def __init__(self) -> None:
        super().__init__(f"PDF needs Pango, which is not on this machine. On Debian or Ubuntu: {INSTALL}")


class PdfFailed(Exception):
    """The document cannot be written as an accessible PDF; the text lists why."""


def pdf_available() -> bool:
    return all(find_library(name) for name in LIBRARIES)


def write(document: Document) -> bytes:
    """The PDF. Raises PdfUnavailable, or PdfFailed. Takes seconds: never inside a transaction or a request."""
    if not pdf_available():
        raise PdfUnavailable
    fonts = "".join(
        f"@font-face {{ font-family: 'Atkinson'; font-weight: {weight}; font-style: {style};"
        f" src: url('{FONT}{name}') format('woff2'); }}"
        for name, weight, style in FONTS
    )
    page = html.page(document, stylesheet=fonts + STYLE)
    content, said = _render(page)
    without = {int(found[1], 16) for line in said if (found := NO_GLYPH.search(line))}
    if without:
        names = {code: _named(chr(code)) for code in without}
        content, said = _render(PICTURE.sub(lambda found: _translated(found, names), page.translate(names)))
    if said:
        raise PdfFailed("The PDF was not made: " + "; ".join(said))
    return content


@contextmanager
def written_beside(document: Document) -> Iterator[Callable[[], bytes]]:
    """`write` in a process of its own while the caller works on; what is yielded waits for it, and raises as it does.
    A long document keeps one processor busy for seconds; another one can write its other forms meanwhile."""
    if not pdf_available():
        yield _unavailable
        return
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as beside:
        yield beside.submit(write, document).result


def _unavailable() -> bytes:
    raise PdfUnavailable


def _render(page: str) -> tuple[bytes, list[str]]:
    """The PDF, and what was wrong with it."""
    from weasyprint import HTML

    complaints = _Complaints()
    logger = logging.getLogger("weasyprint")
    propagates, logger.propagate = logger.propagate, False  # they are told once, by whoever catches PdfFailed
    logger.addHandler(complaints)
    try:
        target = BytesIO()
        HTML(string=page, url_fetcher=_fetcher()).write_pdf(target, pdf_variant="pdf/ua-1")
    finally:
        logger.removeHandler(complaints)
        logger.propagate = propagates
    return target.getvalue(), complaints.said


def _translated(picture: re.Match[str], names: dict[int, str]) -> str:
    svg = base64.b64decode(picture[2]).decode()
    return picture[1] + base64.b64encode(svg.translate(names).encode()).decode()


def _named(character: str) -> str:
    """[party popper]; nothing for what is never seen, such as a joiner."""
    if unicodedata.category(character) in ("Cf", "Mn", "Me"):
        return ""
    return f"[{unicodedata.name(character, f'U+{ord(character):04X}').lower()}]"


class _Complaints(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(record.getMessage())


def _fetcher() -> Any:
    """Fonts that ship with the product, and what the document carries within itself; nothing else."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class OwnFilesOnly(URLFetcher):
        def fetch(self, url: str, headers: Any = None) -> Any:
            if url.startswith(FONT):
                name = url.removeprefix(FONT)
                if name not in {font for font, _, _ in FONTS}:
                    raise ValueError(f"No such font: {name}")
                content = files("throughline.foundation.ui").joinpath("static", "ui", "fonts", name).read_bytes()
                return URLFetcherResponse(url, content, {"Content-Type": "font/woff2"})
            if url.startswith("data:"):
                return super().fetch(url, headers)
            raise ValueError("Nothing is fetched from outside.")

    return OwnFilesOnly(allowed_protocols=("data",), allow_redirects=False)
