"""A rush for places on the real site, web and worker killed in the middle of it, on both databases."""

from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest

from scripts.bench.cookies import signed_in
from scripts.bench.journeys import Crowd, books_or_waits
from tests.robustness.running import Person, Running, database_of_the_site, through_a_kill
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
ANSWERS = ("booked", "waiting")


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
    people = {key: Person(key, lambda browser: books_or_waits(browser, crowd)) for key in crowd.emails}
    with database_of_the_site(tmp_path) as url:
        told = through_a_kill(Running(tmp_path, url), people, answers=ANSWERS, killed_after=KILLED_AFTER, enough=PEOPLE)
        session = Session.objects.get(pk=crowd.session_id)
        booked = list(Booking.objects.filter(session=session, status="booked").select_related("person"))
        line = list(WaitingEntry.objects.filter(session=session).select_related("person").order_by("number"))
        confirmed = OutboxMessage.objects.filter(kind="training.booking_confirmed").values_list("key", flat=True)
        messages = sorted(confirmed)
    assert KILLED_AFTER <= told.before < PEOPLE
    assert told.wrong == []
    # never more than there are, one each, and the others wait in the order in which they came
    assert (session.taken, session.waiting, len(booked), len(line)) == (PLACES, PEOPLE - PLACES, PLACES, 40)
    assert [entry.number for entry in line] == list(range(1, len(line) + 1))
    assert sorted(line, key=lambda entry: entry.joined_at) == line
    assert {entry.status for entry in line} == {"waiting"}
    # what each was told, before the kill or after it, is true
    assert Counter(told.answers.values()) == {"booked": PLACES, "waiting": PEOPLE - PLACES}
    addresses = {key: f"rush{number}@example.org" for number, key in enumerate(crowd.emails)}
    said = {what: {addresses[key] for key, found in told.answers.items() if found == what} for what in ANSWERS}
    assert said["booked"] == {booking.person.email for booking in booked}
    assert said["waiting"] == {entry.person.email for entry in line if entry.person}
    assert messages == sorted(f"training.booking_confirmed:{one.reference}" for one in booked)
