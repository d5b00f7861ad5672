"""The register and one indicator, as pages show them."""

from collections.abc import Iterable

from django.urls import reverse

from throughline.foundation.ui import formats
from throughline.foundation.ui.parts import Cell, Column, SummaryRow, Table
from throughline.office.dataset.models import Indicator

NOBODY = "nobody yet"


def table(rows: Iterable[Indicator]) -> Table:
    return Table(
        "Indicators",
        [
            Column("Code"), Column("Indicator"), Column("Sector"), Column("Owner"), Column("Each"),
            Column("Version", True),
        ],
        [
            [
                Cell(row.code, reverse("dataset:definition", args=[row.pk])), str(row), row.get_sector_display(),
                str(row.owner or NOBODY), row.get_frequency_display().removeprefix("Each ") or "not said",
                formats.number(row.version),
            ]
            for row in rows
        ],
    )  # fmt: skip


def summary(row: Indicator) -> list[SummaryRow]:
    """What is said of it; what nobody has said is left out."""
    said = [
        ("Definition", row.definition),
        ("Sector", row.get_sector_display()),
        ("Owner", str(row.owner or NOBODY)),
        ("Numerator", row.numerator),
        ("Denominator", row.denominator),
        ("Vintage of the denominator", row.vintage),
        ("Unit", row.unit),
        ("Which way is better", row.get_polarity_display()),
        ("Counting", row.get_counting_display()),
        ("Frequency", row.get_frequency_display()),
        ("Breakdowns", "; ".join(row.breakdowns)),
        ("Target", "" if row.target is None else formats.number(row.target)),
        ("Priority it serves", row.priority),
        ("Caveat", row.caveat),
        ("Name in returned files", row.name if row.name != row.title else ""),
        ("Official series of the count", row.official_count),
        ("Official series of the value", row.official_value),
    ]
    return [SummaryRow(key, value) for key, value in said if value]


def versions(row: Indicator) -> Table:
    return Table(
        "Versions of the definition",
        [Column("Version"), Column("From"), Column("Definition"), Column("Unit"), Column("Why it changed")],
        [
            [str(each.number), formats.day(each.starts), each.definition, each.unit, each.why or "first version"]
            for each in row.versions.all()
        ],
    )
