"""The real site on this test's database, which can be killed and started again, and people who are signed in."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection

from scripts.postgres import free_port
from scripts.server import ROOT, Site, answers
from throughline.foundation.access.models import User

SECONDS = 90  # at the very most, for a start and for all that follows one


def signed_in(user: User) -> str:
    """A session's key, the cookie of somebody who has signed in on Medway's site."""
    store = SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store["host"] = "medway.localhost"
    store.create()
    return str(store.session_key)


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
