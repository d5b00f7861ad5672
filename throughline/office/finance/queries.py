"""Reads of a report year's money, for the active scope. Amounts are pounds."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from throughline.office.finance.models import FinanceYear


@dataclass(frozen=True)
class ContributionRow:
    """`organisation_id` is the agency's where a name or alias ties it, else None: an outside body. `published_share` is
    in percent, None where none was published. `row` counts the heading as row 1."""

    id: int
    contributor: str
    organisation_id: int | None
    amount: Decimal
    published_share: Decimal | None
    is_other_income: bool
    file: str
    row: int
    returned_by: str
    returned_at: datetime


@dataclass(frozen=True)
class GrantRow:
    id: int
    source: str
    purpose: str
    amount: Decimal
    spent_on: tuple[str, ...]
    file: str
    row: int | None
    returned_by: str
    returned_at: datetime


@dataclass(frozen=True)
class FinanceRows:
    """A report year. `published_total_income` and `drawn_from_reserve` are as published, None where not stated; the
    rows are the lines of `file` they stand in."""

    id: int
    year: str
    published_total_income: Decimal | None
    total_income_row: int | None
    drawn_from_reserve: Decimal | None
    drawn_from_reserve_row: int | None
    file: str
    returned_by: str
    returned_at: datetime
    contributions: tuple[ContributionRow, ...]
    grants: tuple[GrantRow, ...]


def years() -> list[str]:
    return list(FinanceYear.objects.values_list("year", flat=True))


def finance_year(year: str) -> FinanceRows | None:
    """The money of a report year ('2023-24'), None where nothing is on record. At most five queries."""
    found = (
        FinanceYear.objects.filter(year=year)
        .select_related("returned_by")
        .prefetch_related("contributions__returned_by", "grants__returned_by")
        .first()
    )
    if found is None:
        return None
    return FinanceRows(
        id=found.pk,
        year=found.year,
        published_total_income=found.published_total_income,
        total_income_row=found.total_income_row,
        drawn_from_reserve=found.drawn_from_reserve,
        drawn_from_reserve_row=found.drawn_from_reserve_row,
        file=found.source_file,
        returned_by=str(found.returned_by),
        returned_at=found.returned_at,
        contributions=tuple(
            ContributionRow(
                id=row.pk,
                contributor=row.contributor,
                organisation_id=row.organisation_id,
                amount=row.amount,
                published_share=row.published_share,
                is_other_income=row.is_other_income,
                file=row.source_file,
                row=row.source_row,
                returned_by=str(row.returned_by),
                returned_at=row.returned_at,
            )
            for row in found.contributions.all()
        ),
        grants=tuple(
            GrantRow(
                id=row.pk,
                source=row.giver,
                purpose=row.purpose,
                amount=row.amount,
                spent_on=tuple(row.spent_on),
                file=row.source_file,
                row=row.source_row,
                returned_by=str(row.returned_by),
                returned_at=row.returned_at,
            )
            for row in found.grants.all()
        ),
    )
