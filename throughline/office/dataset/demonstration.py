"""The dataset in the demonstration: the official statistics as they were published, and the register that ships."""

import gzip
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from throughline.foundation.access.actors import Actor
from throughline.foundation.statistics.api import import_statistics
from throughline.office.dataset import register_sheet
from throughline.office.dataset.models import Indicator
from throughline.office.dataset.operations.register import register_indicators

SERVES = {
    "CSC-03": "Effective early help", "CSC-04": "Effective early help", "CSC-05": "Effective early help",
    "CSC-18": "Neglect", "TO-01": "Neglect", "TO-03": "Neglect", "EH-01": "Effective early help",
    "EH-02": "Effective early help", "EH-03": "Effective early help", "EH-04": "Effective early help",
    "POL-02": "Domestic abuse", "POL-03": "Domestic abuse",
    "POL-08": "Contextual safeguarding and trauma informed practice",
    "POL-09": "Contextual safeguarding and trauma informed practice",
    "TO-02": "Contextual safeguarding and trauma informed practice",
}  # fmt: skip
"""Priorities of the first demonstration's plan, by the codes of indicators that serve them."""

FOLDER = Path(__file__).resolve().parents[2] / "demonstration" / "statistics"


def load_statistics(*, by: Actor, at: datetime, say: Callable[[str], object]) -> int:
    """Every file of the folder → how many values are new. Again: nothing."""
    new = 0
    for path in sorted(FOLDER.glob("*.csv.gz")):
        name = path.name.removesuffix(".gz")
        done = import_statistics(
            content=gzip.decompress(path.read_bytes()), name=name, by=by, at=at, leave_out_refused=True
        )
        say(f"{name}: {done.new:,} new values")
        new += done.new
    return new


def load_register(*, by: Actor, at: datetime, serves: Mapping[str, str] | None = None) -> int:
    """The set that ships, in the active scope; what is registered already stays. `serves`: code → priority."""
    known = set(Indicator.objects.exclude(code="").values_list("code", flat=True))
    rows = [
        replace(row, priority=(serves or {}).get(row.code, row.priority))
        for row in register_sheet.starter()
        if row.code not in known
    ]
    added, _ = register_indicators(rows=rows, by=by, at=at)
    return added
