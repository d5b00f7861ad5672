"""Complete bookings, as people make them: the session's page, a code by e-mail, the booking, its confirmation.

Eight requests, each person from an address of their own within 127.0.0.0/8, so that the limits of signing in stay on.
The code is read from the outbox's table, in place of a mailbox.
"""

import itertools
import re
import socket
import sqlite3
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from scripts.server import Site

MAKE = """
import json, secrets
from datetime import timedelta
from throughline.foundation.access.actors import system_actor
from throughline.foundation.access.models import User
from throughline.foundation.clock import business_now, real_now
from throughline.foundation.tenancy import scope
from throughline.foundation.tenancy.models import Partnership
from throughline.foundation.tenancy.queries import scope_of
from throughline.office.training import api
from throughline.office.training.models import Session
from allauth.account.models import EmailAddress

partnership = Partnership.objects.get(slug="medway")
with scope.activate(scope_of(partnership, real_now().date())):
    starts = business_now() + timedelta(days=30)
    row = api.SessionRow(title="Bench " + secrets.token_hex(4), mode="in person", starts=starts,
        ends=starts + timedelta(hours=3), places_left=PLACES, booking="open", note="", file="bench", row=2)
    api.record_sessions(rows=[row], by=system_actor("command line"), at=real_now())
    session = Session.objects.select_related("course").get(course__title=row.title)
mark = secrets.token_hex(6)
User.objects.bulk_create([User(email=f"{mark}{n}@example.org", name=f"Person {n}", password="!")
    for n in range(PEOPLE)], batch_size=500)
people = list(User.objects.filter(email__startswith=mark).order_by("pk"))
EmailAddress.objects.bulk_create([EmailAddress(user=u, email=u.email, verified=True, primary=True) for u in people],
    batch_size=500)
print("MADE " + json.dumps([session.pk, session.slug, [u.email for u in people]]))
"""
WAY_IN = re.compile(r'href="(/accounts/login/\?next=[^"]+)"')  # of the button that books, or joins the waiting list
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
CODE = re.compile(r"\b[B-Z]{4}-[B-Z]{4}\b")
_addresses = (f"127.{a}.{b}.{c}" for a in range(1, 255) for b in range(256) for c in range(1, 255))
_one_at_a_time = threading.Lock()


@dataclass(frozen=True)
class Crowd:
    session_id: int
    slug: str
    emails: list[str]


def gather(site: Site, people: int, places: int | str) -> Crowd:
    """A new session with so many places ("unlimited" too), and people with accounts who are not signed in."""
    import json

    script = MAKE.replace("PLACES", repr(places)).replace("PEOPLE", str(people))
    made = re.search(r"MADE (.+)", site.manage("shell", "-v0", "-c", script).stdout)
    if not made:
        raise RuntimeError("The people could not be made.")
    return Crowd(*json.loads(made.group(1)))


class Mailbox:
    """Reads codes from the outbox's table of a site: on SQLite a connection for each thread, on PostgreSQL, which has
    only so many, one that the threads take turns at."""

    def __init__(self, site: Site, url: str) -> None:
        self.site, self.url, self.kept = site, url, threading.local()
        self.taking_turns = threading.Lock()
        self.connection: Any = None

    def code(self, email: str) -> str:
        for _ in range(200):
            for (text,) in self._texts(email):
                found = CODE.search(text or "")
                if found:
                    return found.group()
            time.sleep(0.02)
        raise RuntimeError(f"No code came for {email}.")

    def _texts(self, email: str) -> list[tuple[str]]:
        asked = 'SELECT text FROM notices_outboxmessage WHERE "to" = {} ORDER BY id DESC LIMIT 1'
        if not self.url:
            path: Path = self.site.data_dir / "throughline.sqlite3"
            if not hasattr(self.kept, "connection"):
                self.kept.connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=30)
            return list(self.kept.connection.execute(asked.format("?"), (email,)))
        import psycopg

        with self.taking_turns:
            if self.connection is None:
                self.connection = psycopg.connect(self.url, autocommit=True)
            return list(self.connection.execute(asked.format("%s"), (email,)))


