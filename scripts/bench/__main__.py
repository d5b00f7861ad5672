"""./bench: what the product promises of speed, measured as ratios in one run, written to docs/performance.md."""

import argparse
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from scripts import postgres
from scripts.bench import audits as audit_cases
from scripts.bench import dataset, indicator, load, mailing, people, reviews
from scripts.bench import training as training_cases
from scripts.bench.machine import machine, measured_here, resident_memory
from scripts.server import ROOT, Site, page, site
from scripts.test_databases import migrated_file

PAGES = ["/", "/training/", "/partnership/", "/partnership/groups/", "/priorities/", "/learning/", "/reports/2023-24/"]
SITE_HEADING = "## The public site, library and bulletin, warm and anonymous"
SITE_PAGES = [
    "/", "/children-and-young-people/", "/news/", "/library/", "/library/escalation-policy/", "/library/services/",
    "/search/?q=sleep", "/bulletin/", "/bulletin/2024-02-mscp-bulletin-february-2024/", "/library/feed.xml",
]  # fmt: skip
CONNECTIONS = (1, 8, 32)
ANEW_AT = 8


@dataclass(frozen=True)
class Asked:
    """`only`: 'sqlite', 'postgresql' or '' for both; `postgres`: measure on it as well, where it is installed."""

    quick: bool
    only: str
    postgres: bool


