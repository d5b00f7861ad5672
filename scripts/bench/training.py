"""`./bench training`: complete bookings, rushes for twenty places, long calendars, a large import, who is in date."""

import json
import re
import statistics
import sys
import time
from collections import Counter
from datetime import date, timedelta

from scripts.bench import in_date, journeys, load
from scripts.bench.machine import resident_memory
from scripts.server import Site

HEADING = "## Training"
YARDSTICK = (
    "pretix 2026.8 on a machine of this size, two web processes on PostgreSQL, is the yardstick: an event page 43 ms"
    " alone, 44 a second; a complete booking 617 ms alone, 1.5 a second, 3.6 a second with 16 at once; 200 people for"
    " 20 places: exactly 20, the last after 15.6 s; 450 to 630 MB resident. Promised here: ten times its bookings a"
    " second, a tenth of its page's time."
)
SESSIONS = """
import json
from datetime import timedelta
from throughline.foundation.access.actors import system_actor
from throughline.foundation.clock import business_now, real_now
from throughline.foundation.tenancy import scope
from throughline.foundation.tenancy.models import Partnership
from throughline.foundation.tenancy.queries import scope_of
from throughline.office.training import api
from throughline.office.training.models import Course, Session

with scope.activate(scope_of(Partnership.objects.get(slug="medway"), real_now().date())) as tenant:
    first = business_now().replace(hour=9, minute=30) + timedelta(days=10)
    rows = [api.SessionRow(title=f"Calendar course {n % 40}", mode="in person", starts=first + timedelta(hours=17 * n),
        ends=first + timedelta(hours=17 * n + 3), places_left=20, booking="open", note="", file="bench", row=n + 2)
        for n in range(COUNT)]
    api.record_sessions(rows=rows, by=system_actor("command line"), at=real_now())
    found = Session.objects.filter(course__title="Calendar course 7").select_related("course")
    session = found.order_by("starts").first()
    Course.objects.get_or_create(space_id=tenant.home_id, title="Bench e-learning", mode="e-learning",
        defaults={"delivery": "e_learning"})
print("MADE " + json.dumps([session.pk, session.slug]))
"""
LINE = """
import json
from throughline.foundation.tenancy import scope
from throughline.office.training.models import Booking, Session, WaitingEntry

with scope.unscoped(reason="a measurement looks at what became of it"):
    session = Session.objects.get(pk=SESSION)
    line = list(WaitingEntry.objects.filter(session=session).order_by("number").values_list("number", "joined_at"))
    print("MADE " + json.dumps([session.taken, Booking.objects.filter(session=session, status="booked").count(),
        len(line), [n for n, _ in line] == list(range(1, len(line) + 1)),
        all(a[1] <= b[1] for a, b in zip(line, line[1:]))]))
"""


def asks(site: Site, script: str) -> list:
    found = re.search(r"MADE (.+)", site.manage("shell", "-v0", "-c", script).stdout)
    if not found:
        raise RuntimeError("The site could not be asked.")
    made: list = json.loads(found.group(1))
    return made


def pages(site: Site, count: int, seconds: int) -> list[str]:
    """The calendar and a session's page beside `count` sessions: as everyone gets them, and made anew."""
    session_id, slug = asks(site, SESSIONS.replace("COUNT", str(count)))
    host = f"medway.localhost:{site.port}"
    rows = [
        f"With {count} sessions more; *made anew* is with a cookie, whose reader never gets a kept page.",
        "",
        "| page | connections | requests a second | p50 ms | p95 ms |",
        "|---|---:|---:|---:|---:|",
    ]
    for path in (f"/training/{session_id}/{slug}/", "/training/"):
        name = "a session" if path != "/training/" else "the calendar"
        for cookie in ("", "bench=1"):
            for at_once in (1, 8):
                load.on(site.address + path, at_once, 1, host, cookie=cookie)
                runs = [load.on(site.address + path, at_once, seconds, host, cookie=cookie) for _ in range(3)]
                rate, p50, p95 = (statistics.median(getattr(r, what) for r in runs) for what in ("rate", "p50", "p95"))
                wrong = sum(run.errors for run in runs)
                said = name + (", made anew" if cookie else "") + (f" ({wrong} errors)" if wrong else "")
                rows.append(f"| {said} | {at_once} | {rate:.0f} | {p50:.1f} | {p95:.1f} |")
    return [*rows, ""]


def bookings(site: Site, mailbox: journeys.Mailbox, people: int) -> list[str]:
    rows = [
        "A complete booking is eight requests: the session, the code by e-mail and signing in, the booking, its page.",
        "",
        "| at once | people | booked | complete bookings a second | p50 ms | p95 ms |",
        "|---:|---:|---:|---:|---:|---:|",
    ]
    warm = journeys.gather(site, 4, "unlimited")
    journeys.all_at_once(warm.emails, 2, lambda email: journeys.books(site, warm, mailbox, email))
    for at_once in (1, 8, 16):
        crowd = journeys.gather(site, people, "unlimited")

        def does(email: str, crowd: journeys.Crowd = crowd) -> str:
            return journeys.books(site, crowd, mailbox, email)

        outcomes, times, seconds = journeys.all_at_once(crowd.emails, at_once, does)
        ordered = sorted(times)
        p50, p95 = (1000 * ordered[int(share * (len(ordered) - 1))] for share in (0.5, 0.95))
        done = outcomes.count("booked")
        rows.append(f"| {at_once} | {people} | {done} | {done / seconds:.1f} | {p50:.0f} | {p95:.0f} |")
    return [*rows, ""]


