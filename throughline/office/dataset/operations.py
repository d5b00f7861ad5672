"""All writes of the dataset. Steps of the load, which has the permission and holds the transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from throughline.foundation.access.actors import Actor
from throughline.foundation.access.operations import operation
from throughline.foundation.names import slug_of
from throughline.foundation.tenancy import scope
from throughline.foundation.tenancy.keeping_operations import Change, Kept, Row, keep
from throughline.office.dataset.models import Indicator, Observation, ObservationRevision, Relation
from throughline.office.dataset.rules import relations
from throughline.office.dataset.rules.relations import RelationInput


@dataclass(frozen=True)
class ObservationInput:
    """`source_text` is the source column word for word."""

    indicator: str
    area: str
    period: str
    value: Decimal
    unit: str
    precision: str
    source_text: str
    file: str
    row: int


@operation(None)
def record_observations(*, rows: Sequence[ObservationInput], by: Actor, at: datetime) -> list[Change]:
    """Observations by indicator, area, period and unit. A value that differs is a revision and keeps the old one. A
    step of the load, with no permission of its own."""
    home = scope.current().home_id
    names = {slug_of(row.indicator): row.indicator for row in reversed(rows)}
    indicators = {
        each.record.slug: each.record
        for each in keep(
            Indicator,
            [
                Row(label=name, key={"slug": slug}, values={"name": name}, quiet={"position": position})
                for position, (slug, name) in enumerate(reversed(names.items()))
            ],
            space_id=home,
        )
    }
    kept = keep(
        Observation,
        [
            Row(
                label=f"{row.indicator}, {row.area}, {row.period}, {row.unit}",
                key={
                    "indicator": indicators[slug_of(row.indicator)],
                    "area": row.area,
                    "period": row.period,
                    "unit": row.unit,
                },
                values={"value": row.value, "precision": row.precision, "source_text": row.source_text},
                quiet={"source_file": row.file, "source_row": row.row},
            )
            for row in rows
        ],
        space_id=home,
        stamp={"returned_by": by.user, "returned_at": at},
    )
    for each in kept:
        if each.before:
            _keep_the_old(each, by, at)
    return [each.change for each in kept]


def _keep_the_old(kept: Kept, by: Actor, at: datetime) -> None:
    now = kept.record
    old = {
        name: kept.before.get(name, getattr(now, name))
        for name in ("value", "precision", "source_text", "source_file", "source_row", "returned_by", "returned_at")
    }
    ObservationRevision(space_id=now.space_id, observation=now, replaced_by=by.user, replaced_at=at, **old).save()


@operation(None)
def record_relations(*, rows: Sequence[RelationInput], by: Actor, at: datetime) -> list[Change]:
    """Relations that the folder names, then those that ship with the product or follow from the rows, each where both
    indicators are on record. A step of the load, with no permission of its own."""
    home = scope.current().home_id
    indicators = {row.slug: row for row in Indicator.objects.filter(space_id=home)}
    seen = [
        relations.Seen(row.indicator.slug, row.area, row.unit)
        for row in Observation.objects.filter(space_id=home).select_related("indicator").order_by("source_row", "pk")
    ]
    wanted: dict[tuple[str, str, str], RelationInput] = {}
    for row in [*rows, *relations.starter(), *relations.of_whom(seen), *relations.ceilings(seen)]:
        if row.whole in indicators and row.part in indicators and row.whole != row.part:
            wanted.setdefault((row.kind, row.whole, row.part), row)
    kept = keep(
        Relation,
        [
            Row(
                label=f"{indicators[row.part].name} → {indicators[row.whole].name} ({row.kind})",
                key={"kind": row.kind, "whole": indicators[row.whole], "part": indicators[row.part]},
                values={"exhaustive": row.exhaustive, "exclusive": row.exclusive, "why": row.why, "source": row.source},
                quiet={"position": position},
            )
            for position, row in enumerate(wanted.values())
        ],
        space_id=home,
    )
    return [each.change for each in kept]
