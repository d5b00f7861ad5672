"""An issue's content as it is shown and frozen: sections with text and rows. JSON in, JSON out, one hash. Pure."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True)
class Row:
    """One line of a list: a session, a document, a number to call. `url` "" for none; `source` names the record."""

    title: str
    note: str = ""
    url: str = ""
    source: str = ""


@dataclass(frozen=True)
class Section:
    """A block, worked out. `text` is Markdown. `picture` is the public path of the picture; `block` the block's id."""

    kind: str
    heading: str
    text: str = ""
    for_whom: str = ""
    link_text: str = ""
    link_url: str = ""
    picture: str = ""
    picture_alt: str = ""
    rows: tuple[Row, ...] = ()
    empty: str = ""
    block: int = 0


@dataclass(frozen=True)
class Content:
    """`dated` as shown: "February 2024". `introduction` is Markdown."""

    title: str
    subject: str
    dated: str
    introduction: str = ""
    sections: tuple[Section, ...] = field(default=())

    @property
    def dated_line(self) -> str:
        """What stands below the title; "" where the title says it."""
        return "" if self.dated in self.title else self.dated


def as_data(content: Content) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(json.dumps(asdict(content)))
    return found


def from_data(data: Mapping[str, Any]) -> Content:
    """Raises KeyError or TypeError where the data is no content."""
    sections = tuple(
        Section(**{**section, "rows": tuple(Row(**row) for row in section["rows"])}) for section in data["sections"]
    )
    return Content(data["title"], data["subject"], data["dated"], data["introduction"], sections)


def hash_of(data: Mapping[str, Any]) -> str:
    """SHA-256 over the data written one way only."""
    return hashlib.sha256(
        json.dumps(data, sort_keys=True, ensure_ascii=True, separators=(",", ":")).encode()
    ).hexdigest()


def links_of(content: Content) -> list[tuple[str, str]]:
    """(address, words) of every link, in order, each address once."""
    found: dict[str, str] = {}
    for section in content.sections:
        for address, words in _links_in(section):
            found.setdefault(address, words)
    for address, words in markdown_links(content.introduction):
        found.setdefault(address, words)
    return list(found.items())


def _links_in(section: Section) -> list[tuple[str, str]]:
    found = list(markdown_links(section.text))
    if section.link_url:
        found.append((section.link_url, section.link_text))
    return found + [(row.url, row.title) for row in section.rows if row.url]


def markdown_links(text: str) -> list[tuple[str, str]]:
    """(address, words) of the links in a Markdown text."""
    from markdown_it import MarkdownIt

    found: list[tuple[str, str]] = []
    for token in MarkdownIt("commonmark", {"html": False}).parse(text):
        address, words = "", ""
        for child in token.children or []:
            if child.type == "link_open":
                address, words = str(child.attrGet("href") or ""), ""
            elif child.type == "link_close":
                found.append((address, words))
                address = ""
            elif address:
                words += child.content
    return found
