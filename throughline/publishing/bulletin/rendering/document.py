"""Content → blocks of foundation.documents, for the page, the PDF and the Word document."""

import re
from base64 import b64encode
from collections.abc import Callable, Mapping
from io import BytesIO

from throughline.foundation.documents.blocks import (
    Block,
    BulletList,
    Document,
    Heading,
    Item,
    Paragraph,
    Picture,
    Run,
    safe_link,
)
from throughline.foundation.documents.markdown import parse
from throughline.foundation.names import slug_of
from throughline.foundation.ui.formats import dialled
from throughline.publishing.bulletin.rules.content import Content, Row, Section

Whole = Callable[[str], str]


Pictures = Mapping[str, bytes]


def blocks_of(content: Content, *, whole: Whole = str, pictures: Pictures | None = None) -> tuple[Block, ...]:
    """For documents that leave the site: `whole(path)` makes its address whole. `pictures`: the bytes of each by its
    path; one that is not there is told in words."""
    found: list[Block] = list(parse(content.introduction, top_level=3, id_prefix="introduction-"))
    for number, section in enumerate(content.sections, start=1):
        heading, *rest = section_blocks(section, f"{number}-{slug_of(section.heading, 40) or 'block'}", whole=whole)
        found.append(heading)
        if section.picture:
            found.append(_picture(section, (pictures or {}).get(section.picture)))
        found += rest
    return tuple(found)


def _picture(section: Section, content: bytes | None) -> Block:
    """Drawn, as an SVG around it for the PDF and as it is for Word."""
    from PIL import Image

    if content is None or not section.picture_alt.strip():
        return Paragraph((Run(f"Picture: {section.picture_alt}", emphasis=True),))
    with Image.open(BytesIO(content)) as image:
        width, height, kind = image.width, image.height, image.format
    data = f"data:image/{(kind or 'png').lower()};base64,{b64encode(content).decode()}"
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}">'
        f'<image width="{width}" height="{height}" href="{data}"/></svg>'
    )
    return Picture(svg.encode(), section.picture_alt, png=content)


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


def document_of(
    content: Content, *, partnership: str, whole: Whole = str, pictures: Pictures | None = None
) -> Document:  # fmt: skip
    return Document(
        title=content.title, blocks=blocks_of(content, whole=whole, pictures=pictures), author=partnership,
        lines=(", ".join(filter(None, [partnership, content.dated_line])),), cover=False,
    )  # fmt: skip
