"""Reads of observations and of how indicators belong together, for the active scope."""

from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from django.db.models import Q, QuerySet

from throughline.foundation.figures import periods
from throughline.foundation.figures.values import ReportYear
from throughline.office.dataset.models import Appearance, Observation, ObservationRevision, Relation

CHILD_POPULATION = "child-population"


@dataclass(frozen=True)
class RevisionRow:
    """What an observation was before, who had returned that and when, and who replaced it and when."""

    value: Decimal
    precision: str
    source_text: str
    file: str
    row: int
    returned_by: str
    returned_at: datetime
    replaced_by: str
    replaced_at: datetime


@dataclass(frozen=True)
class ObservationRow:
    """One returned value, in `unit`; of a `category` of a `breakdown`, both '' for the whole. `precision` is '',
    'about', 'at least' or 'rounded'. `source_text` is the source column word for word; `row` counts the heading as
    row 1. `revisions`: the latest first."""

    id: int
    indicator_id: int
    indicator: str
    indicator_slug: str
    area: str
    period: str
    value: Decimal
    unit: str
    precision: str
    source_text: str
    file: str
    row: int
    returned_by: str
    returned_at: datetime
    revisions: tuple[RevisionRow, ...]
    breakdown: str = ""
    category: str = ""


@dataclass(frozen=True)
class RelationRow:
    """One whole with its parts, as indicator slugs. It holds for observations of the same area, period and unit
    (ceiling: of the same area). kind: 'part', 'compare' or 'ceiling' (dataset.models.Relation says what they mean)."""

    kind: str
    whole: str
    parts: tuple[str, ...]
    exhaustive: bool
    exclusive: bool
    why: str
    source: str


def observations() -> list[ObservationRow]:
    """Those of every year, in the order of the file. At most four queries."""
    return [_observation(row) for row in _observations()]


def observations_of(year: ReportYear) -> list[ObservationRow]:
    """What was returned for the report year, in the order of its file, each with its place there; then what agencies
    returned for periods of that year. Six queries.

    A year that was never loaded shows what other years' files say of it by its period, and what that is compared with:
    the same a year earlier, and the child populations counted by then.
    """
    appeared = list(Appearance.objects.all())
    placed = {row.observation_id: row for row in appeared if row.year == year.label}
    known = list(_observations().filter(_may_be_of(year)))
    if placed:
        own = sorted((row for row in known if row.pk in placed), key=lambda row: (placed[row.pk].source_row, row.pk))
        in_files = {row.observation_id for row in appeared}
        by_agencies = [row for row in known if row.pk not in in_files and _falls_in(row.period, year)]
        return [
            replace(_observation(row), source_text=place.source_text, file=place.source_file, row=place.source_row)
            for row in own
            for place in [placed[row.pk]]
        ] + [_observation(row) for row in sorted(by_agencies, key=lambda row: row.pk)]
    rows = [_observation(row) for row in known]
    own_keys = {(row.indicator_slug, row.area, row.unit, row.period) for row in rows if _falls_in(row.period, year)}
    earlier = {(*key[:3], periods.year_earlier(key[3])) for key in own_keys}
    wanted = own_keys | earlier
    return [
        row
        for row in rows
        if (row.indicator_slug, row.area, row.unit, row.period) in wanted
        or (own_keys and row.indicator_slug.startswith(CHILD_POPULATION) and _ends_by(row.period, year))
    ]


def _may_be_of(year: ReportYear) -> Q:
    """All that a report of the year could show: what stands in its file, what is of its periods, what those are set
    beside, and every child population. One query."""
    periods_known = Observation.objects.order_by().values_list("period", flat=True).distinct()
    own = {period for period in periods_known if _falls_in(period, year)}
    in_file = Appearance.objects.filter(year=year.label).values("observation_id")
    near = own | {periods.year_earlier(period) for period in own}
    return Q(pk__in=in_file) | Q(period__in=near) | Q(indicator__slug__startswith=CHILD_POPULATION)


def _falls_in(period: str, year: ReportYear) -> bool:
    last = periods.last_day(period, year)
    return last is not None and year.starts <= last <= year.ends


def _ends_by(period: str, year: ReportYear) -> bool:
    last = periods.last_day(period, year)
    return last is not None and last <= year.ends


def _observations() -> QuerySet[Observation]:
    found = Observation.objects.filter(withdrawn=False).select_related("indicator", "returned_by")
    return found.prefetch_related("revisions__returned_by", "revisions__replaced_by")


def populations() -> list[ObservationRow]:
    """The child populations that were returned: the denominators of rates."""
    return [row for row in observations() if row.indicator_slug.startswith(CHILD_POPULATION)]


def relations() -> list[RelationRow]:
    """One row for every whole and kind. One query."""
    found: dict[tuple[int, str], list[Relation]] = {}
    for row in Relation.objects.select_related("whole", "part"):
        found.setdefault((row.whole_id, row.kind), []).append(row)
    return [
        RelationRow(
            kind=rows[0].kind,
            whole=rows[0].whole.slug,
            parts=tuple(row.part.slug for row in rows),
            exhaustive=all(row.exhaustive for row in rows),
            exclusive=all(row.exclusive for row in rows),
            why=rows[0].why,
            source=rows[0].source,
        )
        for rows in found.values()
    ]


def _observation(row: Observation) -> ObservationRow:
    return ObservationRow(
        id=row.pk,
        indicator_id=row.indicator_id,
        indicator=row.indicator.name,
        indicator_slug=row.indicator.slug,
        area=row.area,
        period=row.period,
        value=plain(row.value),
        unit=row.unit,
        precision=row.precision,
        source_text=row.source_text,
        file=row.source_file,
        row=row.source_row,
        returned_by=str(row.returned_by),
        returned_at=row.returned_at,
        revisions=tuple(_revision(revision) for revision in row.revisions.all()),
        breakdown=row.breakdown,
        category=row.category,
    )


def _revision(row: ObservationRevision) -> RevisionRow:
    return RevisionRow(
        value=plain(row.value),
        precision=row.precision,
        source_text=row.source_text,
        file=row.source_file,
        row=row.source_row,
        returned_by=str(row.returned_by),
        returned_at=row.returned_at,
        replaced_by=str(row.replaced_by),
        replaced_at=row.replaced_at,
    )


def plain(value: Decimal) -> Decimal:
    """Without the zeros that the database adds: 43.2000 → 43.2, 290.0000 → 290."""
    return Decimal(f"{value.normalize():f}")
