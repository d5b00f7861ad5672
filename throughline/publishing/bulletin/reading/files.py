"""A back issue's file → lines: plain text, a page or a Word document. What is not safe or not text is refused."""

import io
import re
import zipfile
from html.parser import HTMLParser
from typing import Any

from throughline.foundation.archives import ArchiveLimits, BadArchive, check_archive
from throughline.publishing.bulletin.reading.lines import BULLETS, Line, lines_of_text

MEGABYTE = 1024 * 1024
LARGEST = 20 * MEGABYTE  # bytes, of the file
WORD_LIMITS = ArchiveLimits(members=2_000, total=100 * MEGABYTE, member=50 * MEGABYTE)
_BLOCKS = frozenset(
    [
        "p",
        "div",
        "li",
        "ul",
        "ol",
        "tr",
        "table",
        "section",
        "article",
        "header",
        "footer",
        "br",
        "blockquote",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
    ]
)
_UNREAD = frozenset(["script", "style", "head", "template", "noscript"])


class CannotRead(ValueError):
    """The file is refused. The text is fit for whoever sent it."""


def lines_of(content: bytes, *, name: str) -> list[Line]:
    """Decided by the content, not by the name. Raises CannotRead."""
    if len(content) > LARGEST:
        raise CannotRead(f"The file is larger than {LARGEST // MEGABYTE} MB.")
    if content.startswith(b"PK\x03\x04"):
        return _word(content)
    if content.startswith((b"%PDF", b"\xd0\xcf\x11\xe0")):
        raise CannotRead("Back issues are read from .txt, .html and .docx files. Save this one as one of them.")
    text = _decoded(content)
    if re.search(r"<(?:!doctype|html|body|p|h[1-6]|div)\b", text[:5000], re.IGNORECASE):
        found = _html(text)
    else:
        found = lines_of_text(text)
    if not found:
        raise CannotRead("There is no text in the file.")
    return found


def _decoded(content: bytes) -> str:
    if b"\0" in content:
        raise CannotRead("The file is no text: it holds a zero byte.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            return content.decode("cp1252")  # what older Word saved as 'plain text'
        except UnicodeDecodeError as error:
            raise CannotRead("The file is not text in UTF-8 or Windows-1252.") from error


def _line(number: int, text: str, *, heading: bool, bullet: bool) -> Line | None:
    words = " ".join(text.split())
    listed = bullet or words[:1] in "·•▪●◦‣∙"
    words = words.lstrip(BULLETS + " ") if words[:1] in BULLETS and listed else words
    return Line(number, words, heading=heading and not bullet, bullet=listed and not heading) if words else None


def _word(content: bytes) -> list[Line]:
    """Paragraphs and tables in their order. Headings by their style; without any, as in plain text."""
    import docx  # slow to import, and needed for this alone
    from docx.table import Table

    try:
        check_archive(io.BytesIO(content), WORD_LIMITS)
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
            if any(name.lower().endswith(("vbaproject.bin", ".bin", ".ole")) for name in names):
                raise CannotRead("The document holds a macro or an embedded program. Save it as .docx without them.")
            for name in names:
                if name.endswith((".xml", ".rels")) and re.search(rb"<!(?:DOCTYPE|ENTITY)", archive.read(name), re.I):
                    raise CannotRead("The document names entities from outside; it is no ordinary Word document.")
        document = docx.Document(io.BytesIO(content))
    except BadArchive as bad:
        raise CannotRead(str(bad)) from bad
    except (KeyError, ValueError, zipfile.BadZipFile, SyntaxError) as error:
        if isinstance(error, CannotRead):
            raise
        raise CannotRead("This is no Word document that can be read.") from error
    texts: list[tuple[str, str]] = []
    for block in document.iter_inner_content():
        if isinstance(block, Table):
            texts += [line for row in block.rows for line in _row([_paragraphs(cell) for cell in row.cells])]
        else:
            texts.append((block.text, (block.style.name or "") if block.style is not None else ""))
    if not any(style.startswith(("Heading", "Title")) for _, style in texts):
        plain = "\n".join(("• " if style.startswith("List") else "") + " ".join(text.split()) for text, style in texts)
        return lines_of_text(plain)
    found = (
        _line(number, text, heading=style.startswith(("Heading", "Title")), bullet=style.startswith("List"))
        for number, (text, style) in enumerate(texts, start=1)
    )
    return [line for line in found if line is not None]


def _paragraphs(cell: Any) -> list[str]:
    return [paragraph.text for paragraph in cell.paragraphs if paragraph.text.strip()]


def _row(cells: list[list[str]]) -> list[tuple[str, str]]:
    """(text, style) of a table's row: a point of a list where each cell is a few words, as in a list of sessions."""
    unmerged = [cell for number, cell in enumerate(cells) if cell and (not number or cell != cells[number - 1])]
    if len(unmerged) > 1 and all(len(cell) == 1 for cell in unmerged):
        return [(", ".join(" ".join(cell[0].split()) for cell in unmerged), "List")]
    return [(text, "") for cell in unmerged for text in cell]


class _Reader(HTMLParser):
    """Blocks of a page, one a line; nothing of scripts and styles."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[Line] = []
        self.text: list[str] = []
        self.kind = ""
        self.number = 1
        self.unread = 0
        self.in_a_row = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNREAD:
            self.unread += 1
        elif tag in ("td", "th"):
            self.in_a_row = bool("".join(self.text).strip())
        elif tag in _BLOCKS:
            self.end_block()
            self.kind = tag
            self.number = self.getpos()[0]

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNREAD:
            self.unread = max(0, self.unread - 1)
        elif tag in _BLOCKS:
            self.end_block()
            self.kind = ""

    def handle_data(self, data: str) -> None:
        if not self.unread:
            if not self.text:
                self.number = self.getpos()[0]
            if self.in_a_row and data.strip():  # cells of a few words each: a point of a list
                self.text, self.kind = ["".join(self.text).rstrip(), ", "], "li"
                self.in_a_row = False
            self.text.append(data)

    def end_block(self) -> None:
        heading = re.fullmatch(r"h[1-6]", self.kind) is not None
        line = _line(self.number, "".join(self.text), heading=heading, bullet=self.kind == "li")
        if line is not None:
            self.lines.append(line)
        self.text, self.in_a_row = [], False


def _html(text: str) -> list[Line]:
    reader = _Reader()
    reader.feed(text)
    reader.close()
    reader.end_block()
    if any(line.heading for line in reader.lines):
        return reader.lines
    return [
        line if line.bullet else headed
        for line in reader.lines
        for headed in lines_of_text("\n" * (line.number - 1) + line.text)
    ]
