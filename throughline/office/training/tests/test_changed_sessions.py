"""Waiting lists, days with registers, shares that fell open, decisions and interest when the session changes."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from throughline.foundation.access.actors import system_actor
from throughline.foundation.access.operations import Refused
from throughline.foundation.jobs import schedule
from throughline.office.training import operations
from throughline.office.training.models import (
    Attendance,
    Booking,
    Interest,
    Session,
    SessionDay,
    SessionShare,
    WaitingEntry,
)
from throughline.office.training.operations.attending import mark_register
from throughline.office.training.operations.interest import (
    answer_interests,
    invite_people,
    note_interest,
    withdraw_interest,
)
from throughline.office.training.operations.programme import (
    WrongPlan,
    add_session,
    cancel_session,
    change_session,
    go_ahead,
)
from throughline.office.training.queries import waiting as queries
from throughline.office.training.queries.interest import booked_people, interests_in, interests_of
from throughline.office.training.queries.series import plan_of
from throughline.office.training.rules import PlacesKind
from throughline.office.training.rules.attendance import Presence
from throughline.office.training.rules.interest import Answer
from throughline.office.training.rules.programme import ShareBasis
from throughline.office.training.rules.shares import Share
from throughline.office.training.rules.staff import Person
from throughline.office.training.rules.writing import DayPlan, SessionPlan

pytestmark = pytest.mark.django_db
LONDON = ZoneInfo("Europe/London")
DAYS = [
    DayPlan(datetime(2024, 3, day, 9, 30, tzinfo=LONDON), datetime(2024, 3, day, 16, tzinfo=LONDON))
    for day in (4, 11, 18)
]


@pytest.fixture(autouse=True)
def stands_at(settings, scoped, at) -> None:
    settings.AS_AT = at


@pytest.fixture
def officer(actor):
    return actor("training_officer")


@pytest.fixture
def people(actor):
    return [actor("practitioner", email=f"p{number}@example.org") for number in range(6)]


@pytest.fixture
def ann(sign_in, partnership):
    return sign_in(partnership, "practitioner", email="p1@example.org")


@pytest.fixture
def full(record, people, at) -> Session:
    """The first person has its one place, the second waits."""
    session = record(places_left=1)
    book(session, people[0], at)
    operations.join_waiting_list(session_id=session.pk, by=people[1], at=at, real_at=at)
    session.refresh_from_db()
    return session


@pytest.fixture
def change(officer, at):
    """change(session, **what is another) → how many were told."""

    def make(session: Session, now: datetime = at, **values: Any) -> int:
        session = Session.objects.get(pk=session.pk)
        plan = SessionPlan(**(vars(plan_of(session)) | values))
        return change_session(session_id=session.pk, plan=plan, by=officer, at=now, real_at=now)

    return make


def book(session: Session, by: Any, at: datetime) -> Booking:
    return operations.book(session_id=session.pk, by=by, at=at, real_at=at)


def cancel(booking: Booking, by: Any, at: datetime) -> None:
    operations.cancel_booking(reference=booking.reference, by=by, at=at, real_at=at)


def statuses(session: Session) -> list[str]:
    return list(session.waiting_entries.order_by("number").values_list("status", flat=True))


def as_draft(session: Session) -> None:
    """As an older version let it become: a draft with people who wait and a free place."""
    Session.objects.filter(pk=session.pk).update(status="draft", places=2)


def tend(at: datetime) -> None:
    next(entry for entry in schedule.entries() if entry.name == "training.waiting_lists").run(at)


def test_a_session_on_which_people_wait_does_not_go_back_to_a_draft(full, change, people, at) -> None:
    cancel(Booking.objects.get(), people[0], datetime(2024, 2, 5, 22, tzinfo=LONDON))  # at night: nothing is offered
    assert statuses(full) == ["waiting"]
    with pytest.raises(WrongPlan, match=r"^People wait for a place\. It cannot go back to a draft\.$"):
        change(full, draft=True)


def test_nothing_of_a_draft_is_offered(full, people, at) -> None:
    as_draft(full)
    assert queries.lists_to_tend(at) == []
    operations.tend_waiting_list(session_id=full.pk, by=system_actor("worker"), at=at, real_at=at)
    assert statuses(full) == ["waiting"]
    assert queries.lists_to_tend(full.starts) == [full.pk]  # it is closed all the same


def test_one_lists_accident_does_not_stop_the_others(full, record, people, at, monkeypatch) -> None:
    other = record("Neglect", places_left=1, starts=full.starts + timedelta(days=1))
    book(other, people[0], at)
    operations.join_waiting_list(session_id=other.pk, by=people[1], at=at, real_at=at)
    Session.objects.update(places=2)
    whole = operations.tend_waiting_list

    def falls(*, session_id: int, **given: Any) -> None:
        if session_id == full.pk:
            raise ZeroDivisionError("an accident")
        whole(session_id=session_id, **given)

    monkeypatch.setattr(operations, "tend_waiting_list", falls)
    with pytest.raises(ExceptionGroup) as raised:  # the run is kept as failed
        tend(at)
    assert raised.group_contains(ZeroDivisionError, match="an accident")
    assert (statuses(full), statuses(other)) == (["waiting"], ["offered"])


@pytest.fixture
def held(record, officer, people, at) -> Session:
    """Three days, of which the first has a register."""
    plan = SessionPlan(days=DAYS, places_kind=PlacesKind.LIMITED, places=5)
    session = add_session(course_id=record().course_id, plan=plan, by=officer, at=at)
    booking = book(session, people[0], at)
    marks = {booking.pk: Presence.ATTENDED}
    mark_register(day_id=session.days.all()[0].pk, marks=marks, by=officer, at=DAYS[0].ends)
    return session


def marked() -> list[datetime]:
    return list(Attendance.objects.values_list("day__starts", flat=True))


def starts_of(session: Session) -> list[datetime]:
    return list(SessionDay.objects.filter(session=session).order_by("starts").values_list("starts", flat=True))


def test_a_day_with_a_register_is_not_taken_out(held, change) -> None:
    with pytest.raises(WrongPlan, match=r"9:30am on Monday 4 March 2024 has a register. It cannot be taken out"):
        change(held, now=DAYS[0].ends, days=DAYS[1:])
    assert (marked(), starts_of(held)) == ([DAYS[0].starts], [day.starts for day in DAYS])


def test_a_day_with_a_register_is_not_moved_to_another_date(held, change) -> None:
    later = DayPlan(DAYS[0].starts + timedelta(days=1), DAYS[0].ends + timedelta(days=1))
    with pytest.raises(WrongPlan, match=r"has a register. It cannot be moved to another date") as raised:
        change(held, now=DAYS[0].ends, days=[DAYS[1], later, DAYS[2]])
    assert raised.value.found[0].day == 1
    assert marked() == [DAYS[0].starts]


def test_another_day_goes_or_comes_and_the_marks_stay(held, change) -> None:
    change(held, now=DAYS[0].ends, days=[DAYS[0], DAYS[2]])
    assert (marked(), starts_of(held)) == ([DAYS[0].starts], [DAYS[0].starts, DAYS[2].starts])
    earlier = DayPlan(DAYS[0].starts - timedelta(days=3), DAYS[0].ends - timedelta(days=3))
    change(held, now=DAYS[0].ends, days=[earlier, DAYS[0], DAYS[1]])
    assert (marked(), starts_of(held)) == ([DAYS[0].starts], [earlier.starts, DAYS[0].starts, DAYS[1].starts])


def test_the_time_of_a_day_with_a_register_may_be_corrected(held, change) -> None:
    at_ten = DayPlan(DAYS[0].starts + timedelta(minutes=30), DAYS[0].ends)
    change(held, now=DAYS[0].ends, days=[at_ten, *DAYS[1:]])
    assert marked() == [at_ten.starts]


def test_days_without_registers_move_past_each_other(record, change, officer, at) -> None:
    session = add_session(course_id=record().course_id, plan=SessionPlan(days=DAYS), by=officer, at=at)
    week = timedelta(days=7)
    moved = [DayPlan(day.starts + week, day.ends + week, topic=f"{place}") for place, day in enumerate(DAYS)]
    change(session, days=moved)
    found = SessionDay.objects.filter(session=session).order_by("starts").values_list("starts", "topic")
    assert list(found) == [(day.starts, day.topic) for day in moved]


def test_an_offer_ends_with_the_start_of_a_session_that_was_moved_earlier(full, people, ann, shown, at) -> None:
    cancel(Booking.objects.get(), people[0], at)
    assert statuses(full) == ["offered"]
    entry = WaitingEntry.objects.get()
    assert entry.offered_until is not None
    begun = entry.offered_until - timedelta(hours=2)
    Session.objects.filter(pk=full.pk).update(starts=begun)
    with pytest.raises(Refused, match="This session began on"):
        operations.take_offer(reference=entry.reference, by=people[1], at=begun, real_at=begun)
    assert queries.lists_to_tend(begun - timedelta(minutes=1)) == []
    assert queries.lists_to_tend(begun) == [full.pk]
    operations.tend_waiting_list(session_id=full.pk, by=system_actor("worker"), at=begun, real_at=begun)
    full.refresh_from_db()
    assert (statuses(full), full.taken, queries.lists_to_tend(begun)) == (["closed"], 0, [])
    page = shown(ann.get(f"/training/waiting/{entry.reference}/"))
    assert "The session began before you took the place" in page


def test_shares_that_fell_open_do_not_stand_in_the_way_of_a_change(record, people, officer, change, at) -> None:
    opens = at + timedelta(days=3)
    plan = SessionPlan(
        days=DAYS, places_kind=PlacesKind.LIMITED, places=3, shares_open=opens,
        shares=[Share(ShareBasis.SECTOR, "health", 2, 0)],
    )  # fmt: skip
    session = add_session(course_id=record().course_id, plan=plan, by=officer, at=at)
    book(session, people[0], at)
    for person in people[1:3]:  # nobody of health: they have the kept places once these fell open
        book(session, person, opens)
    change(session, now=opens, bring="A laptop", places=4)
    session.refresh_from_db()
    rows = list(SessionShare.objects.filter(session=session).values_list("basis", "places", "taken"))
    assert (session.bring, rows) == ("A laptop", [("sector", 2, 0), ("rest", 2, 1)])
    with pytest.raises(WrongPlan, match="More people are booked already"):  # kept again, they would not stand
        change(session, now=opens, shares_open=opens + timedelta(days=3))


@pytest.mark.parametrize(("status", "says"), [("draft", "is a draft"), ("cancelled", "is cancelled")])
def test_nobody_decides_on_a_draft_or_on_what_is_cancelled(
    record, officer, sign_in, partnership, shown, at, status, says
) -> None:
    session = record()
    Session.objects.filter(pk=session.pk).update(
        minimum=1, decide_on=at.date(), status=status, cancelled_at=at if status == "cancelled" else None
    )
    with pytest.raises(Refused, match=says):
        go_ahead(session_id=session.pk, by=officer, at=at)
    pages = sign_in(partnership, "training_officer")
    page = f"/office/training/{session.pk}/decide/"
    assert "There is nothing to decide." in shown(pages.get(page))
    assert pages.post(page).status_code == 409
    assert "Decide whether" not in shown(pages.get(f"/office/training/{session.pk}/"))
    assert Session.objects.get(pk=session.pk).going_ahead is None


@pytest.fixture
def first(record) -> Session:
    """Interest first, three places."""
    found = record("Signs of Safety", 3)
    Session.objects.filter(pk=found.pk).update(booking_kind="interest_first")
    found.refresh_from_db()
    return found


@pytest.fixture
def answer(first, officer, at):
    """answer(Answer.PLACE) about everybody in the list."""

    def make(answer: Answer) -> int:
        ids = list(interests_in(first.pk).values_list("pk", flat=True))
        return answer_interests(
            session_id=first.pk, interest_ids=ids, answer=answer, by=officer, at=at, real_at=at
        )  # fmt: skip

    return make


def test_whose_place_was_cancelled_notes_interest_again_and_is_placed_again(
    first, people, answer, ann, shown, at
) -> None:
    note_interest(session_id=first.pk, note="", by=people[1], at=at)
    assert answer(Answer.PLACE) == 1
    page = f"/training/{first.pk}/interest/"
    assert "You have been given a place" in shown(ann.get(page))
    cancel(Booking.objects.get(), people[1], at)
    assert "Note my interest" in shown(ann.get(page))
    note_interest(session_id=first.pk, note="Again", by=people[1], at=at)
    assert Interest.objects.get().status == "noted"
    assert "Your interest is noted" in shown(ann.get(page))
    assert answer(Answer.PLACE) == 1
    cancel(Booking.objects.get(status="booked"), people[1], at)
    assert (answer(Answer.PLACE), answer(Answer.PLACE)) == (1, 0)  # the office needs no new note
    cancel(Booking.objects.get(status="booked"), people[1], at)
    assert (answer(Answer.INVITE), Interest.objects.get().status) == (1, "invited")
    withdraw_interest(session_id=first.pk, by=people[1], at=at)
    assert Interest.objects.get().status == "withdrawn"


def test_whose_place_was_cancelled_may_be_invited_by_name_or_withdraw(first, people, answer, officer, at) -> None:
    note_interest(session_id=first.pk, note="", by=people[1], at=at)
    answer(Answer.PLACE)
    with pytest.raises(Refused, match="Cancel the booking instead"):
        withdraw_interest(session_id=first.pk, by=people[1], at=at)
    cancel(Booking.objects.get(), people[1], at)
    named = [Person(1, "P", "p1@example.org")]
    assert invite_people(session_id=first.pk, people=named, by=officer, at=at, real_at=at) == 1
    book(first, people[1], at)


def test_who_was_invited_and_booked_is_not_counted_and_reads_as_placed(
    first, people, answer, ann, sign_in, partnership, shown, at
) -> None:
    for person in people[1:3]:
        note_interest(session_id=first.pk, note="", by=person, at=at)
    assert answer(Answer.INVITE) == 2
    book(first, people[1], at)
    assert booked_people(first.pk) == {people[1].user.pk}
    assert list(interests_of(people[1].user.pk, at)) == []
    assert "Interest noted" not in shown(ann.get("/training/my/"))
    pages = sign_in(partnership, "training_officer")
    page = shown(pages.get(f"/office/training/{first.pk}/interest/"))
    assert (page.count("Has been given a place"), page.count("Invited to book")) == (1, 1)
    assert (answer(Answer.PLACE), answer(Answer.PLACE)) == (1, 0)
    assert Booking.objects.filter(status="booked").count() == 2
    cancel(Booking.objects.get(person=people[2].user), people[2], at)
    assert "Had a place; the booking is cancelled" in shown(pages.get(f"/office/training/{first.pk}/interest/"))


def test_interest_in_a_cancelled_session_says_so(
    first, people, answer, officer, ann, sign_in, partnership, shown, at
) -> None:
    note_interest(session_id=first.pk, note="", by=people[1], at=at)
    answer(Answer.INVITE)
    cancel_session(session_id=first.pk, reason="Ill.", by=officer, at=at, real_at=at)
    page = shown(ann.get(f"/training/{first.pk}/interest/"))
    assert "This session is cancelled." in page
    assert "Book a place" not in page
    assert "The session is cancelled" in shown(ann.get("/training/my/"))
    pages = sign_in(partnership, "training_officer")
    assert "(cancelled)" in shown(pages.get(f"/office/training/{first.pk}/interest/"))


def test_no_link_to_a_draft(first, people, ann, shown, at) -> None:
    note_interest(session_id=first.pk, note="", by=people[1], at=at)
    assert "Interest noted" in shown(ann.get("/training/my/"))
    Session.objects.filter(pk=first.pk).update(status="draft")
    assert "Interest noted" not in shown(ann.get("/training/my/"))


def test_nobody_is_invited_to_a_draft_or_given_a_place_on_it(
    first, people, answer, officer, sign_in, partnership, shown, at
) -> None:
    note_interest(session_id=first.pk, note="", by=people[1], at=at)
    Session.objects.filter(pk=first.pk).update(status="draft")
    named = [Person(1, "Ann Wood", "ann@example.org")]
    with pytest.raises(Refused, match=r"^This session is a draft: publish it first\.$"):
        invite_people(session_id=first.pk, people=named, by=officer, at=at, real_at=at)
    for what in Answer:
        with pytest.raises(Refused, match=r"^This session is a draft: publish it first\.$"):
            answer(what)
    assert Interest.objects.get().status == "noted"
    pages = sign_in(partnership, "training_officer")
    assert "Interest and invitations" not in shown(pages.get(f"/office/training/{first.pk}/"))


def test_the_waiting_list_of_a_cancelled_session_says_so(full, officer, ann, shown, at) -> None:
    cancel_session(session_id=full.pk, reason="Ill.", by=officer, at=at, real_at=at)
    page = shown(ann.get(f"/training/waiting/{WaitingEntry.objects.get().reference}/"))
    assert "What happened The session is cancelled" in page
    assert "No place came free" not in page
    assert "Join the waiting list" not in page
    join = shown(ann.get(f"/training/{full.pk}/wait/"))
    assert "You cannot join this waiting list This session is cancelled." in join


@pytest.mark.parametrize(
    ("made", "says"),
    [
        ({"booking_kind": "invite_only"}, "by invitation only"),
        ({"status": "draft"}, "not published at the moment"),
    ],
)
def test_nobody_is_next_where_no_offer_can_come(full, ann, shown, at, made, says) -> None:
    page = f"/training/waiting/{WaitingEntry.objects.get().reference}/"
    assert "You are next." in shown(ann.get(page))
    Session.objects.filter(pk=full.pk).update(booking_opens=at + timedelta(days=1))
    assert "You are next." in shown(ann.get(page))  # offers come once booking opens
    Session.objects.filter(pk=full.pk).update(**made)
    said = shown(ann.get(page))
    assert "You are next." not in said
    assert says in said
    assert "No place is offered from this list." in said
