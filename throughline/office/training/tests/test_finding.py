"""Finding a session: by words, level and month, page by page, day by day, and in one's own calendar."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from icalendar import Calendar

from throughline.office.training.models import Course, Session, SessionDay
from throughline.office.training.operations import book

pytestmark = pytest.mark.django_db
LONDON = ZoneInfo("Europe/London")


@pytest.fixture(autouse=True)
def stands_at(settings, scoped) -> None:
    settings.AS_AT = datetime(2024, 2, 5, 9, 0, tzinfo=LONDON)


@pytest.fixture
def public() -> Client:
    return Client(headers={"host": "medway.localhost"})


@pytest.fixture
def many(record):
    """Sixty sessions of one course, one a day from 6 February on; every tenth day's is of two days."""
    first = record("Neglect", starts=datetime(2024, 2, 6, 9, 30, tzinfo=LONDON))
    for number in range(1, 60):
        starts = first.starts + timedelta(days=number)
        session = Session.objects.create(
            space_id=first.space_id, course=first.course, starts=starts, ends=starts + timedelta(hours=3),
            places_kind="limited", places=6, booking_kind="open",
        )  # fmt: skip
        SessionDay.objects.create(space_id=first.space_id, session=session, starts=starts, ends=session.ends)
    return first


def test_pages_hold_25_and_keep_what_was_asked_for(public, shown, many) -> None:
    first = shown(public.get("/training/?q=neglect"))
    assert first.count("Neglect") == 25
    third = public.get("/training/?q=neglect&page=3")
    assert shown(third).count("Neglect") == 10
    assert b'href="?q=neglect&amp;page=2"' in third.content
    assert shown(public.get("/training/?q=neglect&page=99")).count("Neglect") == 10


def test_many_sessions_ask_no_more_questions_than_one(public, many, django_assert_max_num_queries) -> None:
    with django_assert_max_num_queries(10):
        public.get("/training/")
    with django_assert_max_num_queries(10):
        public.get("/training/months/2024-02/")
    with django_assert_max_num_queries(10):
        public.get("/training/calendar.ics")
    with django_assert_max_num_queries(10):
        public.get(f"/training/{many.pk}/{many.slug}/")


def test_level_month_and_words_about_it_narrow_the_list(public, shown, record) -> None:
    record("Neglect")
    record("Briefing", starts=datetime(2024, 3, 6, 9, 30, tzinfo=LONDON))
    Course.objects.filter(title="Neglect").update(level="Level 2", audience="Midwives")
    for asked in ("level=Level+2", "month=2024-02", "q=midwives"):
        page = shown(public.get(f"/training/?{asked}"))
        assert "Neglect Tuesday 20 February 2024" in page
        assert "Briefing Wednesday" not in page
    assert "Briefing Wednesday 6 March" in shown(public.get("/training/?month=2024-03"))
    assert "No coming session fits" not in shown(public.get("/training/?month=never"))


def test_a_month_shows_each_day_at_its_own_date(public, shown, record) -> None:
    session = record("Two days")
    starts = session.starts + timedelta(days=14)
    SessionDay.objects.create(
        space_id=session.space_id, session=session, starts=starts, ends=starts + timedelta(hours=2)
    )
    february, march = (shown(public.get(f"/training/months/2024-0{month}/")) for month in (2, 3))
    assert "Tuesday 20 February 2024 Two days 9:30am to 4:30pm In person 6 places left" in february
    assert "Tuesday 5 March 2024 Two days 9:30am to 11:30am" in march
    assert "Earlier: February 2024 Later: April 2024" in march


@pytest.mark.parametrize("month", ["2024-13", "24-01", "2024", "0001-01", "now"])
def test_a_month_that_is_none_is_not_found(public, month) -> None:
    assert public.get(f"/training/months/{month}/").status_code == 404


def events(response) -> list:
    return list(Calendar.from_ical(response.content).walk("VEVENT"))


def test_the_public_feed_has_what_is_on_and_what_was_cancelled_but_no_draft_and_no_link(public, record, at) -> None:
    record("On", starts=at + timedelta(days=9))
    off, draft = record("Off", starts=at + timedelta(days=8)), record("Not yet", starts=at + timedelta(days=7))
    Session.objects.filter(pk=off.pk).update(status="cancelled", cancelled_at=at)
    Session.objects.filter(pk=draft.pk).update(status="draft")
    SessionDay.objects.update(link="https://meet.example.org/secret")
    response = public.get("/training/calendar.ics")
    assert response["Content-Type"].startswith("text/calendar")
    assert b"meet.example.org" not in response.content
    assert [(str(e["summary"]), str(e["status"])) for e in events(response)] == [
        ("Off", "CANCELLED"), ("On", "CONFIRMED"),
    ]  # fmt: skip


def test_ones_own_feed_by_its_secret_until_it_is_renewed(
    public, sign_in, partnership, record, actor, at, shown
) -> None:
    session = record("Mine")
    SessionDay.objects.filter(session=session).update(link="https://meet.example.org/secret")
    ann = sign_in(partnership, "practitioner", email="ann@example.org")
    book(session_id=session.pk, by=actor("practitioner", email="ann@example.org"), at=at, real_at=at)
    book(session_id=record("Theirs").pk, by=actor("practitioner", email="ben@example.org"), at=at, real_at=at)
    assert ann.get("/training/my/calendar/").status_code == 200
    ann.post("/training/my/calendar/", {"do": "renew"})

    def address() -> str:
        page = shown(ann.get("/training/my/calendar/"))
        return "/training/feeds/" + page.split("/training/feeds/")[1].split()[0]

    first = address()
    response = public.get(first)
    assert [str(event["summary"]) for event in events(response)] == ["Mine"]
    assert b"meet.example.org/secret" in response.content
    assert response["Cache-Control"] == "private, no-store"
    ann.post("/training/my/calendar/", {"do": "renew"})
    assert (public.get(first).status_code, public.get(address()).status_code) == (404, 200)
    last = address()
    ann.post("/training/my/calendar/", {"do": "end"})
    assert public.get(last).status_code == 404
    assert public.get("/training/feeds/made.up.ics").status_code == 404
