"""The dataset at size, on a database: importing, an indicator's page among 612,000 values, the pack.

Each is held against the bare SQL that gives the same rows. Pages are asked for whole: middleware, view, template.
"""

import contextlib
import csv
import gzip
import io
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from scripts.bench.machine import machine
from scripts.server import ROOT, environment
from scripts.test_databases import migrated_file

FILES = ROOT / "throughline" / "demonstration" / "statistics"
PARTNERSHIPS, INDICATORS, QUARTERS, RESTATED = 153, 100, 40, 20
PACK_INDICATORS, PACK_CHARTS = 20, 60
HEADING = ("indicator", "area", "period", "unit", "value")
HOST = "bench-{}.localhost"


def measure(database: str, url: str, *, quick: bool) -> list[str]:
    """Lines of docs/performance.md. A process of its own, so that its settings are those of the database measured."""
    with tempfile.TemporaryDirectory(prefix="throughline-bench-") as folder:
        env = environment(Path(folder), url)
        manage = [sys.executable, "-W", "ignore", "manage.py"]
        if url:
            subprocess.run([*manage, "migrate", "-v", "0"], cwd=ROOT, env=env, check=True)
        else:
            shutil.copy(migrated_file(), Path(folder) / "throughline.sqlite3")
        subprocess.run([*manage, "collectstatic", "--noinput", "-v", "0"], cwd=ROOT, env=env, check=True)
        command = [sys.executable, "-W", "ignore", "-m", "scripts.bench.indicator", database]
        made = subprocess.run(
            [*command, *(["quick"] if quick else [])], cwd=ROOT, env=env, check=False, stdout=subprocess.PIPE, text=True
        )
    if made.returncode:
        return [*made.stdout.splitlines(), f"The measurements ended early, with {made.returncode}.", ""]
    return made.stdout.splitlines()


def _main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "throughline.config.settings"
    import django

    django.setup()
    quick = "quick" in sys.argv
    partnerships = 8 if quick else PARTNERSHIPS
    print("\n".join([f"### {sys.argv[1]}", "", f"On {machine()}, load average {os.getloadavg()[0]:.1f} before.", ""]))
    parts: dict[str, Callable[[], list[str]]] = {
        "import": _import_all,
        "filling": lambda: _fill(partnerships),
        "pages": lambda: _pages(partnerships, runs=10 if quick else 100),
        "pack": lambda: _pack(partnerships),
    }
    for name, part in parts.items():
        begun = time.perf_counter()
        try:
            lines = part()
        except Exception:  # one measurement that fails must not cost the others
            traceback.print_exc()
            lines = [f"Not measured, the {name} failed: {traceback.format_exc(limit=0).splitlines()[-1]}", ""]
        print("\n".join(lines), flush=True)
        print(f"{sys.argv[1]}, {name}: {time.perf_counter() - begun:.0f} s", file=sys.stderr, flush=True)


@contextlib.contextmanager
def _timed(seconds: list[float], processor: list[float] | None = None) -> Iterator[None]:
    begun, used = time.perf_counter(), sum(os.times()[:4])  # with the processes that were begun and waited for
    yield
    seconds.append(time.perf_counter() - begun)
    if processor is not None:
        processor.append(sum(os.times()[:4]) - used)


def _import_all() -> list[str]:
    from throughline.foundation.access.actors import system_actor
    from throughline.foundation.clock import real_now
    from throughline.foundation.statistics.api import import_statistics

    by, rows = system_actor("bench"), 0
    seconds: list[float] = []
    processor: list[float] = []
    for path in sorted(FILES.glob("*.csv.gz")):
        content, name = gzip.decompress(path.read_bytes()), path.name.removesuffix(".gz")
        with _timed(seconds, processor):
            done = import_statistics(content=content, name=name, by=by, at=real_now(), leave_out_refused=True)
        rows += done.table.count
    bare = _bare_copy("statistics_statistic")
    return [
        f"All eleven official files ({rows:,} rows) imported in {sum(seconds):.1f} s, {sum(processor):.1f} s of it on"
        " the processor (promised on SQLite: under 20 s). Copying the same values to another table by bare SQL:"
        f" {bare:.1f} s.",
        "",
    ]  # fmt: skip


