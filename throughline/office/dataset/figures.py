"""The figures of the dataset: every observation as it was returned; rates and changes worked out from them."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from throughline.foundation.figures import formulas, ids, periods
from throughline.foundation.figures.registry import derives, provides, relates
from throughline.foundation.figures.values import (
    Asked,
    Precision,
    Provenance,
    ReportYear,
    Source,
    UnitKind,
    Value,
    Whole,
    kind_of,
)
from throughline.office.dataset.official_figures import official_figures
from throughline.office.dataset.queries.observations import (
    CHILD_POPULATION,
    ObservationRow,
    RelationRow,
    observations_of,
    relations,
)


class _Dataset:
    """The observations of a report year with the id of each one's figure."""

    def __init__(self, year: ReportYear) -> None:
        self.rows = observations_of(year)
        given = ids.Ids()
        self.ids = {
            row.id: given.of("dataset", row.indicator, row.area, row.period, row.unit, *_split(row))
            for row in self.rows
        }
        self._by_key = {(row.indicator_slug, row.area, row.period, row.unit, *_split(row)): row for row in self.rows}

    def same(self, row: ObservationRow, period: str) -> ObservationRow | None:
        """The same indicator, area and unit of another period."""
        return self._by_key.get((row.indicator_slug, row.area, period, row.unit, *_split(row)))

    def whole_of(self, row: ObservationRow) -> ObservationRow | None:
        """The count of which a category's row is a part."""
        return self._by_key.get((row.indicator_slug, row.area, row.period, row.unit))

    def population(self, row: ObservationRow, asked: Asked) -> ObservationRow | None:
        """The latest child population of the row's area that had been counted by the row's day."""
        day = periods.last_day(row.period, asked.year)
        candidates = [
            (counted, other)
            for other in self.rows
            if other.indicator_slug.startswith(CHILD_POPULATION)
            and not other.breakdown
            and other.area == row.area
            and kind_of(other.unit) is UnitKind.CHILDREN
            and (counted := periods.last_day(other.period, asked.year)) is not None
            and day is not None
            and counted <= day
        ]
        return max(candidates, key=lambda found: found[0])[1] if candidates else None


def _split(row: ObservationRow) -> tuple[str, ...]:
    """The breakdown and category of a row that counts one category."""
    return (row.breakdown, row.category) if row.breakdown else ()


@provides("dataset")
def returned(asked: Asked) -> Iterator[Value]:
    """One figure for every observation of the year's return, of whatever period and area; and what the official
    statistics say of the same."""
    dataset = _Dataset(asked.year)
    yield from official_figures(asked, dataset.rows)
    names = _full_names(dataset.rows, relations())
    counts = {
        (row.indicator_slug, row.area, row.period): row
        for row in dataset.rows
        if kind_of(row.unit) is UnitKind.CHILDREN and not row.breakdown
    }
    for row in dataset.rows:
        kind = kind_of(row.unit)
        count = counts.get((row.indicator_slug, row.area, row.period))
        name = ", ".join((names[row.indicator_slug], " ".join(_split(row)))).removesuffix(", ")
        yield Value(
            id=dataset.ids[row.id],
            label=f"{name}, rate" if kind is UnitKind.RATE else name,
            unit=row.unit,
            period=row.period,
            area=row.area,
            value=row.value,
            provenance=Provenance.RETURNED,
            source=Source(file=row.file, row=row.row, column=row.source_text),
            says=f"{name}: {row.area}, {periods.in_words(row.period)}, counted in {row.unit}, as it was returned.",
            precision=Precision(row.precision),
            returned_by=row.returned_by,
            returned_at=row.returned_at,
            section=row.source_text.split("(")[0].strip(),
            difference=_says_change(row),
            restates=dataset.ids[count.id] if count and kind in (UnitKind.RATE, UnitKind.PERCENT) else "",
        )


@derives("dataset")
def worked_out(asked: Asked) -> Iterator[Value]:
    """For the report year and the partnership's own area: a rate of every count whose rate somebody publishes, and the
    change of every exact count on the year before."""
    dataset = _Dataset(asked.year)
    names = _full_names(dataset.rows, relations())
    with_rate = {row.indicator_slug for row in dataset.rows if kind_of(row.unit) is UnitKind.RATE}
    for row in dataset.rows:
        if row.area != asked.area or not periods.is_of(row.period, asked.year) or row.breakdown:
            continue
        kind = kind_of(row.unit)
        if kind is UnitKind.CHILDREN and row.indicator_slug in with_rate:
            yield _rate(dataset, row, names[row.indicator_slug], asked)
        before = dataset.same(row, periods.year_earlier(row.period))
        exact = before is not None and not row.precision and not before.precision and not _says_change(row)
        if before and exact and kind in (UnitKind.CHILDREN, UnitKind.PEOPLE, UnitKind.THINGS):
            yield _change(dataset, row, before, names[row.indicator_slug])


@dataclass(frozen=True)
class _Denominator:
    value: Decimal
    period: str
    figure: str


def _denominator(dataset: _Dataset, row: ObservationRow, asked: Asked) -> _Denominator | None:
    """The child population among the observations; else the latest that the partnership states of itself by then."""
    found = dataset.population(row, asked)
    if found is not None:
        return _Denominator(found.value, found.period, dataset.ids[found.id])
    day = periods.last_day(row.period, asked.year)
    stated = [
        (counted, value)
        for value in asked.known.values()
        if value.id.startswith("partnership.population.") and value.unit == "children" and value.area == row.area
        and value.value is not None and (counted := periods.last_day(value.period, asked.year)) is not None
        and day is not None and counted <= day
    ]  # fmt: skip
    if not stated:
        return None
    _, value = max(stated, key=lambda pair: pair[0])
    return _Denominator(value.value or Decimal(0), value.period, value.id)


