"""The Department for Education's tidy format: one row a period, area and choice of filters; one column an indicator."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from throughline.foundation.statistics.reading import areas, periods
from throughline.foundation.statistics.reading.symbols import Cell, cell_of
from throughline.foundation.statistics.reading.text import Refusal, Table, Unreadable

TIME = ("time_period", "time_identifier", "geographic_level")
NEVER_AN_INDICATOR = re.compile(r"(^|_)(age|year_group|nc_year|quintile|decile)(_|$)|_code$|_urn$|_id$", re.IGNORECASE)


@dataclass(frozen=True)
class Roles:
    """What the columns are, beside time and geography, each in the order of the alphabet."""

    filters: tuple[str, ...]
    indicators: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """`filters` and `cells` in the order of the table's roles. A cell is None where the file says nothing."""

    number: int
    period: str
    identifier: str
    area: str
    filters: tuple[str, ...]
    cells: tuple[Cell | None, ...]


@dataclass(frozen=True)
class TidyTable:
    """`count`: rows of data in the file, refused ones included. `heading`: as it stands in the file."""

    heading: tuple[str, ...]
    roles: Roles
    areas: dict[str, areas.Area]
    rows: list[Row]
    count: int
    refused: list[Refusal]

    @property
    def columns(self) -> frozenset[str]:
        """What a data set is recognised by: its filters and indicators, in whatever order they come."""
        return frozenset(self.roles.filters + self.roles.indicators)

    def periods(self) -> set[tuple[str, str]]:
        return {(row.period, row.identifier) for row in self.rows}

    def observations(self) -> int:
        """Indicator cells that hold a number or a symbol."""
        return sum(cell is not None for row in self.rows for cell in row.cells)

    def symbols(self) -> Counter[str]:
        """Symbol → cells that hold it in place of a number, or beside one."""
        return Counter(cell.symbol for row in self.rows for cell in row.cells if cell is not None and cell.symbol)


def read_tidy(table: Table, *, known: Mapping[frozenset[str], Roles]) -> TidyTable:
    """Raises Unreadable when a column is missing or twice, or none holds numbers."""
    twice = [name for name, count in Counter(table.heading).items() if count > 1]
    if twice:
        raise Unreadable(Refusal(1, twice[0], "The heading has this column twice."))
    for column in TIME:
        if column not in table.heading:
            raise Unreadable(Refusal(1, column, f"The column {column} is missing; the file is not in the tidy format."))
    place = {name: index for index, name in enumerate(table.heading)}
    rest = [name for name in table.heading if name not in TIME and name not in areas.COLUMNS]
    roles = known.get(frozenset(rest)) or _roles(rest, place, table)
    if not roles.indicators:
        raise Unreadable(Refusal(1, "", "No column holds numbers."))
    geography = [name for name in table.heading if name in areas.COLUMNS or name == "geographic_level"]

    refused = list(table.refused)
    said: list[areas.Said] = []
    found: dict[int, Row] = {}
    for number, cells in table.rows:
        cells = [cell.strip() for cell in cells]
        problem, row, places = _row(number, cells, place, roles, geography)
        refused += problem
        if row is not None:
            found[number] = row
            said += places
    settled, contradictions = areas.settle(said)
    for refusal in contradictions:
        found.pop(refusal.row, None)
    refused += contradictions + _doubles(found)
    used = {row.area for row in found.values()}
    return TidyTable(
        table.heading, roles, {code: area for code, area in settled.items() if code in used}, list(found.values()),
        len(table.rows) + len(table.refused), sorted(refused, key=lambda refusal: refusal.row),
    )  # fmt: skip


def _roles(rest: list[str], place: Mapping[str, int], table: Table) -> Roles:
    """An indicator is a column with more numbers and symbols than text; a filter is any other."""
    filters, indicators = [], []
    for name in rest:
        counted = Counter(_kind(cells[place[name]]) for _, cells in table.rows)
        is_number = counted["number"] > 0 or (counted["symbol"] > 0 and not counted["text"])
        if (
            is_number
            and counted["number"] + counted["symbol"] >= counted["text"]
            and not NEVER_AN_INDICATOR.search(name)
        ):
            indicators.append(name)
        else:
            filters.append(name)
    return Roles(tuple(sorted(filters)), tuple(sorted(indicators)))


def _kind(text: str) -> str:
    if not text.strip():
        return "empty"
    cell = cell_of(text)
    if cell is None:
        return "text"
    return "symbol" if cell.number is None else "number"


def _row(
    number: int, cells: list[str], place: Mapping[str, int], roles: Roles, geography: list[str]
) -> tuple[list[Refusal], Row | None, list[areas.Said]]:
    """Every refusal of the row at once; the row only when there is none."""
    refused: list[Refusal] = []
    period, identifier = cells[place["time_period"]], cells[place["time_identifier"]]
    wrong = periods.wrong_period(period, identifier)
    if wrong:
        refused.append(Refusal(number, *wrong))
    where = {name: cells[place[name]] for name in geography}
    said = areas.said_by(number, period, where)
    if isinstance(said, Refusal):
        refused.append(said)
    chosen = tuple(cells[place[name]] for name in roles.filters)
    for name, text in zip(roles.filters, chosen, strict=True):
        if text[:1] in ("=", "@", "\t") or (text[:1] in "+-" and text[1:2].isalpha()):
            refused.append(Refusal(number, name, f"‘{text[:40]}’ looks like a formula."))
        elif len(text) > 300:
            refused.append(Refusal(number, name, "The text is longer than 300 characters."))
    values: list[Cell | None] = []
    for name in roles.indicators:
        text = cells[place[name]]
        cell = cell_of(text) if text else None
        if text and cell is None:
            refused.append(Refusal(number, name, f"‘{text[:40]}’ is neither a number nor a symbol."))
        values.append(cell)
    if refused or isinstance(said, Refusal):
        return refused, None, []
    places = [said, *areas.containers(number, period, where, said)]
    return [], Row(number, period, identifier, said.area.code, chosen, tuple(values)), places


def _doubles(found: dict[int, Row]) -> list[Refusal]:
    """A second row about the same period, area and filters is refused, and taken out of `found`."""
    first: dict[tuple[str, str, str, tuple[str, ...]], int] = {}
    refused = []
    for number, row in list(found.items()):
        key = (row.period, row.identifier, row.area, row.filters)
        if key in first:
            refused.append(Refusal(number, "", f"Row {first[key]} is about the same period, area and filters."))
            del found[number]
        else:
            first[key] = number
    return refused
