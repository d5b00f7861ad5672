"""An issue as plain text, for the mail's second part and for readers who want no pictures. Pure."""

import re
import textwrap

from throughline.foundation.documents.blocks import (
    Block,
    BulletList,
    Heading,
    NumberedList,
    Paragraph,
    Quote,
    Run,
    Table,
)
from throughline.foundation.documents.markdown import parse
from throughline.publishing.bulletin.rules.content import Content, Section

WIDTH = 72


def as_text(content: Content) -> str:
    """Headings underlined, links written out below what they belong to."""
    parts = [content.title, content.dated_line, *_markdown(content.introduction)]
    for section in content.sections:
        parts.append(f"{section.heading}\n{'-' * min(len(section.heading), WIDTH)}")
        parts += _section(section)
    return "\n\n".join(part for part in parts if part.strip()) + "\n"


def _section(section: Section) -> list[str]:
    parts: list[str] = []
    if section.for_whom:
        parts.append(_fold(f"For: {section.for_whom}"))
    if section.picture_alt:
        parts.append(_fold(f"[Picture: {section.picture_alt}]"))
    parts += _markdown(section.text)
    rows = [_row(row.title, row.note, row.url) for row in section.rows]
    parts += rows or ([_fold(section.empty)] if section.empty else [])
    if section.link_url:
        parts.append(f"{section.link_text}:\n{section.link_url}")
    return parts


def _row(title: str, note: str, url: str) -> str:
    said = _fold(f"{title}. {note}" if note else title, "* ", "  ")
    return f"{said}\n  {url}" if url else said


def _markdown(text: str) -> list[str]:
    return [part for block in parse(text, top_level=3) for part in _block(block)] if text else []


def _block(block: Block) -> list[str]:
    match block:
        case Heading(_, runs, _) | Paragraph(runs):
            return ["\n".join(_fold(line) for line in _words(runs).split("\n"))]
        case BulletList(items):
            return ["\n".join(_fold(_words(item.runs), "* ", "  ") for item in items)]
        case NumberedList(items, start):
            return ["\n".join(_fold(_words(item.runs), f"{n}. ", "   ") for n, item in enumerate(items, start))]
        case Quote(blocks):
            return [textwrap.indent(part, "> ") for inner in blocks for part in _block(inner)]
        case Table(_, rows):
            return ["\n".join(_fold("; ".join(_words(cell) for cell in row), "* ", "  ") for row in rows)]
        case _:
            return []


def _words(runs: tuple[Run, ...]) -> str:
    """A link's address follows its words, unless it is the same."""
    said = ""
    for run in runs:
        link = run.link.removeprefix("mailto:").removeprefix("tel:")
        said += f"{run.text} ({link})" if link and link != run.text else run.text
    return said


def _fold(text: str, first: str = "", then: str = "") -> str:
    text = re.sub(r"[ \t]+", " ", text.replace("\n", " ")).strip()
    whole = re.sub(r"(?<=\d) (?=\d)", "\u00a0", text)  # a number to call stays in one line
    folded = textwrap.fill(
        whole, WIDTH, initial_indent=first, subsequent_indent=then, break_long_words=False, break_on_hyphens=False
    )
    return folded.replace("\u00a0", " ")