def _rate(dataset: _Dataset, row: ObservationRow, name: str, asked: Asked) -> Value:
    population = _denominator(dataset, row, asked)
    worked = formulas.rate_per_10000(row.value, population.value if population else None)
    of = f"the child population of {row.area} {periods.in_words(population.period)}" if population else (
        f"the child population of {row.area}, of which no count by that day is on record"
    )  # fmt: skip
    return Value(
        id=ids.id_of("dataset", row.indicator, row.area, row.period, "rate"),
        label=f"{name}, rate worked out",
        unit="per 10000",
        period=row.period,
        area=row.area,
        value=worked.value,
        provenance=Provenance.DERIVED,
        source=Source(formula=worked.formula),
        says=f"{name} {periods.in_words(row.period)} for every 10,000 children: the count divided by {of}.",
        inputs=(dataset.ids[row.id], *([population.figure] if population else [])),
        numerator=worked.numerator,
        denominator=worked.denominator,
        section=row.source_text.split("(")[0].strip(),
    )


def _change(dataset: _Dataset, row: ObservationRow, before: ObservationRow, name: str) -> Value:
    worked = formulas.change(row.value, before.value)
    return Value(
        id=f"{dataset.ids[row.id]}.change",
        label=f"{name}, change on the year before",
        unit=row.unit,
        period=row.period,
        area=row.area,
        value=worked.value,
        provenance=Provenance.DERIVED,
        source=Source(formula=worked.formula),
        says=f"{name}: how many more {periods.in_words(row.period)} than {periods.in_words(before.period)};"
        " below 0 is fewer.",
        inputs=(dataset.ids[row.id], dataset.ids[before.id]),
        section=row.source_text.split("(")[0].strip(),
        difference=True,
    )


@relates("dataset")
def wholes(asked: Asked) -> Iterator[Whole]:
    """The dataset's relations as they hold for figures: the same area, period and unit (ceiling: the same area).

    Where no child population was returned with the observations, the one that the partnership states is the ceiling.
    """
    dataset = _Dataset(asked.year)
    below: set[str] = set()
    by_slug: dict[str, list[ObservationRow]] = {}
    for row in dataset.rows:
        if not row.breakdown:
            by_slug.setdefault(row.indicator_slug, []).append(row)
    yield from _categories(dataset)
    for relation in relations():
        for whole in by_slug.get(relation.whole, []):
            parts = [
                part for slug in relation.parts for part in by_slug.get(slug, [])
                if _belongs(part, whole, relation.kind)
            ]  # fmt: skip
            if relation.kind == "ceiling":
                parts = [part for part in parts if dataset.population(part, asked) in (whole, None)]
                below.update(dataset.ids[part.id] for part in parts)
            if parts:
                yield Whole(
                    dataset.ids[whole.id],
                    tuple(dataset.ids[part.id] for part in parts),
                    exhaustive=relation.exhaustive,
                    exclusive=relation.exclusive and relation.kind == "part",
                    why=relation.why,
                    kind=relation.kind,
                )
    yield from _stated_ceilings(dataset, asked, below)


def _categories(dataset: _Dataset) -> Iterator[Whole]:
    """The categories of each breakdown are parts of the count that they split."""
    split: dict[tuple[int, str], list[str]] = {}
    wholes = {}
    for row in dataset.rows:
        if not row.breakdown:
            continue
        whole = dataset.whole_of(row)
        if whole is not None:
            split.setdefault((whole.id, row.breakdown), []).append(dataset.ids[row.id])
            wholes[whole.id] = whole
    for (whole_id, breakdown), parts in split.items():
        why = f"The return splits the count by {breakdown}."
        yield Whole(dataset.ids[whole_id], tuple(parts), exhaustive=True, exclusive=True, why=why, kind="part")


def _stated_ceilings(dataset: _Dataset, asked: Asked, below: set[str]) -> Iterator[Whole]:
    """Counts of children that stand under no ceiling yet, under the population that the partnership states."""
    stated: dict[str, list[str]] = {}
    for row in dataset.rows:
        counted = kind_of(row.unit) is UnitKind.CHILDREN and not row.indicator_slug.startswith(CHILD_POPULATION)
        if not counted or _says_change(row) or dataset.ids[row.id] in below:
            continue
        population = _denominator(dataset, row, asked)
        if population is not None:
            stated.setdefault(population.figure, []).append(dataset.ids[row.id])
    for population_id, parts in stated.items():
        why = "The partnership states how many children live in the area."
        yield Whole(population_id, tuple(parts), exclusive=False, why=why, kind="ceiling")


def _belongs(part: ObservationRow, whole: ObservationRow, kind: str) -> bool:
    if part.area != whole.area or _says_change(part):
        return False
    if kind == "ceiling":
        return kind_of(part.unit) is UnitKind.CHILDREN
    return part.period == whole.period and part.unit == whole.unit


def _says_change(row: ObservationRow) -> bool:
    """A returned change ('Make Your Mark change on 2022') is no group of people."""
    return "change" in row.indicator.casefold().split()


def _full_names(rows: list[ObservationRow], known: list[RelationRow]) -> dict[str, str]:
    """Indicator slug → its name with a capital. 'of whom …' is written after what it is a part of."""
    names = {row.indicator_slug: row.indicator for row in rows}
    whole_of = {part: relation.whole for relation in known if relation.kind == "part" for part in relation.parts}
    full = {}
    for slug, name in names.items():
        before = names.get(whole_of.get(slug, ""), "") if name.casefold().startswith("of whom") else ""
        text = f"{before}, {name}" if before else name
        full[slug] = text[:1].upper() + text[1:]
    return full
