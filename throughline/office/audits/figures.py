"""Audits of the report year that are on record."""

from collections.abc import Iterator
from decimal import Decimal

from throughline.foundation.figures import ids
from throughline.foundation.figures.registry import provides
from throughline.foundation.figures.values import Asked, Provenance, RecordRef, Source, Value
from throughline.office.audits.queries.records import cycles


@provides("audits")
def figures(asked: Asked) -> Iterator[Value]:
    known = cycles()
    year = asked.year.label
    of_the_year = [row for row in known if row.cycle == year]
    yield Value(
        id=ids.id_of("audits", "on record", year),
        label="Audits of the year, on record",
        unit="audits",
        period=year,
        area=asked.area,
        value=Decimal(len(of_the_year)) if known else None,
        provenance=Provenance.COMPUTED,
        source=Source(query="audits.on_record"),
        says="Audits of this report year that are on record; there may have been more.",
        section="section three",
        records=tuple(RecordRef(f"{row.kind}: {row.theme}" if row.theme else row.kind) for row in of_the_year),
    )