def _bare_copy(table: str) -> float:
    from django.db import connection

    seconds: list[float] = []
    with connection.cursor() as cursor, _timed(seconds):
        cursor.execute(f"create table bench_copy as select * from {table}")
    with connection.cursor() as cursor:
        cursor.execute("drop table bench_copy")
    return seconds[0]


def _quarters() -> list[str]:
    return [f"{2014 + n // 4}-{(15 + n // 4) % 100:02} Q{n % 4 + 1}" for n in range(QUARTERS)]


def _file(area: str, values: Sequence[Sequence[int | None]]) -> bytes:
    """Indicator by quarter, as a partnership brings its history along; what is None is left out."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(HEADING)
    for number, row in enumerate(values):
        writer.writerows(
            (f"B-{number}", area, quarter, "children", value)
            for quarter, value in zip(_quarters(), row, strict=True)
            if value is not None
        )
    return text.getvalue().encode()


def _fill(partnerships: int) -> list[str]:
    """Made up, seeded. One more partnership, the last, has the indicators of the pack."""
    from throughline.foundation.access.actors import system_actor
    from throughline.foundation.access.models import RoleAssignment, User
    from throughline.foundation.clock import real_now
    from throughline.foundation.statistics.api import local_authorities
    from throughline.foundation.tenancy import scope
    from throughline.foundation.tenancy.operations import make_partnership
    from throughline.foundation.tenancy.queries import scope_of
    from throughline.office.dataset import register_sheet
    from throughline.office.dataset.models import Indicator, Observation
    from throughline.office.dataset.operations.history import record_history

    draw, at, by = random.Random(1), real_now(), system_actor("bench")
    user = User.objects.create_user(email="bench@example.org", name="Bench")
    areas = [area.name for area in local_authorities().values()]
    official: list[register_sheet.RegisterRow] = []
    seconds: list[float] = []
    restating: list[float] = []
    for number, area in enumerate([*areas[:partnerships], areas[partnerships]]):
        indicators = INDICATORS if number < partnerships else PACK_INDICATORS
        partnership = make_partnership(
            slug=f"bench-{number}", name=f"Bench {number}", short_name=f"B{number}", area=area, nation="England",
            report_year_starts="04-01", website="", demonstration=True,
        )  # fmt: skip
        tenant = scope_of(partnership, at.date())
        with scope.activate(tenant):
            official = official or [
                row for row in register_sheet.starter() if row.official_value and row.unit.startswith("per ")
            ]
            RoleAssignment.objects.create(user=user, role="business_unit", space_id=tenant.home_id)
            Indicator.objects.bulk_create(
                Indicator(
                    space_id=tenant.home_id, name=f"Indicator {n}", slug=f"indicator-{n}", position=n, code=f"B-{n}",
                    title=f"Indicator {n}", definition="Made up.", sector="social_care", unit="per 10,000 children",
                    numerator="Children", frequency="quarter", polarity="lower",
                    official_value=official[n % len(official)].official_value,
                    official_count=official[n % len(official)].official_count,
                )
                for n in range(indicators)
            )  # fmt: skip
            values = [[draw.randint(100, 400) for _ in range(QUARTERS)] for _ in range(indicators)]
            given: dict[str, Any] = {"name": "history.csv", "by": by, "at": at}
            with _timed(seconds):
                record_history(content=_file(area, values), **given)
            restated = [[value + 1 if n % RESTATED == 0 else None for n, value in enumerate(row)] for row in values]
            with _timed(restating):
                record_history(content=_file(area, restated), **given)
    with scope.unscoped(reason="the bench counts what it made"):
        count = Observation.objects.count()
    bare = _bare_copy("dataset_observation")
    return [
        f"{count:,} observations of {partnerships + 1} partnerships, a file each: {sum(seconds):.1f} s for reading,"
        f" checking and writing, {count / sum(seconds):,.0f} a second; then one value in {RESTATED} restated, both"
        f" kept: {sum(restating):.1f} s. Copying the values by bare SQL: {bare:.1f} s. The ORM beside it:"
        f" {_by_the_orm()}.",
        "",
    ]  # fmt: skip


def _by_the_orm() -> str:
    """The values of one partnership, written as objects and taken back."""
    from django.db import transaction

    from throughline.foundation.tenancy import scope
    from throughline.office.dataset.models import Observation

    seconds: list[float] = []
    with scope.unscoped(reason="the bench writes one partnership's values again"), transaction.atomic():
        first = Observation.objects.order_by("pk").values_list("space_id", flat=True)[0]
        rows = list(Observation.objects.filter(space_id=first))
        for row in rows:
            row.pk, row.unit = None, "copies"
        with _timed(seconds):
            Observation.objects.bulk_create(rows, batch_size=2_000)
        transaction.set_rollback(True)
    return f"{len(rows) / seconds[0]:,.0f} values a second, without reading or checking anything"


def _pages(partnerships: int, *, runs: int) -> list[str]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from throughline.foundation.clock import real_now
    from throughline.foundation.tenancy import scope
    from throughline.foundation.tenancy.models import Partnership
    from throughline.foundation.tenancy.queries import scope_of
    from throughline.office.dataset.models import Indicator
    from throughline.office.dataset.queries.indicator import indicator_page

    draw = random.Random(2)
    whole: list[float] = []
    processor: list[float] = []
    reads: list[float] = []
    bare: list[float] = []
    charts: list[int] = []  # an area that was abolished has its own series alone
    queries = 0
    for run in range(runs + 3):
        number = draw.randrange(partnerships)
        with scope.activate(scope_of(Partnership.objects.get(slug=f"bench-{number}"), real_now().date())):
            pk = draw.choice(list(Indicator.objects.values_list("pk", flat=True)))
            with _timed(reads):
                page = indicator_page(pk)
            group = sorted(page.place.group) if page.place else []
        client = _client(number)
        with _timed(whole, processor):
            answer = client.get(f"/office/dataset/indicators/{pk}/")
        assert answer.status_code == 200, answer.status_code
        charts.append(answer.content.count(b"<figure"))
        with _timed(bare), connection.cursor() as cursor:
            for sql, given in _bare_queries(pk, page.area, group):
                cursor.execute(sql, given)
                cursor.fetchall()
        if run == 0:
            with CaptureQueriesContext(connection) as seen:
                client.get(f"/office/dataset/indicators/{pk}/")
            queries = len(seen)
    rows = [("page, whole", whole), ("of it, on the processor", processor),
            ("reading alone", reads), ("bare SQL for the same rows", bare)]  # fmt: skip
    return [
        f"An indicator’s page with benchmarks, {statistics.median(charts):.0f} charts and its table, {queries} queries;"
        f" {runs} pages of random partnerships and indicators, each asked for once, by somebody who is signed in."
        " Promised: under 300 ms at the 95th percentile, on SQLite and on PostgreSQL.",
        "", "| | p50 ms | p95 ms |", "|---|---:|---:|",
        *(f"| {name} | {_p50(each[3:])} | {_p95(each[3:])} |" for name, each in rows),
        *_others(partnerships), "",
    ]  # fmt: skip


def _bare_queries(pk: int, area: str, group: list[int]) -> Iterator[tuple[str, list[Any]]]:
    yield (
        "select period, unit, value, precision, source_text, returned_at from dataset_observation"
        " where indicator_id = %s and area = %s", [pk, area],
    )  # fmt: skip
    if group:
        marks = ", ".join(["%s"] * len(group))
        yield (
            "select area_id, period, number, symbol from statistics_statistic where series_id in (select id from"
            f" statistics_series order by id limit 3) and area_id in ({marks})", group,
        )  # fmt: skip


def _others(partnerships: int) -> Iterator[str]:
    """What else reads much, three times each, of the first partnership."""
    client = _client(0)
    pages: list[tuple[str, Callable[[], object]]] = [
        ("the list of 100 indicators", lambda: client.get("/office/dataset/")),
        ("three indicators beside three areas, to explore", lambda: client.get(
            "/office/dataset/explore/?indicator=B-1&indicator=B-2&indicator=B-3&area=own&area=E92000001&area=E12000008"
        )),
        ("the feed of 4,000 values, small numbers hidden", lambda: _feed(0)),
        ("bare SQL for the same values, nothing hidden", lambda: _bare_values(0)),
        ("every value of a report year, by reference", lambda: _figures(0)),
    ]  # fmt: skip
    for name, ask in pages:
        seconds: list[float] = []
        for _ in range(3):
            with _timed(seconds):
                ask()
        yield f"| {name} | {_p50(seconds)} | {max(seconds) * 1000:.0f} |"


def _feed(number: int) -> int:
    from throughline.office.dataset.feed import value_rows

    with _scope(number):
        return len(value_rows("agencies"))


def _bare_values(number: int) -> int:
    from django.db import connection

    with _scope(number) as tenant, connection.cursor() as cursor:
        cursor.execute(
            "select i.code, i.name, o.area, o.period, o.breakdown, o.category, o.unit, o.value, o.precision, o.version,"
            " o.returned_at from dataset_observation o join dataset_indicator i on i.id = o.indicator_id"
            " where o.space_id = %s order by i.code, o.period",
            [tenant.home_id],
        )
        return len(cursor.fetchall())


def _figures(number: int) -> int:
    from datetime import date

    from throughline.foundation.figures.values import ReportYear
    from throughline.office.dataset.queries.observations import observations_of

    with _scope(number):
        return len(observations_of(ReportYear("2023-24", date(2023, 4, 1), date(2024, 3, 31))))


def _scope(number: int) -> Any:
    from throughline.foundation.clock import real_now
    from throughline.foundation.tenancy import scope
    from throughline.foundation.tenancy.models import Partnership
    from throughline.foundation.tenancy.queries import scope_of

    return scope.activate(scope_of(Partnership.objects.get(slug=f"bench-{number}"), real_now().date()))


def _client(number: int) -> Any:
    """Signed in on the partnership's host, as `sign_in` of the tests."""
    from django.test import Client

    from throughline.foundation.access.models import User

    user = User.objects.get(email="bench@example.org")
    client = Client(headers={"host": HOST.format(number)})
    client.force_login(user)
    session = client.session
    session["host"] = HOST.format(number)
    session["account_authentication_methods"] = [{"method": "mfa", "at": 0}]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    return client


