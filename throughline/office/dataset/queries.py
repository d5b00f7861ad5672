"""Reads of observations and of how indicators belong together, for the active scope."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from throughline.office.dataset.models import Observation, ObservationRevision, Relation

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
    """One returned value, in `unit`. `precision` is '', 'about', 'at least' or 'rounded'. `source_text` is the source
    column word for word; `row` counts the heading as row 1. `revisions`: the latest first."""

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
    """In the order of the file. At most four queries."""
    rows = Observation.objects.select_related("indicator", "returned_by").prefetch_related(
        "revisions__returned_by", "revisions__replaced_by"
    )
    return [_observation(row) for row in rows]


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
