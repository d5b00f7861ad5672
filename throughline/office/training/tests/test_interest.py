"""Interest first, invitations, and the day of the decision."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from throughline.foundation.access.actors import system_actor
from throughline.foundation.access.models import RoleAssignment
from throughline.foundation.access.operations import NotPermitted, Refused
from throughline.foundation.notices.models import OutboxMessage
from throughline.office.training.models import Booking, Interest, Session
from throughline.office.training.operations import book, keeping
from throughline.office.training.operations.interest import (
    answer_interests,
    ask_for_decisions,
    invite_people,
    note_interest,
    withdraw_interest,
)
from throughline.office.training.rules.interest import Answer, may_become
from throughline.office.training.rules.programme import InterestStatus as S
from throughline.office.training.rules.staff import Person

pytestmark = pytest.mark.django_db
LONDON = ZoneInfo("Europe/London")


@pytest.fixture(autouse=True)
def stands_at(settings, scoped, at) -> None:
    settings.AS_AT = at


@pytest.fixture
def officer(sign_in, partnership):
    return sign_in(partnership, "training_officer")


@pytest.fixture
def session(record) -> Session:
    found = record("Signs of Safety", 1)
    Session.objects.filter(pk=found.pk).update(booking_kind="interest_first")
    found.refresh_from_db()
    return found


ALLOWED = {
    (S.NOTED, S.INVITED), (S.NOTED, S.PLACED), (S.NOTED, S.WITHDRAWN), (S.INVITED, S.PLACED),
    (S.INVITED, S.WITHDRAWN), (S.WITHDRAWN, S.NOTED), (S.WITHDRAWN, S.INVITED),
}  # fmt: skip


def test_TR_141_every_state_and_step() -> None:
    assert {(now, then) for now in S for then in S if may_become(now, then)} == ALLOWED


def test_TR_140_interest_is_noted_once_and_places_do_not_matter(session, actor, at) -> None:
    one = actor("practitioner", email="one@example.org")
    note_interest(session_id=session.pk, note="I lead on neglect.", by=one, at=at)
    note_interest(session_id=session.pk, note="I lead on neglect here.", by=one, at=at)
    assert Interest.objects.get().note == "I lead on neglect here."
    with pytest.raises(Refused, match="Note your interest in it first"):
        book(session_id=session.pk, by=one, at=at, real_at=at)
    withdraw_interest(session_id=session.pk, by=one, at=at)
    withdraw_interest(session_id=session.pk, by=one, at=at)
    assert (Interest.objects.get().status, Interest.objects.get().note) == ("withdrawn", "")


def test_TR_140_not_where_booking_is_open_nor_after_the_start(session, record, actor, at) -> None:
    one = actor("practitioner", email="one@example.org")
    other = record("Neglect")
    with pytest.raises(Refused, match="Interest is not noted in this session"):
        note_interest(session_id=other.pk, note="", by=one, at=at)
    with pytest.raises(Refused, match="can no longer be booked"):
        note_interest(session_id=session.pk, note="", by=one, at=session.starts)
    assert Interest.objects.count() == 0


def test_TR_142_who_is_invited_books_and_who_is_not_does_not(session, actor, at) -> None:
    one, two = (actor("practitioner", email=f"{name}@example.org") for name in ("one", "two"))
    for who in (one, two):
        note_interest(session_id=session.pk, note="", by=who, at=at)
    first = Interest.objects.get(person=one.user)
    officer = actor("training_officer")
    say = {"session_id": session.pk, "interest_ids": [first.pk], "answer": Answer.INVITE, "by": officer, "at": at,
           "real_at": at}  # fmt: skip
    assert (answer_interests(**say), answer_interests(**say)) == (1, 0)
    assert OutboxMessage.objects.filter(kind="training.invited_to_book").count() == 1
    assert book(session_id=session.pk, by=one, at=at, real_at=at).active
    with pytest.raises(Refused):
        book(session_id=session.pk, by=two, at=at, real_at=at)


def test_places_are_given_to_all_who_were_chosen_or_to_nobody(session, actor, at) -> None:
    for name in ("one", "two"):
        note_interest(session_id=session.pk, note="", by=actor("practitioner", email=f"{name}@example.org"), at=at)
    ids = list(Interest.objects.values_list("pk", flat=True))
    officer = actor("training_officer")
    with pytest.raises(Refused, match="full"):
        answer_interests(
            session_id=session.pk, interest_ids=ids, answer=Answer.PLACE, by=officer, at=at, real_at=at
        )  # fmt: skip
    assert (Booking.objects.count(), Interest.objects.filter(status="noted").count()) == (0, 2)
    answer_interests(session_id=session.pk, interest_ids=ids[:1], answer=Answer.PLACE, by=officer, at=at, real_at=at)
    assert (Booking.objects.count(), Interest.objects.filter(status="placed").count()) == (1, 1)
    with pytest.raises(NotPermitted):
        answer_interests(
            session_id=session.pk, interest_ids=ids, answer=Answer.PLACE, by=actor("practitioner"), at=at, real_at=at
        )  # fmt: skip


def test_TR_142_an_invite_only_session_is_booked_by_whom_the_office_names(record, actor, at) -> None:
    session = record("Conference", 10, booking="invite only")
    officer = actor("training_officer")
    people = [Person(1, "Ann Wood", "ann@example.org"), Person(2, "Ben Hall", "ben@example.org")]
    say = {"session_id": session.pk, "people": people, "by": officer, "at": at, "real_at": at}
    assert (invite_people(**say), invite_people(**say)) == (2, 0)
    ann = actor("practitioner", email="ann@example.org")
    assert book(session_id=session.pk, by=ann, at=at, real_at=at).active
    with pytest.raises(Refused, match="by invitation only"):
        book(session_id=session.pk, by=actor("practitioner", email="cem@example.org"), at=at, real_at=at)


def test_TR_144_interest_is_forgotten_and_counts(session, actor, at) -> None:
    note_interest(session_id=session.pk, note="Private", by=actor("practitioner"), at=at)
    later = session.starts + timedelta(days=91)
    assert keeping.forget(by=system_actor("worker"), at=later) == (0, 1)
    row = Interest.objects.get()
    assert (row.person, row.note) == (None, "")
    assert not Interest.history.exclude(note="").exists()


def test_TR_143_officers_are_asked_once_on_the_day(session, actor, at) -> None:
    Session.objects.filter(pk=session.pk).update(minimum=1, decide_on=date(2024, 2, 12))
    officer = actor("training_officer")
    RoleAssignment.objects.create(space_id=session.space_id, user=officer.user, role="training_officer")
    day = datetime(2024, 2, 12, 7, 0, tzinfo=LONDON)
    worker = system_actor("worker")
    assert ask_for_decisions(by=worker, at=at, today=at.date(), real_at=at) == 0
    for _ in range(2):
        ask_for_decisions(by=worker, at=day, today=day.date(), real_at=at)
    message = OutboxMessage.objects.get(kind="training.decide_on_session")
    assert message.to == officer.user.email
    assert "0 of at least 1 people are booked; decide on 12 February 2024." in message.text


def test_from_interest_to_a_place_in_pages(session, sign_in, partnership, officer, shown) -> None:
    person = sign_in(partnership, "practitioner")
    page = shown(person.get(f"/training/{session.pk}/{session.slug}/"))
    assert "Note your interest" in page
    noted = shown(person.post(f"/training/{session.pk}/interest/", {"note": "I run a group."}, follow=True))
    assert "Your interest is noted" in noted
    assert "Interest noted" in shown(person.get("/training/my/"))
    listed = shown(officer.get(f"/office/training/{session.pk}/interest/"))
    assert "I run a group." in listed
    nobody = officer.post(f"/office/training/{session.pk}/interest/", {"answer": "invite"})
    assert nobody.status_code == 422
    assert "Choose at least one person" in shown(nobody)
    row = Interest.objects.get()
    done = officer.post(
        f"/office/training/{session.pk}/interest/", {"people": [row.pk], "answer": "invite"}, follow=True
    )
    assert "1 person is invited to book and told." in shown(done)
    assert "You are invited" in shown(person.get(f"/training/{session.pk}/interest/"))
    assert "Book a place" in shown(person.get(f"/training/{session.pk}/{session.slug}/"))
    booked = shown(person.post(f"/training/{session.pk}/book/", follow=True))
    assert "Signs of Safety" in booked
    assert Booking.objects.get().active


def test_inviting_by_a_list_says_which_row_is_wrong(session, officer, shown) -> None:
    answer = officer.post(f"/office/training/{session.pk}/invite/", {"people": "Ann Wood, ann@example.org\nBen Hall"})
    assert answer.status_code == 422
    assert "Row 2 has no email address" in shown(answer)
    assert Interest.objects.count() == 0


def test_TR_143_the_decision_is_made_on_its_page(session, officer, shown) -> None:
    Session.objects.filter(pk=session.pk).update(minimum=1, decide_on=date(2024, 2, 12))
    assert "To decide: does it go ahead?" in shown(officer.get("/office/training/"))
    page = shown(officer.get(f"/office/training/{session.pk}/decide/"))
    assert "0 of at least 1 people are booked; decide on 12 February 2024." in page
    assert "goes ahead" in shown(officer.post(f"/office/training/{session.pk}/decide/", follow=True))
    assert "To decide" not in shown(officer.get("/office/training/"))
    assert officer.post(f"/office/training/{session.pk}/decide/").status_code == 409
