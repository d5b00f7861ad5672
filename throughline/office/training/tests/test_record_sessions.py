"""A file of sessions is recorded once, revised when it says something else, and refused whole when a row is wrong."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from throughline.foundation.access.operations import NotPermitted, Refused
from throughline.foundation.notices.models import OutboxMessage
from throughline.foundation.tenancy import scope
from throughline.foundation.tenancy.queries import scope_of
from throughline.office.training.api import Change, record_sessions
from throughline.office.training.models import Booking, Course, Session

pytestmark = pytest.mark.django_db

LABEL = "Graded Care Profile 2 (GCP2) (in person), 20 February 2024 at 9:30am"


@pytest.fixture
def load(scoped, actor, at):
    return lambda *rows: record_sessions(rows=rows, by=actor("business_unit"), at=at)


@pytest.mark.parametrize(
    ("places_left", "kind", "places"),
    [(6, "limited", 6), (0, "limited", 0), ("unlimited", "unlimited", None), (None, "not_stated", None)],
)
def test_places_left_are_kept_as_stated(load, row, places_left, kind, places) -> None:
    assert load(row(places_left=places_left)) == [Change("added", LABEL, "")]
    session = Session.objects.get()
    assert (session.places_kind, session.places, session.taken) == (kind, places, 0)
    assert (session.source_file, session.source_row) == ("training_sessions.csv", 2)


def test_loading_twice_changes_nothing_even_after_bookings(load, row) -> None:
    load(row())
    Session.objects.update(taken=4)
    before = Session.history.count()
    assert load(row()) == [Change("unchanged", LABEL, "")]
    session = Session.objects.get()
    assert (session.places, session.taken, Session.history.count()) == (6, 4, before)


def test_new_places_left_count_beside_the_bookings(load, row) -> None:
    load(row())
    Session.objects.update(taken=4)
    assert load(row(places_left=1)) == [Change("changed", LABEL, "places left: 6 → 1")]
    session = Session.objects.get()
    assert (session.places, session.taken, session.places_now.left) == (5, 4, 1)


def test_unlimited_becomes_limited_never_below_bookings(load, row) -> None:
    load(row(places_left="unlimited"))
    Session.objects.update(taken=9)
    load(row(places_left=0))
    assert (Session.objects.get().places, Session.objects.get().taken) == (9, 9)


def test_changed_end_booking_and_note_are_a_revision(load, row) -> None:
    first = row()
    load(first)
    changed = row(ends=first.ends + timedelta(hours=1), booking="invite only", note="bring a laptop")
    assert load(changed) == [
        Change(
            "changed",
            LABEL,
            "end: 20 February 2024 at 4:30pm → 20 February 2024 at 5:30pm; booking: open → invite only;"
            " note: none → bring a laptop",
        )
    ]
    session = Session.objects.get()
    assert (session.ends, session.booking_kind, session.note) == (changed.ends, "invite_only", "bring a laptop")
    assert list(Session.history.values_list("booking_kind", flat=True)) == ["invite_only", "open"]


def test_a_changed_end_revises_the_calendar_entries_of_active_bookings(load, row, actor, at) -> None:
    load(row())
    session = Session.objects.get()
    person = actor("practitioner").user
    common = {"space_id": session.space_id, "session": session, "person": person, "booked_at": at}
    active = Booking.objects.create(reference="A", status="booked", **common)
    gone = Booking.objects.create(reference="B", status="cancelled", cancelled_at=at, cancelled_by=person, **common)
    load(row(ends=session.ends + timedelta(hours=1)))
    active.refresh_from_db()
    gone.refresh_from_db()
    assert (active.sequence, gone.sequence) == (1, 0)
    message = OutboxMessage.objects.get()
    assert (message.kind, message.to) == ("training.booking_changed", person.email)
    assert "to 5:30pm" in " ".join(message.text.split())
    load(row(ends=session.ends + timedelta(hours=1)))
    assert OutboxMessage.objects.count() == 1


def test_who_has_a_place_is_told_of_new_terms_and_not_of_the_offices_own_notes(load, row, actor, at) -> None:
    load(row())
    session = Session.objects.get()
    Booking.objects.create(
        space_id=session.space_id, session=session, person=actor("practitioner").user, booked_at=at, reference="A",
        status="booked",
    )  # fmt: skip
    load(row(note="times assumed", places_left=3))
    assert not OutboxMessage.objects.exists()
    load(row(note="cancel until noon on 14 February", places_left=3))
    assert "About this session: Cancel until noon on 14 February." in " ".join(OutboxMessage.objects.get().text.split())


def test_nobody_is_told_of_a_session_that_is_over(scoped, row, actor, at) -> None:
    by, first = actor("business_unit"), row()
    record_sessions(rows=[first], by=by, at=at)
    session = Session.objects.get()
    Booking.objects.create(
        space_id=session.space_id, session=session, person=actor("practitioner").user, booked_at=at, reference="A",
        status="booked",
    )  # fmt: skip
    longer = row(ends=first.ends + timedelta(hours=1))
    record_sessions(rows=[longer], by=by, at=longer.ends)
    assert not OutboxMessage.objects.exists()


def test_the_notes_terms_become_public_and_the_rest_stays_in_the_office(load, row) -> None:
    load(row(note="cancel free until noon on 15 March; a no-show is charged 50 pounds; times assumed"))
    session = Session.objects.get()
    assert session.public_note == "Cancel free until noon on 15 March; a no-show is charged 50 pounds."
    load(row(note="cancel until noon on 14 March"))
    session.refresh_from_db()
    assert session.public_note == "Cancel until noon on 14 March."


def test_a_public_note_that_an_officer_wrote_is_kept(load, row) -> None:
    load(row(note="cancel until noon"))
    Session.objects.update(public_note="Bring a laptop.")
    load(row(note="cancel until 2pm"))
    assert Session.objects.get().public_note == "Bring a laptop."


def test_same_title_in_another_mode_is_another_course(load, row) -> None:
    load(row(row=2), row(mode="Microsoft Teams", row=3))
    assert list(Course.objects.values_list("mode", flat=True)) == ["Microsoft Teams", "in person"]
    assert Session.objects.count() == 2


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"booking": "maybe"}, "training_sessions.csv, row 3: booking is 'maybe'; it is one of open, invite only."),
        (
            {"places_left": -1},
            "training_sessions.csv, row 3: -1 places left; give 0 or more, 'unlimited', or leave it empty.",
        ),
        ({"title": ""}, "training_sessions.csv, row 3: a session needs a title and a mode."),
        ({}, "training_sessions.csv, row 3: the same session stands in row 2."),
    ],
)
def test_a_wrong_row_writes_nothing(load, row, wrong, says) -> None:
    with pytest.raises(Refused) as refused:
        load(row(row=2), row(**({"row": 3} | wrong)))
    assert str(refused.value) == says
    assert not Course.objects.exists()


def test_a_session_that_ends_before_it_starts_is_refused(load, row, at) -> None:
    with pytest.raises(Refused, match=r"^training_sessions.csv, row 2: the session ends before it starts.$"):
        load(row(ends=at))
    assert not Session.objects.exists()


def test_a_practitioner_may_not_record(scoped, actor, row, at) -> None:
    with pytest.raises(NotPermitted):
        record_sessions(rows=[row()], by=actor("practitioner"), at=at)
    assert not Session.objects.exists()


def test_the_same_session_in_two_partnerships_is_two_rows(partnership, other_partnership, actor, row, at) -> None:
    for tenant in (partnership, other_partnership):
        with scope.activate(scope_of(tenant, at.date())):
            changes = record_sessions(rows=[row()], by=actor("business_unit"), at=at)
            assert [change.what for change in changes] == ["added"]
            assert Session.objects.count() == 1


@pytest.mark.parametrize(
    "impossible",
    [
        {"taken": 7},
        {"places": None},
        {"places_kind": "unlimited"},
        {"booking_kind": "perhaps"},
        {"places_kind": "some"},
    ],
)
def test_the_database_refuses_what_cannot_be(load, row, impossible) -> None:
    load(row())
    with pytest.raises(IntegrityError), transaction.atomic():
        Session.objects.update(**impossible)


def test_the_database_refuses_a_second_active_booking(load, row, actor, at) -> None:
    load(row())
    session = Session.objects.get()
    common = {
        "space_id": session.space_id, "session": session, "person": actor("practitioner").user, "status": "booked",
        "booked_at": at,
    }  # fmt: skip
    Booking.objects.create(reference="A", **common)
    with pytest.raises(IntegrityError), transaction.atomic():
        Booking.objects.create(reference="B", **common)
