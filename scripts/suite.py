"""The parts of the suite, what each needs, and how each is run. Called by ./test."""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from ctypes.util import find_library
from dataclasses import dataclass
from pathlib import Path

from scripts import postgres

ROOT = Path(__file__).resolve().parent.parent
MEMORY = Path("/dev/shm")
ENOUGH_MEMORY = 4 * 2**30  # bytes; the suite was seen to use less than one
DATABASE, DEMONSTRATION = "DATABASE_URL", "THROUGHLINE_TEST_DEMONSTRATION"
# The first is the same engine without windows, which would cost the journeys a fifth more.
CHROMIUM = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")


def chromium_here() -> str | None:
    return next(filter(None, map(shutil.which, CHROMIUM)), None)


def missing_chromium() -> str:
    return "" if chromium_here() else "Chromium is not installed: apt-get install chromium-headless-shell"


def missing_postgres() -> str:
    return "" if postgres.binaries() else "PostgreSQL is not installed: apt-get install postgresql"


def missing_pango() -> str:
    if find_library("pango-1.0") and find_library("pangoft2-1.0"):
        return ""
    return "Pango is not installed: apt-get install libpango-1.0-0 libpangoft2-1.0-0"


@dataclass(frozen=True)
class Part:
    """One run of pytest. `missing` answers with the reason why it cannot run here, or nothing."""

    name: str
    arguments: list[str]
    missing: Callable[[], str] = lambda: ""
    needs: str = ""  # the setting that says where to find what was made beside the parts before


def parts() -> list[Part]:
    """On both databases each process has a copy of the migrated one, so that tests which commit for real run with all
    the others. PostgreSQL sees what speaks to a database; what does not, and the sweeps over routes, need one run.
    Files are handed out in conftest's order: the longest first."""
    workers = ["-n", "auto", "--dist", "loadfile", "--no-loadscope-reorder"]
    return [
        Part("rules, records, pages, PDF and sweeps on SQLite", ["-m", f"not browser{without_pdf()}", *workers]),
        Part(
            "operations, constraints, concurrency and list queries on PostgreSQL",
            ["-m", "not browser and not pango and not sweep and not pure", *workers],
            missing_postgres,
            needs=DATABASE,
        ),
        Part(
            "journeys in a real browser",
            ["-m", "browser", "tests/browser", *workers],
            missing_chromium,
            needs=DEMONSTRATION,
        ),
    ]


def without_pdf() -> str:
    return " and not pango" if missing_pango() else ""


@contextmanager
def temporary_folders_in_memory() -> Iterator[None]:
    """Where there is plenty, for this run, a PostgreSQL server's among them: a test that commits for real is given a
    new database, which is a thousand files, and no test asks whether a power cut would spare them."""
    if "TMPDIR" in os.environ or not MEMORY.is_dir() or shutil.disk_usage(MEMORY).free < ENOUGH_MEMORY:
        yield
        return
    with tempfile.TemporaryDirectory(dir=MEMORY, prefix="tests-") as folder:
        Path(folder).chmod(0o711)  # the server runs as another user
        os.environ["TMPDIR"] = tempfile.tempdir = folder
        yield


def make_demonstration(folder: Path) -> None:
    """One that was started, has done what starting asks for, and ended: what the journeys in the browser start from."""
    from scripts.server import site
    from scripts.test_databases import migrated_file

    shutil.copy(migrated_file(), folder / "throughline.sqlite3")
    with site(data_dir=folder) as started:
        started.settles()


@contextmanager
def demonstration() -> Iterator[str]:
    with tempfile.TemporaryDirectory(prefix="throughline-demonstration-") as folder:
        make_demonstration(Path(folder))
        yield folder


def run(part: Part, extra: list[str], made: dict[str, Future[str]] | None = None) -> int:
    """Pytest's exit code; 5 (no test found) counts as a failure of the part."""
    print(f"\n=== {part.name}", flush=True)
    environment = dict(os.environ)
    if made and part.needs in made:
        environment[part.needs] = made[part.needs].result()
    return subprocess.call([sys.executable, "-m", "pytest", *part.arguments, *extra], cwd=ROOT, env=environment)


def main() -> int:
    with temporary_folders_in_memory():
        return chosen_parts()


def chosen_parts() -> int:
    parser = argparse.ArgumentParser(prog="./test", add_help=False)
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--quick", action="store_true")
    asked, extra = parser.parse_known_args()
    if asked.quick:
        chosen = "(pure and not slow or quick) and not browser and not sweep and not pango"
        return run(Part("the inner loop: every rule, the house, and the main job", ["-m", chosen, "-n", "auto"]), extra)
    if extra and not asked.all:
        return run(Part("what you asked for", []), extra)
    started = time.monotonic()
    failed: list[str] = []
    left_out = [f"PDF: {missing_pango()}"] if missing_pango() else []
    with ExitStack() as kept, ThreadPoolExecutor(1) as beside:
        # beside the first part, which for making its migrated database needs one processor only
        made: dict[str, Future[str]] = {}
        if not missing_postgres():
            made[DATABASE] = beside.submit(kept.enter_context, postgres.server())
        if not missing_chromium():
            made[DEMONSTRATION] = beside.submit(kept.enter_context, demonstration())
        for part in parts():
            reason = part.missing()
            if reason:
                left_out.append(f"{part.name}: {reason}")
            elif run(part, extra, made) != 0:
                failed.append(part.name)
    print(f"\nThe suite took {time.monotonic() - started:.0f} seconds.")
    for line in left_out:
        print(f"Left out: {line}")
    for name in failed:
        print(f"FAILED: {name}")
    if asked.all and left_out:
        print("Nothing may be left out with --all.")
        return 1
    print("All that ran passed." if not failed else "Not green.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
