"""What joined accounts and money do where several things come together: merging, charging, an agency's staff."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from throughline.foundation.access.actors import system_actor
from throughline.foundation.access.models import User
from throughline.foundation.access.operations import Refused
from throughline.office.training import operations
from throughline.office.training.models import Booking, Charge, LearningRole, PersonMerge, RoleHeld, Session
from throughline.office.training.operations.people import merge_people
from throughline.office.training.operations.requirements import StaffRow, record_staff
from throughline.office.training.queries import elearning
from throughline.office.training.queries.agencies import awaiting_answer
from throughline.office.training.queries.attendance import days_of
from throughline.office.training.rules.attendance import Presence
from throughline.office.training.rules.staff import Person

pytestmark = pytest.mark.django_db
LONDON = ZoneInfo("Europe/London")
NOON = datetime(2024, 2, 15, 12, 0, tzinfo=LONDON)
HOUR = timedelta(hours=1)
LATE, FIFTY = Decimal("70.00"), Decimal("50.00")


@pytest.fixture
def ask(scoped, at):
    return lambda operation, **given: operation(**({"at": at, "real_at": given.get("at", at)} | given))


@pytest.fixture
def officer(actor):
    return actor("training_officer")


@pytest.fixture
def worker(db):
    return system_actor("worker")


@pytest.fixture
def people(actor):
    found = [actor("practitioner", email=f"p{number}@example.org") for number in range(5)]
    for person in found:
        person.user.agency_name = "Rainbow Trust"
        person.user.save()
    return found


@pytest.fixture
def priced(record, officer, at):
    """priced(places) → a session that can be cancelled until noon on 15 February, where all is charged but a place."""

    def make(places: int) -> Session:
        found = record(places_left=places)
        Session.objects.filter(pk=found.pk).update(cancel_until=NOON)
        operations.set_charge_rule(
            course_id=None, sector="", place=Decimal(0), late=LATE, no_show=FIFTY, by=officer, at=at
        )
        return Session.objects.get(pk=found.pk)

    return make


@pytest.fixture
def lead(trust, actor, officer, at):
    found = actor("practitioner", email="lead@example.org")
    operations.settle_agency(
        organisation_id=trust.pk, approves=True, order_number="", lead_emails=["lead@example.org"], by=officer, at=at
    )
    return found


@pytest.fixture
def merge(ask, officer):
    return lambda kept, merged, **given: ask(
        merge_people, kept_id=kept.user.pk, merged_id=merged.user.pk, reason="Same.", by=officer, **given
    )


@pytest.fixture
def joined(scoped, officer, at):
    """joined(kept, merged): two accounts that were joined."""
    return lambda kept, merged: PersonMerge.objects.create(
        space_id=scoped.home_id, kept=kept.user, merged=merged.user, reason="Same.", made_at=at, made_by=officer.user
    )


def held(session: Session) -> tuple[int, int]:
    session.refresh_from_db()
    return session.taken, session.waiting


def owed() -> list[tuple[str, str, Decimal]]:
    rows = Charge.objects.order_by("pk")
    return list(rows.values_list("booking__person__email", "kind", "amount"))


# Joining accounts


def test_TR_173_who_waits_and_is_booked_once_joined_waits_no_longer(record, ask, people, merge) -> None:
    session = record(places_left=1)
    one, other, third = people[:3]
    ask(operations.book, session_id=record("Another").pk, by=one)
    booking = ask(operations.book, session_id=session.pk, by=other)
    entry = ask(operations.join_waiting_list, session_id=session.pk, by=one)
    behind = ask(operations.join_waiting_list, session_id=session.pk, by=third)
    merge(one, other)
    entry.refresh_from_db()
    assert (entry.status, held(session)) == ("withdrawn", (1, 1))
    ask(operations.cancel_booking, reference=booking.reference, by=one)
    behind.refresh_from_db()
    assert behind.status == "offered"


def test_TR_173_an_offer_to_who_is_booked_once_joined_goes_to_the_next(record, ask, people, merge) -> None:
    session = record(places_left=2)
    one, other, third, fourth = people[:4]
    ask(operations.book, session_id=record("Another").pk, by=one)
    ask(operations.book, session_id=session.pk, by=other)
    given_up = ask(operations.book, session_id=session.pk, by=third)
    entry = ask(operations.join_waiting_list, session_id=session.pk, by=one)
    behind = ask(operations.join_waiting_list, session_id=session.pk, by=fourth)
    ask(operations.cancel_booking, reference=given_up.reference, by=third)
    merge(one, other)
    entry.refresh_from_db()
    behind.refresh_from_db()
    assert (entry.status, behind.status, held(session)) == ("withdrawn", "offered", (2, 0))
    with pytest.raises(Refused, match="not offered to you any more"):
        ask(operations.take_offer, reference=entry.reference, by=one)


def test_TR_173_what_a_double_booking_was_charged_is_reversed(priced, ask, people, merge, officer) -> None:
    session = priced(3)
    rows = [ask(operations.book, session_id=session.pk, by=by) for by in people[:3]]
    (day,) = days_of(session.pk)
    marks = {rows[0].pk: Presence.ATTENDED, rows[1].pk: Presence.ABSENT, rows[2].pk: Presence.ABSENT}
    operations.mark_register(day_id=day.pk, marks=marks, by=officer, at=session.ends)
    ask(operations.finish_register, session_id=session.pk, by=officer, at=session.ends)
    merge(people[0], people[1], at=session.ends + HOUR)
    assert sorted(Charge.objects.values_list("booking_id", "amount")) == sorted(
        [(rows[1].pk, FIFTY), (rows[1].pk, -FIFTY), (rows[2].pk, FIFTY)]
    )
    assert Charge.objects.get(amount__lt=0).why == "Booked twice: the same person."


def test_two_addresses_of_joined_accounts_are_one_person_on_a_list(record, ask, people, joined, lead, trust) -> None:
    session = record(places_left=5)
    joined(people[0], people[1])
    rows = [Person(row, "Ann Wood", f"{name}@example.org") for row, name in ((1, "p0"), (2, "new"), (4, "p1"))]
    booking = {"session_id": session.pk, "organisation_id": trust.pk, "by": lead}
    with pytest.raises(operations.WrongRows) as wrong:
        ask(operations.book_for_staff, people=rows, **booking)
    assert [(row.row, row.says) for row in wrong.value.problems] == [(4, "p1@example.org is the same person as row 1")]
    assert (held(session), User.objects.filter(email="new@example.org").exists()) == ((0, 0), False)
    assert len(ask(operations.book_for_staff, people=rows[1:], **booking)) == 2


def test_a_role_at_an_address_of_a_joined_account_is_the_other_accounts(scoped, people, joined, officer, trust) -> None:
    joined(people[0], people[1])
    LearningRole.objects.create(space_id=scoped.home_id, name="Lead")
    rows = [
        StaffRow(row, f"{name}@example.org", "Ann", "Rainbow Trust", "Lead") for row, name in enumerate(("p1", "p0"), 1)
    ]
    assert record_staff(rows=rows, by=officer, today=date(2024, 2, 5)).added == 1
    assert RoleHeld.objects.get().person == people[0].user


def test_a_completion_at_an_address_of_a_joined_account_is_the_other_accounts(people, joined) -> None:
    for person, name in zip(people, ("Ann Wood", "Ann Wood", "Bo Lee"), strict=False):
        User.objects.filter(pk=person.user.pk).update(name=name)
    joined(people[0], people[1])
    found = elearning.people()
    assert [found.with_email(f"p{n}@example.org") for n in range(3)] == [
        people[0].user.pk, people[0].user.pk, people[2].user.pk,
    ]  # fmt: skip
    assert found.named("Ann Wood", "Rainbow Trust") == people[0].user.pk


# Charges


def test_TR_73_what_was_waived_is_not_charged_again(priced, ask, people, officer) -> None:
    session = priced(3)
    booking = ask(operations.book, session_id=session.pk, by=people[0])
    (day,) = days_of(session.pk)
    finish = {"session_id": session.pk, "by": officer, "at": session.ends}

    def mark(presence: Presence) -> None:
        operations.mark_register(day_id=day.pk, marks={booking.pk: presence}, by=officer, at=session.ends)

    mark(Presence.ABSENT)
    (charge,) = ask(operations.finish_register, **finish)
    ask(operations.waive_charge, charge_id=charge.pk, reason="The register was corrected.", by=officer)
    assert ask(operations.finish_register, **finish) == []
    for presence in (Presence.ATTENDED, Presence.ABSENT):
        mark(presence)
        assert ask(operations.finish_register, **finish) == []
    assert [amount for *_, amount in owed()] == [FIFTY, -FIFTY]


def test_TR_71_who_filled_a_place_and_cancelled_late_has_filled_it(priced, ask, people, worker) -> None:
    session = priced(1)
    first = ask(operations.book, session_id=session.pk, by=people[0])
    ask(operations.cancel_booking, reference=first.reference, by=people[0], at=NOON + HOUR)
    second = ask(operations.book, session_id=session.pk, by=people[1], at=NOON + 2 * HOUR)
    ask(operations.cancel_booking, reference=second.reference, by=people[1], at=NOON + 3 * HOUR)
    ask(operations.book, session_id=session.pk, by=people[2], at=NOON + 4 * HOUR)
    ask(operations.settle_session, session_id=session.pk, by=worker, at=session.starts)
    assert owed() == []


def test_TR_71_the_last_who_cancelled_late_is_charged_and_fills_nothing_for_themselves(
    priced, ask, people, worker
) -> None:
    session = priced(1)
    first = ask(operations.book, session_id=session.pk, by=people[0])
    ask(operations.cancel_booking, reference=first.reference, by=people[0], at=NOON + HOUR)
    for by, hours in ((people[1], 2), (people[2], 3)):
        booking = ask(operations.book, session_id=session.pk, by=by, at=NOON + hours * HOUR)
        ask(operations.cancel_booking, reference=booking.reference, by=by, at=NOON + hours * HOUR)
    ask(operations.settle_session, session_id=session.pk, by=worker, at=session.starts)
    assert owed()[-1] == ("p2@example.org", "late_cancellation", LATE)


@pytest.mark.parametrize(("taken_again", "charged"), [(False, ["p0@example.org"]), (True, [])])
def test_TR_71_a_place_passed_on_is_filled_when_it_was_first_booked(
    priced, ask, people, worker, taken_again, charged
) -> None:
    session = priced(2)
    first, second = [ask(operations.book, session_id=session.pk, by=by) for by in people[:2]]
    ask(operations.cancel_booking, reference=first.reference, by=people[0], at=NOON + HOUR)
    if taken_again:
        second = ask(operations.book, session_id=session.pk, by=people[2], at=NOON + 2 * HOUR)
    by = people[2] if taken_again else people[1]
    ask(
        operations.pass_place_on, reference=second.reference, name="Cy", email="cy@example.org", by=by,
        at=NOON + 3 * HOUR,
    )  # fmt: skip
    ask(operations.settle_session, session_id=session.pk, by=worker, at=session.starts)
    assert [email for email, *_ in owed()] == charged


# Once it has begun


def test_an_agency_says_no_until_the_session_begins(record, ask, people, lead, trust) -> None:
    session = record(places_left=2)
    rows = [ask(operations.book, session_id=session.pk, by=by) for by in people[:2]]
    before = session.starts - HOUR
    assert awaiting_answer(trust.pk, before).count() == 2
    assert awaiting_answer(trust.pk, session.starts).count() == 0
    with pytest.raises(Refused, match="began on 20 February 2024"):
        ask(operations.decide, booking_id=rows[0].pk, yes=False, reason="Away.", by=lead, at=session.starts)
    rows[0].approval.refresh_from_db()
    assert (rows[0].approval.approved, held(session)) == (None, (2, 0))
    assert ask(operations.decide, booking_id=rows[0].pk, yes=True, reason="", by=lead, at=session.starts).approved
    ask(operations.decide, booking_id=rows[1].pk, yes=False, reason="Away.", by=lead, at=before)
    assert held(session) == (1, 0)


def test_TR_81_nobody_is_moved_out_of_a_session_that_began(record, ask, people, officer) -> None:
    session = record("First", 1)
    later = record("Later", 1, starts=session.starts + timedelta(days=7))
    booking = ask(operations.book, session_id=session.pk, by=people[0])
    with pytest.raises(Refused, match="began on 20 February 2024"):
        ask(
            operations.move_person, booking_id=booking.pk, to_session_id=later.pk, reason="Ill.", by=officer,
            at=session.starts,
        )  # fmt: skip
    assert (held(session), held(later), Booking.objects.count()) == ((1, 0), (0, 0), 1)
