"""A file of a partnership's own values over many years, one value a row. Pure.

Columns by their heading, in any order: indicator (its code), area, period, unit, value; breakdown and category where
a value counts one category. Every row is right or refused with its place.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from throughline.foundation.statistics.reading.text import Refusal, Unreadable, rows_of
from throughline.office.dataset.rules.returned import Unclear, number_of
from throughline.office.dataset.rules.timeline import own_span

NEEDED = ("indicator", "area", "period", "unit", "value")
SPLIT = ("breakdown", "category")
MOST_ROWS = 1_500_000
type Key = tuple[int, str, str, str, str, str]
"""(indicator, area, period, unit, breakdown, category)."""


@dataclass(frozen=True)
class Known:
    """What a row may name: `indicators` code → (id, the units that its values have); `areas`; `categories`."""

    indicators: Mapping[str, tuple[int, Collection[str]]]
    areas: Collection[str]
    categories: Mapping[str, Collection[str]]


@dataclass(frozen=True)
class History:
    """`values`: key → (value, row of the file). `rows`: how many there were."""

    values: dict[Key, tuple[Decimal, int]]
    refused: list[Refusal]
    rows: int


def read_history(content: bytes, known: Known) -> History:
    """Raises Unreadable for what is no such file at all."""
    table = rows_of(content, most_rows=MOST_ROWS)
    names = [name.casefold() for name in table.heading]
    for name in NEEDED:
        if names.count(name) != 1:
            raise Unreadable(Refusal(1, name, "There must be one column of this heading."))
    strange = [name for name in names if name not in (*NEEDED, *SPLIT)]
    if strange:
        raise Unreadable(Refusal(1, strange[0], f"The columns are {', '.join((*NEEDED, *SPLIT))}."))
    at = [names.index(name) if name in names else -1 for name in (*NEEDED, *SPLIT)]
    values: dict[Key, tuple[Decimal, int]] = {}
    refused = list(table.refused)
    spans: dict[str, bool] = {}
    for number, cells in table.rows:
        code, area, period, unit, written, breakdown, category = (cells[n].strip() if n >= 0 else "" for n in at)
        if period not in spans:
            spans[period] = len(period) <= 20 and own_span(period) is not None
        found = known.indicators.get(code)
        faults = list(_faults(known, code, area, unit, breakdown, category))
        if not spans[period]:
            faults.append(("period", f"‘{period[:40]}’ is no period: write 2024-03-31, 2023-24 or 2023-24 Q1."))
        value = None
        try:
            value = number_of(written, unit)
        except Unclear as unclear:
            faults.append(("value", f"‘{written[:40]}’ {unclear}."))
        if found is not None and value is not None and not faults:
            key = (found[0], area, period, unit, breakdown, category)
            if key not in values:
                values[key] = (value, number)
                continue
            faults.append(("", f"The same as row {values[key][1]}: indicator, area, period, unit and category."))
        refused += [Refusal(number, column, reason) for column, reason in faults]
    return History(values, sorted(refused, key=lambda each: each.row), len(table.rows) + len(table.refused))


def _faults(known: Known, code: str, area: str, unit: str, breakdown: str, category: str) -> Iterator[tuple[str, str]]:
    found = known.indicators.get(code)
    if found is None:
        yield "indicator", f"‘{code[:40]}’ is no code of the register."
    elif unit not in found[1]:
        yield "unit", f"‘{unit[:40]}’ must be one of: {', '.join(found[1])}."
    if area not in known.areas:
        yield "area", f"‘{area[:40]}’ is no area that is known here."
    if bool(breakdown) != bool(category):
        yield "category", "A category needs its breakdown, and a breakdown its category."
    elif breakdown and category not in known.categories.get(breakdown, ()):
        yield "category", f"‘{category[:40]}’ is no category by {breakdown[:40]}."