def pages(
    running: Site, seconds: int, wanted: Sequence[str] = PAGES, connections: Sequence[int] = CONNECTIONS
) -> list[str]:
    """Each public page against the 1 kB view on the same server, interleaved, median of three slices.

    An unknown reader may be answered with the page as it was made a moment ago; a reader with a cookie never is, so
    `made anew` asks with a cookie that means nothing.
    """
    rows = [
        "| page | connections | requests a second | p50 ms | p95 ms | of the ceiling |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    host = f"medway.localhost:{running.port}"
    for path in ("/ceiling/", *wanted):
        load.on(running.address + path, 8, 1, host)  # warm
    for many in connections:
        kinds = [(path, False) for path in ("/ceiling/", *wanted)]
        if many == ANEW_AT:
            kinds += [(path, True) for path in wanted]
        measured: dict[tuple[str, bool], list[load.Load]] = {}
        for _ in range(3):
            for path, anew in kinds:
                run = load.on(running.address + path, many, seconds, host, cookie="bench=1" if anew else "")
                measured.setdefault((path, anew), []).append(run)
        ceiling = statistics.median(run.rate for run in measured["/ceiling/", False])
        for (path, anew), runs in measured.items():
            rate, p50, p95 = (statistics.median(getattr(run, name) for run in runs) for name in ("rate", "p50", "p95"))
            wrong = sum(run.errors for run in runs)
            name = f"`{path}`" + (", made anew" if anew else "") + (f" ({wrong} errors)" if wrong else "")
            rows.append(f"| {name} | {many} | {rate:.0f} | {p50:.1f} | {p95:.1f} | {rate / ceiling:.0%} |")
    return rows


def bookings(running: Site, people_count: int) -> list[str]:
    rows = ["| at once | people | booked | complete bookings a second |", "|---:|---:|---:|---:|"]
    for at_once in (1, 8, 16):
        crowd = people.gather(running, people_count, "unlimited")
        outcomes, seconds = people.all_at_once(running, crowd, at_once)
        rows.append(f"| {at_once} | {people_count} | {outcomes.count('booked')} | {people_count / seconds:.1f} |")
    return rows


def rush(running: Site) -> list[str]:
    crowd = people.gather(running, 200, 20)
    outcomes, seconds = people.all_at_once(running, crowd, 200)
    said = ", ".join(f"{count} {outcome}" for outcome, count in sorted(Counter(outcomes).items()))
    return [f"200 people at once for 20 places: {said}, in {seconds:.1f} s."]


def report(running: Site) -> list[str]:
    """The whole report with PDF and Word, three times; peak memory of the process that builds it."""
    times = []
    for _ in range(3):
        with tempfile.TemporaryDirectory() as out:
            command = [sys.executable, "-W", "ignore", "manage.py", "build_yearly_report", "2023-24", "--out", out]
            began = time.monotonic()
            subprocess.run(
                [*command, "--partnership", "medway"],
                cwd=ROOT,
                env=running.environment(),
                check=True,
                capture_output=True,
            )
            times.append(time.monotonic() - began)
            made = ", ".join(sorted(path.name for path in Path(out).iterdir()))
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    return [
        f"`build_yearly_report 2023-24` ({made}): median {statistics.median(times):.1f} s of three "
        f"({', '.join(f'{t:.1f}' for t in times)}); largest process of the bench {peak} MB."
    ]


def measure(database: str, url: str, quick: bool) -> list[str]:
    lines = [f"## {database}", ""]
    with tempfile.TemporaryDirectory(prefix="throughline-bench-") as folder:
        data_dir = Path(folder)
        with site(url, data_dir) as running:
            first = running.started_in
        with site(url, data_dir) as running:
            if url:
                os.environ["DATABASE_URL"] = url
            lines += [
                f"Start-up to the first answer: {first:.1f} s with all set-up, {running.started_in:.1f} s again.",
                "",
            ]
            for path in PAGES:
                page(running, path)
            lines += ["### Public pages, warm and anonymous", "", *pages(running, 1), ""]
            lines += ["### Complete bookings (confirm page, form, confirmation in the outbox)", ""]
            lines += [*bookings(running, 16 if quick else 32), "", *rush(running), ""]
            lines += ["### The yearly report", "", *report(running), ""]
            memory = ", ".join(f"{name} {size} MB" for name, size in sorted(resident_memory(running.process).items()))
            lines += [
                f"Resident memory after all of this (proportional share, largest process of a kind): {memory}.",
                "",
            ]
            os.environ.pop("DATABASE_URL", None)
    return lines


def training(quick: bool, sqlite_only: bool) -> list[str]:
    """The cases of training alone, with two web processes."""
    os.environ["WEB_PROCESSES"] = "2"
    lines = [
        training_cases.HEADING, "", training_cases.YARDSTICK, "",
        f"Measured on {datetime.now(UTC).date().isoformat()}: {machine()}, load average"
        f" {os.getloadavg()[0]:.1f} before. Two web processes, one worker; those who book run on the same machine.", "",
    ]  # fmt: skip
    with tempfile.TemporaryDirectory(prefix="throughline-bench-") as folder, site("", Path(folder)) as running:
        lines += training_cases.measure(running, "SQLite (synchronous=FULL)", "", quick)
    if not sqlite_only and postgres.binaries():
        with (
            postgres.server(template=False, durable=True) as url,
            tempfile.TemporaryDirectory() as folder,
            site(url, Path(folder)) as running,
        ):
            os.environ["DATABASE_URL"] = url
            lines += training_cases.measure(running, "PostgreSQL 15 (fsync on)", url, quick)
            os.environ.pop("DATABASE_URL", None)
    return lines


def audits(quick: bool, only: str) -> list[str]:
    """The cases of audits alone, with two web processes. `only`: 'sqlite', 'postgresql' or '' for both."""
    os.environ["WEB_PROCESSES"] = "2"
    lines = [
        audit_cases.HEADING, "", audit_cases.YARDSTICK, "",
        f"Measured on {datetime.now(UTC).date().isoformat()}: {machine()}, load average"
        f" {os.getloadavg()[0]:.1f} before. Two web processes, one worker; those who ask run on the same machine.", "",
    ]  # fmt: skip
    if only != "postgresql":
        lines += audit_cases.measured("SQLite (synchronous=FULL)", "", quick)
    if only != "sqlite" and postgres.binaries():
        with postgres.server(template=False, durable=True) as url:
            lines += audit_cases.measured("PostgreSQL 15 (fsync on)", url, quick)
    return lines


def of_site(quick: bool) -> list[str]:
    """The pages that editors, library and bulletin publish, on SQLite, against the 1 kB view in the same run."""
    with tempfile.TemporaryDirectory(prefix="throughline-bench-") as folder:
        shutil.copy(migrated_file(), Path(folder) / "throughline.sqlite3")
        with site("", Path(folder)) as running:
            for path in SITE_PAGES:
                page(running, path)
            rows = pages(running, 1, SITE_PAGES, (ANEW_AT,) if quick else (1, ANEW_AT))
    return [
        SITE_HEADING, "", f"{measured_here()} SQLite, one web process, one worker, median of three slices of a second.",
        "", *rows, "",
    ]  # fmt: skip


def with_section(text: str, heading: str, section: str) -> str:
    """The report with that section in place of an older one; at the end where there was none."""
    before, found, after = text.partition(heading + "\n")
    rest = after.partition("\n## ")[2] if found else ""
    later = f"\n## {rest}" if rest else ""
    return f"{before.rstrip()}\n\n{section}{later}"


def with_other_database(section: str, text: str, heading: str, only: str) -> str:
    """The new section of one database, with what an earlier run measured of the other."""
    old = text.partition(heading + "\n")[2].partition("\n## ")[0]
    other = "### SQLite" if only == "postgresql" else "### PostgreSQL" if only == "sqlite" else ""
    kept = next((f"### {part}" for part in old.split("\n### ")[1:] if other and f"### {part}".startswith(other)), "")
    if not kept:
        return section
    head, mark, own = section.partition("\n### ")
    parts = [f"### {own.rstrip()}", kept.rstrip()]
    return head + "\n" + "\n\n".join(sorted(parts, reverse=True)) + "\n" if mark else section


def of_reviews(url: str, quick: bool) -> list[str]:
    """The cases of reviews alone."""
    with tempfile.TemporaryDirectory(prefix="throughline-bench-") as folder, site(url, Path(folder)) as running:
        if url:
            os.environ["DATABASE_URL"] = url
        lines = reviews.measure(running, quick)
        os.environ.pop("DATABASE_URL", None)
    return lines


def all_of_reviews(quick: bool, sqlite_only: bool) -> list[str]:
    """On both databases, as a section of the report."""
    lines = [
        reviews.HEADING, "", reviews.YARDSTICK, "",
        f"Measured on {datetime.now(UTC).date().isoformat()}: {machine()}, load average"
        f" {os.getloadavg()[0]:.1f} before. One web process, one reader at a time.", "",
        "SQLite (synchronous=FULL):", "", *of_reviews("", quick), "",
    ]  # fmt: skip
    if not sqlite_only and postgres.binaries():
        with postgres.server(template=False) as url:
            lines += ["PostgreSQL:", "", *of_reviews(url, quick), ""]
    return lines


def of_house(asked: Asked) -> list[str]:
    """What the first lines of the report say: pages, bookings, the yearly report, start-up and memory."""
    lines = [
        "# Performance", "",
        "Written by `./bench`, part by part. Machines are noisy: read the ratios, each taken within one run.",
        "", f"Measured on {datetime.now(UTC).date().isoformat()}: {machine()}, load average"
        f" {os.getloadavg()[0]:.1f} before. One web process, one worker, the load on the same machine.",
        "", "The ceiling is a view of 1 kB on the same server behind the same middleware.", "",
    ]  # fmt: skip
    lines += measure("SQLite (the embedded default, synchronous=FULL)", "", asked.quick)
    if asked.postgres:
        with postgres.server(template=False) as url:
            lines += measure("PostgreSQL 15", url, asked.quick)
    return lines


def of_dataset(asked: Asked) -> list[str]:
    lines = dataset.measure(quick=asked.quick)
    if asked.only != "postgresql":
        lines += indicator.measure("SQLite", "", quick=asked.quick)
    if asked.postgres:
        with postgres.server(template=False) as url:
            lines += indicator.measure("PostgreSQL", url, quick=asked.quick)
    return lines


PARTS: dict[str, tuple[str, Callable[[Asked], list[str]]]] = {
    "house": ("# Performance", of_house),
    "training": (training_cases.HEADING, lambda asked: training(asked.quick, not asked.postgres)),
    "audits": (audit_cases.HEADING, lambda asked: audits(asked.quick, asked.only)),
    "dataset": (dataset.HEADING, of_dataset),
    "reviews": (reviews.HEADING, lambda asked: all_of_reviews(asked.quick, not asked.postgres)),
    "bulletin": (mailing.HEADING, lambda asked: mailing.measure(quick=asked.quick)),
    "bulletin-kills": (mailing.KILLED, lambda asked: mailing.measure_kills(quick=asked.quick)),
    "site": (SITE_HEADING, lambda asked: of_site(asked.quick)),
}


def written(report: str, name: str, section: str, only: str) -> str:
    """The report with this part measured anew."""
    if name == "house":
        others = min((at for heading, _ in PARTS.values() if (at := report.find(f"\n{heading}\n")) > 0), default=-1)
        return section + (report[others:] if others > 0 else "")
    heading, _ = PARTS[name]
    return with_section(report, heading, with_other_database(section, report, heading, only))


def main() -> None:
    parser = argparse.ArgumentParser(prog="./bench")
    parser.add_argument("part", nargs="?", choices=sorted(PARTS), help="measure this alone")
    parser.add_argument("--quick", action="store_true", help="short slices, to see that it works")
    parser.add_argument("--sqlite-only", action="store_true")
    parser.add_argument(
        "--postgres-only", action="store_true", help="for audits and the dataset, which fill each with many rows"
    )
    given = parser.parse_args()
    only = "sqlite" if given.sqlite_only else "postgresql" if given.postgres_only else ""
    asked = Asked(given.quick, only, not given.sqlite_only and postgres.binaries() is not None)
    report = ROOT / "docs" / "performance.md"
    load.require()
    for name in [given.part] if given.part else PARTS:
        section = "\n".join(PARTS[name][1](asked)).rstrip() + "\n"
        print(section, flush=True)
        if not asked.quick:
            report.write_text(written(report.read_text(), name, section, only))


if __name__ == "__main__":
    main()
