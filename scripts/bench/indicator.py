"""The dataset at size, on a database: importing every official file; an indicator's page among 612,000 values.

Each page is held against the bare SQL that fetches the same rows.
"""

import gzip
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from scripts.bench.machine import machine
from scripts.server import ROOT, environment

FILES = ROOT / "throughline" / "demonstration" / "statistics"
PARTNERSHIPS, INDICATORS, QUARTERS, RESTATED = 153, 100, 40, 20


def measure(database: str, url: str, *, quick: bool) -> list[str]:
    """Lines of docs/performance.md. A process of its own, so that its settings are those of the database measured."""
    with tempfile.TemporaryDirectory(prefix="throughline-bench-") as folder:
        env = environment(Path(folder), url)
        subprocess.run(
            [sys.executable, "-W", "ignore", "manage.py", "migrate", "-v", "0"], cwd=ROOT, env=env, check=True
        )
        command = [
            sys.executable,
            "-W",
            "ignore",
            "-m",
            "scripts.bench.indicator",
            database,
            *(["quick"] if quick else []),
        ]
        made = subprocess.run(command, cwd=ROOT, env=env, check=True, capture_output=True, text=True)
    return made.stdout.splitlines()


def _main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "throughline.config.settings"
    import django

    django.setup()
    quick = "quick" in sys.argv
    said = [f"### {sys.argv[1]}", "", f"On {machine()}.", ""]
    said += _import_all()
    said += _pages(partnerships=8 if quick else PARTNERSHIPS, runs=10 if quick else 60)
    print("\n".join(said))


def _import_all() -> list[str]:
    from throughline.foundation.access.actors import system_actor
    from throughline.foundation.clock import real_now
    from throughline.foundation.statistics.api import import_statistics

    by, rows, seconds, processor = system_actor("bench"), 0, 0.0, 0.0
    for path in sorted(FILES.glob("*.csv.gz")):
        content = gzip.decompress(path.read_bytes())
        begun, used = time.perf_counter(), time.process_time()
        done = import_statistics(
            content=content, name=path.name.removesuffix(".gz"), by=by, at=real_now(), leave_out_refused=True
        )
        seconds += time.perf_counter() - begun
        processor += time.process_time() - used
        rows += done.table.count
    return [
        f"All eleven official files ({rows:,} rows): {seconds:.1f} s, of which {processor:.1f} s on the processor."
        " Promised on SQLite: under 20 s.", "",
    ]  # fmt: skip


def _fill(partnerships: int) -> tuple[list[int], int]:
    """(partnerships' ids, indicators of the first). Made up, seeded."""
    from throughline.foundation.access.models import User
    from throughline.foundation.clock import real_now
    from throughline.foundation.statistics.api import local_authorities
    from throughline.foundation.tenancy import scope
    from throughline.foundation.tenancy.operations import make_partnership
    from throughline.foundation.tenancy.queries import scope_of
    from throughline.office.dataset import register_sheet
    from throughline.office.dataset.models import Indicator, Observation, ObservationRevision

    draw, at = random.Random(1), real_now()
    user = User.objects.create_user(email="bench@example.org", name="Bench")
    official: list[register_sheet.RegisterRow] = []
    names = [area.name for area in local_authorities().values()][:partnerships]
    quarters = [f"{2014 + n // 4}-{(15 + n // 4) % 100:02} Q{n % 4 + 1}" for n in range(QUARTERS)]
    made = []
    for number, area in enumerate(names):
        partnership = make_partnership(
            slug=f"bench-{number}", name=f"Bench {number}", short_name=f"B{number}", area=area, nation="England",
            report_year_starts="04-01", website="", demonstration=True,
        )  # fmt: skip
        made.append(partnership.pk)
        tenant = scope_of(partnership, at.date())
        with scope.activate(tenant):
            space = tenant.home_id
            official = official or [row for row in register_sheet.starter() if row.official_value]
            indicators = Indicator.objects.bulk_create(
                Indicator(
                    space_id=space, name=f"Indicator {n}", slug=f"indicator-{n}", position=n, code=f"B-{n}",
                    title=f"Indicator {n}", definition="Made up.", sector="social_care", unit="per 10,000 children",
                    official_value=official[n % len(official)].official_value,
                    official_count=official[n % len(official)].official_count,
                )
                for n in range(INDICATORS)
            )  # fmt: skip
            rows = Observation.objects.bulk_create(
                (
                    Observation(
                        space_id=space, indicator=indicator, area=area, period=period, unit="children",
                        value=draw.randint(100, 400), source_file="bench", source_row=row, returned_by=user,
                        returned_at=at,
                    )
                    for indicator in indicators
                    for row, period in enumerate(quarters)
                ),
                batch_size=2000,
            )  # fmt: skip
            ObservationRevision.objects.bulk_create(
                (
                    ObservationRevision(
                        space_id=space, observation=row, value=row.value + 1, source_file="bench", source_row=1,
                        returned_by=user, returned_at=at, replaced_by=user, replaced_at=at,
                    )
                    for row in rows[::RESTATED]
                ),
                batch_size=2000,
            )  # fmt: skip
    return made, len(names) * INDICATORS * QUARTERS


