"""Two accounts of one person: the training of one is given to the other."""

from datetime import date, timedelta

import pytest

from throughline.foundation.access.models import User
from throughline.foundation.access.operations import Refused
from throughline.foundation.notices.models import OutboxMessage
from throughline.office.training.models import Booking, Completion, LearningRecord, PersonMerge, Session, WaitingEntry
from throughline.office.training.operations import add_person, book, join_waiting_list
from throughline.office.training.operations.people import merge_people
from throughline.office.training.rules.elearning import completion_key

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def stands_at(settings, scoped, at) -> None:
    settings.AS_AT = at


@pytest.fixture
def two(actor):
    return [actor("practitioner", email=f"{name}@example.org") for name in ("ann.wood", "a.wood")]


def learnt(person: User, session: Session, day: date) -> None:
    Completion.objects.create(
        space_id=session.space_id, person=person, course=session.course, day=day, source="imported",
        made_by=person, made_at=session.starts,
    )  # fmt: skip
    LearningRecord.objects.create(
        space_id=session.space_id, person=person, course=session.course, title="x", by="elearning",
        source_key=completion_key(person.pk, session.course_id, day), day=day,
    )  # fmt: skip


def test_TR_173_everything_moves_and_nobody_is_booked_twice(record, actor, two, at) -> None:
    one, other = two
    both = record("Signs of Safety", 5)
    alone = record("Neglect", 5)
    full = record("Full", 0)
    for who in two:
        book(session_id=both.pk, by=who, at=at, real_at=at)
        join_waiting_list(session_id=full.pk, by=who, at=at, real_at=at)
        learnt(who.user, both, date(2024, 1, 5))
    learnt(other.user, both, date(2024, 1, 6))
    book(session_id=alone.pk, by=other, at=at, real_at=at)
    merge_people(
        kept_id=one.user.pk, merged_id=other.user.pk, reason="She told us.", by=actor("training_officer"), at=at,
        real_at=at,
    )  # fmt: skip
    both.refresh_from_db()
    full.refresh_from_db()
    assert both.taken == 1
    assert full.waiting == 1
    active = Booking.objects.filter(status="booked")
    assert sorted(active.values_list("session_id", "person_id")) == sorted(
        [(both.pk, one.user.pk), (alone.pk, one.user.pk)]
    )
    assert set(WaitingEntry.objects.values_list("person_id", "status")) == {
        (one.user.pk, "waiting"), (one.user.pk, "withdrawn"),
    }  # fmt: skip
    days = [date(2024, 1, 5), date(2024, 1, 6)]
    assert sorted(Completion.objects.values_list("person_id", "day")) == [(one.user.pk, day) for day in days]
    assert {record.source_key for record in LearningRecord.objects.filter(person=one.user)} == {
        completion_key(one.user.pk, both.course_id, day) for day in days
    }
    assert not LearningRecord.objects.filter(person=other.user).exists()
    merge = PersonMerge.objects.get()
    assert (merge.moved["bookings"], merge.reason) == (2, "She told us.")


def test_whoever_books_the_second_account_books_the_first(record, actor, two, at) -> None:
    one, other = two
    session = record("Signs of Safety", 5)
    for who in two:
        book(session_id=session.pk, by=who, at=at, real_at=at)
    officer = actor("training_officer")
    merge_people(kept_id=one.user.pk, merged_id=other.user.pk, reason="x", by=officer, at=at, real_at=at)
    later = record("Neglect", 5)
    made = add_person(
        session_id=later.pk, name="A Wood", email="a.wood@example.org", reason="Asked by phone", by=officer, at=at,
        real_at=at,
    )  # fmt: skip
    assert made.person_id == one.user.pk


def test_a_reason_two_people_and_training_on_record_are_needed(record, actor, two, at) -> None:
    one, other = two
    officer = actor("training_officer")
    say = {"by": officer, "at": at, "real_at": at}
    session = record("Signs of Safety", 5)
    book(session_id=session.pk, by=one, at=at, real_at=at)
    with pytest.raises(User.DoesNotExist):
        merge_people(kept_id=one.user.pk, merged_id=other.user.pk, reason="x", **say)
    book(session_id=session.pk, by=other, at=at, real_at=at)
    with pytest.raises(Refused, match="Say how you know"):
        merge_people(kept_id=one.user.pk, merged_id=other.user.pk, reason=" ", **say)
    with pytest.raises(Refused, match="two people"):
        merge_people(kept_id=one.user.pk, merged_id=one.user.pk, reason="x", **say)
    assert (PersonMerge.objects.count(), Booking.objects.filter(status="booked").count()) == (0, 2)


def test_TR_171_several_people_of_one_mailbox_are_several_people(record, actor, at) -> None:
    session = record("Signs of Safety", 5)
    officer = actor("training_officer")
    for name in ("Ann Wood", "Ben Hall", "Ann Wood"):
        add_person(
            session_id=session.pk, name=name, email="office@hill.example.org", reason="By phone", by=officer, at=at,
            real_at=at,
        )  # fmt: skip
    assert Booking.objects.filter(session=session).count() == 2
    messages = OutboxMessage.objects.filter(kind="training.booking_confirmed").order_by("pk")
    assert {message.to for message in messages} == {"office@hill.example.org"}
    assert "For: Ann Wood, who signs in as office+ann.wood@hill.example.org" in messages[0].text


def test_the_pages(record, actor, two, at, sign_in, partnership, shown, django_assert_num_queries) -> None:
    one, other = two
    User.objects.filter(pk__in=[one.user.pk, other.user.pk]).update(name="Ann Wood")
    session = record("Signs of Safety", 5)
    book(session_id=session.pk, by=one, at=at, real_at=at)
    book(session_id=session.pk, by=other, at=at + timedelta(minutes=1), real_at=at)
    officer = sign_in(partnership, "training_officer")
    listed = shown(officer.get("/office/training/people/?q=wood"))
    assert "People found" in listed
    assert "Perhaps the same person" in listed
    where = f"/office/training/people/{one.user.pk}/same/{other.user.pk}/"
    page = shown(officer.get(where))
    assert "Bookings 1" in page
    assert "Booked twice Signs of Safety: the place with less attendance is cancelled" in page
    wrong = officer.post(where, {"reason": ""})
    assert wrong.status_code == 422
    assert "Say how you know that they are the same person" in shown(wrong)
    done = shown(officer.post(where, {"reason": "Same payroll number"}, follow=True))
    assert "The training of a.wood@example.org is that of ann.wood@example.org from now on." in done
    assert "Cancelled" in done
    assert "No two people" in shown(officer.get("/office/training/people/"))
    stranger = User.objects.create_user(email="stranger@example.org", name="Stranger")
    assert officer.get(f"/office/training/people/{stranger.pk}/").status_code == 404
