"""What is written is read back: HTML as text, PDF with pypdf, Word with python-docx."""

import re
from io import BytesIO

import docx
import pytest
from docx.oxml.ns import qn
from pypdf import PdfReader

from throughline.foundation.documents import html, pdf, word
from throughline.foundation.documents.blocks import Document, Heading, Paragraph, Picture, Run, Table, text

from .conftest import SVG


def test_html_has_headings_with_ids_figures_and_a_table_for_the_picture(document) -> None:
    found = html.fragment(document.blocks)
    assert re.findall(r'<h(\d) class="[^"]*" id="([^"]*)">([^<]*)', found) == [
        ("2", "children", "Children &amp; families"), ("3", "detail", "In detail"),
    ]  # fmt: skip
    assert '<span class="tl-number" data-figure="care">475</span>' in found
    assert 'href="https://example.org/g?a=1&amp;b=2"' in found
    assert found.count("<table") == 2
    assert found.count("<details") == 1
    assert 'alt="A bar chart: 475 children in 2023-24"' in found
    assert "style=" not in found
    assert "<script" not in found


def test_in_print_nothing_is_folded_away(document) -> None:
    found = html.fragment(document.blocks, for_print=True)
    assert ("<details" in found, found.count("<table"), "page-break" in found) == (False, 2, True)


def test_a_picture_without_words_and_a_ragged_table_are_refused() -> None:
    with pytest.raises(ValueError, match="what it shows"):
        Picture(svg=SVG, alt=" ")
    with pytest.raises(ValueError, match="as long as"):
        Table(headers=(text("a"), text("b")), rows=((text("1"),),), caption="x")


def test_word_has_real_headings_repeated_heads_alternative_texts_and_its_language(document) -> None:
    read = docx.Document(BytesIO(word.write(document)))
    assert (read.core_properties.title, read.core_properties.language) == ("Yearly report 2023-24", "en-GB")
    styled = [(p.style.name, p.text) for p in read.paragraphs if p.style.name.startswith(("Title", "Subtitle", "Head"))]
    assert styled == [
        ("Title", "Yearly report 2023-24"), ("Subtitle", "Medway Safeguarding Children Partnership"),
        ("Heading 2", "Children & families"), ("Heading 3", "In detail"),
    ]  # fmt: skip
    assert [[cell.text for cell in row.cells] for row in read.tables[0].rows] == [
        ["Year", "Children", "Rate"], ["2022-23", "437", "66.9"], ["2023-24", "475", "72.8"],
    ]  # fmt: skip
    assert all(table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None for table in read.tables)
    assert [shape._inline.docPr.get("descr") for shape in read.inline_shapes] == [
        "A bar chart: 475 children in 2023-24"
    ]
    assert {lang.get(qn("w:val")) for lang in read.styles.element.iter(qn("w:lang"))} == {"en-GB"}
    assert read.styles["Title"].element.pPr.find(qn("w:outlineLvl")).get(qn("w:val")) == "0"
    looks = [
        (font.get(qn("w:ascii")), font.get(qn("w:asciiTheme"))) for font in read.styles.element.iter(qn("w:rFonts"))
    ]
    assert set(looks) == {("Arial", None)}  # nothing of the template is left, nor its pale colours
    assert {colour.get(qn("w:val")) for colour in read.styles.element.iter(qn("w:color"))} == {"0B0C0C"}
    footer = read.sections[0].footer.paragraphs[0]._p
    assert [field.text for field in footer.iter(qn("w:instrText"))] == ["PAGE", "NUMPAGES"]


def test_a_table_of_word_gives_room_where_the_words_are_and_fits_the_page() -> None:
    long = text("Are children heard, and what became different because of what they said?")
    table = Table((text("Question"), text("With a question at the bottom")), ((long, text("1")),), "x",
                  numeric=frozenset({1}))  # fmt: skip
    section = (read := docx.Document(BytesIO(word.write(Document("T", (table,)))))).sections[0]
    first, second = (cell.width for cell in read.tables[0].rows[0].cells)
    assert first > 2 * second
    assert (
        abs(first + second - (section.page_width - section.left_margin - section.right_margin)) < 2000
    )  # EMU: 0.05 mm


def test_each_numbered_list_of_word_starts_anew(document) -> None:
    read = docx.Document(BytesIO(word.write(document)))
    numbered = [p for p in read.paragraphs if p.style.name.startswith("List Number")]
    numbers = [p._p.pPr.numPr.numId.val for p in numbered]
    assert [p.text for p in numbered] == ["First", "Second", "Again first", "Again second"]
    assert numbers[0] == numbers[1] != numbers[2] == numbers[3]


def test_a_link_of_word_goes_where_it_says_and_a_harmful_one_nowhere() -> None:
    runs = (Run("good", link="https://example.org/"), Run("bad", link="javascript:alert(1)"))
    read = docx.Document(BytesIO(word.write(Document("T", (Paragraph(runs),)))))
    targets = [r.target_ref for r in read.part.rels.values() if r.is_external]
    assert targets == ["https://example.org/"]


