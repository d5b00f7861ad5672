"""CommonMark into blocks: structure, figure references, and nothing that could do harm."""

import pytest

from throughline.foundation.documents.blocks import (
    BulletList,
    Heading,
    Item,
    NumberedList,
    Paragraph,
    Quote,
    Run,
    Table,
    text,
)
from throughline.foundation.documents.html import fragment
from throughline.foundation.documents.markdown import figure_ids, parse


def test_every_construct_becomes_its_block() -> None:
    source = """# One

Plain **strong *both*** and [a link](https://example.org/).

- a
- b
  1. c
  2. d

3. third

> said

| Year | Children |
| ---- | -------: |
| 2023 | 437 |
"""
    assert parse(source) == (
        Heading(2, text("One"), "one"),
        Paragraph(
            (Run("Plain "), Run("strong ", strong=True), Run("both", strong=True, emphasis=True), Run(" and "),
             Run("a link", link="https://example.org/"), Run("."))
        ),
        BulletList((Item(text("a")), Item(text("b"), (NumberedList((Item(text("c")), Item(text("d")))),)))),
        NumberedList((Item(text("third")),), start=3),
        Quote((Paragraph(text("said")),)),
        Table(headers=(text("Year"), text("Children")), rows=((text("2023"), text("437")),), numeric=frozenset({1})),
    )  # fmt: skip


def test_headings_have_ids_of_their_own_and_no_level_is_skipped() -> None:
    blocks = parse("# A\n\n#### A\n\n## B\n\n# A\n", id_prefix="s1-")
    assert [(b.level, b.id) for b in blocks if isinstance(b, Heading)] == [
        (2, "s1-a"), (3, "s1-a-2"), (3, "s1-b"), (2, "s1-a-3"),
    ]  # fmt: skip


def test_a_figure_reference_is_replaced_in_the_manner_of_its_place() -> None:
    def figure(id_: str) -> list[Run]:
        return [Run("475", figure=id_)]

    source = "There were **{{ figure:care.at-31-march }}** children, {{figure:x}} more."
    assert parse(source, figure=figure) == (
        Paragraph(
            (Run("There were "), Run("475", strong=True, figure="care.at-31-march"), Run(" children, "),
             Run("475", figure="x"), Run(" more."))
        ),
    )  # fmt: skip
    assert figure_ids(source + " {{ figure:x }}") == ["care.at-31-march", "x"]
    assert parse("{{ figure:x }}") == (Paragraph(text("{{ figure:x }}")),)


def test_a_figure_in_a_table_cell_and_a_list_is_replaced_too() -> None:
    blocks = parse("| a |\n|---|\n| {{ figure:x }} |\n\n- {{ figure:y }}\n", figure=lambda id_: [Run("1", figure=id_)])
    assert blocks[0].rows == (((Run("1", figure="x"),),),)
    assert blocks[1].items == (Item((Run("1", figure="y"),)),)


@pytest.mark.parametrize(
    "source",
    [
        "<script>alert(1)</script>",
        "Text <img src=x onerror=alert(1)> more",
        "[press](javascript:alert(1))",
        "[press](JaVaScRiPt:alert(1))",
        "[press](data:text/html;base64,PHNjcmlwdD4=)",
        "[press](//evil.example.org/)",
        "![a picture](https://evil.example.org/x.png)",
        "# <b onclick=alert(1)>h</b>",
        "| <i onload=x> |\n|---|\n| <script>1</script> |",
        "<https://example.org/'><script>alert(1)</script>>",
    ],
)
def test_nothing_in_markdown_reaches_the_page_as_markup(source: str) -> None:
    html = fragment(parse(source)).lower()
    for harm in ("<script", "<b ", "<i ", 'href="javascript', 'href="data', 'href="//', "<img"):
        assert harm not in html


def test_raw_html_is_shown_as_written() -> None:
    assert fragment(parse("a <b>c</b>")) == '<p class="govuk-body">a &lt;b&gt;c&lt;/b&gt;</p>'
