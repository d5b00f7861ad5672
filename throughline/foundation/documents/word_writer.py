"""A document as Word (.docx): real styles, repeated table heads, alternative texts, language, numbered pages."""

import re
from collections.abc import Iterable
from dataclasses import fields, is_dataclass, replace
from io import BytesIO
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.image.image import Image
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from throughline.foundation.documents.blocks import (
    Block,
    BulletList,
    Document,
    Heading,
    Inline,
    NumberedList,
    PageBreak,
    Paragraph,
    Picture,
    Quote,
    Run,
    Table,
    safe_link,
)

DEEPEST_LIST = 3  # Word's own styles end there
BLACK = "0B0C0C"
PAGE_WIDTH, PAGE_HEIGHT, MARGIN = Cm(21), Cm(29.7), Cm(2)
TEXT_WIDTH = PAGE_WIDTH - 2 * MARGIN
PIXELS_A_CM = 60  # of a picture: the letters of a chart are then as large as the text
MANY_COLUMNS = 7  # from so many on, in smaller letters
LONG, SHORT = 60, 6  # a column with longer texts gets no more room, one with shorter ones no less
NOT_XML = re.compile("[^\\t\\n\\r\\x20-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")


def written(document: Document) -> bytes:
    """See `word.write`."""
    return _Writer(_without_controls(document)).write()


def _without_controls(value: Any) -> Any:
    """The same document, each of its texts fit for XML."""
    if isinstance(value, str):
        return NOT_XML.sub("", value)
    if isinstance(value, tuple):
        return tuple(_without_controls(each) for each in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{each.name: _without_controls(getattr(value, each.name)) for each in fields(value)})
    return value


