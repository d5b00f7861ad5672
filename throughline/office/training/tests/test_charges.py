"""Money: what is charged, when not, back again, and on which statement. TR-60 to TR-62, TR-70 to TR-74."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from throughline.foundation.access.actors import system_actor
from throughline.foundation.access.operations import NotPermitted, Refused
from throughline.office.training import operations
from throughline.office.training.models import Attendance, Charge, NeverChanged, Session, SessionTrainer, StatementLine
from throughline.office.training.queries import charges as queries
from throughline.office.training.queries.attendance import attended_every_day, days_of, register
from throughline.office.training.rules.attendance import Presence
from throughline.office.training.rules.charges import (
    Amounts,
    Area,
    ChargeKind,
    Rule,
    amounts_for,
    area_of,
    is_late,
    left_empty,
)

pytestmark = pytest.mark.django_db
LONDON = ZoneInfo("Europe/London")
FIFTY = Decimal("50.00")
NOON = datetime(2024, 2, 15, 12, 0, tzinfo=LONDON)


def test_TR_70_the_most_particular_rule_holds() -> None:
    ten, twenty, thirty, forty = (Amounts(no_show=Decimal(n)) for n in (10, 20, 30, 40))
    rules = [Rule(None, "", ten), Rule(None, "health", twenty), Rule(1, "", thirty), Rule(1, "health", forty)]
    asked = [(2, "police"), (2, "health"), (1, "police"), (1, "health")]
    here = Area.HERE
    found = [amounts_for(rules, course_id=course, sector=sector, area=here).no_show for course, sector in asked]
    assert found == [10, 20, 30, 40]
    assert not amounts_for([], course_id=1, sector="health", area=here).any


def test_TR_70_who_is_free_of_charge_by_area_and_kind() -> None:
    fifty, free = Amounts(place=FIFTY), Amounts()
    rules = [Rule(None, "", fifty), Rule(None, "", free, Area.HERE), Rule(None, "private", fifty, Area.HERE),
             Rule(3, "", free, Area.ELSEWHERE)]  # fmt: skip
    asked = [
        (1, "health", Area.HERE), (1, "", Area.ELSEWHERE), (1, "private", Area.HERE), (3, "", Area.ELSEWHERE),
        (3, "private", Area.HERE),
    ]  # fmt: skip
    found = [bool(amounts_for(rules, course_id=c, sector=s, area=a).place) for c, s, a in asked]
    assert found == [False, True, True, False, True]
    assert (area_of(7), area_of(None)) == (Area.HERE, Area.ELSEWHERE)


def test_TR_70_whoever_books_reads_what_it_costs_their_agency(
    session, officer, at, sign_in, partnership, shown, settings
) -> None:
    settings.AS_AT = at
    reader, path = sign_in(partnership, "practitioner"), f"/training/{session.pk}/book/"
    assert "Free of charge. £70.00 if you cancel after" in shown(reader.get(path))
    operations.set_charge_rule(
        course_id=None, sector="", area=Area.ELSEWHERE, place=FIFTY, late=Decimal(0), no_show=Decimal(0), by=officer,
        at=at,
    )  # fmt: skip
    assert "£50.00, charged to your agency." in shown(reader.get(path))


def test_TR_71_the_deadline_itself_is_in_time() -> None:
    moments = (NOON, NOON + timedelta(seconds=1))
    assert [is_late(cancelled_at=at, cancel_until=NOON) for at in moments] == [False, True]
    assert not is_late(cancelled_at=NOON, cancel_until=None)


@given(st.lists(st.integers(0, 20), max_size=8).map(sorted), st.lists(st.integers(0, 20), max_size=8))
def test_TR_71_a_later_booking_fills_one_cancelled_place_and_no_more(cancelled, booked) -> None:
    moment = lambda n: NOON + timedelta(hours=n)  # noqa: E731
    empty = left_empty([moment(n) for n in cancelled], [moment(n) for n in booked])
    assert len(empty) == len(cancelled)
    assert empty.count(False) <= len(booked)
    if not booked:
        assert all(empty)
    if cancelled and sum(n >= cancelled[-1] for n in booked) >= len(cancelled):
        assert not any(empty)


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
def session(scoped, record, officer, at):
    found = record(places_left=3)
    Session.objects.filter(pk=found.pk).update(cancel_until=NOON)
    operations.set_charge_rule(
        course_id=None, sector="", place=Decimal(0), late=Decimal(70), no_show=FIFTY, by=officer, at=at
    )
    return Session.objects.get(pk=found.pk)


@pytest.fixture
def people(actor):
    found = [actor("practitioner", email=f"p{number}@example.org") for number in range(5)]
    for person in found:
        person.user.agency_name = "Rainbow Trust"
        person.user.save()
    return found


def booked(ask, session, people):
    return [ask(operations.book, session_id=session.pk, by=by) for by in people]


def owed() -> list[tuple[str, str, Decimal]]:
    return [(row.agency, row.kind, row.amount) for row in Charge.objects.order_by("pk")]


def test_TR_71_late_and_not_filled_is_charged_to_the_agency_once(session, ask, people, worker) -> None:
    rows = booked(ask, session, people[:2])
    ask(operations.cancel_booking, reference=rows[0].reference, by=people[0], at=NOON + timedelta(hours=1))
    ask(operations.settle_session, session_id=session.pk, by=worker, at=NOON + timedelta(hours=1))
    assert owed() == []  # it has not begun: somebody may still book
    assert queries.sessions_to_settle(session.starts) == [session.pk]
    for _ in range(2):
        ask(operations.settle_session, session_id=session.pk, by=worker, at=session.starts)
    assert owed() == [("Rainbow Trust", "late_cancellation", Decimal("70.00"))]
    assert queries.sessions_to_settle(session.starts) == []


def test_TR_71_not_when_in_time_filled_taken_by_the_office_or_only_waiting(
    session, ask, people, worker, officer
) -> None:
    first, second, third = booked(ask, session, people[:3])
    waiting = ask(operations.join_waiting_list, session_id=session.pk, by=people[3])
    late = NOON + timedelta(hours=1)
    ask(operations.cancel_booking, reference=first.reference, by=people[0], at=NOON)
    ask(operations.take_offer, reference=waiting.reference, by=people[3], at=late)
    ask(operations.cancel_booking, reference=second.reference, by=people[1], at=late)
    ask(operations.book, session_id=session.pk, by=people[4], at=late + timedelta(hours=1))
    ask(operations.cancel_booking_for, booking_id=third.pk, reason="Ill.", by=officer, at=late)
    ask(operations.settle_session, session_id=session.pk, by=worker, at=session.starts)
    assert owed() == []


def test_TR_70_a_place_is_charged_to_who_has_one_and_never_to_who_only_waited(
    session, ask, people, worker, officer, at
) -> None:
    operations.set_charge_rule(
        course_id=None, sector="", place=Decimal(30), late=Decimal(70), no_show=FIFTY, by=officer, at=at
    )
    rows = booked(ask, session, people[:3])
    for by in people[3:]:
        ask(operations.join_waiting_list, session_id=session.pk, by=by)
    ask(operations.cancel_booking, reference=rows[0].reference, by=people[0])
    lapsed = at + timedelta(days=1)  # the first who waits does not answer, and the second keeps waiting for an answer
    ask(operations.tend_waiting_list, session_id=session.pk, by=worker, at=lapsed)
    ask(operations.tend_waiting_list, session_id=session.pk, by=worker, at=session.starts)
    for _ in range(2):
        ask(operations.settle_session, session_id=session.pk, by=worker, at=session.starts)
    assert list(Charge.objects.order_by("pk").values_list("booking__person__email", "kind", "amount")) == [
        (f"p{number}@example.org", "place", Decimal("30.00")) for number in (1, 2)
    ]


def test_TR_60_TR_61_TR_62_the_register_and_its_charges(session, ask, people, officer, at) -> None:
    rows = booked(ask, session, people[:3])
    (day,) = days_of(session.pk)
    marks = {rows[0].pk: Presence.ATTENDED, rows[1].pk: Presence.ABSENT, rows[2].pk: Presence.APOLOGIES}
    mark = lambda marks, at: operations.mark_register(day_id=day.pk, marks=marks, by=officer, at=at)  # noqa: E731
    with pytest.raises(Refused, match="can be marked from Tuesday 20 February 2024 on"):
        mark(marks, at)
    assert Attendance.objects.count() == 0
    assert mark({rows[2].pk: Presence.APOLOGIES}, at) == 1
    with pytest.raises(Refused, match=r"^2 marks are missing"):
        ask(operations.finish_register, session_id=session.pk, by=officer, at=session.ends)
    assert mark(marks, session.starts) == 2
    assert mark(marks, session.starts) == 0
    for _ in range(2):
        ask(operations.finish_register, session_id=session.pk, by=officer, at=session.ends)
    assert owed() == [("Rainbow Trust", "no_show", FIFTY)]
    assert [attended_every_day(row) for row in rows] == [True, False, False]
    mark({rows[1].pk: Presence.ATTENDED}, session.ends)
    for _ in range(2):
        ask(operations.finish_register, session_id=session.pk, by=officer, at=session.ends)
    assert [amount for _, _, amount in owed()] == [FIFTY, -FIFTY]
    mark({rows[1].pk: Presence.ABSENT}, session.ends)
    ask(operations.finish_register, session_id=session.pk, by=officer, at=session.ends)
    assert [amount for _, _, amount in owed()] == [FIFTY, -FIFTY, FIFTY]


def test_the_register_is_the_offices_and_the_trainers(session, ask, people, actor) -> None:
    (row,) = booked(ask, session, people[:1])
    (day,) = days_of(session.pk)
    trainer = actor("practitioner", email="trainer@example.org")
    marks = {row.pk: Presence.ATTENDED}
    for by in (trainer, people[0]):
        with pytest.raises(NotPermitted):
            operations.mark_register(day_id=day.pk, marks=marks, by=by, at=session.starts)
    SessionTrainer.objects.create(space_id=session.space_id, session=session, name="Tess", person=trainer.user)
    assert operations.mark_register(day_id=day.pk, marks=marks, by=trainer, at=session.starts) == 1


def test_TR_73_a_charge_is_waived_with_a_reason_and_never_changed(session, ask, people, officer) -> None:
    (row,) = booked(ask, session, people[:1])
    charge = charged(ask, session, row, officer)
    with pytest.raises(Refused, match="Say why"):
        ask(operations.waive_charge, charge_id=charge.pk, reason=" ", by=officer)
    reversal = ask(operations.waive_charge, charge_id=charge.pk, reason="A bereavement.", by=officer)
    again = ask(operations.waive_charge, charge_id=charge.pk, reason="Twice.", by=officer)
    assert (reversal.pk, reversal.amount, reversal.why) == (again.pk, -FIFTY, "Waived: A bereavement.")
    with pytest.raises(Refused, match="itself a reversal"):
        ask(operations.waive_charge, charge_id=reversal.pk, reason="No.", by=officer)
    with pytest.raises(NotPermitted):
        ask(operations.waive_charge, charge_id=charge.pk, reason="For myself.", by=people[0])


def charged(ask, session, row, officer) -> Charge:
    (day,) = days_of(session.pk)
    operations.mark_register(day_id=day.pk, marks={row.pk: Presence.ABSENT}, by=officer, at=session.ends)
    (made,) = ask(operations.finish_register, session_id=session.pk, by=officer, at=session.ends)
    return made


def test_TR_73_money_is_never_changed_in_python(session, ask, people, officer) -> None:
    charge = charged(ask, session, booked(ask, session, people[:1])[0], officer)
    charge.amount = Decimal(1)
    for change in (
        charge.save,
        charge.delete,
        lambda: Charge.objects.update(amount=1),
        lambda: Charge.objects.all().delete(),
        lambda: Charge.objects.filter(pk=charge.pk).update(why="x"),
    ):
        with pytest.raises(NeverChanged):
            change()


@pytest.mark.parametrize(
    "given",
    [{"amount": Decimal(0)}, {"amount": Decimal(-5)}, {"why": ""}, {"kind": "whim"}, {}],
)
def test_the_database_refuses_a_charge_that_cannot_be(session, ask, people, officer, given, at) -> None:
    row = booked(ask, session, people[:1])[0]
    charged(ask, session, row, officer)
    values = {"amount": Decimal(5), "why": "Because.", "kind": ChargeKind.NO_SHOW} | given
    with pytest.raises(IntegrityError), transaction.atomic():
        Charge.objects.create(
            space_id=row.space_id, booking=row, day=at.date(), made_at=at, made_by=officer.user, **values
        )


def test_TR_73_the_database_refuses_an_update(session, ask, people, officer, request) -> None:
    if request.config.getoption("nomigrations"):
        pytest.skip("the triggers are made by a migration")
    charge = charged(ask, session, booked(ask, session, people[:1])[0], officer)
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE training_charge SET amount = 1 WHERE id = %s", [charge.pk])


def test_TR_74_one_statement_an_agency_and_period(session, ask, people, officer) -> None:
    charge = charged(ask, session, booked(ask, session, people[:1])[0], officer)
    later = datetime(2024, 4, 2, 9, 0, tzinfo=LONDON)
    period = {"agency": "Rainbow Trust", "first": date(2024, 1, 1), "last": date(2024, 3, 31), "by": officer}
    with pytest.raises(Refused, match="once its last day has passed"):
        ask(operations.issue_statement, **period, at=session.ends)
    assert [(row.agency, row.amount) for row in queries.owing(date(2024, 3, 31))] == [("Rainbow Trust", FIFTY)]
    statement = ask(operations.issue_statement, **period, at=later)
    assert (statement.number, [row.pk for row in queries.charges_on(statement.pk)]) == (1, [charge.pk])
    assert queries.owing(date(2024, 3, 31)) == []
    with pytest.raises(Refused, match="already"):
        ask(operations.issue_statement, **period, at=later)
    ask(operations.waive_charge, charge_id=charge.pk, reason="Late word.", by=officer, at=later)
    assert queries.owing(date(2024, 6, 30))[0].amount == -FIFTY  # on the next statement
    with pytest.raises(IntegrityError), transaction.atomic():
        StatementLine.objects.create(space_id=charge.space_id, statement=statement, charge=charge)


@pytest.mark.parametrize("number", [1, 3])
def test_the_register_asks_the_same_few_questions(session, ask, people, number, django_assert_num_queries) -> None:
    booked(ask, session, people[:number])
    with django_assert_num_queries(3):
        assert len(register(session)) == number
