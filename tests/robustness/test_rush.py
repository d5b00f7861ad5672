"""A rush for places on the real site, web and worker killed in the middle of it, on both databases."""

import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection

from scripts.bench.journeys import Browser, Crowd, books_or_waits
from scripts.postgres import free_port
from scripts.server import ROOT, Site, answers
from throughline.foundation.access.actors import system_actor
from throughline.foundation.access.models import User
from throughline.foundation.clock import real_now
from throughline.foundation.notices.models import OutboxMessage
from throughline.foundation.tenancy import scope
from throughline.office.training import api
from throughline.office.training.models import Booking, Session, WaitingEntry

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
PEOPLE, PLACES = 60, 20
KILLED_AFTER = 12  # answers
SECONDS = 90  # at the very most


@pytest.fixture
def crowd(scoped: scope.Scope, partnership: object) -> Crowd:
    """A session with twenty places in a month, and sixty people who are signed in."""
    now = real_now()
    starts = now.replace(microsecond=0) + timedelta(days=30)
    row = api.SessionRow(
        title="Rush", mode="in person", starts=starts, ends=starts + timedelta(hours=3), places_left=PLACES,
        booking="open", note="", file="test", row=2,
    )  # fmt: skip
    api.record_sessions(rows=[row], by=system_actor("command line"), at=now)
    session = Session.objects.select_related("course").get(course__title="Rush")
    keys = []
    for number in range(PEOPLE):
        user = User.objects.create_user(email=f"rush{number}@example.org", name=f"Person {number}")
        store = SessionStore()
        store[SESSION_KEY] = str(user.pk)
        store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        store[HASH_SESSION_KEY] = user.get_session_auth_hash()
        store["host"] = "medway.localhost"
        store.create()
        keys.append(str(store.session_key))
    return Crowd(session.pk, session.slug, keys)


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
    """Two web processes and a worker on one database and folder, that can be killed and started again."""

    def __init__(self, folder: Path, url: str) -> None:
        self.folder, self.port = folder, free_port()
        self.environment = {**os.environ, "DATA_DIR": str(folder), "THROUGHLINE_MODE": "local", "WEB_PROCESSES": "2"}
        self.environment.pop("AS_AT", None)
        self.environment |= {"DATABASE_URL": url, "SECRET_KEY": settings.SECRET_KEY}  # the people's sessions hold
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


def test_killed_in_a_rush_no_place_is_sold_twice_and_everybody_gets_a_true_answer(crowd: Crowd, tmp_path: Path) -> None:
    told: dict[str, str] = {}  # cookie → what its person was told at last
    wrong: list[str] = []
    until = 0.0  # counted from the start of a site that answers

    def presses_until_there_is_an_answer(site: Site, key: str) -> None:
        """Whoever gets no answer, or one of a server that ends, tries again, as people do."""
        while key not in told and time.monotonic() < until:
            browser = Browser(site, {settings.SESSION_COOKIE_NAME: key}, patience=20)
            try:
                found = books_or_waits(browser, crowd)
                if found in ("booked", "waiting"):
                    told[key] = found
                else:
                    wrong.append(found)
            except (OSError, RuntimeError):
                time.sleep(0.1)
            finally:
                browser.close()

    with database_of_the_site(tmp_path) as url:
        running = Running(tmp_path, url)
        try:
            site = running.start()
            until = time.monotonic() + SECONDS
            threads = [
                threading.Thread(target=presses_until_there_is_an_answer, args=(site, key)) for key in crowd.emails
            ]
            for thread in threads:
                thread.start()
            while len(told) < KILLED_AFTER and time.monotonic() < until:
                time.sleep(0.005)
            running.kill()
            before = dict(told)
            running.start()
            until = time.monotonic() + SECONDS
            for thread in threads:
                thread.join()
        finally:
            running.kill()
        session = Session.objects.get(pk=crowd.session_id)
        booked = list(Booking.objects.filter(session=session, status="booked").select_related("person"))
        line = list(WaitingEntry.objects.filter(session=session).select_related("person").order_by("number"))
        confirmed = OutboxMessage.objects.filter(kind="training.booking_confirmed").values_list("key", flat=True)
        messages = sorted(confirmed)
    assert len(before) < PEOPLE
    assert wrong == []
    # never more than there are, one each, and the others wait in the order in which they came
    assert (session.taken, session.waiting, len(booked), len(line)) == (PLACES, PEOPLE - PLACES, PLACES, 40)
    assert [entry.number for entry in line] == list(range(1, len(line) + 1))
    assert sorted(line, key=lambda entry: entry.joined_at) == line
    assert {entry.status for entry in line} == {"waiting"}
    # what each was told, before the kill or after it, is true
    assert Counter(told.values()) == {"booked": PLACES, "waiting": PEOPLE - PLACES}
    addresses = {key: f"rush{number}@example.org" for number, key in enumerate(crowd.emails)}
    assert {addresses[key] for key, said in told.items() if said == "booked"} == {b.person.email for b in booked}
    assert {addresses[key] for key, said in told.items() if said == "waiting"} == {
        entry.person.email for entry in line if entry.person
    }
    assert messages == sorted(f"training.booking_confirmed:{one.reference}" for one in booked)
