"""Imports a published file: all of it, or all but the rows it was told to leave out."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from itertools import batched
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from throughline.foundation import bulk
from throughline.foundation.access.actors import Actor
from throughline.foundation.access.operations import Refused, operation
from throughline.foundation.sheets.api import take_upload
from throughline.foundation.statistics.known import KNOWN
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
from throughline.foundation.statistics.permissions import StatisticsPermission
from throughline.foundation.statistics.queries import known_data_sets
from throughline.foundation.statistics.reading import NeighbourTable, Refusal, Roles, TidyTable, read
from throughline.foundation.statistics.reading import areas as reading
from throughline.foundation.statistics.reading.symbols import Cell

BATCH = 4_000
PURPOSE = "statistics.import"
PLACES = Decimal("1.00000000")


class RowsRefused(Refused):
    """`table` tells what was read and every refusal; nothing was written."""

    def __init__(self, table: TidyTable | NeighbourTable) -> None:
        many = "1 place" if len(table.refused) == 1 else f"{len(table.refused):,} places"
        super().__init__(f"The file is refused because of {many}. Nothing was written.")
        self.table = table


@dataclass
class Imported:
    """What an import did. `new`, `revised`, `same` count statistics (or neighbours)."""

    table: TidyTable | NeighbourTable
    data_set: str = ""
    new: int = 0
    revised: int = 0
    same: int = 0
    notes: list[str] = field(default_factory=list)

    @property
    def refused(self) -> list[Refusal]:
        return self.table.refused


@operation(StatisticsPermission.IMPORT)
def import_statistics(
    *,
    content: bytes,
    name: str,
    by: Actor,
    at: datetime,
    leave_out_refused: bool = False,
    roles: Roles | None = None,
    upload_id: int | None = None,
) -> Imported:
    """Reads and stores a file in the tidy format or a table of statistical neighbours. The same file again changes
    nothing; another one about the same makes revisions. `roles`: what the columns of a heading never met before are;
    kept, so that next year's file needs no deciding. `upload_id`: the kept upload that this writes.

    Raises RowsRefused unless refused rows may be left out, and reading.Unreadable.
    """
    if upload_id is not None:
        take_upload(upload_id=upload_id, purpose=PURPOSE, by=by, at=at)
    known = known_data_sets()
    if roles is not None:
        known.setdefault(frozenset(roles.filters + roles.indicators), roles)
    table = read(content, name=name, known=known)
    if table.refused and not leave_out_refused:
        raise RowsRefused(table)
    if by.user is None:
        raise Refused("Sign in to import official statistics.")
    file = StatisticsFile(
        name=name[:200], sha256=hashlib.sha256(content).hexdigest(), rows=table.count, imported_by=by.user,
        imported_at=at,
    )  # fmt: skip
    if isinstance(table, NeighbourTable):
        return _store_neighbours(table, file)
    return _store_statistics(table, file)


@operation(StatisticsPermission.IMPORT)
def preview_statistics(*, content: bytes, name: str, by: Actor, at: datetime, roles: Roles | None = None) -> Imported:
    """What an import would do, refused rows left out; nothing is kept of it. Raises reading.Unreadable."""
    with transaction.atomic():
        done = import_statistics(content=content, name=name, by=by, at=at, leave_out_refused=True, roles=roles)
        transaction.set_rollback(True)
    return done


def _store_statistics(table: TidyTable, file: StatisticsFile) -> Imported:
    data_set = _data_set(table, file.name)
    done = Imported(table, data_set.title)
    areas = {code: area.pk for code, area in _store_areas(table, done).items()}
    series = {key: each.pk for key, each in _store_series(table, data_set).items()}
    there = _there(data_set)
    new: list[tuple[Any, ...]] = []
    changed: list[tuple[Statistic, StatisticRevision]] = []
    for row in table.rows:
        choice = _choice(row.filters, table)
        for indicator, cell in zip(table.roles.indicators, row.cells, strict=True):
            if cell is None:
                continue
            key = (series[indicator, choice], areas[row.area], row.period, row.identifier)
            found = there.get(key)
            number = cell.number.quantize(PLACES) if cell.number is not None else None
            if found is None:
                new.append((*key, number, cell.symbol, row.number))
            elif (found[1], found[2]) == (number, cell.symbol):
                done.same += 1
            else:
                changed.append(_revised(found, cell, number, row.number))
    done.new, done.revised = len(new), len(changed)
    if new or changed:
        _write(file, new, changed)
    return done


type There = tuple[int, Decimal | None, str, int, int]
"""(id, number, symbol, file's id, row)."""


def _there(data_set: DataSet) -> dict[tuple[int, int, str, str], There]:
    rows = Statistic.objects.filter(series__data_set=data_set).values_list(
        "series_id", "area_id", "period", "identifier", "pk", "number", "symbol", "file_id", "row"
    )
    return {
        (series, area, period, identifier): (pk, number, symbol, file, row)
        for series, area, period, identifier, pk, number, symbol, file, row in rows.iterator(BATCH)
    }


def _revised(found: There, cell: Cell, number: Decimal | None, row: int) -> tuple[Statistic, StatisticRevision]:
    """The value as it is now, and what it was."""
    pk, was, symbol, file, old_row = found
    old = StatisticRevision(statistic_id=pk, number=was, symbol=symbol, file_id=file, row=old_row)
    return Statistic(pk=pk, number=number, symbol=cell.symbol, row=row), old


NEW = ("series_id", "area_id", "period", "identifier", "number", "symbol", "row", "file_id")


def _write(
    file: StatisticsFile, new: list[tuple[Any, ...]], changed: list[tuple[Statistic, StatisticRevision]]
) -> None:
    """New values past the ORM: a hundred thousand objects cost more than all the rest of an import."""
    file.save()
    bulk.insert(Statistic, NEW, ((*row, file.pk) for row in new))
    for statistic, old in changed:
        statistic.file, old.replaced_by = file, file
    for pairs in batched(changed, BATCH):
        StatisticRevision.objects.bulk_create(old for _, old in pairs)
        Statistic.objects.bulk_update([statistic for statistic, _ in pairs], ["number", "symbol", "file", "row"], 500)


def _data_set(table: TidyTable, name: str) -> DataSet:
    columns = json.dumps(sorted(table.columns))
    found = DataSet.objects.filter(columns=columns).first()
    if found is not None:
        return found
    called = KNOWN.get(frozenset(table.columns))
    title = called.title if called else _title(name)
    slug = wanted = called.slug if called else slugify(title)[:70] or "statistics"
    number = 1
    while DataSet.objects.filter(slug=slug).exists():
        number += 1
        slug = f"{wanted}-{number}"
    return DataSet.objects.create(
        slug=slug, title=title, columns=columns, filters=list(table.roles.filters),
        indicators=list(table.roles.indicators),
    )  # fmt: skip


def _title(name: str) -> str:
    """'d3_cpps_subsequent_plan_2013_to_2025.csv' → 'D3 cpps subsequent plan 2013 to 2025', until somebody names it."""
    words = name.rsplit("/", 1)[-1].removesuffix(".csv").replace("_", " ").strip()
    return (words[:1].upper() + words[1:] or "Statistics")[:200]


def _store_areas(table: TidyTable, done: Imported) -> dict[str, Area]:
    """Areas of the file by code: new ones made, a changed name or region taken over and said."""
    there = {area.code: area for area in Area.objects.filter(code__in=_codes(table.areas.values()))}
    named = sorted(table.areas.values(), key=lambda area: bool(area.region))  # regions before what lies in them
    for area in named:
        region = there.get(area.region)
        found = there.get(area.code)
        if found is None:
            there[area.code] = Area.objects.create(
                code=area.code, level=area.level, name=area.name, old_code=area.old_code, region=region
            )
            continue
        if found.name != area.name:
            done.notes.append(f"{found.code} was called ‘{found.name}’ and is now ‘{area.name}’.")
        old_code = area.old_code or found.old_code
        if (found.name, found.old_code, found.region) != (area.name, old_code, region or found.region):
            found.name, found.old_code, found.region = area.name, old_code, region or found.region
            found.save()
    return there


def _codes(areas: Iterable[reading.Area]) -> set[str]:
    return {code for area in areas for code in (area.code, area.region) if code}


def _choice(filters: tuple[str, ...], table: TidyTable) -> str:
    return json.dumps(dict(zip(table.roles.filters, filters, strict=True)), ensure_ascii=False)


def _store_series(table: TidyTable, data_set: DataSet) -> dict[tuple[str, str], Series]:
    there = {(series.indicator, series.choice): series for series in data_set.series.all()}
    choices = dict.fromkeys(_choice(row.filters, table) for row in table.rows)
    missing = [
        Series(data_set=data_set, indicator=indicator, choice=choice)
        for choice in choices
        for indicator in table.roles.indicators
        if (indicator, choice) not in there
    ]
    for series in Series.objects.bulk_create(missing):
        there[series.indicator, series.choice] = series
    return there


def _store_neighbours(table: NeighbourTable, file: StatisticsFile) -> Imported:
    done = Imported(table, f"Statistical neighbours, model of {table.model}")
    wanted = {(n.area, n.rank): (n.neighbour, table.names[n.neighbour], n.closeness) for n in table.neighbours}
    model = NeighbourModel.objects.filter(year=table.model).first()
    there = {} if model is None else {
        (n.area, n.rank): (n.neighbour, n.neighbour_name, n.closeness) for n in model.neighbours.all()
    }  # fmt: skip
    done.same = sum(there.get(key) == value for key, value in wanted.items())
    done.new = len(wanted.keys() - there.keys())
    done.revised = len(wanted) - done.same - done.new
    if wanted == there:
        return done
    file.save()
    if model is not None:
        model.neighbours.all().delete()
        model.file = file
        model.save()
    else:
        model = NeighbourModel.objects.create(year=table.model, file=file)
    Neighbour.objects.bulk_create(
        Neighbour(model=model, area=area, rank=rank, neighbour=code, neighbour_name=name, closeness=closeness)
        for (area, rank), (code, name, closeness) in wanted.items()
    )
    return done
