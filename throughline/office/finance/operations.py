"""All writes of the finances. Steps of the load, which has the permission and holds the transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Literal

from throughline.foundation.access.actors import Actor
from throughline.foundation.access.operations import operation
from throughline.foundation.tenancy import scope
from throughline.foundation.tenancy.keeping_operations import Change, Row, keep
from throughline.office.finance.models import Contribution, FinanceYear, Grant


@dataclass(frozen=True)
class ContributionInput:
    """`organisation_id`: the agency that a name or alias ties it to, None for an outside body."""

    contributor: str
    organisation_id: int | None
    amount: Decimal
    published_share: Decimal | None
    is_other_income: bool
    file: str
    row: int


@dataclass(frozen=True)
class GrantInput:
    source: str
    purpose: str
    amount: Decimal
    spent_on: Sequence[str]
    row: int | None


@dataclass(frozen=True)
class FinanceInput:
    year: str
    published_total_income: Decimal | None
    total_income_row: int | None
    drawn_from_reserve: Decimal | None
    drawn_from_reserve_row: int | None
    grants: Sequence[GrantInput]
    contributions: Sequence[ContributionInput]
    file: str


@operation(None)
def record_finance(
    *, finance: FinanceInput, by: Actor, at: datetime
) -> Mapping[Literal["published", "contributions"], list[Change]]:
    """A report year: what was published of it and its grants, and its contributions. A step of the load, with no
    permission of its own."""
    home = scope.current().home_id
    returned = {"returned_by": by.user, "returned_at": at}
    years = keep(
        FinanceYear,
        [
            Row(
                label=finance.year,
                key={"year": finance.year},
                values={
                    "published_total_income": finance.published_total_income,
                    "drawn_from_reserve": finance.drawn_from_reserve,
                },
                quiet={
                    "source_file": finance.file,
                    "total_income_row": finance.total_income_row,
                    "drawn_from_reserve_row": finance.drawn_from_reserve_row,
                },
            )
        ],
        space_id=home,
        within={"year": finance.year},
        stamp=returned,
    )
    year = years[0].record
    grants = keep(
        Grant,
        [
            Row(
                label=f"{row.source}: {row.purpose}",
                key={"giver": row.source, "purpose": row.purpose},
                values={"amount": row.amount, "spent_on": list(row.spent_on)},
                quiet={"source_file": finance.file, "source_row": row.row},
            )
            for row in finance.grants
        ],
        space_id=home,
        within={"finance_year": year},
        stamp=returned,
    )
    contributions = keep(
        Contribution,
        [
            Row(
                label=row.contributor,
                key={"contributor": row.contributor},
                values={
                    "organisation_id": row.organisation_id,
                    "amount": row.amount,
                    "published_share": row.published_share,
                    "is_other_income": row.is_other_income,
                },
                quiet={"source_file": row.file, "source_row": row.row},
            )
            for row in finance.contributions
        ],
        space_id=home,
        within={"finance_year": year},
        stamp=returned,
    )
    return {
        "published": [each.change for each in [*years, *grants]],
        "contributions": [each.change for each in contributions],
    }