@dataclass
class Browser:
    """One person's browser: cookies, a connection that is kept, an address of its own."""

    site: Site
    cookies: dict[str, str] = field(default_factory=dict)
    requests: int = 0
    patience: float = 120  # seconds

    def __post_init__(self) -> None:
        with _one_at_a_time:
            self.address = next(_addresses)
        self.host = f"medway.localhost:{self.site.port}"
        self.connection: socket.socket | None = None

    def close(self) -> None:
        if self.connection is not None:
            self.connection.close()
        self.connection = None

    def asks(self, path: str, form: dict[str, str] | None = None) -> tuple[int, str, str]:
        """Status, where it leads, the body. No redirect is followed. A form is sent as a browser sends it."""
        if form is None:
            return self.sends("GET", path)
        return self.sends("POST", path, urlencode(form).encode(), "application/x-www-form-urlencoded")

    def sends(self, method: str, path: str, body: bytes = b"", content_type: str = "") -> tuple[int, str, str]:
        """By hand on a socket: who measures on the same processors must not take them from what is measured, and
        http.client took a millisecond of a booking's forty."""
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        head = f"{method} {path} HTTP/1.1\r\nHost: {self.host}\r\nCookie: {cookies}\r\n"
        if method == "POST":
            head += f"Referer: http://{self.host}{path}\r\nContent-Type: {content_type}\r\n"
            head += f"Content-Length: {len(body)}\r\n"
        if self.connection is None:
            self.connection = socket.create_connection(
                ("127.0.0.1", self.site.port), timeout=self.patience, source_address=(self.address, 0)
            )
        self.connection.sendall(f"{head}\r\n".encode() + body)
        self.requests += 1
        return self._answer(self.connection)

    def _answer(self, connection: socket.socket) -> tuple[int, str, str]:
        got = b""
        while b"\r\n\r\n" not in got:
            got += more(connection)
        head, _, body = got.partition(b"\r\n\r\n")
        lines = head.decode("latin-1").split("\r\n")
        length, onward = 0, ""
        for line in lines[1:]:
            name, _, value = line.partition(": ")
            match name.lower():
                case "content-length":
                    length = int(value)
                case "location":
                    onward = value
                case "set-cookie":
                    key, _, rest = value.partition("=")
                    self.cookies[key] = rest.partition(";")[0]
                case "transfer-encoding":
                    raise RuntimeError("This page comes in pieces, which is not read here.")
        while len(body) < length:
            body += more(connection)
        return int(lines[0].split()[1]), onward, body.decode("utf-8", "replace")


def more(connection: socket.socket) -> bytes:
    received = connection.recv(262_144)
    if not received:
        raise ConnectionError("The site closed the connection.")
    return received


def token(text: str) -> str:
    found = TOKEN.search(text)
    if not found:
        raise RuntimeError("The page has no form.")
    return found.group(1)


def signs_in(browser: Browser, mailbox: Mailbox, email: str, login: str) -> None:
    """Four requests: the sign-in page, the address, the page for the code, the code."""
    path, _, then = login.partition("?next=")
    _, _, page = browser.asks(login)
    status, onward, page = browser.asks(path, {"csrfmiddlewaretoken": token(page), "login": email, "next": then})
    if status != 302:
        raise RuntimeError(f"Asking for a code was answered with {status}.")
    _, _, page = browser.asks(onward)
    code = mailbox.code(email)
    status, onward, page = browser.asks(
        onward.partition("?")[0], {"csrfmiddlewaretoken": token(page), "code": code, "next": then}
    )
    if status != 302 or onward != then:
        raise RuntimeError(f"The code was answered with {status}, and led to '{onward}'.")


def books(site: Site, crowd: Crowd, mailbox: Mailbox, email: str) -> str:
    """'booked', 'waiting', or what went wrong."""
    browser = Browser(site)
    try:
        status, _, page = browser.asks(f"/training/{crowd.session_id}/{crowd.slug}/")
        way = WAY_IN.search(page)
        if status != 200 or not way:
            return f"page {status}"
        signs_in(browser, mailbox, email, way.group(1))
        return books_or_waits(browser, crowd)
    except (OSError, RuntimeError) as error:
        return f"error: {error}"
    finally:
        browser.close()


def books_or_waits(browser: Browser, crowd: Crowd) -> str:
    """Of somebody signed in: the booking's page, the booking, its confirmation; the waiting list where it is full.

    Whoever asks again, because an answer was lost on its way, is led to the place that they have.
    """
    path = f"/training/{crowd.session_id}/book/"
    status, onward, page = browser.asks(path)
    if status == 302 and "/bookings/" in onward:
        status, _, page = browser.asks(onward)
        return "booked" if status == 200 and "Reference" in page else f"confirmation {status}"
    if status == 200 and "Book this place" in page:
        status, onward, page = browser.asks(path, {"csrfmiddlewaretoken": token(page)})
        if status == 302:
            status, _, page = browser.asks(onward)
            return "booked" if status == 200 and "Reference" in page else f"confirmation {status}"
    if status not in (200, 409) or "Join the waiting list" not in page:
        return f"booking {status}"
    path = f"/training/{crowd.session_id}/wait/"
    status, onward, page = browser.asks(path)
    if status == 200:
        status, onward, page = browser.asks(path, {"csrfmiddlewaretoken": token(page)})
    if status == 302:
        status, _, page = browser.asks(onward)
        return "waiting" if status == 200 else f"waiting page {status}"
    return f"waiting list {status}"


def all_at_once(emails: list[str], at_once: int, does: Callable[[str], str]) -> tuple[list[str], list[float], float]:
    """Everybody does it, so many at a time: outcomes, each one's seconds, seconds in all."""
    places = itertools.count()
    outcomes, times = [""] * len(emails), [0.0] * len(emails)

    def work() -> None:
        while (place := next(places)) < len(emails):
            began = time.monotonic()
            outcomes[place] = does(emails[place])
            times[place] = time.monotonic() - began

    threads = [threading.Thread(target=work) for _ in range(at_once)]
    began = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes, times, time.monotonic() - began