def structure(reader: PdfReader) -> list[tuple[str, str]]:
    """(kind, alternative text) of every element of the structure tree, in order."""
    found: list[tuple[str, str]] = []

    def walk(node) -> None:
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, list):
            for child in node:
                walk(child)
        elif isinstance(node, dict):
            if "/S" in node:
                found.append((str(node["/S"]), str(node.get("/Alt", ""))))
            if "/K" in node:
                walk(node["/K"])

    walk(reader.trailer["/Root"]["/StructTreeRoot"]["/K"])
    return found


@pytest.mark.pango
def test_the_pdf_is_tagged_in_its_language_with_alternative_texts_and_headings_in_order(document) -> None:
    reader = PdfReader(BytesIO(pdf.write(document)))
    root = reader.trailer["/Root"]
    assert (root["/Lang"], reader.metadata.title) == ("en-GB", "Yearly report 2023-24")
    assert root["/MarkInfo"]["/Marked"] == True  # noqa: E712  pypdf's own boolean
    assert b"pdfuaid:part" in root["/Metadata"].get_data()
    tags = structure(reader)
    levels = [int(kind[2]) for kind, _ in tags if re.fullmatch(r"/H\d", kind)]
    assert levels == [1, 2, 3]
    assert [alt for kind, alt in tags if kind == "/Figure"] == ["A bar chart: 475 children in 2023-24"]
    kinds = {kind for kind, _ in tags}
    assert {"/Table", "/TR", "/TH", "/TD", "/L", "/LI", "/P", "/Link"} <= kinds
    said = "".join(page.extract_text() for page in reader.pages)
    assert "475 children were in care" in said


@pytest.mark.pango
def test_the_pdf_carries_its_own_font(document) -> None:
    reader = PdfReader(BytesIO(pdf.write(document)))
    fonts = {
        str(font.get_object()["/BaseFont"]) for page in reader.pages for font in page["/Resources"]["/Font"].values()
    }
    assert fonts
    assert all("Atkinson" in font for font in fonts)


def test_word_leaves_out_what_xml_cannot_hold() -> None:
    typed = "A\x00\x01\x0b\x1b\ufffe\ud800 line\tand \U0001f389"
    table = Table(headers=(text(typed),), rows=((text(typed),),), caption=typed, notes=(text(typed),))
    picture = Picture(svg=SVG, alt=typed, caption=typed, table=table)
    blocks = (Heading(2, text(typed), "x"), Paragraph(text(typed)), picture)
    whole = Document(title=typed, subtitle=typed, author=typed, lines=(typed,), blocks=blocks)
    read = docx.Document(BytesIO(word.write(whole)))
    plain = "A line\tand \U0001f389"
    assert {p.text for p in read.paragraphs} == {plain, ""}
    assert read.core_properties.title == plain


@pytest.mark.pango
def test_a_character_that_no_font_has_does_not_cost_the_report(caplog) -> None:
    """Private use, which no machine's fonts have."""
    unknown = "Thanks \U000f0000"
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="300" height="50"><text y="20">{unknown}</text></svg>'
    blocks = (Paragraph(text(unknown)), Picture(svg=svg.encode(), alt="Thanks"))
    reader = PdfReader(BytesIO(pdf.write(Document(title=unknown, blocks=blocks))))
    said = "".join("".join(page.extract_text() for page in reader.pages).split())
    assert said.replace("Page1of2", "").replace("Page2of2", "") == "Thanks[u+f0000]" * 4
    assert caplog.records == []


@pytest.mark.parametrize(
    ("character", "said"), [("\U0001f389", "[party popper]"), ("\u200d", ""), ("\ue000", "[u+e000]")]
)
def test_a_character_without_a_glyph_is_named(character: str, said: str) -> None:
    assert pdf._named(character) == said


@pytest.mark.pango
@pytest.mark.parametrize("address", ["https://example.org/x.png", "file:///etc/hostname", "http://127.0.0.1:9/x.png"])
def test_a_picture_that_asks_for_the_outside_fails_the_build(address: str) -> None:
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="9" height="9">'
        f'<image width="9" height="9" xlink:href="{address}"/></svg>'
    )
    with pytest.raises(pdf.PdfFailed):
        pdf.write(Document("T", (Heading(2, text("h"), "h"), Picture(svg=svg.encode(), alt="A picture"))))


@pytest.mark.pango
def test_a_picture_that_is_none_fails_the_build() -> None:
    with pytest.raises(pdf.PdfFailed, match="not made"):
        pdf.write(Document("T", (Picture(svg=b"no picture at all", alt="A picture"),)))


def test_without_pango_the_one_line_that_installs_it_is_said(document, monkeypatch) -> None:
    monkeypatch.setattr(pdf, "LIBRARIES", ("a-library-that-no-machine-has",))
    assert pdf.pdf_available() is False
    with pytest.raises(pdf.PdfUnavailable, match=r"apt-get install libpango-1\.0-0 libpangoft2-1\.0-0$"):
        pdf.write(document)
