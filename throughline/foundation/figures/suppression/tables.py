"""Tables of counts with totals, and the policy by which small counts are hidden. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

SYMBOL = "c"
TOTAL = "Total"


@dataclass(frozen=True)
class Policy:
    """What an audience may see.

    largest_small: counts from 1 to this are hidden (primary). zero_shown: a nought is shown as one; otherwise it is
    hidden like a small count. round_to: what a rounded cell is rounded to, half up. interval: how far apart the least
    and the largest possible value of every hidden count must be, at the least.
    """

    largest_small: int = 5
    zero_shown: bool = True
    round_to: int = 10
    interval: int = 1

    def __post_init__(self) -> None:
        if self.largest_small < 1 or self.round_to < 1 or not 1 <= self.interval < self.largest_small:
            raise ValueError("A policy needs a threshold of at least 1 and an interval from 1 to below the threshold.")

    @property
    def least(self) -> int:
        """What a hidden count is at the least, as every reader of the policy knows."""
        return 1 if self.zero_shown else 0

    def is_small(self, count: int) -> bool:
        return self.least <= count <= self.largest_small

    def rounded(self, count: int) -> int:
        return (count + self.round_to // 2) // self.round_to * self.round_to

    def rounded_bounds(self, count: int) -> tuple[int, int]:
        """The least and the largest count that is rounded to the same."""
        low = self.rounded(count) - self.round_to // 2
        return max(low, 0), low + self.round_to - 1


DEPARTMENT = Policy()
"""The Department for Education's, for children in need: 1 to 5 is c, nought is shown, region and nation to 10."""


@dataclass(frozen=True)
class Cell:
    """A count of children. cost: what hiding it costs a reader, at least 1; without one, the count itself, so that
    large counts and totals stay. rounded: a region or nation, shown rounded. unpublished: nowhere shown (the rest of a
    total that its parts do not fill), but to be protected all the same when it is small."""

    key: str
    count: int
    cost: int = 0
    rounded: bool = False
    unpublished: bool = False

    def __post_init__(self) -> None:
        if self.count < 0:
            raise ValueError(f"{self.key} counts fewer than none.")

    @property
    def price(self) -> int:
        return self.cost or max(self.count, 1)


@dataclass(frozen=True)
class Sum:
    """total = the sum of the parts, by keys."""

    total: str
    parts: tuple[str, ...]


class Table:
    """Cells and the sums that hold among them. Tables that share keys are linked when they are made into one.

    Raises ValueError where a sum does not hold or names no cell.
    """

    def __init__(self, cells: Iterable[Cell], sums: Iterable[Sum]) -> None:
        self.cells: Mapping[str, Cell] = {cell.key: cell for cell in cells}
        self.sums: tuple[Sum, ...] = tuple(dict.fromkeys(sums))
        for each in self.sums:
            missing = [key for key in (each.total, *each.parts) if key not in self.cells]
            if missing:
                raise ValueError(f"A sum names {missing[0]}, which is no cell.")
            if self.cells[each.total].count != sum(self.cells[part].count for part in each.parts):
                raise ValueError(f"{each.total} is not the sum of its parts.")

    def __or__(self, other: "Table") -> "Table":
        """Both tables as one, linked where they share cells. Raises ValueError where they count one differently."""
        for key in self.cells.keys() & other.cells.keys():
            if self.cells[key] != other.cells[key]:
                raise ValueError(f"The tables differ in {key}.")
        return Table([*self.cells.values(), *other.cells.values()], [*self.sums, *other.sums])


def one_way(counts: Mapping[str, int], *, total: str = TOTAL, name: str = "") -> Table:
    """Parts and their total. `name` stands before every key: 'plans/neglect'."""
    at = f"{name}/" if name else ""
    cells = [Cell(at + key, count) for key, count in counts.items()]
    whole = Cell(at + total, sum(counts.values()))
    return Table([*cells, whole], [Sum(whole.key, tuple(cell.key for cell in cells))])


def two_way(rows: Sequence[str], columns: Sequence[str], counts: Sequence[Sequence[int]], *, name: str = "") -> Table:
    """Counts by row and column with the totals of both. Keys are 'row|column', the total's name for either."""
    at = f"{name}/" if name else ""
    if len(counts) != len(rows) or any(len(line) != len(columns) for line in counts):
        raise ValueError("The counts are not as many as rows and columns.")
    cells: list[Cell] = []
    sums: list[Sum] = []
    for row, line in zip(rows, counts, strict=True):
        cells += [Cell(f"{at}{row}|{column}", count) for column, count in zip(columns, line, strict=True)]
        cells.append(Cell(f"{at}{row}|{TOTAL}", sum(line)))
        sums.append(Sum(f"{at}{row}|{TOTAL}", tuple(f"{at}{row}|{column}" for column in columns)))
    for position, column in enumerate(columns):
        cells.append(Cell(f"{at}{TOTAL}|{column}", sum(line[position] for line in counts)))
        sums.append(Sum(f"{at}{TOTAL}|{column}", tuple(f"{at}{row}|{column}" for row in rows)))
    cells.append(Cell(f"{at}{TOTAL}|{TOTAL}", sum(sum(line) for line in counts)))
    sums.append(Sum(f"{at}{TOTAL}|{TOTAL}", tuple(f"{at}{row}|{TOTAL}" for row in rows)))
    sums.append(Sum(f"{at}{TOTAL}|{TOTAL}", tuple(f"{at}{TOTAL}|{column}" for column in columns)))
    return Table(cells, sums)
