"""The waiting list: strict order, one offer a place, a held offer is a taken place."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction

from throughline.foundation.access.actors import system_actor
from throughline.foundation.access.operations import NotPermitted, Refused
from throughline.foundation.jobs import schedule
from throughline.foundation.notices.models import OutboxMessage
from throughline.office.training import operations
from throughline.office.training.models import Booking, WaitingEntry
from throughline.office.training.queries import waiting as queries

pytestmark = pytest.mark.django_db
LONDON = ZoneInfo("Europe/London")
NIGHT = datetime(2024, 2, 5, 22, 0, tzinfo=LONDON)


@pytest.fixture
def ask(scoped, at):
    """ask(operation, …) with both moments."""
    return lambda operation, **given: operation(**({"at": at, "real_at": given.get("at", at)} | given))


@pytest.fixture
def people(actor):
    return [actor("practitioner", email=f"p{number}@example.org") for number in range(6)]


@pytest.fixture
def full(record, ask, people):
    """A session of two places; the first two people have them."""
    session = record(places_left=2)
    session.bookings_made = [ask(operations.book, session_id=session.pk, by=by) for by in people[:2]]
    return session


@pytest.fixture
def queue(full, ask, people):
    """Three wait, in this order."""
    return [ask(operations.join_waiting_list, session_id=full.pk, by=by) for by in people[2:5]]


def states(session) -> list[str]:
    session.refresh_from_db()
    found = list(session.waiting_entries.order_by("number").values_list("status", flat=True))
    held = Booking.objects.filter(session=session, status="booked").count() + found.count("offered")
    assert session.taken == held
    assert session.waiting == found.count("waiting")
    assert session.places is None or session.taken <= session.places
    return found


def test_TR_50_they_wait_in_the_order_in_which_they_came(full, queue) -> None:
    assert [entry.number for entry in queue] == [1, 2, 3]
    assert [queries.ahead_of(entry) for entry in queue] == [0, 1, 2]
    assert states(full) == ["waiting"] * 3


def test_TR_50_who_pressed_a_moment_earlier_and_had_to_wait_for_the_row_joins_when_their_turn_comes(
    full, queue, ask, people, at
) -> None:
    late = ask(operations.join_waiting_list, session_id=full.pk, by=people[5], at=at - timedelta(milliseconds=3))
    assert (late.number, late.joined_at) == (4, queue[2].joined_at)


def test_TR_55_a_retry_joins_once(full, queue, ask, people) -> None:
    again = ask(operations.join_waiting_list, session_id=full.pk, by=people[2])
    assert (again.pk, len(states(full))) == (queue[0].pk, 3)


def test_TR_55_who_has_a_place_or_could_book_one_does_not_wait(full, record, ask, people) -> None:
    with pytest.raises(Refused, match=r"^You have a place on this session\.$"):
        ask(operations.join_waiting_list, session_id=full.pk, by=people[0])
    with pytest.raises(Refused, match=r"^There are places on this session: book one\.$"):
        ask(operations.join_waiting_list, session_id=record("Another", 3).pk, by=people[0])
    with pytest.raises(Refused, match="by invitation only"):
        ask(
            operations.join_waiting_list,
            session_id=record("Invited", 0, booking="invite only").pk,
            by=people[0],
        )
    assert WaitingEntry.objects.count() == 0


def test_a_cancelled_place_is_offered_to_the_next_at_once_and_never_sold_as_well(full, queue, ask, people, at) -> None:
    ask(operations.cancel_booking, reference=full.bookings_made[0].reference, by=people[0])
    assert states(full) == ["offered", "waiting", "waiting"]
    with pytest.raises(Refused, match="This session is full"):
        ask(operations.book, session_id=full.pk, by=people[5])
    held = WaitingEntry.objects.get(pk=queue[0].pk)
    assert (held.offered_at, held.offered_until) == (at, at + timedelta(days=1))
    message = OutboxMessage.objects.get(kind="training.place_offered")
    assert message.to == "p2@example.org"
    assert f"/training/waiting/{held.reference}/" in message.text
    assert "held for you until 6 February 2024 at 9am" in message.text


def test_taking_the_place_makes_one_booking_however_often(full, queue, ask, people) -> None:
    ask(operations.cancel_booking, reference=full.bookings_made[0].reference, by=people[0])
    first = ask(operations.take_offer, reference=queue[0].reference, by=people[2])
    again = ask(operations.take_offer, reference=queue[0].reference, by=people[2])
    assert (first.pk, first.active, first.person) == (again.pk, True, people[2].user)
    assert states(full) == ["accepted", "waiting", "waiting"]
    assert OutboxMessage.objects.filter(kind="training.booking_confirmed", to="p2@example.org").count() == 1


def test_nobody_takes_what_is_not_offered_to_them(full, queue, ask, people, at) -> None:
    with pytest.raises(Refused, match="not offered to you any more"):
        ask(operations.take_offer, reference=queue[0].reference, by=people[2])
    ask(operations.cancel_booking, reference=full.bookings_made[0].reference, by=people[0])
    with pytest.raises(WaitingEntry.DoesNotExist):
        ask(operations.take_offer, reference=queue[0].reference, by=people[3])
    with pytest.raises(Refused, match="not offered to you any more"):  # before the sweep has noticed
        ask(operations.take_offer, reference=queue[0].reference, by=people[2], at=at + timedelta(days=1))
    assert states(full) == ["offered", "waiting", "waiting"]


def test_a_declined_or_lapsed_offer_goes_to_the_next(full, queue, ask, people, at) -> None:
    ask(operations.cancel_booking, reference=full.bookings_made[0].reference, by=people[0])
    ask(operations.leave_waiting_list, reference=queue[0].reference, by=people[2])
    assert states(full) == ["declined", "offered", "waiting"]
    later = at + timedelta(days=1)
    assert queries.lists_to_tend(later - timedelta(minutes=1)) == []
    assert queries.lists_to_tend(later) == [full.pk]
    ask(operations.tend_waiting_list, session_id=full.pk, by=system_actor("worker"), at=later)
    assert states(full) == ["declined", "lapsed", "offered"]
    ask(operations.tend_waiting_list, session_id=full.pk, by=system_actor("worker"), at=later)
    assert states(full) == ["declined", "lapsed", "offered"]
    told = list(OutboxMessage.objects.filter(kind="training.offer_ran_out").values_list("to", flat=True))
    assert told == ["p3@example.org"]


def test_every_minute_the_schedule_tends_each_list(full, queue, ask, people, at, settings) -> None:
    (entry,) = (entry for entry in schedule.entries() if entry.name == "training.waiting_lists")
    assert entry.every == timedelta(minutes=1)
    ask(operations.cancel_booking, reference=full.bookings_made[0].reference, by=people[0])
    assert states(full) == ["offered", "waiting", "waiting"]
    settings.AS_AT = at + timedelta(hours=1)
    entry.run(at)
    assert states(full) == ["offered", "waiting", "waiting"]
    settings.AS_AT = at + timedelta(days=1)
    entry.run(at)
    entry.run(at)
    assert states(full) == ["lapsed", "offered", "waiting"]


def test_leaving_the_line_keeps_the_others_in_order(full, queue, ask, people) -> None:
    ask(operations.leave_waiting_list, reference=queue[1].reference, by=people[3])
    assert [queries.ahead_of(queue[0]), queries.ahead_of(queue[2])] == [0, 1]
    back = ask(operations.join_waiting_list, session_id=full.pk, by=people[3])
    assert (back.number, queries.ahead_of(back)) == (4, 2)
    ask(operations.leave_waiting_list, reference=queue[1].reference, by=people[3])  # ended already: nothing happens
    assert states(full) == ["waiting", "withdrawn", "waiting", "waiting"]


def test_at_night_a_free_place_waits_for_the_first_in_line_and_is_offered_in_the_morning(
    full, queue, ask, people, at
) -> None:
    ask(operations.cancel_booking, reference=full.bookings_made[0].reference, by=people[0], at=NIGHT)
    assert states(full) == ["waiting"] * 3
    assert full.taken == 1
    with pytest.raises(Refused, match=r"^The free places of this session go to the people on its waiting list\.$"):
        ask(operations.book, session_id=full.pk, by=people[5], at=NIGHT)
    morning = datetime(2024, 2, 6, 8, 0, tzinfo=LONDON)
    assert queries.lists_to_tend(morning) == [full.pk]
    ask(operations.tend_waiting_list, session_id=full.pk, by=system_actor("worker"), at=morning)
    assert states(full) == ["offered", "waiting", "waiting"]


def test_a_newcomer_in_the_morning_before_the_sweep_does_not_pass_the_line(full, queue, ask, people) -> None:
    ask(operations.cancel_booking, reference=full.bookings_made[0].reference, by=people[0], at=NIGHT)
    with pytest.raises(Refused, match="This session is full"):
        ask(operations.book, session_id=full.pk, by=people[5], at=datetime(2024, 2, 6, 8, 0, tzinfo=LONDON))
    assert states(full) == ["waiting"] * 3  # refused: nothing was written; the sweep offers within the minute


def test_TR_52_shortly_before_the_session_whoever_comes_first_books(full, queue, ask, people) -> None:
    late = full.starts - timedelta(hours=25)
    ask(operations.cancel_booking, reference=full.bookings_made[0].reference, by=people[0], at=late)
    assert states(full) == ["waiting"] * 3
    with pytest.raises(Refused, match="not offered any more so shortly before"):
        ask(operations.join_waiting_list, session_id=full.pk, by=people[5], at=late)
    ask(operations.book, session_id=full.pk, by=people[3], at=late)  # the second in line was quicker
    assert states(full) == ["waiting", "withdrawn", "waiting"]


def test_the_session_begins_and_the_list_is_closed(full, queue, ask) -> None:
    assert queries.lists_to_tend(full.starts) == [full.pk]
    ask(operations.tend_waiting_list, session_id=full.pk, by=system_actor("worker"), at=full.starts)
    assert states(full) == ["closed"] * 3
    assert queries.lists_to_tend(full.starts) == []


def test_put_first_needs_a_reason_that_stays_to_be_read(full, queue, ask, people, actor, at) -> None:
    officer = actor("training_officer")
    with pytest.raises(Refused, match="Say why"):
        ask(operations.put_first, entry_id=queue[2].pk, reason="  ", by=officer)
    ask(operations.put_first, entry_id=queue[2].pk, reason="Needed for a court case.", by=officer)
    assert [entry.person for entry in queries.in_line(full.pk)] == [people[n].user for n in (4, 2, 3)]
    assert [queries.ahead_of(WaitingEntry.objects.get(pk=entry.pk)) for entry in queue] == [1, 2, 0]
    ask(operations.put_first, entry_id=queue[1].pk, reason="Later.", by=officer, at=at + timedelta(minutes=1))
    assert [entry.person for entry in queries.in_line(full.pk)] == [people[n].user for n in (4, 3, 2)]
    ask(operations.cancel_booking, reference=full.bookings_made[0].reference, by=people[0])
    assert states(full) == ["waiting", "waiting", "offered"]
    kept = WaitingEntry.objects.get(pk=queue[2].pk)
    assert (kept.front_reason, kept.front_by, kept.number) == ("Needed for a court case.", officer.user, 3)


def test_the_office_takes_somebody_off_and_says_why(full, queue, ask, people, actor) -> None:
    ask(operations.cancel_booking, reference=full.bookings_made[0].reference, by=people[0])
    ask(operations.take_off_the_list, entry_id=queue[0].pk, reason="Left the agency.", by=actor("training_officer"))
    assert states(full) == ["withdrawn", "offered", "waiting"]
    message = OutboxMessage.objects.get(kind="training.taken_off_the_list")
    assert (message.to, "Reason: Left the agency." in message.text) == ("p2@example.org", True)


@pytest.mark.parametrize("operation", [operations.put_first, operations.take_off_the_list])
def test_only_the_office_changes_the_order(full, queue, ask, people, operation) -> None:
    with pytest.raises(NotPermitted):
        ask(operation, entry_id=queue[0].pk, reason="Because.", by=people[2])


def test_more_places_are_offered_to_as_many(full, queue, row, actor, ask, at) -> None:
    operations.record_sessions(rows=[row(places_left=0)], by=actor("business_unit"), at=at)
    assert queries.lists_to_tend(at) == []
    operations.record_sessions(rows=[row(places_left=4)], by=actor("business_unit"), at=at)
    assert queries.lists_to_tend(at) == [full.pk]
    ask(operations.tend_waiting_list, session_id=full.pk, by=system_actor("worker"))
    assert states(full) == ["offered"] * 3


def test_the_times_are_the_partnerships_own(full, queue, ask, people, actor, at) -> None:
    officer = actor("training_officer")
    operations.set_waiting_times(
        opens=time(0), closes=time(23, 59), days=1, days_in_holidays=4, stop_hours=0, by=officer, at=at
    )
    operations.add_school_holiday(
        name="Half-term", first=date(2024, 2, 5), last=date(2024, 2, 9), by=officer, at=at
    )  # fmt: skip
    ask(operations.cancel_booking, reference=full.bookings_made[0].reference, by=people[0], at=NIGHT)
    assert states(full) == ["offered", "waiting", "waiting"]
    assert WaitingEntry.objects.get(pk=queue[0].pk).offered_until == datetime(2024, 2, 9, 22, 0, tzinfo=LONDON)
    with pytest.raises(Refused, match="on record already"):
        operations.add_school_holiday(name="Again", first=date(2024, 2, 5), last=date(2024, 2, 5), by=officer, at=at)


@pytest.mark.parametrize(
    "change",
    [
        {"status": "telepathy"},
        {"status": "offered"},
        {"status": "accepted", "ended_at": NIGHT},
        {"status": "withdrawn"},
        {"ended_at": NIGHT},
        {"front_at": NIGHT},
        {"person": None},
        {"number": 1},
    ],
)
def test_the_database_refuses_an_entry_that_cannot_be(full, queue, change) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        WaitingEntry.objects.filter(pk=queue[1].pk).update(**change)


def test_the_database_refuses_a_second_live_entry(full, queue) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        WaitingEntry.objects.filter(pk=queue[1].pk).update(person=queue[0].person)
