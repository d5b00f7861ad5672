"""What every chart is: a picture with its words and its table, the same in a page, a PDF and Word. Pure."""

from dataclasses import dataclass
from functools import cached_property

from throughline.foundation.charts.raster import png
from throughline.foundation.documents.blocks import Picture, Table, text

NOT_AVAILABLE = "not available"


@dataclass(frozen=True)
class Chart:
    """`alt` says in words what the picture shows; `headers` and `rows` are its table, every value in it."""

    title: str
    svg: str
    alt: str
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    @cached_property
    def png(self) -> bytes:
        """Drawn when it is first asked for: Word needs it, and the worker alone should."""
        return png(self.svg)


def as_picture(chart: Chart, *, for_word: bool = False) -> Picture:
    """The chart as a block of a document: its caption, its words and its table with it."""
    table = Table(
        headers=tuple(text(header) for header in chart.headers),
        rows=tuple(tuple(text(cell) for cell in row) for row in chart.rows),
        caption=chart.title,
    )
    return Picture(chart.svg.encode(), chart.alt, chart.png if for_word else b"", chart.title, table)
