"""What the columns of a sheet mean, and what is wrong with one that was sent. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from throughline.foundation.names import key_of

MOST_PROBLEMS = 200
DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})|(\d{1,2})/(\d{1,2})/(\d{4})")


class Wrong(Exception):
    """A cell cannot be taken; the text says what it must be: "must be a day, like 2024-02-05"."""


@dataclass(frozen=True)
class Problem:
    """`row` as a person counts, the heading being row 1; `column` by its label, '' for a whole row."""

    row: int
    column: str
    says: str


@dataclass(frozen=True)
class Column:
    """A text, unless a subclass says otherwise. `says`: what to write there, for the template's instructions."""

    key: str
    label: str
    says: str = ""
    required: bool = False
    longest: int = 1000

    def value(self, text: str) -> Any:
        """The cell's value; '' and None where it is empty. Raises Wrong."""
        if len(text) > self.longest:
            raise Wrong(f"must be {self.longest:,} characters or fewer")
        return text

    @property
    def empty(self) -> Any:
        return ""


@dataclass(frozen=True)
class DayColumn(Column):
    """A date, from 2024-02-05, 5/2/2024 or an Excel day."""

    empty = None

    def value(self, text: str) -> date:
        found = DAY.fullmatch(text.removesuffix(" 00:00"))
        if not found:
            raise Wrong("must be a day, like 2024-02-05")
        year, month, day, day_uk, month_uk, year_uk = found.groups()
        try:
            return date(int(year or year_uk), int(month or month_uk), int(day or day_uk))
        except ValueError as error:
            raise Wrong("must be a real day, like 2024-02-05") from error


@dataclass(frozen=True)
class NumberColumn(Column):
    """A Decimal; `whole` gives an int. Thousands may be separated by commas."""

    whole: bool = False
    least: int | None = None
    most: int | None = None
    empty = None

    def value(self, text: str) -> int | Decimal:
        try:
            found = Decimal(text.replace(",", ""))
        except InvalidOperation as error:
            raise Wrong("must be a number") from error
        if not found.is_finite():
            raise Wrong("must be a number")
        if self.whole and found != found.to_integral_value():
            raise Wrong("must be a whole number")
        if self.least is not None and found < self.least:
            raise Wrong(f"must be {self.least} or more")
        if self.most is not None and found > self.most:
            raise Wrong(f"must be {self.most} or less")
        return int(found) if self.whole else found


@dataclass(frozen=True)
class ChoiceColumn(Column):
    """One of `choices`: what may be written (whatever its capitals) → the value."""

    choices: Mapping[str, Any] = field(default_factory=dict)
    empty = None

    def value(self, text: str) -> Any:
        known = {key_of(label): value for label, value in self.choices.items()}
        if key_of(text) not in known:
            few = list(self.choices)
            hint = f"must be one of: {', '.join(few)}" if len(few) <= 8 else "is not on the list"
            raise Wrong(hint)
        return known[key_of(text)]


@dataclass(frozen=True)
class Parsed:
    """`rows`: (row number, key → value); `problems` in the file's order. One of the two is empty."""

    rows: tuple[tuple[int, Mapping[str, Any]], ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class Layout:
    """The columns of one kind of sheet, in the template's order. Files may have them in any order, and may lack those
    whose keys stand in `may_lack`: their values are None then."""

    columns: tuple[Column, ...]
    may_lack: frozenset[str] = frozenset()

    @property
    def heading(self) -> list[str]:
        return [column.label for column in self.columns]

    @property
    def instructions(self) -> str:
        """A line a column."""
        return "\n".join(
            f"{column.label} ({'required' if column.required else 'optional'}): {column.says or 'text'}"
            for column in self.columns
        )

    def parse(self, rows: Sequence[Sequence[str]]) -> Parsed:
        """Values of every row that is not empty, or what is wrong, at most 200 problems."""
        heading = [key_of(cell) for cell in rows[0]]
        problems = list(self._wrong_heading(rows[0], heading))
        if problems:
            return Parsed((), tuple(problems))
        found = []
        for number, row in enumerate(rows[1:], start=2):
            if not any(row):
                continue
            cells = dict(zip(heading, row, strict=False))
            if any(row[len(heading) :]):
                problems.append(Problem(number, "", "has more cells than there are columns"))
            found.append((number, self._values(number, cells, problems)))
            if len(problems) >= MOST_PROBLEMS:
                problems.append(Problem(number, "", "and the rows after it were not read: put these right first"))
                break
        if not found and not problems:
            problems.append(Problem(1, "", "is the heading, and no rows follow it"))
        return Parsed(() if problems else tuple(found), tuple(problems))

    def _wrong_heading(self, written: Sequence[str], heading: Sequence[str]) -> list[Problem]:
        known = {key_of(column.label): column.label for column in self.columns}
        left_out = {key_of(column.label) for column in self.columns if column.key in self.may_lack}
        missing = [label for key, label in known.items() if key not in heading and key not in left_out]
        strange = [cell for cell, key in zip(written, heading, strict=True) if key and key not in known]
        twice = sorted({known[key] for key in heading if key in known and heading.count(key) > 1})
        return [
            *(Problem(1, label, "is missing from the heading") for label in missing),
            *(Problem(1, cell, "is not a column of this sheet") for cell in strange),
            *(Problem(1, label, "stands in the heading twice") for label in twice),
        ]

    def _values(self, number: int, cells: Mapping[str, str], problems: list[Problem]) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for column in self.columns:
            name = key_of(column.label)
            if column.key in self.may_lack and name not in cells:
                values[column.key] = None
                continue
            text = cells.get(name, "").strip()
            if not text:
                if column.required:
                    problems.append(Problem(number, column.label, "must not be empty"))
                values[column.key] = column.empty
                continue
            try:
                values[column.key] = column.value(text)
            except Wrong as wrong:
                problems.append(Problem(number, column.label, str(wrong)))
        return values
