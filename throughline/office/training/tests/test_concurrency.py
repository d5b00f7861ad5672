"""Whatever arrives at once: never more bookings than places, one booking a person, no place lost. Real threads, both
databases."""

import random
import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from throughline.foundation.access.actors import system_actor
from throughline.foundation.access.operations import Refused
from throughline.foundation.tenancy import scope
from throughline.office.partnership.models import AgencyInvolvement, Organisation
from throughline.office.training.models import AgencyLead, Booking, Session, WaitingEntry
from throughline.office.training.operations import (
    book,
    book_for_staff,
    cancel_booking,
    cancel_booking_for,
    join_waiting_list,
    leave_waiting_list,
    record_sessions,
    take_offer,
    tend_waiting_list,
)
from throughline.office.training.rules.staff import Person

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


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


def test_TR_29_no_agency_has_more_than_its_most_in_a_rush(at_once, record, actor, at) -> None:
    session = record(places_left=9)
    Session.objects.filter(pk=session.pk).update(agency_most=2)
    people = [actor("practitioner", email=f"p{number}@example.org") for number in range(12)]
    for number, by in enumerate(people):
        by.user.agency_name = ("Hill Trust", "Oak School")[number % 2]
        by.user.save()
    outcomes = at_once([lambda by=by: book(session_id=session.pk, by=by, at=at, real_at=at) for by in people])
    booked = [outcome.agency_name for outcome in outcomes if isinstance(outcome, Booking)]
    refused = {str(outcome) for outcome in outcomes if not isinstance(outcome, Booking)}
    assert sorted(booked) == ["Hill Trust"] * 2 + ["Oak School"] * 2
    assert refused == {"This agency has the 2 places that one agency can have on this session."}
    assert taken_and_booked(session) == (4, 4)


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


def waits(session: Session) -> list[str]:
    return list(WaitingEntry.objects.filter(session=session).order_by("number").values_list("status", flat=True))


def test_TR_50_a_rush_leaves_places_sold_once_and_everyone_else_in_one_line(at_once, record, actor, at) -> None:
    session = record(places_left=4)
    people = [actor("practitioner", email=f"p{number}@example.org") for number in range(20)]

    def book_or_wait(by: Any) -> Any:
        try:
            return book(session_id=session.pk, by=by, at=at, real_at=at)
        except Refused:
            return join_waiting_list(session_id=session.pk, by=by, at=at, real_at=at)

    outcomes = at_once([lambda by=by: book_or_wait(by) for by in people] * 2)
    assert {type(outcome) for outcome in outcomes} == {Booking, WaitingEntry}
    assert taken_and_booked(session) == (4, 4)
    entries = list(WaitingEntry.objects.filter(session=session).order_by("number"))
    assert [entry.number for entry in entries] == list(range(1, 17))
    assert [entry.pk for entry in entries] == sorted(entry.pk for entry in entries)  # numbered as they arrived
    assert (session.waiting, len({entry.person_id for entry in entries})) == (16, 16)


def test_TR_53_cancellations_and_answers_at_once_give_each_place_to_one(at_once, record, actor, at) -> None:
    session = record(places_left=4)
    people = [actor("practitioner", email=f"p{number}@example.org") for number in range(12)]
    rows = [book(session_id=session.pk, by=by, at=at, real_at=at) for by in people[:4]]
    entries = [join_waiting_list(session_id=session.pk, by=by, at=at, real_at=at) for by in people[4:10]]
    worker = system_actor("worker")

    def cancel(number: int) -> None:
        cancel_booking(reference=rows[number].reference, by=people[number], at=at, real_at=at)

    def answer(number: int) -> None:
        for _ in range(8):
            entry = WaitingEntry.objects.get(pk=entries[number].pk)
            if entry.status == "offered" and number % 2:
                take_offer(reference=entry.reference, by=people[4 + number], at=at, real_at=at)
            elif entry.status == "offered":
                leave_waiting_list(reference=entry.reference, by=people[4 + number], at=at, real_at=at)

    def grab(number: int) -> None:
        try:
            book(session_id=session.pk, by=people[number], at=at, real_at=at)
        except Refused as refused:
            assert str(refused) in (  # noqa: PT017  (either is honest)
                "This session is full.", "The free places of this session go to the people on its waiting list.",
            )  # fmt: skip

    jobs = [lambda n=n: cancel(n) for n in range(4)] + [lambda n=n: answer(n) for n in range(6)]
    jobs += [lambda n=n: grab(n) for n in (10, 11)]
    jobs += [lambda: tend_waiting_list(session_id=session.pk, by=worker, at=at, real_at=at)] * 3
    assert at_once(jobs) == [None] * len(jobs)
    for number in range(6):  # whoever was offered a place after their last look answers now
        answer(number)
    found = waits(session)
    taken, booked = taken_and_booked(session)
    assert taken == booked + found.count("offered") <= 4
    assert session.waiting == found.count("waiting")
    line = found.index("waiting") if "waiting" in found else len(found)
    assert set(found[line:]) <= {"waiting"}  # nobody was offered a place before somebody who came earlier


def test_one_offer_taken_many_times_is_one_booking(at_once, record, actor, at) -> None:
    session = record(places_left=1)
    first, second = (actor("practitioner", email=f"{name}@example.org") for name in ("a", "b"))
    row = book(session_id=session.pk, by=first, at=at, real_at=at)
    entry = join_waiting_list(session_id=session.pk, by=second, at=at, real_at=at)
    cancel_booking(reference=row.reference, by=first, at=at, real_at=at)
    outcomes = at_once([lambda: take_offer(reference=entry.reference, by=second, at=at, real_at=at)] * 8)
    assert len({outcome.reference for outcome in outcomes}) == 1
    assert taken_and_booked(session) == (1, 1)


def test_a_staff_list_and_single_bookings_at_once_never_oversell(at_once, record, actor, at, scoped) -> None:
    session = record(places_left=6)
    organisation = Organisation.objects.create(space_id=scoped.home_id, name="Rainbow Trust")
    AgencyInvolvement.objects.create(
        space_id=scoped.home_id, organisation=organisation, name="Rainbow Trust", sector="voluntary"
    )
    lead = actor("practitioner", email="lead@example.org")
    AgencyLead.objects.create(space_id=scoped.home_id, organisation=organisation, person=lead.user)
    lists = [[Person(row, "P", f"l{n}-{row}@example.org") for row in range(1, 5)] for n in range(2)]
    people = [actor("practitioner", email=f"p{number}@example.org") for number in range(4)]

    def several(people: list[Person]) -> int:
        try:
            return len(
                book_for_staff(
                    session_id=session.pk, organisation_id=organisation.pk, people=people, by=lead, at=at, real_at=at
                )
            )
        except Refused:
            return 0

    def one(by: Any) -> int:
        try:
            return bool(book(session_id=session.pk, by=by, at=at, real_at=at))
        except Refused:
            return 0

    jobs = [lambda each=each: several(each) for each in lists] + [lambda by=by: one(by) for by in people]
    outcomes = at_once(jobs)
    assert set(outcomes[:2]) <= {0, 4}
    assert sum(outcomes) == taken_and_booked(session)[0] == taken_and_booked(session)[1] <= 6
