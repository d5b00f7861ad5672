"""The training officer's pages."""

import csv
import io
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from throughline.foundation.notices.models import OutboxMessage
from throughline.foundation.tenancy import scope
from throughline.foundation.tenancy.queries import scope_of
from throughline.office.training.documents import csv_file
from throughline.office.training.models import Booking, Session
from throughline.office.training.operations import book

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def stands_at(settings, scoped) -> None:
    settings.AS_AT = datetime(2024, 2, 5, 9, 0, tzinfo=ZoneInfo("Europe/London"))


@pytest.fixture
def officer(sign_in, partnership):
    return sign_in(partnership, "training_officer")


@pytest.fixture
def booked(record, actor, at):
    """A session with one booking, by somebody whose name is a formula."""
    session = record(note="cancel until noon; room unknown")
    person = actor("practitioner", email="ann@example.org")
    person.user.name, person.user.agency_name = "=1+1", "Medway Council"
    person.user.save()
    return book(session_id=session.pk, by=person, at=at, real_at=at)


def test_sessions_with_places_booked_and_left(shown, officer, booked, record) -> None:
    record("Open to all", "unlimited")
    record("Not said", None, booking="invite only")
    page = shown(officer.get("/office/training/"))
    when = "Tuesday 20 February 2024, 9:30am to 4:30pm"
    assert f"Graded Care Profile 2 (GCP2) {when} Open 6 1 5" in page
    assert f"Not said {when} Invite only not stated 0 not stated" in page
    assert f"Open to all {when} Open unlimited 0 unlimited" in page


@pytest.mark.parametrize("sessions", [1, 3])
def test_the_list_asks_the_same_few_questions(officer, record, sessions, django_assert_num_queries) -> None:
    for number in range(sessions):
        record(f"Session {number}")
    with django_assert_num_queries(10):  # host, spaces, session, user, roles, to decide, coming, days, past; the frame
        officer.get("/office/training/")


def test_who_is_booked_and_the_offices_note(shown, officer, booked) -> None:
    page = shown(officer.get(f"/office/training/{booked.session_id}/"))
    assert "=1+1 Medway Council ann@example.org 5 February 2024 at 9am" in page
    assert "Note of the office cancel until noon; room unknown Source training_sessions.csv, row 2" in page


@pytest.mark.parametrize("people", [1, 3])
def test_who_is_booked_asks_the_same_few_questions(
    officer, record, actor, at, people, django_assert_num_queries
) -> None:
    session = record()
    for number in range(people):
        book(session_id=session.pk, by=actor(email=f"p{number}@example.org"), at=at, real_at=at)
    with django_assert_num_queries(
        12
    ):  # host, spaces, session, user, roles, training's, days, shares, trainers, people, waiting; frame
        officer.get(f"/office/training/{session.pk}/")


def test_the_list_as_a_file_holds_no_formula(officer, booked) -> None:
    response = officer.get(f"/office/training/{booked.session_id}/people.csv")
    assert response.content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert rows == [
        ["Name", "Job title", "Agency", "Email", "Booked", "Reference"],
        ["'=1+1", "", "Medway Council", "ann@example.org", "2024-02-05 09:00", booked.reference],
    ]


@pytest.mark.parametrize("lead", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_leading_marks_of_formulas_are_escaped(lead) -> None:
    rows = list(csv.reader(io.StringIO(csv_file([[f"{lead}cmd", "plain=1"]]).decode("utf-8-sig"), newline="")))
    assert rows == [[f"'{lead}cmd", "plain=1"]]


def test_the_officer_cancels_with_a_reason(shown, officer, booked) -> None:
    path = f"/office/training/{booked.session_id}/bookings/{booked.pk}/cancel/"
    without = officer.post(path, {"reason": " "})
    assert "Say why the booking is cancelled; the person is told" in shown(without)
    assert Booking.objects.get().status == "booked"
    done = officer.post(path, {"reason": "The trainer is ill."}, follow=True)
    assert f"The booking {booked.reference} is cancelled and the person is told." in shown(done)
    assert "Nobody is booked on this session." in shown(done)
    message = OutboxMessage.objects.get(kind="training.booking_cancelled")
    assert (message.to, "Reason: The trainer is ill." in message.text) == ("ann@example.org", True)
    assert officer.get(path).headers["Location"] == f"/office/training/{booked.session_id}/"


def test_a_session_that_began_keeps_its_bookings(shown, officer, booked, settings) -> None:
    settings.AS_AT = datetime(2024, 2, 21, 9, 0, tzinfo=ZoneInfo("Europe/London"))
    path = f"/office/training/{booked.session_id}/bookings/{booked.pk}/cancel/"
    assert "so the booking can no longer be cancelled" in shown(officer.post(path, {"reason": "Too late."}))
    assert Booking.objects.get().status == "booked"


def test_the_officer_writes_what_everyone_reads(shown, officer, booked, client) -> None:
    path = f"/office/training/{booked.session_id}/note/"
    assert "Cancel until noon." in shown(officer.get(path))
    officer.post(path, {"text": "Bring a laptop."})
    session = Session.objects.get()
    assert session.public_note == "Bring a laptop."
    public = client.get(f"/training/{session.pk}/{session.slug}/", headers={"host": "medway.localhost"})
    assert "Bring a laptop." in shown(public)


def test_practitioners_and_foreign_officers_see_none_of_it(
    shown, sign_in, partnership, other_partnership, booked, at
) -> None:
    paths = ["", f"{booked.session_id}/", f"{booked.session_id}/people.csv", f"{booked.session_id}/note/",
             f"{booked.session_id}/bookings/{booked.pk}/cancel/"]  # fmt: skip
    practitioner = sign_in(partnership, "practitioner")
    assert {practitioner.get(f"/office/training/{path}").status_code for path in paths} == {403}
    kent = sign_in(other_partnership, "training_officer")
    for path in paths[1:]:
        response = kent.get(f"/office/training/{path}")
        missing = kent.get(f"/office/training/{path.replace(str(booked.session_id), '987654', 1)}")
        assert (response.status_code, response.content) == (404, missing.content)
    assert "Graded Care" not in shown(kent.get("/office/training/"))
    refused = kent.post(f"/office/training/{booked.session_id}/bookings/{booked.pk}/cancel/", {"reason": "No."})
    assert refused.status_code == 404
    with scope.activate(scope_of(partnership, at.date())):
        assert Booking.objects.get().status == "booked"


def test_a_booking_is_found_below_its_own_session_only(officer, booked, record) -> None:
    other = record("Another")
    assert officer.get(f"/office/training/{other.pk}/bookings/{booked.pk}/cancel/").status_code == 404