def _pack(number: int) -> list[str]:
    """Page, PDF, Word and Excel of the partnership that has twenty indicators."""
    from datetime import date

    from throughline.office.dataset.making import make_pack
    from throughline.office.dataset.queries.packs import pack_facts

    seconds: list[float] = []
    processor: list[float] = []
    reading: list[float] = []
    with _scope(number):
        with _timed(reading):
            pack_facts(date(2024, 2, 5))
        with _timed(seconds, processor):
            made = make_pack(date(2024, 2, 5), "Bench")
    charts = made.html.count("<figure")
    forms = ", ".join(f"{form} {len(content) // 1024:,} kB" for form, content in sorted(made.files.items()))
    return [
        f"The pack of {charts} charts, as page and as {forms}: {seconds[0]:.1f} s, of which {processor[0]:.1f} s on the"
        f" processor, {reading[0]:.1f} s of it for reading. Promised: {PACK_CHARTS} charts in under 20 s.",
        "",
    ]  # fmt: skip


def _p50(values: list[float]) -> str:
    return f"{statistics.median(values) * 1000:.0f}"


def _p95(values: list[float]) -> str:
    return f"{sorted(values)[max(int(len(values) * 0.95) - 1, 0)] * 1000:.0f}"


if __name__ == "__main__":
    _main()
