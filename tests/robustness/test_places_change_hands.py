"""Everybody who has a place gives it up at once, those who wait take theirs or let it go, and web and worker are killed
in the middle: through the real site, on both databases."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from scripts.bench.cookies import signed_in
from scripts.bench.journeys import Browser, token
from tests.robustness.running import Person, Running, database_of_the_site, through_a_kill
from throughline.foundation.access.actors import Actor, system_actor
from throughline.foundation.access.models import User
from throughline.foundation.access.roles import Role
from throughline.foundation.clock import LONDON, real_now
from throughline.foundation.notices.models import OutboxMessage
from throughline.foundation.tenancy import scope
from throughline.office.training import api, operations
from throughline.office.training.models import Booking, Session, WaitingEntry

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
NOW = datetime(2024, 2, 6, 10, tzinfo=LONDON)  # a working day, in the hours in which places are offered
PLACES, WAITING = 8, 16  # who waits at an even place takes what is offered: eight of them, the last one nothing
KILLED_AFTER = 9  # answers
HELD, ON_LIST, OFF_LIST = "A place is held for you", "You are on the waiting list", "You are not on the waiting list"


@dataclass(frozen=True)
class Someone:
    cookie: str
    reference: str
    takes: bool = True


@pytest.fixture
def people(scoped: scope.Scope, partnership: object) -> tuple[list[Someone], list[Someone]]:
    """Those who have the places of one session, and those who wait for them."""
    starts = NOW + timedelta(days=30)
    row = api.SessionRow(
        title="Hands", mode="in person", starts=starts, ends=starts + timedelta(hours=3), places_left=PLACES,
        booking="open", note="", file="test", row=2,
    )  # fmt: skip
    api.record_sessions(rows=[row], by=system_actor("command line"), at=NOW)
    session = Session.objects.get(course__title="Hands")
    users = [
        User.objects.create_user(email=f"hand{n}@example.org", name=f"Person {n}") for n in range(PLACES + WAITING)
    ]

    def gets_in(place: int, operation: Callable[..., Booking | WaitingEntry]) -> Someone:
        by = Actor(users[place], frozenset({Role.PRACTITIONER}), False)
        made = operation(session_id=session.pk, by=by, at=NOW, real_at=real_now())
        return Someone(signed_in(users[place]), made.reference, (place - PLACES) % 2 == 0)

    have = [gets_in(place, operations.book) for place in range(PLACES)]
    return have, [gets_in(place, operations.join_waiting_list) for place in range(PLACES, PLACES + WAITING)]


def gives_up(browser: Browser, who: Someone) -> str:
    """'cancelled', or what went wrong. Whoever asks again after an answer was lost is led to the cancelled booking."""
    path = f"/training/bookings/{who.reference}/cancel/"
    status, _, page = browser.asks(path)
    if status == 200:
        status, _, _ = browser.asks(path, {"csrfmiddlewaretoken": token(page)})
    return "cancelled" if status == 302 else f"cancel {status}"


def answers_an_offer(browser: Browser, who: Someone) -> str:
    """'taken', 'let go', '' while nothing is offered, or what went wrong."""
    path = f"/training/waiting/{who.reference}/"
    status, onward, page = browser.asks(path)
    if status == 302 and "/bookings/" in onward:
        return "taken"
    if status == 200 and HELD in page:
        form = {"csrfmiddlewaretoken": token(page), "answer": "take" if who.takes else "leave"}
        status, _, page = browser.asks(path, form)
        return ("taken" if who.takes else "let go") if status == 302 else f"answer {status}"
    if status == 200 and OFF_LIST in page:
        return "let go"
    return "" if status == 200 and ON_LIST in page else f"waiting {status}"


def test_killed_while_places_change_hands_each_goes_to_one_and_the_line_keeps_its_order(
    people: tuple[list[Someone], list[Someone]], tmp_path: Path
) -> None:
    have, wait = people
    everybody = {
        who.reference: Person(who.cookie, lambda browser, who=who, does=does: does(browser, who))
        for several, does in ((have, gives_up), (wait, answers_an_offer))
        for who in several
    }
    enough = PLACES + WAITING - 1  # who waits last is offered nothing
    with database_of_the_site(tmp_path) as url:
        told = through_a_kill(
            Running(tmp_path, url, as_at=NOW.isoformat()), everybody, answers=("cancelled", "taken", "let go"),
            killed_after=KILLED_AFTER, enough=enough,
        )  # fmt: skip
        session = Session.objects.get(course__title="Hands")
        booked = set(Booking.objects.filter(status="booked").values_list("person__email", flat=True))
        given_up = Booking.objects.filter(status="cancelled").count()
        line = list(WaitingEntry.objects.select_related("booking").order_by("number"))
        sent = OutboxMessage.objects.filter(kind="training.place_offered")
        offers = list(sent.order_by("pk").values_list("to", flat=True))
    assert KILLED_AFTER <= told.before < enough
    assert told.wrong == []
    # every place went to one person, in the order of the line, and whoever waits last still waits
    takers = [f"hand{place}@example.org" for place in range(PLACES, PLACES + WAITING, 2)]
    assert (session.taken, session.waiting, given_up, booked) == (PLACES, 1, PLACES, set(takers))
    states = [entry.status for entry in line]
    assert states == [*["accepted", "declined"] * (WAITING // 2 - 1), "accepted", "waiting"]
    assert [entry.booking is not None for entry in line] == [state == "accepted" for state in states]
    assert offers == [f"hand{place}@example.org" for place in range(PLACES, PLACES + WAITING - 1)]  # once each
    # and what each was told, before the kill or after it, is true
    assert {told.answers[who.reference] for who in have} == {"cancelled"}
    said = [told.answers.get(who.reference, "") for who in wait]
    assert said == [*["taken", "let go"] * (WAITING // 2 - 1), "taken", ""]
