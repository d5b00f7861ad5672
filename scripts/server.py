"""The site as it is deployed, started on a free port and a folder of its own: for browser tests and measurements."""

import os
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from scripts.postgres import free_port

ROOT = Path(__file__).resolve().parents[1]
UNTIL_NOTHING_WAITS = """
import time
from django_tasks_db.models import DBTaskResult
from throughline.foundation.jobs.models import ScheduledRun, Worker
jobs, runs = DBTaskResult.objects, ScheduledRun.objects
for _ in range(300):
    lives = Worker.objects.exists() and runs.filter(outcome="done").exists()
    if lives and not jobs.filter(status__in=["READY", "RUNNING"]).exists() and not runs.filter(finished=None).exists():
        break
    time.sleep(1)
else:
    raise SystemExit("The worker did not come to an end within five minutes.")
if failed := jobs.filter(status="FAILED").first():
    raise SystemExit(f"{failed.task_path} failed: {failed.traceback}")
"""


@dataclass(frozen=True)
class Site:
    """`port` on this machine; `process` leads the group of web and worker; `started_in` seconds to the first answer."""

    port: int
    process: subprocess.Popen[bytes]
    data_dir: Path
    started_in: float

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def environment(self) -> dict[str, str]:
        return environment(self.data_dir)

    def manage(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-W", "ignore", "manage.py", *arguments]
        return subprocess.run(command, cwd=ROOT, env=self.environment(), capture_output=True, text=True, check=True)

    def settles(self) -> None:
        """Waits until the worker has done what setting up asked for: the search's index, the demonstration's report.
        Raises RuntimeError when it does not, or when a job has failed."""
        try:
            self.manage("shell", "-v0", "-c", UNTIL_NOTHING_WAITS)
        except subprocess.CalledProcessError as failed:
            raise RuntimeError(failed.stderr) from failed


def environment(data_dir: Path, database_url: str = "") -> dict[str, str]:
    settings = {"DATA_DIR": str(data_dir), "THROUGHLINE_MODE": "demonstration", "THROUGHLINE_BENCH": "yes"}
    if database_url:
        settings["DATABASE_URL"] = database_url
    return {**os.environ, **settings}


def answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=2) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


@contextmanager
def site(database_url: str = "", data_dir: Path | None = None) -> Iterator[Site]:
    """Starts the demonstration (set up beforehand, so `started_in` is a second start) and ends it."""
    folder = data_dir or Path(tempfile.mkdtemp(prefix="throughline-site-"))
    port = free_port()
    command = [sys.executable, "-W", "ignore", "manage.py", "start", "--port", str(port)]
    if database_url:
        os.environ["DATABASE_URL"] = database_url
    began = time.monotonic()
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment(folder, database_url), start_new_session=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        while not answers(f"http://127.0.0.1:{port}/health/"):
            if process.poll() is not None:
                raise RuntimeError("The site did not start.")
            if time.monotonic() - began > 600:
                raise RuntimeError("The site did not answer within ten minutes.")
            time.sleep(0.02)
        yield Site(port, process, folder, time.monotonic() - began)
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
        os.environ.pop("DATABASE_URL", None)


def page(site_: Site, path: str) -> str:
    with urllib.request.urlopen(site_.address + path, timeout=20) as answer:
        return str(answer.read().decode())
