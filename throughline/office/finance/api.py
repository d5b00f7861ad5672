"""The door for higher apps: the money of a report year; and how the load records it."""

from throughline.office.finance.operations import ContributionInput, FinanceInput, GrantInput, record_finance
from throughline.office.finance.queries import ContributionRow, FinanceRows, GrantRow, finance_year, years

__all__ = [
    "ContributionInput",
    "ContributionRow",
    "FinanceInput",
    "FinanceRows",
    "GrantInput",
    "GrantRow",
    "finance_year",
    "record_finance",
    "years",
]
