"""Areas, learned from a file's own codes and names.

An area is its nine-character code of the Office for National Statistics. In one file a code has one name, one region
and one three-figure code; a name may pass from one code to another (a boundary change), but in one period it belongs
to one code of its level. Where a file contradicts itself, what most rows say stands and the others are refused.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from throughline.foundation.statistics.reading.text import Refusal


@dataclass(frozen=True)
class Level:
    """`code`, `name`, `old_code`: headings of the columns. `pattern`: what a code of this level looks like."""

    name: str
    code: str
    label: str
    pattern: re.Pattern[str]
    old_code: str = ""


def _codes(*beginnings: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(beginnings)})\d{{6}}", re.ASCII)


LEVELS = {
    level.name: level
    for level in (
        Level("National", "country_code", "country_name", re.compile(r"(?:[EWNS]92|K0[1-4])0?\d{5,6}", re.ASCII)),
        Level("Regional", "region_code", "region_name", _codes("E12", "E13")),
        Level(
            "Local authority", "new_la_code", "la_name",
            _codes("E06", "E07", "E08", "E09", "E10", "W06", "S12", "N09"), "old_la_code",
        ),
        Level(
            "Local authority district", "lad_code", "lad_name",
            _codes("E06", "E07", "E08", "E09", "W06", "S12", "N09"),
        ),
        Level("Parliamentary constituency", "pcon_code", "pcon_name", _codes("E14", "W07", "S14", "N05", "N06")),
    )
}  # fmt: skip
# A row of a level may say what it lies in, and nothing finer.
WITHIN = {
    "National": (),
    "Regional": ("National",),
    "Local authority": ("National", "Regional"),
    "Local authority district": ("National", "Regional", "Local authority"),
    "Parliamentary constituency": ("National", "Regional", "Local authority"),
}
COLUMNS = frozenset(
    column for level in LEVELS.values() for column in (level.code, level.label, level.old_code) if column
)
OLD_CODE = re.compile(r"\d{3}", re.ASCII)


@dataclass(frozen=True)
class Area:
    """`old_code`: the department's three figures, where it has one. `region`: the code of the region it lies in."""

    code: str
    level: str
    name: str
    old_code: str = ""
    region: str = ""


@dataclass(frozen=True)
class Said:
    """What one row says of one area in one period."""

    row: int
    period: str
    area: Area


def said_by(row: int, period: str, cells: Mapping[str, str]) -> Said | Refusal:
    """The area that a row is about. `cells`: heading → text, geography only, with `geographic_level`."""
    level = LEVELS.get(cells["geographic_level"])
    if level is None:
        known = ", ".join(LEVELS)
        return Refusal(
            row, "geographic_level", f"‘{cells['geographic_level']}’ is no level that is read here ({known})."
        )
    for column in (level.code, level.label):
        if not cells.get(column):
            return Refusal(row, column, f"A row of the level ‘{level.name}’ needs its code and its name.")
    for other in LEVELS.values():
        if other is level:
            continue
        code, name = cells.get(other.code, ""), cells.get(other.label, "")
        old = cells.get(other.old_code, "") if other.old_code else ""
        if (code or name or old) and other.name not in WITHIN[level.name]:
            return Refusal(row, other.code, f"A row of the level ‘{level.name}’ names a {other.name.lower()} as well.")
        if bool(code) != bool(name) and {other.code, other.label} <= cells.keys():
            return Refusal(row, other.code if name else other.label, "A code and its name come together.")
        if code and not other.pattern.fullmatch(code):
            return Refusal(row, other.code, f"‘{code}’ is no code of the level ‘{other.name}’.")
    code = cells[level.code]
    if not level.pattern.fullmatch(code):
        return Refusal(row, level.code, f"‘{code}’ is no code of the level ‘{level.name}’.")
    old = cells.get(level.old_code, "") if level.old_code else ""
    if old and not OLD_CODE.fullmatch(old):
        return Refusal(row, level.old_code, f"‘{old}’ is no three-figure code.")
    if level.name == "Local authority" and level.old_code in cells and not old:
        return Refusal(
            row, level.old_code, "A local authority needs its three-figure code where the file has the column."
        )
    region = cells.get("region_code", "") if level.name not in ("National", "Regional") else ""
    return Said(row, period, Area(code, level.name, cells[level.label], old, region))


def containers(row: int, period: str, cells: Mapping[str, str], said: Said) -> list[Said]:
    """The coarser areas that the row names beside its own."""
    found = []
    for name in WITHIN[said.area.level]:
        level = LEVELS[name]
        code, label = cells.get(level.code, ""), cells.get(level.label, "")
        if code and label:
            old = cells.get(level.old_code, "") if level.old_code else ""
            region = cells.get("region_code", "") if name == "Local authority" else ""
            found.append(Said(row, period, Area(code, name, label, old, region)))
    return found


def settle(said: Iterable[Said]) -> tuple[dict[str, Area], list[Refusal]]:
    """Code → area as most rows have it, and a refusal for each row that says otherwise (one a row)."""
    everything = list(said)
    by_code: dict[str, Counter[Area]] = defaultdict(Counter)
    for item in everything:
        by_code[item.area.code][item.area] += 1
    areas = {code: counted.most_common(1)[0][0] for code, counted in by_code.items()}
    refused: dict[int, Refusal] = {}
    for item in everything:
        settled = areas[item.area.code]
        if item.area != settled:
            refused.setdefault(item.row, _contradiction(item, settled))
    holders: dict[tuple[str, str, str], Counter[str]] = defaultdict(Counter)
    kept = [item for item in everything if item.row not in refused]
    everywhere = Counter(item.area.code for item in kept)  # settles which of two codes is the odd one in a period
    for item in kept:
        for key in _keys(item):
            holders[key][item.area.code] += 1
    for item in kept:
        for key in _keys(item):
            holder = max(holders[key], key=lambda code: (holders[key][code], everywhere[code]))
            if holder != item.area.code:
                column = LEVELS[item.area.level].old_code if key[0] == "old code" else LEVELS[item.area.level].label
                refused.setdefault(
                    item.row,
                    Refusal(item.row, column, f"‘{key[1]}’ has the code {holder} in other rows of that period."),
                )
    named = {item.area.code for item in everything if item.row not in refused}
    return {code: area for code, area in areas.items() if code in named}, sorted(refused.values(), key=lambda r: r.row)


def _keys(item: Said) -> list[tuple[str, str, str]]:
    keys = [(item.area.level, item.area.name, item.period)]
    if item.area.old_code:
        keys.append(("old code", item.area.old_code, item.period))
    return keys


def _contradiction(item: Said, settled: Area) -> Refusal:
    level = LEVELS[item.area.level]
    if item.area.level != settled.level:
        return Refusal(
            item.row, level.code, f"{item.area.code} is a code of the level ‘{settled.level}’ in other rows."
        )
    if item.area.name != settled.name:
        said = f"{item.area.code} is called ‘{settled.name}’ in other rows, here ‘{item.area.name}’."
        return Refusal(item.row, level.label, said)
    if item.area.old_code != settled.old_code:
        said = f"{settled.name} has the code ‘{settled.old_code}’ in other rows, here ‘{item.area.old_code}’."
        return Refusal(item.row, level.old_code, said)
    said = f"{settled.name} lies in the region ‘{settled.region}’ in other rows, here ‘{item.area.region}’."
    return Refusal(item.row, "region_code", said)
