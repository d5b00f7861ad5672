"""What statute asks of a yearly report, as data of an edition, and what covers each element. Pure.

An edition is a file in `../editions/`. The edition in force on the last day of the report year applies: the report is
written after that day and gives account of arrangements as they then stood, so a year in which the guidance changed is
reported under the newer list, which asks for what the older one asked and more.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "editions"
SURE = {
    "high": "confirmed by several sources",
    "medium": "partly confirmed",
    "low": "to be checked against the published text",
}


class NoEdition(ValueError):
    """The report year ended before the first edition that is held."""


@dataclass(frozen=True, kw_only=True)
class Element:
    """`only_where`: the sector that must be among the agencies of the area for the element to apply, '' for always.
    `shown_by`: the kinds of records in a report that show something of it without a word of narrative.
    """

    code: str
    title: str
    asks: str
    source: str
    since: date
    sure: str
    only_where: str
    shown_by: tuple[str, ...]
    note: str

    @property
    def sure_words(self) -> str:
        return SURE[self.sure]


@dataclass(frozen=True)
class StatutoryEdition:
    """Invariant: codes differ, in the order of the file."""

    id: str
    title: str
    starts: date
    note: str
    elements: tuple[Element, ...]

    def for_area(self, sectors: Iterable[str]) -> tuple[Element, ...]:
        """The elements that apply where these sectors are among the agencies."""
        here = set(sectors)
        return tuple(e for e in self.elements if not e.only_where or e.only_where in here)


def read_edition(text: str) -> StatutoryEdition:
    """Raises ValueError for a file that is not whole."""
    raw = tomllib.loads(text)
    elements = []
    for row in raw.pop("elements"):
        if row["sure"] not in SURE:
            raise ValueError(f"{row['code']} must say how sure it is: {', '.join(SURE)}.")
        elements.append(Element(**{**row, "shown_by": tuple(row["shown_by"])}))
    if len({e.code for e in elements}) < len(elements):
        raise ValueError(f"{raw['id']} has an element twice.")
    return StatutoryEdition(elements=tuple(elements), **raw)


@cache
def editions() -> tuple[StatutoryEdition, ...]:
    """The committed editions, by first day."""
    found = [read_edition(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.toml"))]
    return tuple(sorted(found, key=lambda edition: edition.starts))


def edition_for(year_ends: date) -> StatutoryEdition:
    """The edition in force on the last day of the report year. Raises NoEdition."""
    in_force = [edition for edition in editions() if edition.starts <= year_ends]
    if not in_force:
        first = editions()[0]
        raise NoEdition(
            f"The list of what a yearly report must hold is kept from {first.title} on, in force from"
            f" {first.starts.isoformat()}. This year ended before that."
        )
    return in_force[-1]


@dataclass(frozen=True)
class Coverage:
    """How one element is covered. `sections`: (number, title) of the sections whose text answers it; `records`: what is
    shown of it by records alone. Both empty: nothing covers it."""

    element: Element
    sections: tuple[tuple[str, str], ...]
    records: tuple[str, ...]

    @property
    def status(self) -> str:
        if self.sections:
            return "covered"
        return "records only" if self.records else "nothing"

    @property
    def words(self) -> str:
        if self.sections:
            return "; ".join(f"Section {number}, {title}" for number, title in self.sections)
        if self.records:
            return f"No section answers it; the report shows {', '.join(self.records)}"
        return "Nothing in the report covers it"


def coverage(
    elements: Iterable[Element],
    sections: Iterable[tuple[str, str, bool, tuple[str, ...]]],
    records: Mapping[str, str],
) -> tuple[Coverage, ...]:
    """`sections`: number, title, whether it has text, and the element codes that it says it answers.
    `records`: kind → its words, of every kind of record that the report shows at least one of."""
    listed = list(sections)
    return tuple(
        Coverage(
            element,
            tuple((number, title) for number, title, has_text, codes in listed if has_text and element.code in codes),
            tuple(records[kind] for kind in element.shown_by if kind in records),
        )
        for element in elements
    )
