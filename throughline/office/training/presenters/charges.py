"""Money as the office sees it."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from django.urls import reverse

from throughline.foundation.ui import formats
from throughline.foundation.ui.parts import Cell, Column, SummaryRow, Table
from throughline.office.training.models import Charge, ChargeRule, Statement
from throughline.office.training.queries.charges import Owing, standing
from throughline.office.training.rules.charges import AREA_WORDS, KIND_WORDS, Amounts, Area, ChargeKind, owed

NO_AGENCY = "No agency given"


def pounds(amount: Decimal | None) -> str:
    """'£50.00', '−£50.00'; '£0.00' for none."""
    value = amount or Decimal(0)
    return f"{'−' if value < 0 else ''}£{abs(value):,.2f}"


def amount_words(amount: Decimal) -> str:
    """'Free', or the pounds."""
    return pounds(amount) if amount else "Free"


def cost_words(amounts: Amounts, *, until: datetime | None) -> str:
    """What whoever books must know of money: their agency pays, never they. `until`: late after it."""
    said = [f"{pounds(amounts.place)}, charged to your agency." if amounts.place else "Free of charge."]
    if amounts.late and until is not None:
        said.append(f"{pounds(amounts.late)} if you cancel after {formats.moment(until)} and nobody takes the place.")
    if amounts.no_show:
        said.append(f"{pounds(amounts.no_show)} if you do not come.")
    return " ".join(said)


def rules_table(rules: Sequence[ChargeRule]) -> Table | None:
    if not rules:
        return None
    columns = [
        Column("Course"), Column("Kind of agency"), Column("Where it is"), Column("Place", numeric=True),
        Column("Late", numeric=True), Column("Not there", numeric=True), Column("Change"),
    ]  # fmt: skip
    rows: list[list[str | Cell]] = [
        [
            str(rule.course or "Every course"), rule.sector.capitalize() or "Every agency",
            AREA_WORDS[Area(rule.area)] if rule.area else "Everywhere", amount_words(rule.place),
            amount_words(rule.late), amount_words(rule.no_show),
            Cell("Remove", reverse("training:charge_rule_remove", args=[rule.pk])),
        ]
        for rule in rules
    ]  # fmt: skip
    return Table("What is charged", columns, rows, stacked=True)


def charges_table(charges: Sequence[Charge], *, waivable: bool = True) -> Table | None:
    """With the sum at the end. None when nothing was charged."""
    if not charges:
        return None
    rows: list[list[str | Cell]] = [
        [
            formats.day(charge.day), charge.agency or NO_AGENCY,
            f"{charge.booking.person.name or charge.booking.person.email}, {charge.booking.session.title}",
            _why(charge), pounds(charge.amount),
            Cell("Waive", reverse("training:charge_waive", args=[charge.pk])) if waivable and standing(charge) else "",
        ]
        for charge in charges
    ]  # fmt: skip
    rows.append(["Sum", "", "", "", pounds(owed(charge.amount for charge in charges)), ""])
    columns = [
        Column("Day"), Column("Agency"), Column("Who and what"), Column("Why"), Column("Amount", numeric=True),
        Column("Change"),
    ]  # fmt: skip
    return Table("Charges", columns, rows, last_is_total=True, stacked=True)


def _why(charge: Charge) -> str:
    """What is made by rule says for itself what it is for; of what is taken back, a person wrote the reason."""
    return f"{KIND_WORDS[ChargeKind(charge.kind)]}. {charge.why}" if charge.reverses_id else charge.why


def owing_table(owing: Sequence[Owing]) -> Table | None:
    if not owing:
        return None
    columns = [Column("Agency"), Column("Charges", numeric=True), Column("Amount", numeric=True)]
    rows = [[row.agency or NO_AGENCY, formats.number(row.charges), pounds(row.amount)] for row in owing]
    return Table("Not on a statement yet", columns, rows)


def statements_table(statements: Sequence[Statement]) -> Table | None:
    if not statements:
        return None
    columns = [Column("Statement"), Column("Agency"), Column("Period"), Column("Amount", numeric=True)]
    rows: list[list[str | Cell]] = [
        [
            Cell(f"Statement {row.number}", reverse("training:charge_statement", args=[row.pk])),
            row.agency or NO_AGENCY,
            formats.day_range(row.first, row.last), pounds(row.amount),  # type: ignore[attr-defined]  # annotated
        ]
        for row in statements
    ]  # fmt: skip
    return Table("Statements", columns, rows, stacked=True)


def statement_rows(statement: Statement) -> list[SummaryRow]:
    return [
        SummaryRow("Agency", statement.agency or NO_AGENCY),
        SummaryRow("Period", formats.day_range(statement.first, statement.last)),
        SummaryRow("Purchase order", statement.order_number or "none"),
        SummaryRow("Issued", formats.moment(statement.issued_at)),
    ]


STATEMENT_HEADING = [
    "Statement", "Agency", "Purchase order", "Day", "Session", "Session starts", "Person", "What", "Why", "Amount",
]  # fmt: skip


def statement_lines(statement: Statement, charges: Sequence[Charge]) -> list[list[str | Decimal]]:
    """Rows for invoicing, without the heading; amounts are numbers."""
    return [
        [
            str(statement.number), statement.agency, statement.order_number, charge.day.isoformat(),
            charge.booking.session.title,
            charge.booking.session.starts.astimezone(formats.LONDON).strftime("%Y-%m-%d %H:%M"),
            charge.booking.person.name or charge.booking.person.email, KIND_WORDS[ChargeKind(charge.kind)], charge.why,
            charge.amount,
        ]
        for charge in charges
    ]  # fmt: skip
