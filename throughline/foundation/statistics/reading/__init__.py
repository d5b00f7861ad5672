"""Reads a published file: bytes → a table of typed cells, with every refusal's row, column and reason. Pure."""

from throughline.foundation.statistics.reading.neighbours import NeighbourTable, is_neighbour_heading, read_neighbours
from throughline.foundation.statistics.reading.text import Refusal, Unreadable, rows_of
from throughline.foundation.statistics.reading.tidy import Roles, TidyTable, read_tidy

__all__ = ["NeighbourTable", "Refusal", "Roles", "TidyTable", "Unreadable", "read"]


def read(
    content: bytes, *, name: str = "", known: dict[frozenset[str], Roles] | None = None
) -> TidyTable | NeighbourTable:
    """A file in the department's tidy format, or one of its tables of statistical neighbours, told by the heading.

    `known`: the columns of data sets met before → what each column is. Raises Unreadable when nothing can be read.
    """
    table = rows_of(content)
    if is_neighbour_heading(table.heading):
        return read_neighbours(table, name=name)
    return read_tidy(table, known=known or {})
