"""Series as a CSV for `manage.py spc`: read with every fault named, and written with what each point means. Pure."""

import csv
import io
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import cast

from throughline.office.dataset.rules import spc

READ = ("series", "period", "value", "improvement_direction", "screen_outliers")
WRITTEN = (*READ, "mean", "lower", "upper", "special_cause", "point_type")
_PLACES = Decimal("1e-9")

_TOO_LARGE = Decimal("1e15")

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NUMBER = re.compile(r"[+-]?([0-9]{1,30}(\.[0-9]{0,30})?|\.[0-9]{1,30})([eE][+-]?[0-9]{1,2})?")
_DIRECTIONS = {"1": 1, "-1": -1, "0": 0}
_YES_NO = {"TRUE": True, "FALSE": False}
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


@dataclass(frozen=True)
class Fault:
    """What is wrong with a cell. Row 1 is the heading."""

    row: int
    column: str
    reason: str

    def __str__(self) -> str:
        return f"Row {self.row}, column {self.column}: {self.reason}"


@dataclass(frozen=True)
class Entry:
    """One row: `cells` as they were written, and what they mean."""

    row: int
    cells: tuple[str, ...]
    series: str
    period: date
    value: Decimal
    better: spc.Direction
    screen_outliers: bool


class Unreadable(ValueError):
    """The file as a whole is refused. `faults` are in the order of its rows."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = tuple(faults)


def read(content: bytes) -> list[Entry]:
    """The rows of a CSV in UTF-8 whose first five columns are READ. Raises Unreadable with every fault there is."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = content.count(b"\n", 0, error.start) + 1
        raise Unreadable([Fault(row, "unknown", "the file is not in UTF-8. Save it as “CSV UTF-8”.")]) from error
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        rows = list(reader)
    except csv.Error as error:
        raise Unreadable([Fault(max(reader.line_num, 1), "unknown", f"this is not CSV ({error}).")]) from error
    faults = _heading(rows[0] if rows else [])
    if faults:
        raise Unreadable(faults)
    entries = []
    for number, cells in enumerate(rows[1:], start=2):
        if not any(cell.strip() for cell in cells):
            continue
        found = _entry(number, cells)
        if isinstance(found, Entry):
            entries.append(found)
        else:
            faults += found
    if not entries and not faults:
        faults = [Fault(2, READ[0], "there is no row below the heading.")]
    faults = sorted([*faults, *_contradictions(entries)], key=lambda each: each.row)
    if faults:
        raise Unreadable(faults)
    return entries


def write(entries: Sequence[Entry]) -> str:
    """The rows in their order with limits (nine decimals; empty where one point has none), cause and type of point.
    Each series is judged in the order of its periods. A series' name that a spreadsheet would run is kept as text."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(WRITTEN)
    judged = _judged(entries)
    for entry in entries:
        point = judged[entry.row]
        limits = (point.limits.mean, point.limits.lower, point.limits.upper)
        name = f"'{entry.cells[0]}" if entry.series.startswith(_FORMULA) else entry.cells[0]
        writer.writerow([name, *entry.cells[1:], *map(_shown, limits), point.cause, point.point_type])
    return out.getvalue()


def _judged(entries: Sequence[Entry]) -> Mapping[int, spc.Judged]:
    """By row."""
    series: defaultdict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        series[entry.series].append(entry)
    found: dict[int, spc.Judged] = {}
    for its_entries in series.values():
        in_time = sorted(its_entries, key=lambda each: each.period)
        first = in_time[0]
        points = spc.judge(
            [each.value for each in in_time], better=first.better, screen_outliers=first.screen_outliers
        )  # fmt: skip
        found |= {entry.row: point for entry, point in zip(in_time, points, strict=True) if point is not None}
    return found


def _heading(heading: Sequence[str]) -> list[Fault]:
    return [
        Fault(1, str(number), f"the heading must be “{wanted}” here, not “{found}”.")
        for number, (wanted, found) in enumerate(
            zip(READ, [*(cell.strip() for cell in heading), *[""] * len(READ)], strict=False), start=1
        )
        if wanted != found
    ]


def _entry(row: int, cells: Sequence[str]) -> Entry | list[Fault]:
    given = tuple((list(cells) + [""] * len(READ))[: len(READ)])
    series, period, value, direction, screened = (cell.strip() for cell in given)
    faults = []
    if not series:
        faults.append(Fault(row, "series", "there is no name of a series."))
    day = _day(period)
    if day is None:
        faults.append(Fault(row, "period", f"“{period}” is not a day in the form YYYY-MM-DD."))
    if not value:
        faults.append(Fault(row, "value", "there is no value. Leave out a period that has none."))
    elif not _NUMBER.fullmatch(value):
        faults.append(Fault(row, "value", f"“{value}” is not a number."))
    elif abs(Decimal(value)) >= _TOO_LARGE:
        faults.append(Fault(row, "value", f"“{value}” is too large: below 1,000,000,000,000,000 is possible."))
    if direction not in _DIRECTIONS:
        faults.append(
            Fault(
                row, "improvement_direction", f"“{direction}” is not 1 (higher is better), -1 (lower) or 0 (neither)."
            )
        )
    if screened.upper() not in _YES_NO:
        faults.append(Fault(row, "screen_outliers", f"“{screened}” is not TRUE or FALSE."))
    if faults or day is None:
        return faults
    better = cast("spc.Direction", _DIRECTIONS[direction])
    return Entry(row, given, series, day, Decimal(value), better, _YES_NO[screened.upper()])


def _day(text: str) -> date | None:
    if not _DAY.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _contradictions(entries: Sequence[Entry]) -> list[Fault]:
    """A period given twice, and rows of one series that differ in what must be the same for all of it."""
    faults = []
    first: dict[str, Entry] = {}
    seen: dict[tuple[str, date], int] = {}
    for entry in entries:
        opener = first.setdefault(entry.series, entry)
        earlier = seen.setdefault((entry.series, entry.period), entry.row)
        if earlier != entry.row:
            reason = f"series “{entry.series}” already has {entry.period} in row {earlier}."
            faults.append(Fault(entry.row, "period", reason))
        for column, mine, its in (
            ("improvement_direction", entry.better, opener.better),
            ("screen_outliers", entry.screen_outliers, opener.screen_outliers),
        ):
            if mine != its:
                reason = f"series “{entry.series}” has another one in row {opener.row}."
                faults.append(Fault(entry.row, column, reason))
    return faults


def _shown(number: Decimal | None) -> str:
    return "" if number is None else f"{number.quantize(_PLACES):f}"
