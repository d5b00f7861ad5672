"""The dataset in the demonstration: the official statistics as they were published, and the register that ships."""

import gzip
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from throughline.foundation.access.actors import Actor
from throughline.foundation.statistics.api import import_statistics
from throughline.office.dataset import register_sheet
from throughline.office.dataset.models import Indicator
from throughline.office.dataset.operations.register import register_indicators

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


def load_register(*, by: Actor, at: datetime) -> int:
    """The set that ships, in the active scope; what is registered already stays."""
    known = set(Indicator.objects.exclude(code="").values_list("code", flat=True))
    rows = [row for row in register_sheet.starter() if row.code not in known]
    added, _ = register_indicators(rows=rows, by=by, at=at)
    return added
