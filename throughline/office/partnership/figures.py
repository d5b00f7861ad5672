"""Counts of who is in the partnership, from its own records, and populations as they were returned."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from throughline.foundation.figures import ids
from throughline.foundation.figures.pages import page_of
from throughline.foundation.figures.registry import provides
from throughline.foundation.figures.values import Asked, Provenance, RecordRef, Source, Value
from throughline.office.partnership.queries import Agency, GroupRow, agencies, groups, populations


@provides("partnership")
def figures(asked: Asked) -> Iterator[Value]:
    known = agencies()
    yield from _agencies(asked, known)
    own_groups = groups()
    joint = [group for group in own_groups if group.joint or group.joint_with]
    yield _count(asked, "groups", "groups", "Groups", own_groups, "The groups and bodies on record.", of=own_groups)
    yield _count(
        asked, "groups joint", "groups", "Joint groups", joint,
        "Of the groups and bodies on record, those shared with another partnership or body.", of=own_groups,
    )  # fmt: skip
    given = ids.Ids()
    for row in populations():
        if row.year > asked.year.ends.year:
            continue  # counted after the year, and returned with a later one
        children = "child" in row.what.casefold()
        who = row.what.split(";")[0].strip()  # what follows says what the number is used for
        yield Value(
            id=given.of("partnership", "population", who, str(row.year)),
            label=f"Population: {who[:1].lower()}{who[1:]}",
            unit="children" if children else "people",
            period=str(row.year),
            area=asked.area,
            value=Decimal(row.value),
            provenance=Provenance.RETURNED,
            source=Source(row.file, row.row, "population: value"),
            says=f"{row.what}, as it was returned.",
            returned_by=row.returned_by,
            returned_at=row.returned_at,
            section="section one",
        )


def _agencies(asked: Asked, known: list[Agency]) -> Iterator[Value]:
    partners = [agency for agency in known if agency.is_safeguarding_partner]
    others = [agency for agency in known if not agency.is_safeguarding_partner]
    yield _count(
        asked, "agencies", "agencies", "Agencies", known,
        "Every agency on record: the safeguarding partners and the relevant agencies.", of=known,
    )  # fmt: skip
    yield _count(
        asked, "safeguarding partners", "agencies", "Safeguarding partners", partners,
        "The agencies that share the duty: local authority, health and police.", of=known,
    )  # fmt: skip
    yield _count(
        asked, "relevant agencies", "agencies", "Relevant agencies", others,
        "The agencies on record that are not safeguarding partners.", of=others,
    )  # fmt: skip
    for sector in sorted({agency.sector for agency in known}):
        yield _count(
            asked, f"agencies {sector}", "agencies", f"Agencies: {sector}",
            [agency for agency in known if agency.sector == sector],
            f"Of the agencies on record, safeguarding partners included, those of the sector {sector}.", of=known,
        )  # fmt: skip


def _page(row: Agency | GroupRow) -> str:
    return page_of("group", row.slug) if isinstance(row, GroupRow) else page_of("organisation")


def _count(
    asked: Asked,
    name: str,
    unit: str,
    label: str,
    rows: Sequence[Agency] | Sequence[GroupRow],
    says: str,
    *,
    of: Sequence[Agency] | Sequence[GroupRow],
) -> Value:
    """`of`: all that is on record of the kind; where there is nothing at all, no number is known."""
    return Value(
        id=ids.id_of("partnership", name, asked.year.label),
        label=label,
        unit=unit,
        period=asked.year.label,
        area=asked.area,
        value=Decimal(len(rows)) if of else None,
        provenance=Provenance.COMPUTED,
        source=Source(query=f"partnership.{name.replace(' ', '_')}"),
        says=says,
        section="section two",
        records=tuple(RecordRef(row.name, _page(row)) for row in rows),
    )
