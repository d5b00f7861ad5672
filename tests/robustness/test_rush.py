"""A rush for places on the real site, web and worker killed in the middle of it, on both databases."""

import http.client
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from scripts.bench.journeys import Browser, Crowd, books_or_waits
from scripts.postgres import free_port
from scripts.server import ROOT, Site, answers
from scripts.test_databases import migrated_file

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
PEOPLE, PLACES = 60, 20
MAKE = """
import json, secrets
from datetime import timedelta
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from throughline.foundation.access.actors import system_actor
from throughline.foundation.access.models import User
from throughline.foundation.clock import business_now, real_now
from throughline.foundation.tenancy import scope
from throughline.foundation.tenancy.operations import make_partnership
from throughline.foundation.tenancy.queries import scope_of
from throughline.office.training import api
from throughline.office.training.models import Session

partnership = make_partnership(slug="medway", name="Medway partnership", short_name="M", area="Medway",
    nation="England", report_year_starts="04-01", website="", demonstration=False)
with scope.activate(scope_of(partnership, real_now().date())):
    starts = business_now() + timedelta(days=30)
    row = api.SessionRow(title="Rush", mode="in person", starts=starts, ends=starts + timedelta(hours=3),
        places_left=PLACES, booking="open", note="", file="test", row=2)
    api.record_sessions(rows=[row], by=system_actor("command line"), at=real_now())
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
    keys.append(store.session_key)
print("MADE " + json.dumps([session.pk, session.slug, settings.SESSION_COOKIE_NAME, keys]))
"""
LOOK = """
import json
from throughline.foundation.notices.models import OutboxMessage
from throughline.foundation.tenancy import scope
from throughline.office.training.models import Booking, Session, WaitingEntry

with scope.unscoped(reason="a test looks at everything"):
    session = Session.objects.get()
    booked = Booking.objects.filter(status="booked").select_related("person")
    waits = WaitingEntry.objects.select_related("person").order_by("number")
    print("FOUND " + json.dumps({
        "taken": session.taken, "counted": session.waiting,
        "booked": sorted(b.person.email for b in booked), "references": sorted(b.reference for b in booked),
        "numbers": [w.number for w in waits], "states": sorted({w.status for w in waits}),
        "waiting": sorted(w.person.email for w in waits),
        "arrived": all(a.joined_at <= b.joined_at for a, b in zip(waits, list(waits)[1:])),
        "told": sorted(OutboxMessage.objects.filter(kind="training.booking_confirmed").values_list("key", flat=True)),
    }))
"""


class Running:
    """The site on one database and folder, that can be killed and started again."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        self.environment = {**os.environ, "DATA_DIR": str(folder), "THROUGHLINE_MODE": "local", "WEB_PROCESSES": "2"}
        self.environment.pop("AS_AT", None)
        if connection.vendor == "postgresql":
            found = connection.settings_dict
            url = f"postgresql://{found['USER']}@{found['HOST']}:{found['PORT']}/{found['NAME']}"
            self.environment["DATABASE_URL"] = url
        else:
            shutil.copy(migrated_file(), folder / "throughline.sqlite3")
            self.environment.pop("DATABASE_URL", None)
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> Site:
        command = [sys.executable, "-W", "ignore", "manage.py", "start", "--port", str(self.port)]
        self.process = subprocess.Popen(
            command, cwd=ROOT, env=self.environment, start_new_session=True, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )  # fmt: skip
        deadline = time.monotonic() + 180
        while not answers(f"http://127.0.0.1:{self.port}/health/"):
            assert self.process.poll() is None, "The site did not start."
            assert time.monotonic() < deadline
            time.sleep(0.1)
        return Site(self.port, self.process, self.folder, 0)

    def kill(self) -> None:
        """Everything at once: supervisor, web processes and worker."""
        assert self.process is not None
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def asks(self, script: str, mark: str) -> Any:
        command = [sys.executable, "-W", "ignore", "manage.py", "shell", "-v0", "-c", script]
        done = subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False)
        found = re.search(rf"{mark} (.+)", done.stdout)
        assert found, done.stderr
        return json.loads(found.group(1))


@contextmanager
def running(folder: Path) -> Iterator[Running]:
    site = Running(folder)
    try:
        yield site
    finally:
        if site.process is not None and site.process.poll() is None:
            site.kill()


def test_killed_twice_in_a_rush_no_place_is_sold_twice_and_the_line_keeps_its_order(tmp_path: Path) -> None:
    connection.close()
    with running(tmp_path) as site:
        script = MAKE.replace("PLACES", str(PLACES)).replace("PEOPLE", str(PEOPLE))
        session_id, slug, cookie, keys = site.asks(script, "MADE")
        crowd = Crowd(session_id, slug, keys)
        at = site.start()
        outcomes: dict[str, str] = {}
        until = time.monotonic() + 300

        def presses_until_it_is_done(key: str) -> None:
            """Whoever gets no answer tries again, as people do."""
            while key not in outcomes and time.monotonic() < until:
                browser = Browser(at, {cookie: key})
                try:
                    found = books_or_waits(browser, crowd)
                    if found in ("booked", "waiting"):
                        outcomes[key] = found
                except (OSError, RuntimeError, http.client.HTTPException):
                    time.sleep(0.2)
                finally:
                    browser.connection.close()

        threads = [threading.Thread(target=presses_until_it_is_done, args=[key]) for key in keys]
        for thread in threads:
            thread.start()
        for reached in (5, 30):
            while len(outcomes) < reached and time.monotonic() < until:
                time.sleep(0.01)
            site.kill()
            site.start()
        for thread in threads:
            thread.join()
        found = site.asks(LOOK, "FOUND")
    assert Counter(outcomes.values()) == {"booked": PLACES, "waiting": PEOPLE - PLACES}
    assert (found["taken"], found["counted"]) == (PLACES, PEOPLE - PLACES)
    assert len(set(found["booked"])) == len(found["booked"]) == PLACES
    assert found["numbers"] == list(range(1, PEOPLE - PLACES + 1))
    assert (found["states"], found["arrived"]) == (["waiting"], True)
    assert len(set(found["waiting"]) | set(found["booked"])) == PEOPLE
    assert found["told"] == [f"training.booking_confirmed:{reference}" for reference in found["references"]]
