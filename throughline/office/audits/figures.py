"""Audits of the report year that are on record, and how many self-assessments were handed in."""

from collections.abc import Iterator
from decimal import Decimal

from throughline.foundation.figures import ids
from throughline.foundation.figures.registry import provides
from throughline.foundation.figures.values import Asked, Provenance, RecordRef, Source, Value
from throughline.office.audits.queries import overview
from throughline.office.audits.queries import staff as survey_reads
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
    staff = survey_reads.answers_of_year(year)
    if staff is not None:
        yield Value(
            id=ids.id_of("audits", "staff who answered", year),
            label="Staff who answered beside the self-assessments",
            unit="answers",
            period=year,
            area=asked.area,
            value=Decimal(staff),
            provenance=Provenance.COMPUTED,
            source=Source(query="audits.staff_answers"),
            says="Answers to the anonymous staff surveys of this year; a person is counted once a device.",
            section="section three",
        )
    moderated = overview.moderated_in(year)
    if moderated:
        yield Value(
            id=ids.id_of("audits", "self-assessments moderated", year),
            label="Self-assessments moderated by the scrutiny panel",
            unit="self-assessments",
            period=year,
            area=asked.area,
            value=Decimal(moderated),
            provenance=Provenance.COMPUTED,
            source=Source(query="audits.moderated"),
            says="Returns of this year with at least one grade that the panel settled.",
            section="section three",
        )
    bodies, done = overview.handed_in(year)
    if bodies:  # otherwise no self-assessment of that year was run here, and there is nothing to report
        yield Value(
            id=ids.id_of("audits", "self-assessments handed in", year),
            label="Self-assessments handed in",
            unit="self-assessments",
            period=year,
            area=asked.area,
            value=Decimal(done),
            provenance=Provenance.COMPUTED,
            source=Source(query="audits.handed_in"),
            says=f"Returns handed in, of {bodies} that were asked for in the self-assessments of this year.",
            section="section three",
            numerator=Decimal(done),
            denominator=Decimal(bodies),
        )