def _pages(*, partnerships: int, runs: int) -> list[str]:
    from django.db import connection

    from throughline.foundation.clock import real_now
    from throughline.foundation.tenancy import scope
    from throughline.foundation.tenancy.models import Partnership
    from throughline.foundation.tenancy.queries import scope_of
    from throughline.office.dataset.models import Indicator
    from throughline.office.dataset.presenters import indicator as presenter
    from throughline.office.dataset.queries.indicator import indicator_page
    from throughline.office.dataset.queries.narrative import said_of

    made, observations = _fill(partnerships)
    draw = random.Random(2)
    whole, reads, bare, processor = [], [], [], []
    for _ in range(runs):
        partnership = Partnership.objects.get(pk=draw.choice(made))
        with scope.activate(scope_of(partnership, real_now().date())):
            pk = draw.choice(list(Indicator.objects.values_list("pk", flat=True)))
            begun, used = time.perf_counter(), time.process_time()
            page = indicator_page(pk)
            read = time.perf_counter()
            chosen = presenter.Chosen(page.default_model, "mean")
            presenter.all_charts(page, chosen)
            presenter.variations(page, said_of(pk))
            presenter.side_by_side(page, chosen)
            presenter.benchmarks_table(page)
            whole.append(time.perf_counter() - begun)
            processor.append(time.process_time() - used)
            reads.append(read - begun)
            begun = time.perf_counter()
            with connection.cursor() as cursor:
                cursor.execute(
                    "select period, unit, value, precision, source_text, returned_at from dataset_observation"
                    " where indicator_id = %s and area = %s", [pk, page.area],
                )  # fmt: skip
                cursor.fetchall()
                if page.place is not None:
                    marks = ", ".join(["%s"] * len(page.place.group))
                    cursor.execute(
                        "select area_id, period, number, symbol from statistics_statistic where series_id in (select id"
                        f" from statistics_series limit 3) and area_id in ({marks})",
                        sorted(page.place.group),
                    )
                    cursor.fetchall()
            bare.append(time.perf_counter() - begun)
    rows = [("page, with benchmarks, charts and table", whole), ("of it, reading", reads),
            ("page, processor time alone", processor), ("bare SQL for the same rows", bare)]  # fmt: skip
    return [
        f"An indicator’s page among {observations:,} observations of {partnerships} partnerships, one in {RESTATED}"
        f" restated; {runs} pages of random partnerships and indicators. Promised: under 300 ms at the 95th percentile,"
        " on SQLite and on PostgreSQL.",
        "", "| | p50 ms | p95 ms |", "|---|---:|---:|",
        *(f"| {name} | {statistics.median(each) * 1000:.0f} | {_p95(each) * 1000:.0f} |" for name, each in rows), "",
    ]  # fmt: skip


def _p95(values: list[float]) -> float:
    return sorted(values)[max(int(len(values) * 0.95) - 1, 0)]


if __name__ == "__main__":
    _main()
