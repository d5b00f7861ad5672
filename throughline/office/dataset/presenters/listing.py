"""The list of indicators, and every authority beside ours."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from throughline.foundation.charts.chart import NOT_AVAILABLE
from throughline.foundation.figures.formulas import rounded
from throughline.foundation.ui.parts import Cell, Column, Table
from throughline.office.dataset.models import Sector
from throughline.office.dataset.presenters.charts import shown, shown_as
from throughline.office.dataset.queries.indicator import IndicatorPage, is_comparable, places_of
from throughline.office.dataset.queries.official import Official, Place
from throughline.office.dataset.queries.overview import OverviewRow
from throughline.office.dataset.rules.timeline import official_span


@dataclass(frozen=True)
class SectorPart:
    id: str
    label: str
    table: Table


def sectors(rows: Sequence[OverviewRow], place: Place | None) -> list[SectorPart]:
    """A table a sector, in the order of the sectors' list; sectors without an indicator are left out."""
    own = place.own.name if place else "Own area"
    country = place.country.name if place and place.country else "England"
    columns = [
        Column("Indicator"), Column("The partnership’s own"), Column(f"{own}, official", True), Column(country, True),
        Column("Period"), Column("Owner"),
    ]  # fmt: skip
    found = []
    for sector in Sector:
        mine = [row for row in rows if row.indicator.sector == sector]
        if mine:
            table = Table(str(sector.label), columns, [_row(row) for row in mine])
            found.append(SectorPart(str(sector.value).replace("_", "-"), str(sector.label), table))
    return found


def _row(row: OverviewRow) -> list[str | Cell]:
    indicator = row.indicator
    own = f"{row.own[0]} {row.own[1]}, {row.own[2]}" if row.own else NOT_AVAILABLE
    span = official_span(row.period, snapshot=indicator.counting == "snapshot") if row.period else None
    return [
        Cell(f"{indicator.code} {indicator}", reverse("dataset:indicator", args=[indicator.pk])),
        own,
        _official(row.official, indicator.unit),
        _official(row.country, indicator.unit) if is_comparable(indicator.unit) else "a count: not compared",
        span.label if span else "",
        str(indicator.owner or ""),
    ]


def _official(found: Official | None, unit: str) -> str:
    if found is None or found.number is None:
        return shown(None, found.symbol if found else "")
    number = rounded(found.number, places_of(unit))
    return f"{number:,f}" if found.population else shown(number)


def authorities_table(page: IndicatorPage) -> Table | None:
    """Every authority of the latest official period, by name."""
    if page.compared is None or page.place is None:
        return None
    divided = any(each.population for each in page.compared.others.values())
    columns = [Column("Authority"), Column(page.indicator.unit.capitalize(), True)]
    columns += [Column("Children", True)] if divided else []
    rows = []
    for area in sorted(page.place.authorities.values(), key=lambda each: (each.name, each.code)):
        found = page.compared.others.get(area.id)
        if found is not None:
            children = [f"{found.population:,}" if found.population else NOT_AVAILABLE] if divided else []
            rows.append([area.name, shown_as(page, found), *children])
    return Table(f"Every authority, {page.compared.span.label}", columns, rows)