def rush(site: Site, mailbox: journeys.Mailbox, people: int) -> list[str]:
    """`people` at once for 20 places, each through the whole journey; whoever finds it full joins the waiting list."""
    crowd = journeys.gather(site, people, 20)
    outcomes, times, seconds = journeys.all_at_once(
        crowd.emails, min(people, 200), lambda email: journeys.books(site, crowd, mailbox, email)
    )
    last = max(time_ for time_, outcome in zip(times, outcomes, strict=True) if outcome == "booked")
    said = ", ".join(f"{count} {outcome}" for outcome, count in sorted(Counter(outcomes).items()))
    taken, booked, line, numbered, arrived = asks(site, LINE.replace("SESSION", str(crowd.session_id)))
    order = "in order of arrival" if numbered and arrived else "NOT IN ORDER"
    return [
        f"{people:,} people, {min(people, 200)} at once, for 20 places, signing in included: {said}; on record {booked}"
        f" booked ({taken} taken) and {line} waiting {order}. The slowest who was booked took {last:.1f} s; all were"
        f" done after {seconds:.1f} s.",
        "",
    ]


def imports(site: Site, cookie: str, count: int) -> list[str]:
    """A CSV of completions as the office sends it: the preview, then writing it."""
    first = date(2023, 4, 1)
    rows = ["Email,Name,Agency,Course,Completed on,Score"]
    rows += [
        f"import{n}@example.org,Person {n},Hill School {n % 90},Bench e-learning,{first + timedelta(days=n % 300)},80"
        for n in range(count)
    ]
    path = "/office/training/completions/import/"
    browser = journeys.Browser(site, dict([cookie.split("=", 1)]))  # type: ignore[arg-type]
    _, _, page = browser.asks(path)
    began = time.monotonic()
    status, page = _upload(browser, path, journeys.token(page), "\n".join(rows).encode())
    previewed = time.monotonic() - began
    if status != 200:
        raise RuntimeError(f"The preview was answered with {status}.")
    fields = {
        name: re.search(rf'name="{name}" value="([^"]+)"', page).group(1)  # type: ignore[union-attr]
        for name in ("csrfmiddlewaretoken", "upload", "mark")
    }
    began = time.monotonic()
    status, _, _ = browser.asks(path, fields)
    written = time.monotonic() - began
    if status != 302:
        raise RuntimeError(f"Writing was answered with {status}.")
    return [
        f"Import of {count:,} completions of {count:,} new people: preview {previewed:.1f} s, writing {written:.1f} s,"
        f" together {previewed + written:.1f} s. Promised: under 20 s.",
        "",
    ]


def _upload(browser: journeys.Browser, path: str, token: str, content: bytes) -> tuple[int, str]:
    edge = "bench-edge"
    body = (
        f'--{edge}\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n{token}\r\n--{edge}\r\n'
        'Content-Disposition: form-data; name="file"; filename="completions.csv"\r\nContent-Type: text/csv\r\n\r\n'
    ).encode()
    body += content + f"\r\n--{edge}--\r\n".encode()
    status, _, page = browser.sends("POST", path, body, f"multipart/form-data; boundary={edge}")
    return status, page


def measure(site: Site, name: str, url: str, quick: bool) -> list[str]:
    """Everything on one database, each part said as it ends. `url` is PostgreSQL's, '' for SQLite."""
    site.settles()
    mailbox = journeys.Mailbox(site, url)
    lines = [f"### {name}", "", *said(bookings(site, mailbox, 16 if quick else 256))]
    lines += said(pages(site, 100 if quick else 500, 1 if quick else 3))
    for people in (60,) if quick else (200, 1000):
        lines += said(rush(site, mailbox, people))
    people_in_roles = 1_000 if quick else 10_000
    cookie = in_date.prepare(site, people_in_roles)
    lines += said(in_date.measure(site, cookie, people_in_roles, 2 if quick else 5))
    lines += ["Promised: under 300 ms at the 95th percentile.", ""]
    lines += said(imports(site, cookie, 1_000 if quick else 10_000))
    memory = ", ".join(f"{what} {size} MB" for what, size in sorted(resident_memory(site.process).items()))
    return [*lines, f"Resident memory after all of this (largest process of a kind): {memory}.", ""]


def said(lines: list[str]) -> list[str]:
    """The same lines; what is measured is not lost when a later part fails."""
    print("\n".join(lines), file=sys.stderr, flush=True)
    return lines
