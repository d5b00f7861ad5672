"""Keys as their page shows them."""

from collections.abc import Iterable
from datetime import date

from django.urls import reverse

from throughline.foundation.ui import formats
from throughline.foundation.ui.parts import Cell, Column, Table
from throughline.office.dataset.models import ApiKey


def keys_table(rows: Iterable[ApiKey], today: date) -> Table:
    return Table(
        "Keys",
        [Column("Program"), Column("Begins with"), Column("May"), Column("Last used"), Column("How it stands"),
         Column("Change")],
        [
            [
                row.name, row.start, _may(row),
                formats.moment(row.last_used_at) if row.last_used_at else "never", _stands(row, today), _change(row),
            ]
            for row in rows
        ],
    )  # fmt: skip


def _may(row: ApiKey) -> str:
    said = f"{row.get_use_display()}{f': {row.agency}' if row.agency else ''}"
    hidden = f" (small numbers hidden as from: {row.get_audience_display().lower()})"
    return said + hidden if row.use == ApiKey.Use.READ else said


def _stands(row: ApiKey, today: date) -> str:
    if row.revoked_at:
        return f"Revoked by {row.revoked_by}, {formats.day(row.revoked_at)}"
    return f"Ended {formats.day(row.ends_on)}" if row.ends_on < today else f"Works until {formats.day(row.ends_on)}"


def _change(row: ApiKey) -> Cell:
    return Cell("", "") if row.revoked_at else Cell("Revoke it", reverse("dataset:revoke_key", args=[row.pk]))