class _Writer:
    def __init__(self, document: Document) -> None:
        self.document = document
        self.word: Any = docx.Document()

    def write(self) -> bytes:
        self._properties()
        self._footer()
        self.word.add_paragraph(self.document.title, style="Title")
        if self.document.subtitle:
            self.word.add_paragraph(self.document.subtitle, style="Subtitle")
        for line in self.document.lines:
            self.word.add_paragraph(line)
        self._blocks(self.document.blocks)
        target = BytesIO()
        self.word.save(target)
        return target.getvalue()

    def _properties(self) -> None:
        core = self.word.core_properties
        core.title, core.author = self.document.title, self.document.author
        core.language, core.comments = self.document.language, ""
        styles = self.word.styles
        styles["Normal"].font.size, styles["Caption"].font.size = Pt(11), Pt(10)
        for fonts in styles.element.iter(qn("w:rFonts")):  # the template's own fonts and pale colours go
            fonts.attrib.clear()
            for script in ("ascii", "hAnsi", "cs"):
                fonts.set(qn(f"w:{script}"), "Arial")
        for colour in styles.element.iter(qn("w:color")):
            colour.attrib.clear()
            colour.set(qn("w:val"), BLACK)
        language = OxmlElement("w:lang")
        styles["Normal"].element.get_or_add_rPr().append(language)
        for each in styles.element.iter(qn("w:lang")):
            each.set(qn("w:val"), self.document.language)
        level = OxmlElement("w:outlineLvl")  # the title is the first heading for who goes by headings
        level.set(qn("w:val"), "0")
        styles["Title"].element.get_or_add_pPr().append(level)
        section = self.word.sections[0]
        section.page_width, section.page_height = PAGE_WIDTH, PAGE_HEIGHT
        section.left_margin = section.right_margin = MARGIN

    def _footer(self) -> None:
        paragraph = self.word.sections[0].footer.paragraphs[0]
        paragraph.add_run(f"{self.document.title}    Page ")
        _field(paragraph, "PAGE")
        paragraph.add_run(" of ")
        _field(paragraph, "NUMPAGES")

    def _blocks(self, blocks: Iterable[Block], style: str | None = None) -> None:
        for block in blocks:
            self._block(block, style)

    def _block(self, block: Block, style: str | None) -> None:
        match block:
            case Heading(level, runs, _):
                self._runs(self.word.add_paragraph(style=f"Heading {level}"), runs)
            case Paragraph(runs):
                self._runs(self.word.add_paragraph(style=style), runs)
            case BulletList() | NumberedList():
                self._list(block, 1)
            case Table():
                self._table(block)
            case Picture():
                self._picture(block)
            case Quote(blocks):
                self._blocks(blocks, "Quote")
            case PageBreak():
                self.word.add_paragraph().add_run().add_break(WD_BREAK.PAGE)

    def _list(self, block: BulletList | NumberedList, depth: int) -> None:
        kind = "List Bullet" if isinstance(block, BulletList) else "List Number"
        style = kind if depth == 1 else f"{kind} {min(depth, DEEPEST_LIST)}"
        number = self._numbering(style, block.start) if isinstance(block, NumberedList) else None
        for item in block.items:
            paragraph = self.word.add_paragraph(style=style)
            if number is not None:
                properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
                properties.get_or_add_ilvl().val = 0
                properties.get_or_add_numId().val = number
            self._runs(paragraph, item.runs)
            for below in item.below:
                self._list(below, depth + 1)

    def _numbering(self, style: str, start: int) -> int:
        """A numbering of its own, so that each list starts anew."""
        part = self.word.part.numbering_part.element
        of_style = self.word.styles[style].element.pPr.numPr.numId.val
        abstract = next(num for num in part.num_lst if num.numId == of_style).abstractNumId.val
        number = part.add_num(abstract)
        number.add_lvlOverride(ilvl=0).add_startOverride(start)
        return int(number.numId)

    def _runs(self, paragraph: Any, runs: Inline) -> None:
        for run in runs:
            link = safe_link(run.link)
            if link.startswith(("http", "mailto", "tel")):
                self._link(paragraph, run, link)
            else:
                _styled(paragraph.add_run(run.text), run)

    def _link(self, paragraph: Any, run: Run, link: str) -> None:
        relation = self.word.part.relate_to(link, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        holder = OxmlElement("w:hyperlink")
        holder.set(qn("r:id"), relation)
        written = _styled(paragraph.add_run(run.text), run)
        written.font.underline, written.font.color.rgb = True, RGBColor(0x1A, 0x65, 0xA6)
        holder.append(written._r)
        paragraph._p.append(holder)

    def _caption(self, words: str) -> None:
        self.word.add_paragraph(words, style="Caption").paragraph_format.keep_with_next = True

    def _table(self, table: Table, *, above: str = "") -> None:
        """`above`: the caption that stands above it already."""
        if table.caption and table.caption != above:
            self._caption(table.caption)
        made = self.word.add_table(rows=0, cols=len(table.headers), style="Table Grid")
        _describe_table(made, table.caption)
        for column, width in zip(made.columns, _widths(table), strict=True):
            column.width = width  # of every row that is added
        made.add_row()
        heading = made.rows[0]._tr.get_or_add_trPr()
        repeated = OxmlElement("w:tblHeader")
        repeated.set(qn("w:val"), "true")
        heading.append(repeated)
        self._row(made.rows[0], table, table.headers, bold=True)
        for row in table.rows:
            self._row(made.add_row(), table, row, bold=False)
        for note in table.notes:
            self._runs(self.word.add_paragraph(), note)
        self.word.add_paragraph()

    def _row(self, row: Any, table: Table, cells: tuple[Inline, ...], *, bold: bool) -> None:
        for column, (cell, runs) in enumerate(zip(row.cells, cells, strict=True)):  # `.cells` searches the whole row
            paragraph = cell.paragraphs[0]
            self._runs(paragraph, runs)
            if column in table.numeric:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            for written in paragraph.runs:
                if bold:
                    written.bold = True
                if len(cells) >= MANY_COLUMNS:
                    written.font.size = Pt(9)
        not_split = OxmlElement("w:cantSplit")
        row._tr.get_or_add_trPr().append(not_split)

    def _picture(self, picture: Picture) -> None:
        if picture.png:
            if picture.caption:
                self._caption(picture.caption)
            width = Cm(Image.from_blob(picture.png).px_width / PIXELS_A_CM)
            shape = self.word.add_picture(BytesIO(picture.png), width=min(width, TEXT_WIDTH))
            properties = shape._inline.docPr
            properties.set("descr", picture.alt)
            properties.set("name", picture.caption or "Picture")
        if picture.table is not None:
            self._table(picture.table, above=picture.caption if picture.png else "")


def _widths(table: Table) -> list[int]:
    """The room of each column by the root of its longest text, of a column of numbers by its longest word."""

    def longest(column: int) -> int:
        texts = ["".join(run.text for run in cells[column]) for cells in (table.headers, *table.rows)]
        if column in table.numeric:
            texts = [word for each in texts for word in each.split()]
        return min(max(map(len, texts), default=0), LONG)

    wanted = [max(longest(column), SHORT) ** 0.5 for column in range(len(table.headers))]
    return [int(TEXT_WIDTH * each / sum(wanted)) for each in wanted]


def _describe_table(made: Any, caption: str) -> None:
    if caption:
        title = OxmlElement("w:tblCaption")
        title.set(qn("w:val"), caption)
        made._tbl.tblPr.append(title)


def _styled(written: Any, run: Run) -> Any:
    written.bold, written.italic = run.strong or None, run.emphasis or None
    return written


def _field(paragraph: Any, name: str) -> None:
    """A number that Word works out, such as PAGE."""
    for kind, content in (("begin", ""), ("", name), ("end", "")):
        run = paragraph.add_run()._r
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.set(qn("xml:space"), "preserve")
            element.text = content
        run.append(element)
