"""The officer makes a series and copies the programme; both are shown first and made once."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from throughline.office.training.models import Course, SchoolHoliday, Session, Venue, VenueClosure

pytestmark = pytest.mark.django_db
LONDON = ZoneInfo("Europe/London")


@pytest.fixture(autouse=True)
def stands_at(settings, scoped) -> None:
    settings.AS_AT = datetime(2024, 2, 5, 9, 0, tzinfo=LONDON)


@pytest.fixture
def officer(sign_in, partnership):
    return sign_in(partnership, "training_officer")


@pytest.fixture
def course(record) -> Course:
    return record("Safeguarding briefing", mode="Microsoft Teams").course


RULE = {
    "which": "-1", "weekday": "2", "first_day": "1", "first_month": "3", "first_year": "2024", "months": "10",
    "starts": "12:30pm", "ends": "1:30pm", "topics": "Neglect\nCounty lines\nListening to children",
    "skip": "August 2024", "instead": "week_before", "link": "https://meet.example.org/briefing",
}  # fmt: skip


def test_TR_150_a_series_is_shown_then_made_once(officer, course, shown) -> None:
    SchoolHoliday.objects.create(
        space_id=course.space_id, name="Summer half-term", first=date(2024, 5, 27), last=date(2024, 5, 31)
    )
    where = f"/office/training/courses/{course.pk}/series/"
    preview = officer.post(where, RULE | {"school": "on"})
    page = shown(preview)
    form = preview.content.decode().split("Make these 9 sessions")[0].rsplit("<form", 1)[1]
    assert '<input type="hidden" name="starts" value="12:30pm">' in form  # what is made is what was shown
    assert (
        "May 2024 Wednesday 22 May 2024 Listening to children Wednesday 29 May 2024 is in the school holidays" in page
    )
    assert "December 2024 Wednesday 18 December 2024" in page
    assert "August 2024 none none Skipped." in page
    assert "Make these 9 sessions" in page
    assert Session.objects.filter(course=course).count() == 1
    done = shown(officer.post(where, RULE | {"school": "on", "make": "1"}, follow=True))
    assert "9 sessions are made." in done
    made = Session.objects.filter(course=course, topic="Neglect").get()
    assert made.starts == datetime(2024, 3, 27, 12, 30, tzinfo=LONDON)
    again = shown(officer.post(where, RULE | {"school": "on", "make": "1"}))
    assert "This course already has a session that begins" in again
    assert Session.objects.filter(course=course).count() == 10


def test_a_wrong_rule_is_said_at_its_field(officer, course, shown) -> None:
    wrong = RULE | {"months": "40", "ends": "noon", "skip": "Augst"}
    answer = officer.post(f"/office/training/courses/{course.pk}/series/", wrong)
    assert answer.status_code == 422
    page = shown(answer)
    assert "The end must be after the start" in page
    assert "‘Augst’ is not a month: write it like August 2024" in page
    bad_link = shown(
        officer.post(f"/office/training/courses/{course.pk}/series/", RULE | {"link": "meet", "make": "1"})
    )
    assert "Enter the whole link, beginning with https://" in bad_link
    assert Session.objects.filter(course=course).count() == 1


def test_TR_154_the_programme_is_copied_as_drafts_and_once(officer, record, shown) -> None:
    kept = record("Signs of Safety", starts=datetime(2024, 2, 20, 9, 30, tzinfo=LONDON))
    left = record("Neglect", starts=datetime(2024, 2, 21, 9, 30, tzinfo=LONDON))
    hall = Venue.objects.create(space_id=kept.space_id, name="Example hall", capacity=30)
    VenueClosure.objects.create(
        space_id=kept.space_id, venue=hall, first=date(2025, 2, 17), last=date(2025, 2, 20), reason="Repairs"
    )
    kept.days.update(venue=hall)
    page = shown(officer.get("/office/training/copy/"))
    assert "Tuesday 18 February 2025, 9:30am to 4:30pm" in page
    assert "Example hall is closed from 17 February 2025 to 20 February 2025: Repairs. The venue is still" in page
    done = shown(officer.post("/office/training/copy/", {"sessions": [kept.pk]}, follow=True))
    assert "1 session is made. They are drafts: read each and publish it." in done
    copy = Session.objects.get(copied_from=kept)
    assert (copy.status, copy.places, copy.days.get().venue_id) == ("draft", kept.places, None)
    again = shown(officer.get("/office/training/copy/"))
    assert "1 session was copied already" in again
    assert "Signs of Safety" not in again
    nothing = officer.post("/office/training/copy/", {"sessions": []} | {"other": "1"})
    assert nothing.status_code == 422
    assert "Choose at least one session to copy" in shown(nothing)
    assert not Session.objects.filter(copied_from=left).exists()
