"""The figures of a year's money: every amount and share as published, and totals and shares worked out. In pounds."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

from throughline.foundation.figures import formulas, ids
from throughline.foundation.figures.pages import page_of
from throughline.foundation.figures.registry import derives, provides
from throughline.foundation.figures.values import Asked, Provenance, RecordRef, Source, Value
from throughline.office.finance.queries import ContributionRow, FinanceRows, finance_year

SECTION = "section seven"


def _contribution_id(row: ContributionRow, year: str, given: ids.Ids) -> str:
    return given.of("finance", "other income" if row.is_other_income else "contribution", row.contributor, year)


class _Money:
    """A year's rows with their figures' ids."""

    def __init__(self, asked: Asked) -> None:
        self.year = asked.year.label
        self.area = asked.area
        self.rows: FinanceRows | None = finance_year(self.year)
        given = ids.Ids()
        self.contributions = list(self.rows.contributions) if self.rows else []
        self.amount_ids = {row.id: _contribution_id(row, self.year, given) for row in self.contributions}
        self.share_ids = {
            row.id: given.of("finance", "published share", row.contributor, self.year)
            for row in self.contributions
            if row.published_share is not None
        }
        self.partners = [row for row in self.contributions if not row.is_other_income]
        self.total_id = ids.id_of("finance", "contributions total", self.year)

    def returned(
        self, figure_id: str, label: str, says: str, value: Decimal | None, source: Source, by: str, at: datetime,
        unit: str = "pounds",
    ) -> Value:  # fmt: skip
        return Value(
            id=figure_id, label=label, unit=unit, period=self.year, area=self.area, value=value,
            provenance=Provenance.RETURNED, source=source, says=says, returned_by=by, returned_at=at, section=SECTION,
        )  # fmt: skip

    def derived(
        self, figure_id: str, label: str, says: str, worked: formulas.Worked, inputs: tuple[str, ...], unit: str
    ) -> Value:
        return Value(
            id=figure_id, label=label, unit=unit, period=self.year, area=self.area, value=worked.value,
            provenance=Provenance.DERIVED, source=Source(formula=worked.formula), says=says, inputs=inputs,
            numerator=worked.numerator, denominator=worked.denominator, section=SECTION,
        )  # fmt: skip


@provides("finance")
def amounts(asked: Asked) -> Iterator[Value]:
    money = _Money(asked)
    yield Value(
        id=ids.id_of("finance", "contributors", money.year),
        label="Partners who contributed",
        unit="contributors",
        period=money.year,
        area=money.area,
        value=Decimal(len(money.partners)) if money.rows else None,
        provenance=Provenance.COMPUTED,
        source=Source(query="finance.contributions"),
        says="How many contributions of partners are on record for the year; other income is not counted.",
        section=SECTION,
        records=tuple(
            RecordRef(row.contributor, page_of("organisation") if row.organisation_id else "") for row in money.partners
        ),
    )
    for row in money.contributions:
        yield money.returned(
            money.amount_ids[row.id],
            row.contributor if row.is_other_income else f"Contribution of {row.contributor}",
            f"What {row.contributor} brought in, in pounds, as published."
            if row.is_other_income
            else f"What {row.contributor} paid for the year, in pounds, as published.",
            row.amount,
            Source(row.file, row.row, "amount_gbp"),
            row.returned_by,
            row.returned_at,
        )
        if row.id in money.share_ids:
            yield money.returned(
                money.share_ids[row.id],
                f"Share of {row.contributor}, as published",
                f"The part of the partners' contributions that {row.contributor} paid, in percent, as published.",
                row.published_share,
                Source(row.file, row.row, "share_percent_as_published"),
                row.returned_by,
                row.returned_at,
                unit="percent",
            )
    rows = money.rows
    if rows is None:
        return
    if rows.published_total_income is not None:
        yield money.returned(
            ids.id_of("finance", "published total income", money.year),
            "Total income, as published",
            "All income of the year, in pounds, as published.",
            rows.published_total_income,
            Source(rows.file, rows.total_income_row, "total_income_gbp"),
            rows.returned_by,
            rows.returned_at,
        )
    if rows.drawn_from_reserve is not None:
        yield money.returned(
            ids.id_of("finance", "drawn from reserve", money.year),
            "Drawn from the reserve",
            "What was taken from the reserve to meet the year's shortfall, in pounds, as published.",
            rows.drawn_from_reserve,
            Source(rows.file, rows.drawn_from_reserve_row, "drawn_from_reserve_gbp"),
            rows.returned_by,
            rows.returned_at,
        )
    given = ids.Ids()
    for grant in rows.grants:
        yield money.returned(
            given.of("finance", "grant", grant.source, grant.purpose, money.year),
            f"One-off grant of {grant.source} for {grant.purpose}",
            f"A grant of {grant.source} for {grant.purpose}, in pounds, as published. It is no part of the income.",
            grant.amount,
            Source(grant.file, grant.row, "one_off_grants: amount_gbp"),
            grant.returned_by,
            grant.returned_at,
        )


@derives("finance")
def totals_and_shares(asked: Asked) -> Iterator[Value]:
    """Shares are of the partners' contributions: other income is in the total income alone."""
    money = _Money(asked)
    partner_ids = tuple(money.amount_ids[row.id] for row in money.partners)
    total = formulas.total(row.amount for row in money.partners)
    yield money.derived(
        money.total_id,
        "Contributions of partners, total",
        "The sum of what partners paid for the year, in pounds, without other income.",
        total,
        partner_ids,
        "pounds",
    )
    if len(money.partners) < len(money.contributions):
        yield money.derived(
            ids.id_of("finance", "total income", money.year),
            "Total income worked out",
            "The sum of the partners' contributions and other income of the year, in pounds.",
            formulas.total(row.amount for row in money.contributions),
            tuple(money.amount_ids[row.id] for row in money.contributions),
            "pounds",
        )
    given = ids.Ids()
    for row in money.partners:
        yield money.derived(
            given.of("finance", "share", row.contributor, money.year),
            f"Share of {row.contributor}",
            f"The part of the partners' contributions that {row.contributor} paid, in percent.",
            formulas.share(row.amount, total.value),
            (money.amount_ids[row.id], money.total_id),
            "percent",
        )
    if money.share_ids:
        yield money.derived(
            ids.id_of("finance", "published shares sum", money.year),
            "Published shares, sum",
            "What the shares add up to as they were published, in percent.",
            formulas.total(row.published_share for row in money.contributions if row.id in money.share_ids),
            tuple(money.share_ids.values()),
            "percent",
        )
