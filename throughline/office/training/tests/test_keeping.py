"""TR-90 to TR-92: reminded once with the way in; what is over is forgotten, and still counts."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from throughline.foundation.access.actors import system_actor
from throughline.foundation.notices.models import OutboxMessage
from throughline.office.training import operations
from throughline.office.training.models import AccessNeed, Session, SessionDay, WaitingEntry
from throughline.office.training.operations.keeping import forget, remind
from throughline.office.training.queries.keeping import to_remind

pytestmark = pytest.mark.django_db
LONDON = ZoneInfo("Europe/London")
LINK = "https://teams.example.org/join/abc"


@pytest.fixture
def worker(scoped):
    return system_actor("worker")


@pytest.fixture
def booked(worker, record, actor, at):
    session = record(places_left=1)
    SessionDay.objects.filter(session=session).update(link=LINK)
    by = actor("practitioner", email="ann@example.org")
    booking = operations.book(session_id=session.pk, by=by, at=at, real_at=at)
    operations.say_what_is_needed(reference=booking.reference, text="A hearing loop.", by=by, at=at)
    return booking


def reminders() -> int:
    return OutboxMessage.objects.filter(kind="training.session_reminder").count()


def test_TR_90_reminded_once_with_the_link_and_again_when_the_session_is_moved(booked, worker, at) -> None:
    starts = booked.session.starts
    assert to_remind(starts - timedelta(days=2, minutes=1)) == []
    assert to_remind(starts) == []
    soon = starts - timedelta(days=1)
    for _ in range(2):
        for each in to_remind(soon):
            remind(booking=each, by=worker, real_at=soon)
    assert reminders() == 1
    text = OutboxMessage.objects.get(kind="training.session_reminder").text
    assert f"Join here: {LINK}" in text.replace("\n", " ")
    Session.objects.filter(pk=booked.session_id).update(starts=starts + timedelta(hours=1))
    assert [each.pk for each in to_remind(soon)] == [booked.pk]


@pytest.mark.parametrize("bookings", [1, 3])
def test_who_to_remind_asks_the_same_few_questions(
    booked, record, actor, at, bookings, django_assert_num_queries
) -> None:
    for number in range(bookings):
        session = record(f"Session {number}")
        by = actor("practitioner", email=f"{number}@example.org")
        operations.book(session_id=session.pk, by=by, at=at, real_at=at)
    with django_assert_num_queries(3):  # bookings, days (none has a venue), what was told
        assert len(to_remind(booked.session.starts - timedelta(days=1))) == bookings + 1


def test_TR_91_what_is_needed_goes_the_day_after_and_that_there_was_something_stays(booked, worker) -> None:
    assert forget(by=worker, at=datetime(2024, 2, 20, 23, 59, tzinfo=LONDON)) == (0, 0)
    next_day = datetime(2024, 2, 21, 3, 40, tzinfo=LONDON)
    assert forget(by=worker, at=next_day) == (1, 0)
    assert forget(by=worker, at=next_day) == (0, 0)
    need = AccessNeed.objects.get()
    assert (need.text, need.purged_at) == ("", next_day)


def test_TR_92_who_waited_in_vain_is_forgotten_and_counts(booked, worker, actor, at) -> None:
    by = actor("practitioner", email="bo@example.org")
    entry = operations.join_waiting_list(session_id=booked.session_id, by=by, at=at, real_at=at)
    starts = booked.session.starts
    operations.tend_waiting_list(session_id=booked.session_id, by=worker, at=starts, real_at=starts)
    assert forget(by=worker, at=starts + timedelta(days=89))[1] == 0
    assert forget(by=worker, at=starts + timedelta(days=91))[1] == 1
    entry.refresh_from_db()
    assert (entry.person, entry.status) == (None, "closed")
    assert set(WaitingEntry.history.values_list("person", "history_user")) == {(None, None)}
    assert WaitingEntry.objects.count() == 1
