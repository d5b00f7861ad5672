"""`start --smoke`: is the installation whole? Asks for the main pages, looks at the worker, builds the report."""

import http.client
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connections

from throughline.config.starting import ROOT, CannotStart, Supervisor, some_free_port
from throughline.foundation.documents.api import INSTALL, pdf_available
from throughline.foundation.jobs.models import ScheduledRun

Say = Callable[[str], None]
WORKER_WITHIN = 20  # seconds
YEAR, PARTNERSHIP = "2023-24", "medway"
FILES = ("report.html", "report.docx", "figures.csv", "figures.json")


@dataclass(frozen=True)
class Page:
    """What a page must answer, and a word that it must contain."""

    host: str
    path: str
    status: int
    word: str


# The main pages; the one list of them.
PAGES = (
    Page("localhost", "/health/", 200, '"database": "green"'),
    Page("localhost", "/", 200, "Medway Safeguarding Children Partnership"),
    Page("medway.localhost", "/", 200, "Worried about a child?"),
    Page("kent.localhost", "/", 200, "Kent Safeguarding Children Multi-Agency Partnership"),
    Page("medway.localhost", "/partnership/", 200, "Medway Council"),
    Page("medway.localhost", "/partnership/groups/", 200, "Joint Exploitation Group"),
    Page("medway.localhost", "/priorities/", 200, "Neglect"),
    Page("medway.localhost", "/learning/", 200, "Isabel"),
    Page("medway.localhost", "/training/", 200, "Graded Care Profile 2"),
    Page("medway.localhost", "/reports/", 200, "2023-24"),
    Page("kent.localhost", "/reports/", 200, ""),
    Page("localhost", "/accounts/login/", 200, "Sign in"),
    Page("localhost", "/demonstration/outbox/", 200, "Outbox"),
    Page("localhost", "/office/", 302, ""),
    Page("localhost", "/office/mail/", 302, ""),
    Page("localhost", "/no-such-page/", 404, ""),
)


@dataclass(frozen=True)
class Check:
    passed: bool
    says: str


def run(say: Say) -> int:
    """Prints each check; 0 when all passed."""
    supervisor = Supervisor("127.0.0.1", some_free_port())
    supervisor.listen_to_signals()
    failed = 0
    try:
        supervisor.start()
        for check in checks(supervisor.port):
            say(f"{'passed' if check.passed else 'FAILED'}  {check.says}")
            failed += not check.passed
    except CannotStart as error:
        say(str(error))
        return 1
    finally:
        supervisor.end()
    say("All checks passed." if not failed else f"{failed} check{'s' if failed > 1 else ''} failed.")
    return 1 if failed else 0


def checks(port: int) -> Iterator[Check]:
    for page in PAGES:
        yield ask(port, page)
    yield worker_works()
    yield from report_is_built()


def ask(port: int, page: Page) -> Check:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", page.path, headers={"Host": f"{page.host}:{port}"})
        answer = connection.getresponse()
        body = answer.read().decode("utf-8", "replace")
    except (OSError, http.client.HTTPException) as error:
        return Check(False, f"http://{page.host}{page.path} did not answer: {error}")
    finally:
        connection.close()
    wanted = f"{page.status}" + (f" with “{page.word}”" if page.word else "")
    got = f"{answer.status}" + ("" if page.word in body else " without it")
    passed = answer.status == page.status and page.word in body
    return Check(passed, f"http://{page.host}{page.path} answers {wanted}" + ("" if passed else f"; got {got}"))


def worker_works() -> Check:
    """The schedule's first runs, done by the worker process."""
    deadline = time.monotonic() + WORKER_WITHIN
    while time.monotonic() < deadline:
        done = ScheduledRun.objects.filter(outcome=ScheduledRun.Outcome.DONE).order_by("pk").first()
        connections.close_all()
        if done is not None:
            return Check(True, f"the worker ran ‘{done.name}’")
        time.sleep(0.2)
    return Check(False, f"the worker ran nothing within {WORKER_WITHIN} seconds")


def report_is_built() -> Iterator[Check]:
    with tempfile.TemporaryDirectory(prefix="throughline-report-") as folder:
        command = [sys.executable, "-W", "ignore", str(ROOT / "manage.py"), "build_yearly_report", YEAR,
                   "--partnership", PARTNERSHIP, "--out", folder]  # fmt: skip
        began = time.monotonic()
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        took = time.monotonic() - began
        if done.returncode:
            yield Check(False, f"build_yearly_report {YEAR} ended with {done.returncode}: {done.stderr.strip()[-400:]}")
            return
        yield Check(True, f"build_yearly_report {YEAR} took {took:.1f} s")
        for name in FILES:
            yield made(Path(folder) / name)
        if pdf_available():
            yield made(Path(folder) / "report.pdf")
        else:
            yield Check(True, f"report.pdf was left out: Pango is missing. To have it: {INSTALL}")


def made(path: Path) -> Check:
    size = path.stat().st_size if path.exists() else 0
    return Check(size > 0, f"{path.name}: {size:,} bytes" if size else f"{path.name} was not made")


def is_possible() -> str:
    """Why the checks cannot run here, or ''."""
    return "" if settings.DEMONSTRATION else "--smoke needs the demonstration: THROUGHLINE_MODE=demonstration."
