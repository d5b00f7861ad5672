"""Whatever arrives at once: never more bookings than places, one booking a person, no place lost. Real threads, both
databases."""

import random
import sqlite3
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from throughline.foundation.access.operations import Refused
from throughline.foundation.tenancy import scope
from throughline.office.training.models import Booking, Session
from throughline.office.training.operations import book, cancel_booking, cancel_booking_for, record_sessions

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture
def for_threads(transactional_db: None, tmp_path: Path) -> Iterator[None]:
    """A database that many threads can open. SQLite's in-memory one is copied to a file, as the site has it."""
    if connection.vendor != "sqlite":
        yield
        return
    connection.ensure_connection()
    memory, name = connection.connection, connection.settings_dict["NAME"]
    file = sqlite3.connect(tmp_path / "threads.sqlite3")
    memory.backup(file)
    file.close()
    connection.connection = None
    connection.settings_dict["NAME"] = str(tmp_path / "threads.sqlite3")
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = name
        connection.connection = memory


@pytest.fixture
def at_once(for_threads: None, scoped: scope.Scope) -> Callable[..., list[Any]]:
    """at_once([job, …]) starts every job in a thread of its own at the same moment; what each gave, or raised."""

    def run(jobs: list[Callable[[], Any]]) -> list[Any]:
        gate = threading.Barrier(len(jobs))
        outcomes: list[Any] = [None] * len(jobs)

        def work(number: int, job: Callable[[], Any]) -> None:
            try:
                gate.wait(timeout=30)
                with scope.activate(scoped):
                    outcomes[number] = job()
            except Exception as error:  # whatever a thread raises is its outcome, and the test looks at it
                outcomes[number] = error
            finally:
                connection.close()

        threads = [threading.Thread(target=work, args=pair) for pair in enumerate(jobs)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=120)
        return outcomes

    return run


def taken_and_booked(session: Session) -> tuple[int, int]:
    session.refresh_from_db()
    return session.taken, Booking.objects.filter(session=session, status="booked").count()


def test_never_more_bookings_than_places_and_an_honest_answer_to_all_others(at_once, record, actor, at) -> None:
    session = record(places_left=7)
    people = [actor("practitioner", email=f"p{number}@example.org") for number in range(24)]
    outcomes = at_once([lambda by=by: book(session_id=session.pk, by=by, at=at, real_at=at) for by in people])
    booked = [outcome for outcome in outcomes if isinstance(outcome, Booking)]
    refused = [str(outcome) for outcome in outcomes if isinstance(outcome, Refused)]
    assert (len(booked), refused) == (7, ["This session is full."] * 17)
    assert len({booking.reference for booking in booked}) == 7
    assert taken_and_booked(session) == (7, 7)


def test_TR_04_one_persons_many_requests_book_once(at_once, record, actor, at) -> None:
    session = record(places_left=3)
    by = actor("practitioner")
    outcomes = at_once([lambda: book(session_id=session.pk, by=by, at=at, real_at=at)] * 12)
    assert {type(outcome) for outcome in outcomes} == {Booking}
    assert len({outcome.reference for outcome in outcomes}) == 1
    assert taken_and_booked(session) == (1, 1)


def test_one_booking_cancelled_from_many_sides_gives_one_place_back(at_once, record, actor, at) -> None:
    session = record(places_left=3)
    officer = actor("training_officer")
    people = [actor("practitioner", email=f"p{number}@example.org") for number in range(3)]
    bookings = [book(session_id=session.pk, by=by, at=at, real_at=at) for by in people]
    one = bookings[0]
    outcomes = at_once(
        [lambda: cancel_booking(reference=one.reference, by=people[0], at=at, real_at=at)] * 5
        + [lambda: cancel_booking_for(booking_id=one.pk, reason="Room too small.", by=officer, at=at, real_at=at)] * 5
    )
    assert {type(outcome) for outcome in outcomes} == {Booking}
    one.refresh_from_db()
    assert (one.status, one.sequence) == ("cancelled", 1)
    assert taken_and_booked(session) == (2, 2)


def test_bookings_cancellations_and_loads_at_once_lose_nothing(at_once, record, row, actor, at) -> None:
    session = record(places_left=4)
    people = [actor("practitioner", email=f"p{number}@example.org") for number in range(8)]
    unit = actor("business_unit")
    chance = random.Random(5)

    def come_and_go(by: Any, turns: list[bool]) -> None:
        mine: Booking | None = None
        for stay in turns:
            try:
                mine = book(session_id=session.pk, by=by, at=at, real_at=at)
                if not stay:
                    cancel_booking(reference=mine.reference, by=by, at=at, real_at=at)
            except Refused as refused:
                assert str(refused) in (  # noqa: PT017  (either is honest)
                    "This session is full.",
                    "Somebody else changed this session at the same moment. Try again.",
                )

    def load() -> None:
        for hours in range(1, 5):
            changed = row(places_left=4 + hours % 2, ends=session.starts + timedelta(hours=hours))
            record_sessions(rows=[changed], by=unit, at=at)

    turns = [[chance.random() < 0.4 for _ in range(6)] for _ in people]
    outcomes = at_once([lambda by=by, t=t: come_and_go(by, t) for by, t in zip(people, turns, strict=True)] + [load])
    assert outcomes == [None] * 9
    taken, booked = taken_and_booked(session)
    assert taken == booked
    assert session.places is not None
    assert taken <= session.places
