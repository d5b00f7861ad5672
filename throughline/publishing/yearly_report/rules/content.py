"""What a report consists of, before it becomes a page, a PDF, a Word document or data. Pure; every text is finished."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Cell:
    """`figure`: the id of the figure that it shows, to open what stands behind it. `anchor`: an id to be found by."""

    text: str
    figure: str = ""
    anchor: str = ""


@dataclass(frozen=True)
class Heading:
    """`level` 3 or 4: a part's own title is level 2, the report's 1."""

    text: str
    level: int = 3


@dataclass(frozen=True)
class Paragraph:
    text: str


@dataclass(frozen=True)
class Narrative:
    """Markdown with figure references, as the authors wrote it."""

    markdown: str


@dataclass(frozen=True)
class Bullets:
    items: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """`numeric`: columns whose cells are numbers, from 0. The first column heads its row."""

    caption: str
    headers: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    numeric: tuple[int, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Bar:
    """`number` None: hidden or not available, as `text` says. `group`: bars of one group stand under its name;
    `comparison`: somebody else's number beside our own."""

    label: str
    number: Decimal | None
    text: str
    figure: str
    group: str = ""
    comparison: bool = False

    @property
    def words(self) -> str:
        return f"{self.group}, {self.label}" if self.group else self.label


@dataclass(frozen=True)
class Chart:
    """Bars of one unit, drawn by the worker; its table goes with it."""

    key: str
    title: str
    unit: str
    bars: tuple[Bar, ...]


Block = Heading | Paragraph | Narrative | Bullets | Table | Chart


@dataclass(frozen=True)
class Part:
    """A numbered section (`number` '1' to '7') or an appendix ('A', 'B' …)."""

    key: str
    number: str
    title: str
    blocks: tuple[Block, ...]

    @property
    def heading(self) -> str:
        return f"{self.number}. {self.title}" if self.number.isdigit() else f"Appendix {self.number}: {self.title}"


@dataclass(frozen=True)
class Content:
    """The whole report for one audience. `marking` stands at its top, '' for a published one."""

    title: str
    partnership: str
    year: str
    as_at: str
    marking: str
    parts: tuple[Part, ...]

    def charts(self) -> Iterator[Chart]:
        for part in self.parts:
            for block in part.blocks:
                if isinstance(block, Chart):
                    yield block
