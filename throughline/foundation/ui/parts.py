"""What the components show: finished values, each a plain dataclass that a view or a query fills.

Texts are as shown (formats.py writes days, sums and numbers); addresses can be followed.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from throughline.foundation.ui.site import NavigationItem


@dataclass(frozen=True)
class SummaryRow:
    """A line of a summary list; `link` is its action, such as "Change"."""

    key: str
    value: str
    link: NavigationItem | None = None


@dataclass(frozen=True)
class Tile:
    """One figure, large. A value of None is shown as "not available"."""

    label: str
    value: str | None
    note: str = ""
    link: NavigationItem | None = None


@dataclass(frozen=True)
class Card:
    """An entry of a list that leads to its page."""

    title: str
    url: str
    text: str = ""
    note: str = ""
    tag: str = ""
    tag_colour: str = ""


@dataclass(frozen=True)
class Column:
    """A column's heading; numbers stand to the right."""

    label: str
    numeric: bool = False


@dataclass(frozen=True)
class Cell:
    """A text of a table, which may be a link. `numeric` comes from its column."""

    text: str
    url: str = ""
    numeric: bool = False


@dataclass(frozen=True)
class Row:
    """Cells of one row, in the columns' order; the first is the row's header. `total` sets a rule above it."""

    cells: tuple[Cell, ...]
    total: bool = False


@dataclass(frozen=True)
class Table:
    """A table with its caption. Rows may be bare texts or Cells; `last_is_total` marks the last one.

    `stacked`: on a narrow screen each row becomes a block, a line for each cell with its column's label, so that nobody
    scrolls sideways; for people's own lists, where a row is read by itself and columns are not compared.
    Every row has as many cells as there are columns; otherwise it raises ValueError.
    """

    caption: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[str | Cell]]
    last_is_total: bool = False
    stacked: bool = False

    def __post_init__(self) -> None:
        for row in self.rows:
            if len(row) != len(self.columns):
                raise ValueError(
                    f"A row of ‘{self.caption}’ has {len(row)} cells for {len(self.columns)} columns: {row}"
                )

    @property
    def laid_out(self) -> list[Row]:
        """The rows as the template takes them."""
        last = len(self.rows) - 1
        return [
            Row(tuple(map(_cell, row, self.columns)), total=self.last_is_total and position == last)
            for position, row in enumerate(self.rows)
        ]


def _cell(value: str | Cell, column: Column) -> Cell:
    if isinstance(value, Cell):
        return Cell(value.text, value.url, column.numeric)
    return Cell(str(value), numeric=column.numeric)
