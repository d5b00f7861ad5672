"""A document as blocks: what it says, apart from how it is written. Pure.

Text is in `Run`s. Everything is a frozen value, so a document can be compared and kept.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Run:
    """A stretch of text in one manner. A newline in `text` is a line break.

    `link`: http, https, mailto, tel, or a path or #id of this site; anything else is dropped when written.
    `figure`: id of the published figure whose value the text is; empty for words.
    `anchor`: an id, unique in the document, by which a link `#…` finds the run on a page or in a PDF.
    """

    text: str
    strong: bool = False
    emphasis: bool = False
    link: str = ""
    figure: str = ""
    anchor: str = ""


Inline = tuple[Run, ...]


def text(*parts: "str | Run") -> Inline:
    """text("At 31 March ", Run("72", figure="x")) → runs."""
    return tuple(Run(part) if isinstance(part, str) else part for part in parts)


def plain(runs: Inline) -> str:
    return "".join(run.text for run in runs)


@dataclass(frozen=True)
class Heading:
    """`level` 2 to 6; the document's title is 1. `id` is unique in the document."""

    level: int
    runs: Inline
    id: str


@dataclass(frozen=True)
class Paragraph:
    runs: Inline


@dataclass(frozen=True)
class Item:
    """A point of a list, with lists below it."""

    runs: Inline
    below: tuple["BulletList | NumberedList", ...] = ()


@dataclass(frozen=True)
class BulletList:
    items: tuple[Item, ...]


@dataclass(frozen=True)
class NumberedList:
    items: tuple[Item, ...]
    start: int = 1


@dataclass(frozen=True)
class Table:
    """`rows` are as long as `headers`. `numeric` are indexes of columns of numbers, written to the right.

    `row_headers`: the first cell of a row names the row.
    """

    headers: tuple[Inline, ...]
    rows: tuple[tuple[Inline, ...], ...]
    caption: str = ""
    numeric: frozenset[int] = frozenset()
    notes: tuple[Inline, ...] = ()
    row_headers: bool = True

    def __post_init__(self) -> None:
        if any(len(row) != len(self.headers) for row in self.rows):
            raise ValueError(f"A row of the table '{self.caption}' is not as long as its headers.")


@dataclass(frozen=True)
class Points:
    """Where a reader of the web page may point in a picture: a place from the left for each row of its table, and the
    top and bottom of what is plotted, all as shares of the picture. `always`: what holds for every row and so stands
    in none."""

    across: tuple[float, ...]
    top: float
    bottom: float
    always: str = ""


@dataclass(frozen=True)
class Picture:
    """A chart or drawing. `alt` says what it shows, never empty; `table` holds the same as numbers.

    Without `png` the Word document has the table alone.
    """

    svg: bytes
    alt: str
    png: bytes = b""
    caption: str = ""
    table: Table | None = None
    points: Points | None = None

    def __post_init__(self) -> None:
        if not self.alt.strip():
            raise ValueError("A picture needs a text that says what it shows.")
        if self.table and self.points and len(self.points.across) != len(self.table.rows):
            raise ValueError("A picture has a point for each row of its table, or none.")


@dataclass(frozen=True)
class Quote:
    blocks: tuple["Block", ...]


@dataclass(frozen=True)
class PageBreak:
    """In print and Word; nothing on the web."""


Block = Heading | Paragraph | BulletList | NumberedList | Table | Picture | Quote | PageBreak


@dataclass(frozen=True)
class Document:
    """`language` as in HTML's lang; `lines` stand below the title on the first page (area, year, as at).

    cover: the title has a first page of its own in print. tight: small and close, to be had on one side of A4.
    """

    title: str
    blocks: tuple[Block, ...]
    language: str = "en-GB"
    subtitle: str = ""
    author: str = ""
    lines: tuple[str, ...] = field(default=())
    cover: bool = True
    tight: bool = False


def headings(blocks: Iterable[Block]) -> Iterator[Heading]:
    """For a list of contents."""
    for block in blocks:
        if isinstance(block, Heading):
            yield block


SAFE_LINKS = ("http://", "https://", "mailto:", "tel:", "#")


def safe_link(link: str) -> str:
    """The link where it can do no harm, else ''. A path of this site begins with one slash."""
    if link.lower().startswith(SAFE_LINKS):
        return link
    return link if link.startswith("/") and not link.startswith(("//", "/\\")) else ""
