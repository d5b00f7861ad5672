"""The officer writes courses, sessions and venues; whoever is booked is told of a change."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from throughline.foundation.notices.models import OutboxMessage
from throughline.office.partnership.models import AgencyInvolvement, Organisation
from throughline.office.training.models import Booking, Course, Session, SessionDay, SessionShare, Venue, VenueClosure
from throughline.office.training.operations import book

pytestmark = pytest.mark.django_db
LONDON = ZoneInfo("Europe/London")


@pytest.fixture(autouse=True)
def stands_at(settings, scoped) -> None:
    settings.AS_AT = datetime(2024, 2, 5, 9, 0, tzinfo=LONDON)


@pytest.fixture
def officer(sign_in, partnership):
    return sign_in(partnership, "training_officer")


@pytest.fixture
def public() -> Client:
    return Client(headers={"host": "medway.localhost"})


@pytest.fixture
def course(record) -> Course:
    return record("Signs of Safety", mode="in person").course


@pytest.fixture
def hall(course) -> Venue:
    return Venue.objects.create(
        space_id=course.space_id, name="Example hall", address="1 Example Road", capacity=24, access="No steps."
    )


def day(
    number: int, date: tuple[int, int, int] | None, starts: str = "", ends: str = "", **more: str
) -> dict[str, str]:
    parts = dict(zip(("year", "month", "day"), map(str, date), strict=True)) if date else {}
    values = {"starts": starts, "ends": ends, "venue": "", "link": "", "topic": ""} | more
    return {f"days-{number}-day_{part}": parts.get(part, "") for part in ("day", "month", "year")} | {
        f"days-{number}-{name}": value for name, value in values.items()
    }


def posted(*days: dict[str, str], initial: int = 0, **more: str) -> dict[str, str]:
    data = {"days-TOTAL_FORMS": str(len(days)), "days-INITIAL_FORMS": str(initial)}
    for each in days:
        data |= each
    return data | {"places_kind": "limited", "places": "20", "booking_kind": "open"} | more


TWO_DAYS = (day(0, (2024, 3, 18), "9:30am", "4pm"), day(1, (2024, 3, 25), "13:00", "4pm"))


@pytest.fixture
def police(scoped) -> Organisation:
    organisation = Organisation.objects.create(space_id=scoped.home_id, name="Example police")
    AgencyInvolvement.objects.create(
        space_id=scoped.home_id, organisation=organisation, name="Example police", sector="police"
    )
    return organisation


def test_a_course_is_written_and_its_like_is_not(officer, police, shown) -> None:
    words = {"title": "Neglect", "delivery": "in_person", "mode": "in person", "status": "offered", "hours": "6.5",
             "refresh_months": "36", "level": "Level 2", "audience": "Everyone who works with families",
             "outcomes": "Name four signs", "delivered_by": str(police.pk)}  # fmt: skip
    page = shown(officer.post("/office/training/courses/add/", words, follow=True))
    assert (
        "Level Level 2 Who it is for Everyone who works with families What you can do afterwards Name four signs"
        " Hours of learning 6.5 Delivered by Example police Refreshed every 3 years"
    ) in page
    again = officer.post("/office/training/courses/add/", words)
    assert again.status_code == 422
    assert "There is a course ‘Neglect’ held as ‘in person’ already. Change that one." in shown(again)
    assert Course.objects.filter(title="Neglect").count() == 1


def test_a_two_day_session_with_everything(officer, course, hall, police, shown) -> None:
    data = posted(
        day(0, (2024, 3, 18), "9:30am", "4pm", venue=str(hall.pk)), TWO_DAYS[1],
        cancel_day_day="15", cancel_day_month="3", cancel_day_year="2024", cancel_time="noon",
        minimum="8", decide_on_day="11", decide_on_month="3", decide_on_year="2024",
        trainers="Amara Osei, Example Trust\nBen Hall", bring="A laptop", shares="police: 6", agency_most="4",
        shares_day_day="4", shares_day_month="3", shares_day_year="2024", shares_time="noon",
        opens_day_day="6", opens_day_month="2", opens_day_year="2024", opens_time="9am",
        closes_day_day="17", closes_day_month="3", closes_day_year="2024", closes_time="5pm",
    )  # fmt: skip
    page = shown(officer.post(f"/office/training/courses/{course.pk}/sessions/add/", data, follow=True))
    session = Session.objects.latest("pk")
    assert (session.starts, session.ends) == (
        datetime(2024, 3, 18, 9, 30, tzinfo=LONDON), datetime(2024, 3, 25, 16, tzinfo=LONDON)
    )  # fmt: skip
    assert [str(trainer) for trainer in session.trainers.all()] == ["Amara Osei, Example Trust", "Ben Hall"]
    for said in (
        "Day 1 Monday 18 March 2024, 9:30am to 4pm", "Day 2 Monday 25 March 2024, 1pm to 4pm",
        "Cancel by Midday on Friday 15 March 2024", "Address: Example hall 1 Example Road",
        "Access: Example hall No steps.", "What to bring A laptop",
        "Places kept police, 0 of 6 taken; everyone else, 0 of 14 taken Most places of one agency 4"
        " All places fall open midday on Monday 4 March 2024",
    ):  # fmt: skip
        assert said in page
    assert (session.booking_opens, session.booking_closes) == (
        datetime(2024, 2, 6, 9, tzinfo=LONDON), datetime(2024, 3, 17, 17, tzinfo=LONDON)
    )  # fmt: skip
    public = shown(officer.get(f"/training/{session.pk}/{session.slug}/"))
    assert "Day 2 Monday 25 March 2024, 1pm to 4pm" in public
    assert "In person, at Example hall" in public


def test_wrong_input_keeps_what_was_typed_and_writes_nothing(officer, course, hall, shown) -> None:
    before = Session.objects.count()
    data = posted(
        day(0, (2024, 3, 18), "9:30am", "4pm", venue=str(hall.pk), link="javascript:1"),
        day(1, (2024, 3, 18), "3pm", "5pm"), places="25", trainers="Amara Osei",
        cancel_day_day="19", cancel_day_month="3", cancel_day_year="2024", cancel_time="9am",
    )  # fmt: skip
    response = officer.post(f"/office/training/courses/{course.pk}/sessions/add/", data)
    assert response.status_code == 422
    page = shown(response)
    for said in (
        "Enter the whole link, beginning with https://",
        "This overlaps with the day that begins at 9:30am on Monday 18 March 2024.",
        "Example hall holds 24 people. Give no more places than that.",
        "The last moment to cancel must not be after the start. The session begins at 9:30am on Monday 18 March 2024.",
    ):
        assert page.count(said) == 2  # in the summary and beside its field
    assert b'value="javascript:1"' in response.content
    assert Session.objects.count() == before


def test_unfinished_days_and_times_are_said_at_their_field(officer, course, shown) -> None:
    data = posted(day(0, (2024, 3, 18), "half nine", ""))
    page = shown(officer.post(f"/office/training/courses/{course.pk}/sessions/add/", data))
    assert "Starts must be a time, like 9:30am or 14:00" in page
    assert "Enter when this day ends" in page
    page = shown(officer.post(f"/office/training/courses/{course.pk}/sessions/add/", posted(day(0, None))))
    assert page.count("Give the session at least one day.") == 2


def test_more_days_shows_another_and_saves_nothing(officer, course, shown) -> None:
    before = Session.objects.count()
    response = officer.post(f"/office/training/courses/{course.pk}/sessions/add/", posted(TWO_DAYS[0], more="1"))
    assert (response.status_code, Session.objects.count()) == (200, before)
    assert "Day 2" in shown(response)
    assert b'value="9:30am"' in response.content


@pytest.fixture
def two_days(officer, course, actor, at) -> Session:
    officer.post(f"/office/training/courses/{course.pk}/sessions/add/", posted(*TWO_DAYS, draft=""))
    session = Session.objects.latest("pk")
    book(session_id=session.pk, by=actor("practitioner", email="ann@example.org"), at=at, real_at=at)
    return session


def mail(kind: str) -> OutboxMessage:
    return OutboxMessage.objects.get(kind=kind)


def files(message: OutboxMessage) -> list[str]:
    return [bytes(each.content).decode() for each in message.attachments.order_by("pk")]


def test_a_booking_on_two_days_has_an_entry_each(two_days) -> None:
    first, second = files(mail("training.booking_confirmed"))
    reference = Booking.objects.get().reference
    assert f"UID:booking-{reference}@" in first
    assert f"UID:booking-{reference}-2@" in second
    assert "SUMMARY:Signs of Safety (day 2 of 2)" in second


def test_a_change_is_told_with_entries_that_follow_it(officer, two_days, shown) -> None:
    moved = (
        day(0, (2024, 3, 25), "1pm", "4pm", link="https://meet.example.org/x"), day(1, None), day(2, None),
    )  # fmt: skip
    page = shown(officer.post(f"/office/training/{two_days.pk}/change/", posted(*moved, initial=2), follow=True))
    assert "The session is changed. The 1 person booked is told." in page
    two_days.refresh_from_db()
    assert two_days.starts == datetime(2024, 3, 25, 13, tzinfo=LONDON)
    assert two_days.days.count() == 1
    message = mail("training.booking_changed")
    first, second = files(message)
    assert "METHOD:REQUEST" in first and "SEQUENCE:1" in first and "20240325T130000" in first  # noqa: PT018
    assert "METHOD:CANCEL" in second and "SEQUENCE:1" in second  # noqa: PT018
    assert "Join: https://meet.example.org/x" in message.text


def test_a_trainer_named_with_an_address_finds_the_register_among_their_bookings(
    officer, public, two_days, sign_in, partnership, shown
) -> None:
    trainer = sign_in(partnership, email="pia@example.org")
    register, page = f"/training/register/{two_days.pk}/", f"/office/training/{two_days.pk}/change/"
    refused = officer.post(page, posted(*TWO_DAYS, initial=2, trainers="Pia One, Trust, nobody@example.org"))
    assert refused.status_code == 422
    assert "Nobody has an account with nobody@example.org." in shown(refused)
    assert "Sessions you train" not in shown(trainer.get("/training/my/"))
    officer.post(page, posted(*TWO_DAYS, initial=2, trainers="Pia One, Trust, Pia@example.org\nBen Hall"))
    assert "Pia One, Trust, pia@example.org\nBen Hall" in officer.get(page).content.decode()
    seen = shown(officer.get(f"/office/training/{two_days.pk}/"))
    assert "Trainers Pia One, Trust (marks the register); Ben Hall" in seen
    assert "pia@" not in shown(public.get(f"/training/{two_days.pk}/", follow=True))
    assert register in trainer.get("/training/my/").content.decode()
    assert trainer.get(register).status_code == 200
    officer.post(page, posted(*TWO_DAYS, initial=2, trainers="Pia One, Trust"))
    assert trainer.get(register).status_code == 404


def test_a_change_of_places_alone_tells_nobody(officer, two_days, shown) -> None:
    data = posted(*TWO_DAYS, initial=2, places="30")
    assert "Nobody had to be told." in shown(officer.post(f"/office/training/{two_days.pk}/change/", data, follow=True))
    assert not OutboxMessage.objects.filter(kind="training.booking_changed").exists()


def test_TR_32_places_below_the_booked_are_refused(officer, two_days, shown) -> None:
    response = officer.post(f"/office/training/{two_days.pk}/change/", posted(*TWO_DAYS, initial=2, places="0"))
    assert response.status_code == 422
    assert "1 place is booked. Give at least that many." in shown(response)


def test_the_joining_link_is_for_those_booked_alone(officer, two_days, public, sign_in, partnership) -> None:
    SessionDay.objects.filter(session=two_days).update(link="https://meet.example.org/secret")
    address = f"/training/{two_days.pk}/{two_days.slug}/"
    other = sign_in(partnership, "practitioner", email="ben@example.org")
    ann = sign_in(partnership, "practitioner", email="ann@example.org")
    assert b"meet.example.org" not in public.get(address).content
    assert b"meet.example.org" not in other.get(address).content
    assert b"meet.example.org" in ann.get(address).content


def test_cancelling_tells_everybody_and_frees_every_place(officer, two_days, shown, public) -> None:
    refused = officer.post(f"/office/training/{two_days.pk}/cancel/", {"reason": ""})
    assert refused.status_code == 422
    page = shown(
        officer.post(f"/office/training/{two_days.pk}/cancel/", {"reason": "The trainer is ill."}, follow=True)
    )
    assert "The session is cancelled. The 1 person booked is told." in page
    two_days.refresh_from_db()
    booking = Booking.objects.get()
    assert (two_days.status, two_days.taken, booking.status) == ("cancelled", 0, "cancelled")
    message = mail("training.session_cancelled")
    assert "The trainer is ill." in message.text
    assert all("METHOD:CANCEL" in file and "STATUS:CANCELLED" in file for file in files(message))
    assert "This session is cancelled." in shown(public.get(f"/training/{two_days.pk}/{two_days.slug}/"))
    assert "Signs of Safety Monday 18 March" not in shown(public.get("/training/"))


def test_shares_are_written_by_name_and_count_those_booked(officer, two_days, police, shown) -> None:
    Booking.objects.update(sector="health")
    organisation = Organisation.objects.create(space_id=two_days.space_id, name="Example health")
    AgencyInvolvement.objects.create(
        space_id=two_days.space_id, organisation=organisation, name="Example health", sector="health"
    )
    data = posted(*TWO_DAYS, initial=2, shares="Health: 6\nexample police: 4")
    officer.post(f"/office/training/{two_days.pk}/change/", data)
    assert list(SessionShare.objects.values_list("basis", "name", "places", "taken")) == [
        ("sector", "health", 6, 1), ("agency", "Example police", 4, 0), ("rest", "", 10, 0),
    ]  # fmt: skip
    wrong = officer.post(f"/office/training/{two_days.pk}/change/", data | {"shares": "nobody: 3"})
    assert "‘nobody’ is neither a sector nor an agency of this partnership" in shown(wrong)
    wrong = officer.post(f"/office/training/{two_days.pk}/change/", data | {"agency_most": "3"})
    assert "More places than that are kept for one agency." in shown(wrong)


def test_a_closed_venue_lists_the_sessions_to_move(officer, course, hall, shown) -> None:
    data = posted(day(0, (2024, 3, 18), "9:30am", "4pm", venue=str(hall.pk)))
    officer.post(f"/office/training/courses/{course.pk}/sessions/add/", data)
    venue = {"name": hall.name, "capacity": "24", "access": "A lift.", "lender": "Example Trust"}
    assert "Access A lift. How to find it not stated Lent by Example Trust" in shown(
        officer.post(f"/office/training/venues/{hall.pk}/change/", venue, follow=True)
    )
    closure = {
        "first_day": "18", "first_month": "3", "first_year": "2024", "last_day": "22", "last_month": "3",
        "last_year": "2024", "reason": "Repairs",
    }  # fmt: skip
    page = shown(officer.post(f"/office/training/venues/{hall.pk}/close/", closure, follow=True))
    assert "1 session day must move; it is listed below." in page
    assert "Sessions to move" in page
    again = posted(day(0, (2024, 3, 19), "9:30am", "4pm", venue=str(hall.pk)))
    refused = officer.post(f"/office/training/courses/{course.pk}/sessions/add/", again)
    assert "Example hall is closed from 18 March 2024 to 22 March 2024: Repairs." in shown(refused)
    opened = officer.post(f"/office/training/venues/{hall.pk}/closures/{VenueClosure.objects.get().pk}/reopen/")
    assert (opened.status_code, VenueClosure.objects.count()) == (302, 0)


@pytest.mark.parametrize("rows", [1, 3])
def test_courses_and_venues_ask_the_same_few_questions(officer, course, rows, django_assert_num_queries) -> None:
    for number in range(rows):
        Course.objects.create(space_id=course.space_id, title=f"C{number}", mode="in person")
        venue = Venue.objects.create(space_id=course.space_id, name=f"V{number}")
        today = datetime(2024, 2, 5, tzinfo=LONDON).date()
        VenueClosure.objects.create(
            space_id=course.space_id, venue=venue, first=today, last=today + timedelta(days=1), reason="x"
        )
    with django_assert_num_queries(7):  # host, spaces, session, user, roles, courses; the frame
        officer.get("/office/training/courses/")
    with django_assert_num_queries(8):  # host, spaces, session, user, roles, venues, closures; the frame
        officer.get("/office/training/venues/")
