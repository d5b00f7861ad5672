"""Reads. All in the active scope."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from itertools import batched
from typing import cast

from throughline.foundation.figures import disclosure, registry
from throughline.foundation.figures.editions import THIS, EditionFacts, as_released, uncovered
from throughline.foundation.figures.models import (
    DisclosureException,
    FigureRun,
    Release,
    ReleasedCell,
    ReleasedTable,
    ReleasedWhole,
    tidy,
)
from throughline.foundation.figures.suppression import released as suppression
from throughline.foundation.figures.suppression.tables import Sum
from throughline.foundation.figures.values import Asked, ReportYear, Value, Whole
from throughline.foundation.figures.years import year_of
from throughline.foundation.tenancy import scope
from throughline.foundation.tenancy.models import Partnership


def report_year(label: str) -> ReportYear:
    """The scope's partnership's year of that label. Raises NotAReportYear."""
    return year_of(label, _partnership().report_year_starts)


def asked(year: ReportYear, as_at: date) -> Asked:
    return Asked(year, as_at, _partnership().area)


def _partnership() -> Partnership:
    return Partnership.objects.get(pk=scope.current().partnership_id)


def current_runs(year: str) -> dict[str, FigureRun]:
    """Every figure of the report year '2023-24' by id, as it stands; withdrawn ones left out. One query."""
    rows = FigureRun.objects.filter(year=year, is_current=True).exclude(status=FigureRun.Status.WITHDRAWN)
    return {run.figure_id: run for run in rows.select_related("run_by")}


def current_values(year: str) -> dict[str, Value]:
    """The same as values. One query."""
    return {figure_id: run.as_value() for figure_id, run in current_runs(year).items()}


def current_run(year: str, figure_id: str) -> FigureRun | None:
    """The figure as it stands, withdrawn or not."""
    return FigureRun.objects.filter(year=year, figure_id=figure_id, is_current=True).select_related("run_by").first()


def chain(year: str, figure_id: str) -> list[FigureRun]:
    """Every run of the figure, newest first. One query."""
    rows = FigureRun.objects.filter(year=year, figure_id=figure_id).select_related("run_by")
    return list(rows.order_by("-pk"))


def revised(year: str) -> dict[str, list[FigureRun]]:
    """The figures of the year whose value was another before: id → every run, newest first. One query."""
    chains: dict[str, list[FigureRun]] = {}
    for run in FigureRun.objects.filter(year=year).select_related("run_by").order_by("-pk"):
        chains.setdefault(run.figure_id, []).append(run)
    return {figure_id: runs for figure_id, runs in sorted(chains.items()) if len({run.number for run in runs}) > 1}


def years_with_runs() -> list[str]:
    """Labels of the report years that have figures, newest first."""
    return list(FigureRun.objects.filter(is_current=True).order_by("-year").values_list("year", flat=True).distinct())


def exceptions(year: str) -> dict[str, DisclosureException]:
    """By figure id."""
    return {row.figure_id: row for row in DisclosureException.objects.filter(year=year).select_related("by")}


def released(figure_ids: set[str] | None = None) -> list[disclosure.Released]:
    """What editions of any year showed the public, oldest first."""
    rows = Release.objects.all() if figure_ids is None else Release.objects.filter(figure_id__in=figure_ids)
    return [
        disclosure.Released(row.figure_id, row.year, row.edition, tidy(row.value), row.hidden, row.at)
        for row in rows.order_by("at", "pk")
    ]


def released_editions() -> list[EditionFacts]:
    """What every edition went by, oldest first, as far as it was kept. Two queries."""
    wholes: dict[tuple[str, str], list[Whole]] = {}
    for whole in ReleasedWhole.objects.all():
        wholes.setdefault((whole.year, whole.edition), []).append(whole.as_whole())
    values: dict[tuple[str, str], dict[str, Value]] = {}
    hidden: dict[tuple[str, str], set[str]] = {}
    rows = Release.objects.filter(run__isnull=False).select_related("run__run_by").order_by("at", "pk")
    for row in rows:
        key = (row.year, row.edition)
        values.setdefault(key, {})[row.figure_id] = row.run.as_value()
        hidden.setdefault(key, set()).update([row.figure_id] if row.hidden else [])
    return [EditionFacts(key[1], values[key], frozenset(hidden[key]), wholes.get(key, [])) for key in values]


def everything_released(keys: Collection[str]) -> list[suppression.Released]:
    """Every edition, and the tables that share a cell with these keys, or with a table that does, oldest first."""
    editions = [as_released(facts) for facts in released_editions()]
    reach = {*keys, *(key for edition in editions for key in edition.cells)}
    found: set[int] = set()
    while near := _tables_with(reach) - found:
        found |= near
        reach = set(ReleasedCell.objects.filter(table_id__in=near).values_list("key", flat=True))
    return editions + [
        suppression.Released(
            table.name,
            {cell.key: (cell.count, cast("suppression.State", cell.state)) for cell in table.cells.all()},
            [Sum(each.total, tuple(each.parts)) for each in table.sums.all()],
        )
        for table in ReleasedTable.objects.filter(pk__in=found).prefetch_related("cells", "sums")
    ]


def _tables_with(keys: Collection[str]) -> set[int]:
    found: set[int] = set()
    for some in batched(sorted(keys), 500):
        found |= set(ReleasedCell.objects.filter(key__in=some).order_by().values_list("table_id", flat=True).distinct())
    return found


@dataclass(frozen=True)
class Disclosure:
    """What a publication of the year's figures shows. `hidden` by figure id; `given_away`: what editions undo together.
    `runs`: figure id → the run that its value is of, where they are kept."""

    values: Mapping[str, Value]
    wholes: tuple[Whole, ...]
    hidden: Mapping[str, disclosure.Hidden]
    excepted: Mapping[str, DisclosureException]
    given_away: tuple[disclosure.GivenAway, ...]
    runs: Mapping[str, int] = field(default_factory=dict)

    def shown(self, figure_id: str) -> Decimal | None:
        """The number as the public sees it; None where it is hidden or not available."""
        return None if figure_id in self.hidden else self.values[figure_id].value


def disclosure_of(year: ReportYear, as_at: date) -> Disclosure:
    """Which of the year's current figures a publication hides, and why."""
    runs = current_runs(year.label)
    values = {figure_id: run.as_value() for figure_id, run in runs.items()}
    return disclosure_of_values(year, as_at, values, {figure_id: run.pk for figure_id, run in runs.items()})


def disclosure_of_values(
    year: ReportYear, as_at: date, values: Mapping[str, Value], runs: Mapping[str, int] | None = None
) -> Disclosure:
    """The same for these values, kept or not."""
    wholes = tuple(registry.wholes(replace(asked(year, as_at), known=values)))
    excepted = exceptions(year.label)
    earlier = released()
    hidden = disclosure.suppress(values, wholes, exceptions=excepted, earlier=earlier)
    given_away = disclosure.given_away(values, wholes, hidden, earlier)
    known = {given.figure for given in given_away}
    now = EditionFacts(THIS, values, frozenset(hidden), wholes)
    given_away += [
        given for given in uncovered(now, released_editions(), exceptions=excepted) if given.figure not in known
    ]
    return Disclosure(values, wholes, hidden, excepted, tuple(given_away), runs or {})
