"""Booking and cancelling: one place, one booking, nothing by halves."""

from datetime import timedelta

import pytest

from throughline.foundation.access.actors import ANONYMOUS
from throughline.foundation.access.operations import NotPermitted, Refused
from throughline.foundation.tenancy import scope
from throughline.foundation.tenancy.queries import scope_of
from throughline.office.training.models import Booking, Session
from throughline.office.training.operations import book, cancel_booking, cancel_booking_for, write_public_note

pytestmark = pytest.mark.django_db


@pytest.fixture
def ask(scoped, at):
    """ask(operation, …) with both moments."""
    return lambda operation, **given: operation(**({"at": at, "real_at": at} | given))


def test_a_booking_takes_one_place(record, ask, actor, at) -> None:
    session = record(places_left=2)
    person = actor("practitioner")
    booking = ask(book, session_id=session.pk, by=person)
    session.refresh_from_db()
    assert (session.taken, session.places_now.left) == (1, 1)
    assert (booking.person, booking.status, booking.booked_at, booking.sequence) == (person.user, "booked", at, 0)
    assert len(booking.reference) == 10
    assert [h.history_user for h in Booking.history.all()] == [person.user]


def test_somebody_without_a_role_may_book(record, ask, actor) -> None:
    assert ask(book, session_id=record().pk, by=actor()).active


def test_nobody_books_without_signing_in(record, ask) -> None:
    session = record()
    with pytest.raises(NotPermitted):
        ask(book, session_id=session.pk, by=ANONYMOUS)
    session.refresh_from_db()
    assert session.taken == 0


def test_TR_04_a_retry_books_once_also_when_the_session_is_full_by_then(record, ask, actor) -> None:
    session = record(places_left=1)
    first = ask(book, session_id=session.pk, by=actor("practitioner"))
    again = ask(book, session_id=session.pk, by=actor("practitioner"))
    session.refresh_from_db()
    assert (again.pk, session.taken, Booking.objects.count()) == (first.pk, 1, 1)


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"places_left": 0}, "This session is full."),
        ({"booking": "invite only"}, "This session is by invitation only. The partnership invites people to it."),
    ],
)
def test_TR_02_TR_03_a_refused_booking_leaves_nothing(record, ask, actor, fields, says) -> None:
    session = record(**fields)
    with pytest.raises(Refused) as refused:
        ask(book, session_id=session.pk, by=actor("practitioner"))
    session.refresh_from_db()
    assert (str(refused.value), session.taken, Booking.objects.count()) == (says, 0, 0)


def test_TR_01_a_session_that_began_is_refused(record, ask, actor) -> None:
    session = record()
    with pytest.raises(
        Refused, match=r"^This session began on 20 February 2024 at 9:30am, so it can no longer be booked"
    ):
        ask(book, session_id=session.pk, by=actor("practitioner"), at=session.starts)
    session.refresh_from_db()
    assert (session.taken, Booking.objects.count()) == (0, 0)


@pytest.mark.parametrize("places_left", [None, "unlimited"])
def test_places_without_a_number_may_be_booked(record, ask, actor, places_left) -> None:
    session = record(places_left=places_left)
    for number in range(3):
        ask(book, session_id=session.pk, by=actor("practitioner", email=f"p{number}@example.org"))
    session.refresh_from_db()
    assert (session.taken, session.places) == (3, None)


def test_cancelling_gives_the_place_back_and_it_may_be_booked_again(record, ask, actor, at) -> None:
    session = record(places_left=1)
    person = actor("practitioner")
    first = ask(book, session_id=session.pk, by=person)
    later = at + timedelta(hours=1)
    gone = ask(cancel_booking, reference=first.reference, by=person, at=later)
    session.refresh_from_db()
    assert (gone.status, gone.cancelled_at, gone.cancelled_by, gone.sequence) == ("cancelled", later, person.user, 1)
    assert session.taken == 0
    second = ask(book, session_id=session.pk, by=person)
    session.refresh_from_db()
    assert (session.taken, second.reference != first.reference) == (1, True)
    assert sorted(Booking.objects.values_list("status", flat=True)) == ["booked", "cancelled"]


def test_cancelling_twice_gives_one_place_back(record, ask, actor, at) -> None:
    session = record(places_left=5)
    for name in ("a", "b"):
        booking = ask(book, session_id=session.pk, by=actor("practitioner", email=f"{name}@example.org"))
    for hour in (1, 2):
        gone = ask(
            cancel_booking, reference=booking.reference, by=actor(email="b@example.org"), at=at + timedelta(hours=hour)
        )
    session.refresh_from_db()
    assert (session.taken, gone.cancelled_at, gone.sequence) == (1, at + timedelta(hours=1), 1)


def test_TR_05_after_the_start_nothing_is_cancelled(record, ask, actor) -> None:
    session = record()
    person = actor("practitioner")
    booking = ask(book, session_id=session.pk, by=person)
    with pytest.raises(Refused, match="so the booking can no longer be cancelled"):
        ask(cancel_booking, reference=booking.reference, by=person, at=session.starts)
    session.refresh_from_db()
    booking.refresh_from_db()
    assert (session.taken, booking.status) == (1, "booked")


def test_somebody_elses_booking_is_not_there(record, ask, actor) -> None:
    session = record()
    booking = ask(book, session_id=session.pk, by=actor("practitioner", email="a@example.org"))
    with pytest.raises(Booking.DoesNotExist):
        ask(cancel_booking, reference=booking.reference, by=actor("practitioner", email="b@example.org"))
    session.refresh_from_db()
    assert session.taken == 1


def test_the_office_cancels_with_a_reason(record, ask, actor) -> None:
    session = record()
    officer = actor("training_officer")
    booking = ask(book, session_id=session.pk, by=actor("practitioner"))
    with pytest.raises(Refused, match="Say why the booking is cancelled"):
        ask(cancel_booking_for, booking_id=booking.pk, reason=" ", by=officer)
    gone = ask(cancel_booking_for, booking_id=booking.pk, reason="The room is too small.", by=officer)
    session.refresh_from_db()
    assert (gone.status, gone.cancel_reason, gone.cancelled_by) == (
        "cancelled",
        "The room is too small.",
        officer.user,
    )
    assert session.taken == 0


@pytest.mark.parametrize(
    "who", [{"roles": ("practitioner",)}, {"roles": ("training_officer",), "second_factor": False}]
)
def test_only_the_office_with_a_second_factor_cancels_for_others(record, ask, actor, who) -> None:
    session = record()
    booking = ask(book, session_id=session.pk, by=actor("practitioner"))
    by = actor(*who["roles"], email="other@example.org", second_factor=who.get("second_factor", True))
    with pytest.raises(NotPermitted):
        ask(cancel_booking_for, booking_id=booking.pk, reason="No.", by=by)
    with pytest.raises(NotPermitted):
        write_public_note(session_id=session.pk, text="Bring a laptop.", by=by, at=session.starts)
    booking.refresh_from_db()
    assert booking.status == "booked"


def test_another_partnerships_session_is_not_there(other_partnership, record, ask, actor, at) -> None:
    session = record()
    with scope.activate(scope_of(other_partnership, at.date())), pytest.raises(Session.DoesNotExist):
        ask(book, session_id=session.pk, by=actor("practitioner"))
    session.refresh_from_db()
    assert session.taken == 0
