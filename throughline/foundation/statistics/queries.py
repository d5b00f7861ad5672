"""Reads of official statistics."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Count, QuerySet

from throughline.foundation.statistics.known import ROLES
from throughline.foundation.statistics.models import (
    Area,
    DataSet,
    Neighbour,
    NeighbourModel,
    Series,
    Statistic,
    StatisticRevision,
    StatisticsFile,
)
from throughline.foundation.statistics.reading import Roles

LOCAL_AUTHORITY = "Local authority"
COUNTRY = "National"


def known_data_sets() -> dict[frozenset[str], Roles]:
    """Columns → what each is: of the data sets that the product knows, and of those imported before, so that next
    year's file needs no deciding."""
    found = dict(ROLES)
    for data_set in DataSet.objects.all():
        roles = Roles(tuple(data_set.filters), tuple(data_set.indicators))
        found[frozenset(roles.filters + roles.indicators)] = roles
    return found


@dataclass(frozen=True)
class AreaRow:
    """`old_code`: the department's three figures. `region_id` None for a region or a country."""

    id: int
    code: str
    level: str
    name: str
    old_code: str
    region_id: int | None


def areas() -> dict[int, AreaRow]:
    """All of them, by id, by name. One query."""
    return _areas(Area.objects.all())


def area_named(name: str) -> AreaRow | None:
    """A local authority, by its name whatever the capitals; of several (a boundary change), the latest code."""
    found = _areas(Area.objects.filter(level=LOCAL_AUTHORITY, name__iexact=name))
    return max(found.values(), key=lambda each: each.code, default=None)


def local_authorities() -> dict[int, AreaRow]:
    """By id, by name."""
    return _areas(Area.objects.filter(level=LOCAL_AUTHORITY))


def _areas(rows: QuerySet[Area]) -> dict[int, AreaRow]:
    columns = rows.values_list("pk", "code", "level", "name", "old_code", "region_id")
    return {row[0]: AreaRow(*row) for row in columns}


@dataclass(frozen=True)
class NeighbourSet:
    """The closest areas of one area under the model of a year, the closest first, by the department's code."""

    year: str
    codes: tuple[str, ...]
    names: tuple[str, ...]


def neighbours(old_code: str) -> list[NeighbourSet]:
    """Under each model that is on record, the latest model first. One query."""
    found: dict[str, list[tuple[str, str]]] = {}
    rows = Neighbour.objects.filter(area=old_code).order_by("-model__year", "rank")
    for year, code, name in rows.values_list("model__year", "neighbour", "neighbour_name"):
        found.setdefault(year, []).append((code, name))
    return [
        NeighbourSet(year, tuple(code for code, _ in rows), tuple(name for _, name in rows))
        for year, rows in found.items()
    ]


def neighbour_models() -> list[str]:
    return list(NeighbourModel.objects.values_list("year", flat=True))


@dataclass(frozen=True, slots=True)
class Published:
    """A value as published: a number, or a symbol that says why there is none. `file` is the name of its file."""

    number: Decimal | None
    symbol: str
    file: str


def published(
    data_set: str,
    column: str,
    choice: str = "",
    *,
    areas: Collection[int] | None = None,
    periods: Collection[str] | None = None,
    first: bool = False,
) -> dict[tuple[int, str], Published]:
    """(area's id, period) → the value. `choice`: the text of one filter, '' for a data set's only choice.

    areas, periods: only these. first: as first imported, not as last revised. Two queries; three with `first`. Nothing
    for a series that is not on record, or that `choice` does not settle.
    """
    series = _series(data_set, column, choice)
    if series is None:
        return {}
    rows = Statistic.objects.filter(series_id=series)
    if areas is not None:
        rows = rows.filter(area_id__in=areas)
    if periods is not None:
        rows = rows.filter(period__in=periods)
    found = {
        (area, period): (pk, number, symbol, file)
        for pk, area, period, number, symbol, file in rows.values_list(
            "pk", "area_id", "period", "number", "symbol", "file__name"
        ).iterator(4_000)
    }
    old: dict[int, tuple[Decimal | None, str, str]] = {}
    if first:
        revisions = StatisticRevision.objects.filter(statistic__series_id=series).order_by("pk")
        for pk, number, symbol, file in revisions.values_list("statistic_id", "number", "symbol", "file__name"):
            old.setdefault(pk, (number, symbol, file))
    return {key: Published(*old.get(pk, (number, symbol, file))) for key, (pk, number, symbol, file) in found.items()}


def _series(data_set: str, column: str, choice: str) -> int | None:
    rows = list(Series.objects.filter(data_set__slug=data_set, indicator=column).values_list("pk", "choice")[:500])
    if choice:
        rows = [(pk, text) for pk, text in rows if choice in json.loads(text).values()]
    return rows[0][0] if len(rows) == 1 else None


@dataclass(frozen=True)
class FileRow:
    """An imported file. `revised`: how many values it replaced."""

    name: str
    rows: int
    by: str
    at: datetime
    revised: int


def imported_files() -> list[FileRow]:
    """The latest first, at most a hundred. Two queries."""
    files = list(StatisticsFile.objects.select_related("imported_by")[:100])
    replacing = StatisticRevision.objects.filter(replaced_by__in=[row.pk for row in files]).order_by()
    revised = dict(replacing.values_list("replaced_by").annotate(Count("pk")))
    return [FileRow(row.name, row.rows, str(row.imported_by), row.imported_at, revised.get(row.pk, 0)) for row in files]


def data_sets() -> list[DataSet]:
    return list(DataSet.objects.all())
