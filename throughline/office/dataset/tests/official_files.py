"""The department's own files that ship with the demonstration, cut down to some areas: real numbers, quickly in."""

import csv
import gzip
import io
from datetime import UTC, datetime
from pathlib import Path

from throughline.foundation.access.actors import Actor, system_actor
from throughline.foundation.statistics.operations import import_statistics

FOLDER = Path(__file__).resolve().parents[3] / "demonstration" / "statistics"
NOW = datetime(2024, 2, 5, 9, 0, tzinfo=UTC)
NEIGHBOURS_2021 = ["866", "894", "332", "882", "886", "883", "941", "372", "311", "940"]
NEIGHBOURS_2025 = ["866", "332", "886", "303", "926", "935", "883", "891", "351", "384"]
AREAS = {"887", *NEIGHBOURS_2021, *NEIGHBOURS_2025}

PLANS = "d4_cpps_at31march_by_category_of_abuse_2013_to_2024"
SECTION_47 = "c4_children_in_need_section_47s_and_icpcs_2013_to_2024"
POPULATION = "ons_mid-year_population_estimates_2012_to_2024"
LOOKED_AFTER = "cla_number_and_rate_per_10k_children"
MODELS = ("New_Statistical_Neighbour_Groupings_April_2021", "sn_model_2025_wide")


def cut_down(name: str, *, first_period: int = 2000) -> bytes:
    """Rows of the country, the South East and Medway with its neighbours by either model."""
    text = gzip.decompress((FOLDER / f"{name}.csv.gz").read_bytes()).decode("utf-8-sig")
    rows = csv.DictReader(io.StringIO(text))
    out = io.StringIO()
    writer = csv.DictWriter(out, fieldnames=rows.fieldnames or [])
    writer.writeheader()
    for row in rows:
        here = row["old_la_code"] in AREAS if row["old_la_code"] else row["region_name"] in ("", "South East")
        if here and int(row["time_period"]) >= first_period:
            writer.writerow(row)
    return out.getvalue().encode()


def load(*names: str, by: Actor | None = None, first_period: int = 2000) -> None:
    actor = by or system_actor("test")
    for name in names:
        import_statistics(
            content=cut_down(name, first_period=first_period), name=f"{name}.csv", by=actor, at=NOW,
            leave_out_refused=True,
        )  # fmt: skip
    for name in MODELS:
        import_statistics(
            content=gzip.decompress((FOLDER / f"{name}.csv.gz").read_bytes()), name=f"{name}.csv", by=actor, at=NOW
        )
