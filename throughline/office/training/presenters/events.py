"""Stalls and counts as pages show them."""

from collections.abc import Sequence
from typing import Any

from throughline.foundation.ui import formats
from throughline.foundation.ui.parts import Column, SummaryRow, Table
from throughline.office.training.models import HeadCount, Stall
from throughline.office.training.rules.events import Sort


def stalls_table(stalls: Sequence[Stall]) -> Table | None:
    if not stalls:
        return None
    return Table(
        "Stalls", [Column("Agency"), Column("What it shows")],
        [[stall.agency, stall.what or "not stated"] for stall in stalls],
    )  # fmt: skip


def stalls_text(stalls: Sequence[Stall]) -> str:
    """As it is typed."""
    return "\n".join(f"{stall.agency}: {stall.what}" if stall.what else stall.agency for stall in stalls)


def counts_initial(counts: Sequence[HeadCount]) -> dict[str, Any]:
    found: dict[str, Any] = {Sort(count.sort).name.lower(): count.people for count in counts}
    return found | {"school_groups": next((count.groups for count in counts if count.groups is not None), None)}


def counts_rows(counts: Sequence[HeadCount]) -> list[SummaryRow]:
    """[] where nobody counted."""
    if not counts:
        return []
    said = []
    for count in counts:
        groups = f" in {formats.counted(count.groups, 'group')}" if count.groups else ""
        said.append(f"{formats.number(count.people)} {count.sort}{groups}")
    total = formats.number(sum(count.people for count in counts))
    return [SummaryRow("Counted", f"{total}: {'; '.join(said)}")]
