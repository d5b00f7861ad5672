"""Passing a place on, adding and moving people, booking for staff, the agency's yes. TR-80 to TR-83."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughline.foundation.access.models import User
from throughline.foundation.access.operations import NotPermitted, Refused
from throughline.foundation.notices.models import OutboxMessage
from throughline.office.training import operations
from throughline.office.training.models import AccessNeed, Booking, Session, WaitingEntry
from throughline.office.training.rules.staff import Person, read_list, too_many

pytestmark = pytest.mark.django_db


@pytest.fixture
def ask(scoped, at):
    return lambda operation, **given: operation(**({"at": at, "real_at": given.get("at", at)} | given))


@pytest.fixture
def officer(actor):
    return actor("training_officer")


@pytest.fixture
def lead(trust, actor, officer, at):
    found = actor("practitioner", email="lead@example.org")
    operations.settle_agency(
        organisation_id=trust.pk, approves=False, order_number="PO-7", lead_emails=["lead@example.org"], by=officer,
        at=at,
    )  # fmt: skip
    return found


def staff(number: int) -> list[Person]:
    return [Person(row, f"Person {row}", f"staff{row}@example.org") for row in range(1, number + 1)]


def held(session) -> int:
    session.refresh_from_db()
    assert session.taken == Booking.objects.filter(session=session, status="booked").count() + (
        WaitingEntry.objects.filter(session=session, status="offered").count()
    )
    return session.taken


def test_TR_80_a_colleague_takes_over_the_place_and_the_agency(scoped, ask, record, actor, at) -> None:
    session = record(places_left=1)
    ann = actor("practitioner", email="ann@example.org")
    ann.user.agency_name = "Rainbow Trust"
    booking = ask(operations.book, session_id=session.pk, by=ann)
    operations.say_what_is_needed(reference=booking.reference, text="A hearing loop.", by=ann, at=at)
    waiting = ask(operations.join_waiting_list, session_id=session.pk, by=actor(email="w@example.org"))
    passed = ask(operations.pass_place_on, reference=booking.reference, name="Bo", email="Bo@Example.org", by=ann)
    again = ask(operations.pass_place_on, reference=booking.reference, name="Bo", email="bo@example.org", by=ann)
    booking.refresh_from_db()
    assert (again.pk, held(session)) == (passed.pk, 1)
    assert (passed.person.email, passed.agency_name, passed.active) == ("bo@example.org", "Rainbow Trust", True)
    assert (booking.status, booking.passed_to, booking.cancel_reason) == ("cancelled", passed, "Passed to Bo.")
    assert AccessNeed.objects.get().text == ""
    waiting.refresh_from_db()
    assert waiting.status == "waiting"  # no place came free
    assert set(OutboxMessage.objects.values_list("to", "kind")) >= {
        ("bo@example.org", "training.booking_confirmed"), ("ann@example.org", "training.booking_cancelled"),
    }  # fmt: skip


def test_TR_80_not_to_oneself_or_to_who_has_a_place_or_after_the_start(scoped, ask, record, actor) -> None:
    session = record(places_left=2)
    ann, bo = (actor("practitioner", email=f"{name}@example.org") for name in ("ann", "bo"))
    booking = ask(operations.book, session_id=session.pk, by=ann)
    ask(operations.book, session_id=session.pk, by=bo)
    wanted = {"reference": booking.reference, "name": "X", "by": ann}
    for email, says in [("ann@example.org", "your own address"), ("bo@example.org", "has a place on this session")]:
        with pytest.raises(Refused, match=says):
            ask(operations.pass_place_on, email=email, **wanted)
    with pytest.raises(Refused, match="began"):
        ask(operations.pass_place_on, email="c@example.org", at=session.starts, **wanted)
    with pytest.raises(Booking.DoesNotExist):
        ask(operations.pass_place_on, email="c@example.org", **{**wanted, "by": bo})
    assert (held(session), User.objects.filter(email="c@example.org").exists()) == (2, False)


def test_TR_80_a_colleague_who_waits_leaves_the_list(scoped, ask, record, actor) -> None:
    session = record(places_left=1)
    ann, bo = (actor("practitioner", email=f"{name}@example.org") for name in ("ann", "bo"))
    booking = ask(operations.book, session_id=session.pk, by=ann)
    entry = ask(operations.join_waiting_list, session_id=session.pk, by=bo)
    ask(operations.pass_place_on, reference=booking.reference, name="Bo", email="bo@example.org", by=ann)
    entry.refresh_from_db()
    assert (entry.status, held(session), session.waiting) == ("withdrawn", 1, 0)


def test_TR_81_the_office_adds_somebody_and_the_history_keeps_why(scoped, ask, record, officer) -> None:
    session = record(places_left=1, booking="invite only")
    wanted = {"session_id": session.pk, "name": "Cy", "email": "cy@example.org", "by": officer}
    with pytest.raises(Refused, match="Say why"):
        ask(operations.add_person, reason=" ", **wanted)
    booking = ask(operations.add_person, reason="Asked by phone.", **wanted)
    assert ask(operations.add_person, reason="Twice.", **wanted).pk == booking.pk
    assert Booking.history.get(id=booking.pk).history_change_reason == "Asked by phone."
    with pytest.raises(Refused, match="full"):
        ask(operations.add_person, **{**wanted, "email": "d@example.org"}, reason="More.")
    assert held(session) == 1


def test_nobody_is_given_a_place_on_a_draft(scoped, ask, record, actor, officer) -> None:
    draft, other = record("Draft", 3), record("Other", 3)
    Session.objects.filter(pk=draft.pk).update(status="draft")
    booking = ask(operations.book, session_id=other.pk, by=actor("practitioner", email="ann@example.org"))
    with pytest.raises(Refused, match=r"^This session is a draft: publish it first\.$"):
        ask(operations.move_person, booking_id=booking.pk, to_session_id=draft.pk, reason="Room.", by=officer)
    with pytest.raises(Refused, match=r"^This session is a draft: publish it first\.$"):
        ask(operations.add_person, session_id=draft.pk, name="Bo", email="bo@example.org", reason="Asked.", by=officer)
    assert Booking.objects.get().pk == booking.pk


def test_TR_81_moving_is_both_or_neither(scoped, ask, record, actor, officer) -> None:
    first, second = record("First", 1), record("Second", 1)
    ann, bo = (actor("practitioner", email=f"{name}@example.org") for name in ("ann", "bo"))
    booking = ask(operations.book, session_id=first.pk, by=ann)
    waiting = ask(operations.join_waiting_list, session_id=first.pk, by=bo)
    moved = ask(operations.move_person, booking_id=booking.pk, to_session_id=second.pk, reason="Room.", by=officer)
    waiting.refresh_from_db()
    assert (moved.session, moved.person, waiting.status) == (second, ann.user, "offered")
    assert (held(first), held(second)) == (1, 1)
    ask(operations.take_offer, reference=waiting.reference, by=bo)
    taken = Booking.objects.get(session=first, status="booked")
    with pytest.raises(Refused, match="full"):
        ask(operations.move_person, booking_id=taken.pk, to_session_id=second.pk, reason="No.", by=officer)
    taken.refresh_from_db()
    assert (taken.active, held(first), held(second)) == (True, 1, 1)


def test_TR_82_everybody_on_the_list_or_nobody(scoped, ask, record, lead, trust, actor) -> None:
    session = record(places_left=3)
    booked = {"session_id": session.pk, "organisation_id": trust.pk, "by": lead}
    with pytest.raises(Refused, match=r"^There are 3 places left, and the list has 5 people\. Nobody was booked\.$"):
        ask(operations.book_for_staff, people=staff(5), **booked)
    assert (held(session), User.objects.filter(email__startswith="staff").count()) == (0, 0)
    ask(operations.book, session_id=session.pk, by=actor(email="staff2@example.org"))
    with pytest.raises(operations.WrongRows) as wrong:
        ask(operations.book_for_staff, people=staff(2), **booked)
    assert [(row.row, row.says) for row in wrong.value.problems] == [
        (2, "staff2@example.org has a place on this session already")
    ]
    assert (held(session), User.objects.filter(email="staff1@example.org").exists()) == (1, False)
    made = ask(operations.book_for_staff, people=[staff(3)[0], staff(3)[2]], **booked)
    assert [row.agency_name for row in made] == ["Rainbow Trust"] * 2
    assert held(session) == 3


def test_only_the_agencys_lead_books_for_its_staff(scoped, ask, record, trust, actor) -> None:
    session = record(places_left=3)
    with pytest.raises(NotPermitted):
        ask(
            operations.book_for_staff, session_id=session.pk, organisation_id=trust.pk, people=staff(1),
            by=actor("practitioner", email="other@example.org"),
        )  # fmt: skip
    assert held(session) == 0


def test_an_agency_that_approves_is_asked_and_a_no_gives_the_place_back(
    scoped, ask, record, lead, trust, actor, officer, at
) -> None:
    operations.settle_agency(
        organisation_id=trust.pk, approves=True, order_number="", lead_emails=["lead@example.org"], by=officer, at=at
    )
    session = record(places_left=2)
    people = [actor("practitioner", email=f"{name}@example.org") for name in ("ann", "bo")]
    rows = []
    for by in people:
        by.user.agency_name = "Rainbow Trust"
        rows.append(ask(operations.book, session_id=session.pk, by=by))
    assert [row.approval.approved for row in rows] == [None, None]
    assert held(session) == 2
    with pytest.raises(NotPermitted):
        ask(operations.decide, booking_id=rows[0].pk, yes=True, reason="", by=people[0])
    with pytest.raises(Refused, match="Say why"):
        ask(operations.decide, booking_id=rows[1].pk, yes=False, reason="", by=lead)
    ask(operations.decide, booking_id=rows[0].pk, yes=True, reason="", by=lead)
    ask(operations.decide, booking_id=rows[1].pk, yes=False, reason="Too many away.", by=lead)
    ask(operations.decide, booking_id=rows[1].pk, yes=True, reason="", by=lead)  # decided already: nothing changes
    rows[1].refresh_from_db()
    assert (rows[1].status, "Too many away." in rows[1].cancel_reason, held(session)) == ("cancelled", True, 1)
    made = ask(operations.book_for_staff, session_id=session.pk, organisation_id=trust.pk, people=staff(1), by=lead)
    assert not hasattr(made[0], "approval")


def test_an_agency_that_approves_is_asked_about_a_place_from_the_line_and_one_passed_on(
    scoped, ask, record, lead, trust, actor, officer, at
) -> None:
    operations.settle_agency(
        organisation_id=trust.pk, approves=True, order_number="", lead_emails=["lead@example.org"], by=officer, at=at
    )
    session = record(places_left=1)
    ann, bo, cy = (actor("practitioner", email=f"{name}@example.org") for name in ("ann", "bo", "cy"))
    for by in (bo, cy):
        by.user.agency_name = "Rainbow Trust"
    first = ask(operations.book, session_id=session.pk, by=ann)
    entry = ask(operations.join_waiting_list, session_id=session.pk, by=bo)
    ask(operations.cancel_booking, reference=first.reference, by=ann)
    taken = ask(operations.take_offer, reference=entry.reference, by=bo)
    assert ask(operations.decide, booking_id=taken.pk, yes=True, reason="", by=lead).approved
    passed = ask(operations.pass_place_on, reference=taken.reference, name="Cy", email="cy@example.org", by=bo)
    assert (passed.approval.approved, held(session)) == (None, 1)
    ask(operations.decide, booking_id=passed.pk, yes=False, reason="Not Cy.", by=lead)
    assert held(session) == 0


def test_TR_83_a_pasted_list_in_any_usual_form() -> None:
    people, problems = read_list(
        "Ann Wood, ann@example.org, Nurse\n\nBo Lee <BO@example.org>\nCy Day\tcy@example.org\tTeacher\n"
        "nobody here\nann@example.org\nAnn again; ann@example.org\n"
    )
    assert [(each.row, each.name, each.email, each.job_title) for each in people] == [
        (1, "Ann Wood", "ann@example.org", "Nurse"),
        (3, "Bo Lee", "bo@example.org", ""),
        (4, "Cy Day", "cy@example.org", "Teacher"),
        (7, "Ann again", "ann@example.org", ""),
    ]
    assert [(each.row, each.says) for each in problems] == [
        (5, "has no email address"),
        (6, "has no name beside ann@example.org"),
        (7, "ann@example.org stands in row 1 too"),
    ]


@given(st.text(max_size=200))
def test_TR_83_any_text_is_read_without_an_accident(text) -> None:
    people, problems = read_list(text)
    assert len({each.email for each in people}) >= len(people) - len(problems)


@pytest.mark.parametrize(
    ("count", "left", "says"),
    [(3, None, ""), (3, 3, ""), (2, 1, "There is 1 place left, and"), (1, 0, "There is no place left, and")],
)
def test_TR_82_how_many_places_are_left(count, left, says) -> None:
    found = too_many(staff(count), left)
    assert found.startswith(says)
    assert bool(found) == bool(says)
