"""People who book: signed-in sessions made through the database, then real requests with their cookies."""

import http.client
import re
import threading
import time
from dataclasses import dataclass

from scripts.server import Site

MAKE = """
import json, secrets
from datetime import timedelta
from django.conf import settings
from scripts.bench.cookies import signed_in
from throughline.foundation.access.actors import system_actor
from throughline.foundation.access.models import User
from throughline.foundation.clock import business_now, real_now
from throughline.foundation.tenancy import scope
from throughline.foundation.tenancy.models import Partnership
from throughline.foundation.tenancy.queries import scope_of
from throughline.office.training import api

partnership = Partnership.objects.get(slug="medway")
with scope.activate(scope_of(partnership, real_now().date())):
    starts = business_now() + timedelta(days=30)
    row = api.SessionRow(title="Bench " + secrets.token_hex(4), mode="in person", starts=starts,
        ends=starts + timedelta(hours=3), places_left=PLACES, booking="open", note="", file="bench", row=2)
    api.record_sessions(rows=[row], by=system_actor("command line"), at=real_now())
    session_id = next(s.id for s in api.sessions() if s.title == row.title)
keys = []
for number in range(PEOPLE):
    user = User.objects.create_user(email=f"{secrets.token_hex(6)}@example.org", name=f"Person {number}")
    keys.append(signed_in(user))
print("MADE " + json.dumps([session_id, settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, keys]))
"""


@dataclass(frozen=True)
class Crowd:
    """`session_id`: a session of training with so many places; `keys`: one signed-in session a person."""

    session_id: int
    session_cookie: str
    csrf_cookie: str
    keys: list[str]


def gather(site: Site, people: int, places: int | str) -> Crowd:
    """Makes the session and the signed-in people. `places` may be "unlimited"."""
    import json

    script = MAKE.replace("PLACES", repr(places)).replace("PEOPLE", str(people))
    made = re.search(r"MADE (.+)", site.manage("shell", "-v0", "-c", script).stdout)
    if not made:
        raise RuntimeError("The people could not be made.")
    return Crowd(*json.loads(made.group(1)))


def book(site: Site, crowd: Crowd, key: str) -> tuple[str, float]:
    """One whole booking: the confirm page, then the form. Answers (booked, full or what went wrong; seconds)."""
    began = time.monotonic()
    connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=60)
    headers = {"Host": f"medway.localhost:{site.port}", "Cookie": f"{crowd.session_cookie}={key}"}
    path = f"/training/{crowd.session_id}/book/"
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    body = answer.read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', body)
    if answer.status != 200 or not token:
        return ("full" if "full" in body.lower() else f"GET {answer.status}"), time.monotonic() - began
    cookies = [part.split(";")[0] for name, part in answer.getheaders() if name.lower() == "set-cookie"]
    headers["Cookie"] = "; ".join([headers["Cookie"], *cookies])
    headers |= {"Content-Type": "application/x-www-form-urlencoded", "Referer": f"http://{headers['Host']}{path}"}
    connection.request("POST", path, body=f"csrfmiddlewaretoken={token.group(1)}", headers=headers)
    answer = connection.getresponse()
    body = answer.read().decode()
    connection.close()
    if answer.status == 302:
        return "booked", time.monotonic() - began
    return ("full" if "full" in body.lower() else f"POST {answer.status}"), time.monotonic() - began


def all_at_once(site: Site, crowd: Crowd, at_once: int) -> tuple[list[str], float]:
    """Everybody books, so many at a time. Answers (each one's outcome, seconds in all)."""
    waiting = list(crowd.keys)
    outcomes: list[str] = []
    lock = threading.Lock()

    def work() -> None:
        while True:
            with lock:
                if not waiting:
                    return
                key = waiting.pop()
            outcome, _ = book(site, crowd, key)
            with lock:
                outcomes.append(outcome)

    began = time.monotonic()
    threads = [threading.Thread(target=work) for _ in range(at_once)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes, time.monotonic() - began
