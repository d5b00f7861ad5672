"""A rush for places on the real site, web and worker killed in the middle of it, on both databases."""

import threading
import time
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings

from scripts.bench.journeys import Browser, Crowd, books_or_waits
from scripts.server import Site
from tests.robustness.running import SECONDS, Running, database_of_the_site, signed_in
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
        keys.append(signed_in(user))
    return Crowd(session.pk, session.slug, keys)


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
    assert KILLED_AFTER <= len(before) < PEOPLE
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
