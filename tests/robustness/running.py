"""The real site on this test's database, which can be killed and started again while people use it."""

import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection

from scripts.bench.journeys import Browser
from scripts.postgres import free_port
from scripts.server import ROOT, Site, answers

SECONDS = 90  # at the very most, for a start and for all that follows one


@contextmanager
def database_of_the_site(folder: Path) -> Iterator[str]:
    """Its DATABASE_URL. SQLite's in-memory one goes into the site's folder, and this process looks into that file."""
    if connection.vendor == "postgresql":
        found = connection.settings_dict
        yield f"postgresql://{found['USER']}@{found['HOST']}:{found['PORT']}/{found['NAME']}"
        return
    memory, name, file = connection.connection, connection.settings_dict["NAME"], folder / "throughline.sqlite3"
    copy = sqlite3.connect(file)
    memory.backup(copy)
    copy.close()
    connection.connection, connection.settings_dict["NAME"] = None, str(file)
    try:
        yield ""
    finally:
        connection.close()
        connection.connection, connection.settings_dict["NAME"] = memory, name


class Running:
    """Two web processes and a worker on one database and folder. `as_at`: the moment at which they stand, or ''."""

    def __init__(self, folder: Path, url: str, as_at: str = "") -> None:
        self.folder, self.port = folder, free_port()
        self.environment = {**os.environ, "DATA_DIR": str(folder), "THROUGHLINE_MODE": "local", "WEB_PROCESSES": "2"}
        self.environment |= {"DATABASE_URL": url, "AS_AT": as_at}
        self.environment["SECRET_KEY"] = settings.SECRET_KEY  # the people's sessions hold
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> Site:
        command = [sys.executable, "-W", "ignore", "manage.py", "start", "--port", str(self.port)]
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                command, cwd=ROOT, env=self.environment, start_new_session=True, stdout=log, stderr=log
            )
        deadline = time.monotonic() + SECONDS
        while not answers(f"http://127.0.0.1:{self.port}/health/"):
            said = (self.folder / "log").read_text()
            assert self.process.poll() is None, said
            assert time.monotonic() < deadline, said
            time.sleep(0.05)
        return Site(self.port, self.process, self.folder, 0)

    def kill(self) -> None:
        """Everything at once: supervisor, web processes and worker."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None


@dataclass(frozen=True)
class Person:
    """`does` asks once; it returns an answer, '' where it is worth asking again, or what went wrong."""

    cookie: str
    does: Callable[[Browser], str]


@dataclass(frozen=True)
class Told:
    """What each was told at last, by their names; what went wrong; how many had an answer when all was killed."""

    answers: Mapping[str, str]
    wrong: list[str]
    before: int


def through_a_kill(
    running: Running, people: Mapping[str, Person], *, answers: Collection[str], killed_after: int, enough: int
) -> Told:
    """All at once. After so many answers everything is killed and started again; it ends with `enough` answers. Whoever
    gets no answer, or one of a server that ends, tries again, as people do."""
    told: dict[str, str] = {}
    wrong: list[str] = []
    until = 0.0  # counted from the start of a site that answers

    def asks_until_there_is_an_answer(site: Site, name: str, person: Person) -> None:
        while name not in told and len(told) < enough and time.monotonic() < until:
            browser = Browser(site, {settings.SESSION_COOKIE_NAME: person.cookie}, patience=20)
            try:
                found = person.does(browser)
                if found in answers:
                    told[name] = found
                elif found:
                    wrong.append(found)
            except (OSError, RuntimeError):
                time.sleep(0.05)
            finally:
                browser.close()
            time.sleep(0.02)

    try:
        site = running.start()
        until = time.monotonic() + SECONDS
        threads = [
            threading.Thread(target=asks_until_there_is_an_answer, args=(site, name, person))
            for name, person in people.items()
        ]
        for thread in threads:
            thread.start()
        while len(told) < killed_after and time.monotonic() < until:
            time.sleep(0.002)
        running.kill()
        before = len(told)
        running.start()
        until = time.monotonic() + SECONDS
        for thread in threads:
            thread.join()
    finally:
        running.kill()
    return Told(told, wrong, before)
