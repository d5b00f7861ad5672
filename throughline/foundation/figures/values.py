"""What a figure is, without Django: the shapes that apps hand over and the engine keeps.

A figure's id is stable and unique within a partnership's report year: lower-case words, digits, hyphens and full stops,
such as `dataset.children-in-care.medway.2024-03-31.children`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum


class Provenance(StrEnum):
    """Where a figure comes from: our records, what somebody returned, or a formula over other figures."""

    COMPUTED = "computed"
    RETURNED = "returned"
    DERIVED = "derived"


class Precision(StrEnum):
    """How exactly a returned value was stated. Not a unit."""

    EXACT = ""
    ABOUT = "about"
    AT_LEAST = "at least"
    ROUNDED = "rounded"


class UnitKind(StrEnum):
    """What is counted. Only CHILDREN is subject to the rule on small numbers."""

    CHILDREN = "children"  # children or young people
    PEOPLE = "people"
    THINGS = "things"  # courses, reviews, schools, views …
    MONEY = "money"
    RATE = "rate"
    PERCENT = "percent"


CHILDREN_UNITS = frozenset({"children", "young people", "child", "young person", "boys", "girls", "babies", "pupils"})
PEOPLE_UNITS = frozenset({"people", "practitioners", "professionals", "staff", "adults", "parents", "carers"})


def kind_of(unit: str) -> UnitKind:
    """The kind of a unit as it is written: 'children', 'per 10000', 'percent of respondents', 'pounds'."""
    words = unit.strip().lower()
    if words in CHILDREN_UNITS:
        return UnitKind.CHILDREN
    if words in PEOPLE_UNITS:
        return UnitKind.PEOPLE
    if words.startswith("per ") and not words.startswith("per cent"):
        return UnitKind.RATE
    if words.startswith(("percent", "per cent", "%")):
        return UnitKind.PERCENT
    if words in ("pounds", "gbp", "£"):
        return UnitKind.MONEY
    return UnitKind.THINGS


@dataclass(frozen=True)
class Source:
    """What a figure stands on. Returned: file, row (as a person counts, the heading is row 1) and the source column's
    own words. Computed: the query's name. Derived: the formula in words."""

    file: str = ""
    row: int | None = None
    column: str = ""
    query: str = ""
    formula: str = ""


@dataclass(frozen=True)
class RecordRef:
    """A record that a computed figure counts: its words and where to open it ('' where there is no page)."""

    label: str
    url: str = ""


@dataclass(frozen=True)
class Value:
    """One figure as it comes out today. `value` None means *not available*, never 0.

    value: in the stated unit (pounds; rates to one decimal; percent as 69.5).
    inputs: ids of the figures that a derived one is made of.
    section: where the source placed it ('section five'), '' when it does not say.
    says: the definition in one plain sentence.
    difference: a change from one count to another, so 2 is no group of two.
    restates: id of the count that this says over again in another unit (a returned rate of the same children), ''.
    """

    id: str
    label: str
    unit: str
    period: str
    area: str
    value: Decimal | None
    provenance: Provenance
    source: Source
    says: str = ""
    inputs: tuple[str, ...] = ()
    precision: Precision = Precision.EXACT
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    returned_by: str = ""
    returned_at: datetime | None = None
    section: str = ""
    records: tuple[RecordRef, ...] = ()
    version: int = 1
    difference: bool = False
    restates: str = ""

    @property
    def kind(self) -> UnitKind:
        return kind_of(self.unit)

    @property
    def counts_children(self) -> bool:
        """A number of children or young people: what the rule on small numbers is about. A change is none: its two
        counts are."""
        return self.kind is UnitKind.CHILDREN and not self.difference


@dataclass(frozen=True)
class Whole:
    """`parts` are named parts of `whole` (figure ids). `exhaustive`: stated to add up to it, so a gap is a question;
    `exclusive`: nobody is in two parts. `why` says where the relation is stated.

    kind: 'part'; 'ceiling' (a child population and what cannot exceed it); 'compare' (only asked about: can the part
    exceed the whole? Nothing is subtracted)."""

    whole: str
    parts: tuple[str, ...]
    exhaustive: bool = False
    exclusive: bool = True
    why: str = ""
    kind: str = "part"


@dataclass(frozen=True)
class ReportYear:
    """A partnership's report year: '2023-24', first and last day included."""

    label: str
    starts: date
    ends: date


@dataclass(frozen=True)
class Asked:
    """What a provider is asked for. `known` holds what earlier providers gave (for derived figures)."""

    year: ReportYear
    as_at: date
    area: str
    known: Mapping[str, Value] = field(default_factory=dict)
