"""Content → blocks of foundation.documents, for the page, the PDF and the Word document."""

import re
from collections.abc import Callable

from throughline.foundation.documents.blocks import (
    Block,
    BulletList,
    Document,
    Heading,
    Item,
    Paragraph,
    Run,
    safe_link,
)
from throughline.foundation.documents.markdown import parse
from throughline.foundation.names import slug_of
from throughline.foundation.ui.formats import dialled
from throughline.publishing.bulletin.rules.content import Content, Row, Section

Whole = Callable[[str], str]


def blocks_of(content: Content, *, whole: Whole = str) -> tuple[Block, ...]:
    """For documents that leave the site: `whole(path)` makes its address whole, and a picture is told in words."""
    found: list[Block] = list(parse(content.introduction, top_level=3, id_prefix="introduction-"))
    for number, section in enumerate(content.sections, start=1):
        heading, *rest = section_blocks(section, f"{number}-{slug_of(section.heading, 40) or 'block'}", whole=whole)
        found.append(heading)
        if section.picture:
            found.append(Paragraph((Run(f"Picture: {section.picture_alt}", emphasis=True),)))
        found += rest
    return tuple(found)


def section_blocks(section: Section, anchor: str, *, whole: Whole = str) -> list[Block]:
    found: list[Block] = [Heading(2, (Run(section.heading),), anchor)]
    if section.for_whom:
        found.append(Paragraph((Run("For: ", strong=True), Run(section.for_whom))))
    found += parse(section.text, top_level=3, id_prefix=f"{anchor}-")
    if section.rows:
        found.append(BulletList(tuple(Item(row_runs(row, whole=whole)) for row in section.rows)))
    elif section.empty:
        found.append(Paragraph((Run(section.empty),)))
    if section.link_url and safe_link(section.link_url):
        found.append(Paragraph((Run(section.link_text or section.link_url, link=whole(section.link_url)),)))
    return found


def row_runs(row: Row, *, whole: Whole = str) -> tuple[Run, ...]:
    """The title, as a link where it leads somewhere; a number to call can be called."""
    note = row.note
    if re.fullmatch(r"[\d +]{3,20}", note):
        return Run(f"{row.title}: "), Run(note, strong=True, link=f"tel:{dialled(note)}")
    title = Run(row.title, strong=not row.url, link=whole(row.url) if row.url else "")
    return (title, Run(f"\n{note}")) if note else (title,)


def document_of(content: Content, *, partnership: str, whole: Whole = str) -> Document:
    return Document(
        title=content.title, blocks=blocks_of(content, whole=whole), author=partnership,
        lines=(", ".join(filter(None, [partnership, content.dated_line])),), cover=False,
    )  # fmt: skip
