"""The public's pages and a person's own, through the whole stack, without JavaScript, at 5 February 2024."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from icalendar import Calendar

from throughline.foundation.access.models import User
from throughline.foundation.notices.models import OutboxMessage
from throughline.foundation.tenancy import scope
from throughline.foundation.tenancy.queries import scope_of
from throughline.office.training.models import Booking, Session

pytestmark = pytest.mark.django_db

LONDON = ZoneInfo("Europe/London")
PUBLIC = {"host": "medway.localhost"}


@pytest.fixture(autouse=True)
def stands_at(settings, scoped) -> None:
    settings.AS_AT = datetime(2024, 2, 5, 9, 0, tzinfo=LONDON)


@pytest.fixture
def public() -> Client:
    return Client(headers=PUBLIC)


@pytest.fixture
def practitioner(sign_in, partnership) -> Client:
    return sign_in(partnership, "practitioner", email="ann@example.org")


def titles(response) -> list[str]:
    return re.findall(r'tl-card__link" href="[^"]+">([^<]+)<', response.content.decode())


@pytest.fixture
def year(record):
    """Sessions of each kind, as in a real year."""
    at = lambda month, day: datetime(2024, month, day, 9, 30, tzinfo=LONDON)  # noqa: E731
    record("Intermediate safeguarding", 0, starts=at(2, 1))
    record("LADO awareness", 24, starts=at(2, 7), mode="Microsoft Teams")
    record("Signs of Safety", "unlimited", starts=at(2, 26), mode="Microsoft Teams", note="a doubt of ours")
    record("Reducing Parental Conflict", None, starts=at(3, 8))
    record("DASH training", None, starts=at(3, 11), booking="invite only")
    record("Neglect", 0, starts=at(3, 12))
    record("DHR event", 39, starts=at(1, 31))
    record("Last year's", 5, starts=datetime(2023, 3, 1, 9, 30, tzinfo=LONDON))


def test_the_calendar_lists_by_month_what_is_coming_and_then_what_is_past(shown, public, year) -> None:
    response = public.get("/training/")
    assert titles(response) == [
        "LADO awareness", "Signs of Safety", "Reducing Parental Conflict", "DASH training", "Neglect",
        "Intermediate safeguarding", "DHR event",
    ]  # fmt: skip
    page = shown(response)
    assert page.index("February 2024 LADO awareness") < page.index("March 2024 Reducing Parental Conflict")
    assert "LADO awareness Wednesday 7 February 2024, 9:30am to 4:30pm Microsoft Teams 24 places left" in page
    assert "Microsoft Teams Unlimited places" in page
    assert "In person Places: not stated DASH training" in page
    assert "In person Invite only Neglect" in page
    assert page.endswith(
        "Past sessions of this year Intermediate safeguarding Thursday 1 February 2024, 9:30am to 4:30pm In person Full"
        " DHR event Wednesday 31 January 2024, 9:30am to 4:30pm In person Past"
    )
    assert "a doubt of ours" not in response.content.decode()
    assert "sessionid" not in response.cookies


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?mode=Microsoft+Teams", ["LADO awareness", "Signs of Safety"]),
        ("?q=parental+CONFLICT", ["Reducing Parental Conflict"]),
        ("?places=on", ["LADO awareness", "Signs of Safety", "Reducing Parental Conflict"]),
        ("?q=lado&mode=in+person", []),
        ("?q=safeguarding", ["Intermediate safeguarding"]),
    ],
)
def test_the_calendar_is_narrowed(public, year, query, found) -> None:
    assert titles(public.get(f"/training/{query}")) == found


def test_a_mode_that_does_not_exist_is_an_error_and_narrows_nothing(shown, public, year) -> None:
    response = public.get("/training/?mode=telepathy")
    assert (response.status_code, len(titles(response))) == (200, 7)
    assert "There is a problem" in shown(response)


def test_a_session_of_an_impossible_number_does_not_exist(public, practitioner) -> None:
    for number in ("0", "99999999999999999999", "9" * 60):
        assert public.get(f"/training/{number}/x/").status_code == 404
        assert practitioner.get(f"/training/{number}/book/").status_code == 404
        assert practitioner.post(f"/training/{number}/book/").status_code == 404


def test_an_empty_calendar_says_so(shown, public) -> None:
    assert "No sessions are on the calendar yet." in shown(public.get("/training/"))


@pytest.mark.parametrize("sessions", [1, 3])
def test_the_calendar_asks_the_same_few_questions(public, record, sessions, django_assert_num_queries) -> None:
    for number in range(sessions):
        record(f"Session {number}")
    with django_assert_num_queries(
        10
    ):  # host, spaces, choices, months, count, coming, their days, past; the frame's numbers to call and menu
        public.get("/training/")


def test_a_session_has_one_address(public, record) -> None:
    session = record("Signs of Safety")
    right = f"/training/{session.pk}/signs-of-safety-2024-02-20/"
    assert public.get(f"/training/{session.pk}/old-name/").headers["Location"] == right
    assert public.get(right).status_code == 200


def test_a_session_shows_the_public_note_and_not_the_offices(shown, public, record) -> None:
    session = record(note="cancel until noon; the room is a secret")
    page = shown(public.get(f"/training/{session.pk}/{session.slug}/"))
    assert "Please note Cancel until noon. Book a place" in page
    assert "secret" not in page


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"places_left": 0}, "Places Full This session is full. Join the waiting list"),
        (
            {"booking": "invite only"},
            "Places Invite only This session is by invitation only. The partnership invites people to it.",
        ),
        (
            {"starts": datetime(2024, 2, 1, 9, 30, tzinfo=LONDON)},
            "on record here) This session began on 1 February 2024 at 9:30am, so it can no longer be booked.",
        ),
    ],
)
def test_a_session_that_cannot_be_booked_says_why_and_has_no_button(
    shown, public, practitioner, record, fields, says
) -> None:
    session = record(**fields)
    page = shown(public.get(f"/training/{session.pk}/{session.slug}/"))
    assert page.endswith(says)
    response = practitioner.get(f"/training/{session.pk}/book/")
    assert "This session cannot be booked" in shown(response)
    assert "<button" not in response.content.decode().split("<main", 1)[1].split("</main>")[0]
    refused = practitioner.post(f"/training/{session.pk}/book/")
    assert (refused.status_code, Booking.objects.count()) == (409, 0)


@pytest.mark.parametrize(
    ("places", "kind", "page"), [(6, "open", "book"), (0, "open", "wait"), (6, "interest_first", "interest")]
)
def test_the_button_leads_a_visitor_to_sign_in_at_once(public, practitioner, record, places, kind, page) -> None:
    session = record(places_left=places)
    Session.objects.filter(pk=session.pk).update(booking_kind=kind)
    address, wanted = f"/training/{session.pk}/{session.slug}/", f"/training/{session.pk}/{page}/"
    assert f'href="/accounts/login/?next={wanted}" role="button"' in public.get(address).text
    assert f'href="{wanted}" role="button"' in practitioner.get(address).text
    assert practitioner.get(f"/accounts/login/?next={wanted}").headers["Location"] == wanted  # an old page's link


def test_a_visitor_is_led_to_sign_in_and_back(public, record) -> None:
    session = record()
    response = public.get(f"/training/{session.pk}/book/")
    assert response.headers["Location"] == f"/accounts/login/?next=/training/{session.pk}/book/"
    assert public.post(f"/training/{session.pk}/book/").status_code == 302
    assert not Booking.objects.exists()


def test_the_journey_book_confirm_calendar_cancel(shown, practitioner, record) -> None:
    session = record(places_left=2)
    page = shown(practitioner.get(f"/training/{session.pk}/book/"))
    assert "Email ann@example.org" in page
    assert "Session Graded Care Profile 2 (GCP2) When Tuesday 20 February 2024, 9:30am to 4:30pm" in page

    answer = practitioner.post(f"/training/{session.pk}/book/")
    booking = Booking.objects.get()
    assert answer.headers["Location"] == f"/training/bookings/{booking.reference}/"
    confirmation = shown(practitioner.get(answer.headers["Location"]))
    assert confirmation.startswith(f"You have a place {booking.reference} A confirmation with a calendar file goes to")
    assert "1 place left" in shown(practitioner.get(f"/training/{session.pk}/{session.slug}/"))
    assert "You have a place on this session." in shown(practitioner.get(f"/training/{session.pk}/{session.slug}/"))

    file = practitioner.get(f"/training/bookings/{booking.reference}/calendar.ics")
    assert file.headers["Content-Type"] == "text/calendar; charset=utf-8; method=PUBLISH"
    calendar = Calendar.from_ical(file.content)
    event = calendar.walk("VEVENT")[0]
    assert (str(calendar["METHOD"]), "ATTENDEE" in event, event.start) == ("PUBLISH", False, session.starts)

    assert "Cancel this booking?" in shown(practitioner.get(f"/training/bookings/{booking.reference}/cancel/"))
    gone = practitioner.post(f"/training/bookings/{booking.reference}/cancel/", follow=True)
    assert "Your booking on Graded Care Profile 2 (GCP2) is cancelled." in shown(gone)
    assert "Cancelled bookings" in shown(gone)
    assert practitioner.get(f"/training/bookings/{booking.reference}/calendar.ics").status_code == 404
    assert "Cancelled booking" in shown(practitioner.get(f"/training/bookings/{booking.reference}/"))
    session.refresh_from_db()
    assert (session.taken, OutboxMessage.objects.count()) == (0, 2)


def test_a_double_press_books_once_and_shows_the_same_booking(practitioner, record) -> None:
    session = record()
    first, second = (practitioner.post(f"/training/{session.pk}/book/").headers["Location"] for _ in range(2))
    assert first == second
    assert practitioner.get(f"/training/{session.pk}/book/").headers["Location"] == first
    assert (Booking.objects.count(), OutboxMessage.objects.count()) == (1, 1)


def test_forms_are_guarded_against_other_sites(practitioner, record) -> None:
    session = record()
    strict = Client(headers=PUBLIC, enforce_csrf_checks=True)
    strict.cookies = practitioner.cookies
    assert strict.post(f"/training/{session.pk}/book/").status_code == 403
    assert not Booking.objects.exists()


def test_my_bookings_are_coming_past_and_cancelled(shown, practitioner, record, at) -> None:
    ann = User.objects.get(email="ann@example.org")
    for number, (days, status) in enumerate([(10, "booked"), (-3, "booked"), (20, "cancelled")]):
        session = record(f"Session {number}", starts=at + timedelta(days=days))
        ended = {"cancelled_at": at, "cancelled_by": ann} if status == "cancelled" else {}
        Booking.objects.create(
            space_id=session.space_id, session=session, person=ann, reference=f"REF{number}", status=status,
            booked_at=at, **ended,
        )  # fmt: skip
        if status == "booked":
            Session.objects.filter(pk=session.pk).update(taken=1)
    page = shown(practitioner.get("/training/my/"))
    assert page.index("Coming sessions") < page.index("Session 0") < page.index("Past sessions")
    assert page.index("Past sessions") < page.index("Session 1") < page.index("Cancelled bookings")
    assert page.index("Cancelled bookings") < page.index("Session 2")
    past = practitioner.get("/training/bookings/REF1/")
    assert shown(past).startswith("Your booking")
    assert "Cancel this booking" not in shown(past)
    assert "This booking cannot be cancelled" in shown(practitioner.get("/training/bookings/REF1/cancel/"))
    refused = practitioner.post("/training/bookings/REF1/cancel/")
    assert (refused.status_code, Booking.objects.get(reference="REF1").status) == (409, "booked")


@pytest.mark.parametrize("bookings", [1, 3])
def test_my_bookings_ask_the_same_few_questions(practitioner, record, at, bookings, django_assert_num_queries) -> None:
    ann = User.objects.get(email="ann@example.org")
    for number in range(bookings):
        session = record(f"Session {number}")
        Booking.objects.create(
            space_id=session.space_id, session=session, person=ann, reference=f"R{number}", status="booked",
            booked_at=at,
        )  # fmt: skip
    with django_assert_num_queries(
        12
    ):  # host, spaces, session, user, roles, bookings, their days, waiting, interest, what one trains; frame, menu
        practitioner.get("/training/my/")


def test_somebody_elses_booking_looks_like_none(shown, practitioner, sign_in, partnership, record) -> None:
    session = record()
    practitioner.post(f"/training/{session.pk}/book/")
    reference = Booking.objects.get().reference
    other = sign_in(partnership, "practitioner", email="ben@example.org")
    for path in ("", "cancel/", "calendar.ics"):
        response = other.get(f"/training/bookings/{reference}/{path}")
        missing = other.get(f"/training/bookings/NOTHERE234/{path}")
        assert (response.status_code, response.content) == (404, missing.content)
    assert other.post(f"/training/bookings/{reference}/cancel/").status_code == 404
    assert Booking.objects.get().status == "booked"
    assert "Graded Care" not in shown(other.get("/training/my/"))


def test_another_partnerships_session_looks_like_none(
    public, practitioner, partnership, other_partnership, record, at
) -> None:
    with scope.activate(scope_of(other_partnership, at.date())):
        theirs = record("Kent's own session")
        their_slug = theirs.slug
    ours = record("Ours")
    paths = ["signs-of-safety-2024-02-20/", their_slug + "/"]
    for client, path in [(public, paths[0]), (public, paths[1]), (practitioner, "book/")]:
        response = client.get(f"/training/{theirs.pk}/{path}")
        missing = client.get(f"/training/{theirs.pk + 1000}/{path}")
        assert (response.status_code, response.content) == (404, missing.content)
    assert practitioner.post(f"/training/{theirs.pk}/book/").status_code == 404
    assert titles(public.get("/training/")) == ["Ours"]
    kent = Client(headers={"host": "kent.localhost"})
    assert titles(kent.get("/training/")) == ["Kent's own session".replace("'", "&#x27;")]
    assert kent.get(f"/training/{ours.pk}/{ours.slug}/").status_code == 404


def test_a_session_is_an_event_to_machines(public, record) -> None:
    session = record("Signs of Safety")
    page = public.get(f"/training/{session.pk}/signs-of-safety-2024-02-20/").content.decode()
    assert 'itemtype="https://schema.org/Event"' in page
    assert '<meta itemprop="startDate" content="2024-02-20T' in page
    assert '<meta itemprop="eventStatus" content="https://schema.org/EventScheduled">' in page
    assert '<meta property="og:title" content="Signs of Safety">' in page
