"""What every chart is: a picture with its words and its table, the same in a page, a PDF and Word. Pure."""

from dataclasses import dataclass, replace
from functools import cached_property

from throughline.foundation.charts.raster import png
from throughline.foundation.documents.blocks import Picture, Points, Table, text

NOT_AVAILABLE = "not available"
MANY_ROWS = 8


@dataclass(frozen=True)
class Chart:
    """`alt` says in words what the picture shows; `headers` and `rows` are its table, every value in it.
    `points`: where in the picture each row stands, for charts over time."""

    title: str
    svg: str
    alt: str
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    points: Points | None = None

    @cached_property
    def png(self) -> bytes:
        """Drawn when it is first asked for: Word needs it, and the worker alone should."""
        return png(self.svg)


def as_picture(chart: Chart, *, for_word: bool = False) -> Picture:
    """The chart as a block of a document: its caption, its words and its table with it."""
    shown, always = _told_once(chart)
    notes = (text(f"The same in every row. {always}."),) if always else ()
    table = Table(
        headers=tuple(text(chart.headers[column]) for column in shown),
        rows=tuple(tuple(text(row[column]) for column in shown) for row in chart.rows),
        caption=chart.title, notes=notes,
        numeric=frozenset(
            place for place, column in enumerate(shown) if column and all(_is_number(row[column]) for row in chart.rows)
        ),
    )  # fmt: skip
    points = replace(chart.points, always=always) if chart.points else None
    return Picture(chart.svg.encode(), chart.alt, chart.png if for_word else b"", chart.title, table, points)


def _is_number(cell: str) -> bool:
    """44.3, +6.3, 7,510, or what stands in a number's place."""
    return cell in ("", "c", NOT_AVAILABLE) or cell.lstrip("+-−").replace(",", "").replace(".", "", 1).isdigit()


def _told_once(chart: Chart) -> tuple[list[int], str]:
    """The columns that stand in the table, and in words those that would say the same in each of many rows, as limits
    do. What a row is about and its value always stand."""
    same = [
        column for column in range(2, len(chart.headers))
        if len(chart.rows) >= MANY_ROWS and len({row[column] for row in chart.rows}) == 1
    ]  # fmt: skip
    said = "; ".join(f"{chart.headers[column]}: {chart.rows[0][column] or 'none'}" for column in same)
    return [column for column in range(len(chart.headers)) if column not in same], said
