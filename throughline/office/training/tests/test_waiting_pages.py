"""Waiting lists through the whole stack, without JavaScript, at 5 February 2024, 9am."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from throughline.foundation.access.models import User
from throughline.office.training import operations
from throughline.office.training.models import Booking, SchoolHoliday, Session, WaitingEntry, WaitingTimes

pytestmark = pytest.mark.django_db
LONDON = ZoneInfo("Europe/London")


@pytest.fixture(autouse=True)
def stands_at(settings, scoped) -> None:
    settings.AS_AT = datetime(2024, 2, 5, 9, 0, tzinfo=LONDON)


@pytest.fixture
def ann(sign_in, partnership) -> Client:
    return sign_in(partnership, "practitioner", email="ann@example.org")


@pytest.fixture
def officer(sign_in, partnership) -> Client:
    return sign_in(partnership, "training_officer", email="officer@example.org")


@pytest.fixture
def full(record, actor, at):
    session = record("Neglect", places_left=1)
    session.holder = actor("practitioner", email="holder@example.org")
    session.held = operations.book(session_id=session.pk, by=session.holder, at=at, real_at=at)
    return session


def frees(session, at) -> None:
    operations.cancel_booking(reference=session.held.reference, by=session.holder, at=at, real_at=at)


def test_join_see_the_place_get_an_offer_and_take_it(shown, ann, full, at) -> None:
    page = ann.get(f"/training/{full.pk}/{full.slug}/")
    assert f'href="/training/{full.pk}/wait/"' in page.content.decode()
    told = shown(ann.get(f"/training/{full.pk}/wait/"))
    assert "on a working day between 8am and 6pm" in told
    joined = ann.post(f"/training/{full.pk}/wait/", follow=True)
    assert "You are on the waiting list You are next." in shown(joined)
    assert "See your place in it" in shown(ann.get(f"/training/{full.pk}/{full.slug}/"))
    assert "Waiting lists" in shown(ann.get("/training/my/"))
    entry = WaitingEntry.objects.get()
    frees(full, at)
    offered = shown(ann.get(f"/training/waiting/{entry.reference}/"))
    assert "A place is held for you" in offered
    assert "Held for you until 6 February 2024 at 9am" in offered
    assert Booking.objects.filter(status="booked").count() == 0  # reading the page takes nothing
    taken = ann.post(f"/training/waiting/{entry.reference}/", {"answer": "take"}, follow=True)
    assert "You have a place" in shown(taken)
    assert ann.get(f"/training/waiting/{entry.reference}/").status_code == 302


def test_who_waits_because_their_agency_has_its_most_reads_so(shown, ann, record, actor, at) -> None:
    session = record("Neglect", 3)
    Session.objects.filter(pk=session.pk).update(agency_most=1)
    colleague = actor("practitioner", email="bo@example.org")
    for person in (colleague.user, User.objects.get(email="ann@example.org")):
        person.agency_name = "Hill Trust"
        person.save()
    operations.book(session_id=session.pk, by=colleague, at=at, real_at=at)
    says = "This agency has the 1 place that one agency can have on this session."
    assert f"{says} Join the waiting list" in shown(ann.get(f"/training/{session.pk}/book/"))
    assert f"You are next. {says}" in shown(ann.post(f"/training/{session.pk}/wait/", follow=True))
    assert "Book a place" not in shown(ann.get(f"/training/{session.pk}/{session.slug}/"))


def test_let_the_place_go(shown, ann, full, at) -> None:
    ann.post(f"/training/{full.pk}/wait/")
    entry = WaitingEntry.objects.get()
    frees(full, at)
    gone = ann.post(f"/training/waiting/{entry.reference}/", {"answer": "leave"}, follow=True)
    assert "You let the place on Neglect go. It goes to the next person." in shown(gone)
    late = ann.post(f"/training/waiting/{entry.reference}/", {"answer": "take"})
    assert (late.status_code, "not offered to you any more" in shown(late)) == (409, True)
    assert "Join the waiting list again" in shown(late)


def test_a_refused_booking_leads_to_the_waiting_list(shown, ann, full) -> None:
    refused = ann.post(f"/training/{full.pk}/book/")
    assert (refused.status_code, "Join the waiting list" in shown(refused)) == (409, True)


def test_joining_where_there_is_a_place_says_so(shown, ann, record) -> None:
    session = record("Open", 3)
    answer = ann.post(f"/training/{session.pk}/wait/")
    assert (answer.status_code, "There are places on this session: book one." in shown(answer)) == (409, True)


def test_somebody_elses_entry_is_not_there(ann, full, actor, at, other_partnership, sign_in) -> None:
    other = operations.join_waiting_list(
        session_id=full.pk, by=actor("practitioner", email="b@example.org"), at=at, real_at=at
    )
    for method in (ann.get, ann.post):
        assert method(f"/training/waiting/{other.reference}/").status_code == 404
    kent = sign_in(other_partnership, "practitioner", email="k@example.org")
    assert kent.get(f"/training/{full.pk}/wait/").status_code == 404


def test_the_office_sees_the_list_and_puts_somebody_first(shown, officer, full, actor, at) -> None:
    for name in ("ann", "bob"):
        operations.join_waiting_list(
            session_id=full.pk, by=actor("practitioner", email=f"{name}@example.org"), at=at, real_at=at
        )
    last = WaitingEntry.objects.get(number=2)
    change = f"/office/training/{full.pk}/waiting/{last.pk}/"
    missing = officer.post(change, {"reason": "", "change": "first"})
    assert (missing.status_code, "Say why" in shown(missing)) == (422, True)
    officer.post(change, {"reason": "A court case.", "change": "first"})
    page = shown(officer.get(f"/office/training/{full.pk}/"))
    assert page.index("1 bob") < page.index("2 ann")
    assert "Waiting. Put first by officer: A court case." in page
    rows = officer.get(f"/office/training/{full.pk}/waiting.csv").content.decode("utf-8-sig").splitlines()
    assert [row.split(",")[:2] for row in rows[1:]] == [["1", "bob"], ["2", "ann"]]
    officer.post(change, {"reason": "No longer employed.", "change": "off"})
    assert officer.get(change).status_code == 302
    assert WaitingEntry.objects.get(pk=last.pk).status == "withdrawn"


@pytest.mark.parametrize("waiting", [1, 3])
def test_the_list_asks_the_same_few_questions(officer, full, actor, at, waiting, django_assert_num_queries) -> None:
    for number in range(waiting):
        operations.join_waiting_list(
            session_id=full.pk, by=actor("practitioner", email=f"{number}@example.org"), at=at, real_at=at
        )
    with django_assert_num_queries(8):  # host, spaces, session, person, roles, training session, its days, waiting
        officer.get(f"/office/training/{full.pk}/waiting.csv")


def test_the_times_are_set_on_one_page(shown, officer) -> None:
    wrong = officer.post(
        "/office/training/waiting-lists/",
        {"opens": "18:00", "closes": "08:00", "days": "2", "days_in_holidays": "1", "stop_hours": "x"},
    )
    said = shown(wrong)
    for typed, what in (
        ("soon", "Offers begin at must be a time, like 9:30am or 14:00"),
        ("", "Say when offers begin"),
    ):
        assert what in shown(officer.post("/office/training/waiting-lists/", {"opens": typed}))
    assert wrong.status_code == 422
    assert "Offers must be made until a later time than they begin" in said
    assert "there must be as many days or more" in said
    officer.post(
        "/office/training/waiting-lists/",
        {"opens": "7am", "closes": "20:00", "days": "2", "days_in_holidays": "5", "stop_hours": "12"},
    )
    times = WaitingTimes.objects.get()
    assert (times.opens, times.closes, times.days, times.stop_hours) == (time(7), time(20), 2, 12)
    filled = officer.get("/office/training/waiting-lists/").content.decode()
    assert 'value="7am"' in filled
    assert 'value="8pm"' in filled
    holiday = {"name": "Half-term", "first_day": "12", "first_month": "2", "first_year": "2024",
               "last_day": "16", "last_month": "2", "last_year": "2024"}  # fmt: skip
    officer.post("/office/training/waiting-lists/holidays/add/", holiday)
    again = officer.post("/office/training/waiting-lists/holidays/add/", holiday)
    assert (again.status_code, "on record already" in shown(again)) == (422, True)
    assert "Half-term 12 to 16 February 2024" in shown(officer.get("/office/training/waiting-lists/"))
    officer.post(f"/office/training/waiting-lists/holidays/{SchoolHoliday.objects.get().pk}/remove/")
    assert SchoolHoliday.objects.count() == 0
