"""All writes of the dataset. Steps of the load, which has the permission and holds the transaction."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from throughline.foundation.access.actors import Actor
from throughline.foundation.access.operations import operation
from throughline.foundation.names import key_of, slug_of
from throughline.foundation.tenancy import scope
from throughline.foundation.tenancy.keeping_operations import Change, Kept, Row, keep
from throughline.office.dataset.models import Appearance, Indicator, Observation, ObservationRevision, Relation
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
def record_observations(*, rows: Sequence[ObservationInput], year: str, by: Actor, at: datetime) -> list[Change]:
    """The return of a report year: observations by indicator, area, period and unit. A value that differs is a revision
    and keeps the old one. What another year returned first keeps that year's place and words, and appears in this year
    too; what only other years returned is none of this year's business. A step of the load, with no permission of its
    own."""
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
    years: dict[int, list[str]] = {}
    for observation_id, appeared_in in (
        Appearance.objects.filter(space_id=home).order_by("pk").values_list("observation_id", "year")
    ):
        years.setdefault(observation_id, []).append(appeared_in)
    borrowed = {
        (row.indicator_id, *map(key_of, (row.area, row.period, row.unit)))
        for row in Observation.objects.filter(space_id=home)
        if row.pk in years and years[row.pk][0] != year
    }
    kept = keep(
        Observation,
        [_row(row, indicators[slug_of(row.indicator)], borrowed) for row in rows],
        space_id=home,
        stamp={"returned_by": by.user, "returned_at": at},
    )
    # What no year's file ever held came in an agency's return: no file can miss it.
    kept = [each for each in kept if each.change.what != "missing" or year in years.get(each.record.pk, [])]
    for each in kept:
        if each.before:
            _keep_the_old(each, by, at)
        version = each.record.indicator.version
        if each.change.what in ("added", "changed") and each.record.version != version:
            each.record.version = version
            each.record.save()
    appeared = keep(
        Appearance,
        [
            Row(
                label=each.change.label,
                key={"observation": each.record},
                values={"source_text": row.source_text},
                quiet={"source_file": row.file, "source_row": row.row},
            )
            for row, each in zip(rows, kept[: len(rows)], strict=True)
        ],
        space_id=home,
        within={"year": year},
    )
    said = [each.change for each in kept]
    for position, new in enumerate(appeared[: len(rows)]):
        elsewhere = years.get(kept[position].record.pk)
        if said[position].what != "unchanged" or not elsewhere:
            continue
        said[position] = (
            Change("added", new.change.label, f"to {year}; on record from {elsewhere[0]}")
            if new.change.what == "added"
            else new.change
        )
    return said


def _row(row: ObservationInput, indicator: Indicator, borrowed: Collection[tuple[object, ...]]) -> Row:
    key = {"indicator": indicator, "area": row.area, "period": row.period, "unit": row.unit, "breakdown": "",
           "category": ""}  # fmt: skip
    label = f"{row.indicator}, {row.area}, {row.period}, {row.unit}"
    values = {"value": row.value, "precision": row.precision, "withdrawn": False}
    if (indicator.pk, *map(key_of, (row.area, row.period, row.unit))) in borrowed:
        return Row(label, key, values)
    return Row(label, key, values | {"source_text": row.source_text}, {"source_file": row.file, "source_row": row.row})


def _keep_the_old(kept: Kept, by: Actor, at: datetime) -> None:
    now = kept.record
    old = {
        name: kept.before.get(name, getattr(now, name))
        for name in (
            "value",
            "precision",
            "version",
            "source_text",
            "source_file",
            "source_row",
            "returned_by",
            "returned_at",
        )
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
