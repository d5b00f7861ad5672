"""The department's tables of statistical neighbours: one row an authority, its neighbours in order of closeness."""

import re
from dataclasses import dataclass

from throughline.foundation.statistics.reading.text import Refusal, Table, Unreadable

_NEIGHBOUR = re.compile(r"SN_?(\d{1,2})", re.ASCII)
_CLOSENESS = re.compile(r"SN_?\d{0,2}P", re.ASCII)
_CODES = ("old_la_code", "LA number", "LA num")
_NAMES = ("la_name", "LA Name")
# The model's year, where the file's name does not say it: each was published with a heading of its own.
_YEARS = {"old_la_code": "2025", "LA number": "2021", "LA num": "2021"}
CLOSENESS = ("extremely close", "very close", "close", "somewhat close", "not close")


@dataclass(frozen=True, slots=True)
class Neighbour:
    """`rank` 1 is the closest. Areas by their three-figure codes."""

    area: str
    rank: int
    neighbour: str
    closeness: str


@dataclass(frozen=True)
class NeighbourTable:
    """`model`: the year of the model. `names`: three-figure code → name."""

    model: str
    names: dict[str, str]
    neighbours: list[Neighbour]
    count: int
    refused: list[Refusal]


def is_neighbour_heading(heading: tuple[str, ...]) -> bool:
    return any(name in heading for name in _CODES) and any(_NEIGHBOUR.fullmatch(name) for name in heading)


def read_neighbours(table: Table, *, name: str) -> NeighbourTable:
    """`name`: the file's, which may say the model's year. Raises Unreadable."""
    code_column = next(column for column in _CODES if column in table.heading)
    name_column = next((column for column in _NAMES if column in table.heading), None)
    if name_column is None:
        raise Unreadable(Refusal(1, _NAMES[0], "The column with the authorities' names is missing."))
    pairs = _pairs(table.heading)
    names: dict[str, str] = {}
    refused = list(table.refused)
    rows: list[tuple[int, str, list[tuple[int, str, str]]]] = []
    captions = 0
    for number, cells in table.rows:
        texts = [cell.strip() for cell in cells]
        at = dict(zip(table.heading, texts, strict=False))
        code = at[code_column]
        if not any(text for column, text in at.items() if column != name_column):
            captions += 1  # 'Old SNs:' alone on its line heads the abolished authorities
            continue
        reason = _wrong(code, at, name_column, names)
        if reason:
            refused.append(Refusal(number, code_column, reason))
            continue
        names[code] = at[name_column]
        rows.append((number, code, [(rank, texts[place], texts[place + 1]) for rank, place in pairs]))
    neighbours: list[Neighbour] = []
    for number, code, listed in rows:
        problems, good = _listed(number, code, listed, names)
        refused += problems
        neighbours += [] if problems else good
    year = re.search(r"20\d\d", name)
    return NeighbourTable(
        year[0] if year else _YEARS[code_column], names, neighbours, len(table.rows) + len(table.refused) - captions,
        sorted(refused, key=lambda refusal: refusal.row),
    )  # fmt: skip


def _pairs(heading: tuple[str, ...]) -> list[tuple[int, int]]:
    """(rank, place of the neighbour's column); the closeness stands right of it. Raises Unreadable."""
    pairs = []
    for place, column in enumerate(heading):
        found = _NEIGHBOUR.fullmatch(column)
        if found is None:
            continue
        if place + 1 >= len(heading) or not _CLOSENESS.fullmatch(heading[place + 1]):
            raise Unreadable(
                Refusal(1, column, "The column right of a neighbour says how close it is, and is missing.")
            )
        pairs.append((int(found[1]), place))
    if sorted(rank for rank, _ in pairs) != list(range(1, len(pairs) + 1)):
        raise Unreadable(Refusal(1, "", "The neighbours are not numbered 1, 2, 3 and so on."))
    return pairs


def _wrong(code: str, at: dict[str, str], name_column: str, names: dict[str, str]) -> str:
    if not re.fullmatch(r"\d{3}", code, re.ASCII):
        return f"‘{code}’ is no three-figure code."
    if any(at[column] != code for column in _CODES if column in at):
        return "The row's two codes differ."
    if not at[name_column]:
        return "The authority has no name."
    return f"{code} has a row already." if code in names else ""


def _listed(
    number: int, code: str, listed: list[tuple[int, str, str]], names: dict[str, str]
) -> tuple[list[Refusal], list[Neighbour]]:
    problems, good, seen = [], [], set()
    for rank, neighbour, closeness in listed:
        column = f"SN{rank}"
        if neighbour == code:
            problems.append(Refusal(number, column, "An authority cannot be its own neighbour."))
        elif neighbour in seen:
            problems.append(Refusal(number, column, f"{neighbour} is a neighbour twice."))
        elif neighbour not in names:
            problems.append(Refusal(number, column, f"‘{neighbour}’ has no row in this file."))
        if closeness.lower() not in CLOSENESS:
            problems.append(Refusal(number, column, f"‘{closeness}’ is none of: {', '.join(CLOSENESS)}."))
        seen.add(neighbour)
        good.append(Neighbour(code, rank, neighbour, closeness.lower()))
    return problems, good
