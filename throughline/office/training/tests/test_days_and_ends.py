"""Learning, licences, surveys and needs at their edges: first and last days, what ends, what is said again."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from throughline.foundation.access.actors import system_actor
from throughline.foundation.access.operations import Refused
from throughline.foundation.documents.api import Accepts, accept_upload
from throughline.foundation.figures.years import year_of
from throughline.foundation.notices.models import OutboxMessage
from throughline.foundation.surveys import operations as surveys
from throughline.foundation.surveys.models import Survey
from throughline.office.training import api
from throughline.office.training.kinds import BEFORE
from throughline.office.training.models import AccessNeed, Booking, Course, LearningRecord, Licence, Session, SessionDay
from throughline.office.training.operations import book, cancel_booking, cancel_booking_for, elearning, learning
from throughline.office.training.operations import licences as operations
from throughline.office.training.operations.asking import start_yearly_survey
from throughline.office.training.operations.attending import mark_register, say_what_is_needed
from throughline.office.training.operations.following import follow_sessions
from throughline.office.training.operations.programme import cancel_session
from throughline.office.training.packages import unpack
from throughline.office.training.presenters.following import follow_up_links
from throughline.office.training.presenters.learning import promise_words
from throughline.office.training.queries import licences as queries
from throughline.office.training.queries.asking import Whom
from throughline.office.training.queries.passport import passport
from throughline.office.training.queries.sessions import (
    coming_months,
    coming_sessions,
    days_of_month,
    for_everyone,
    for_the_feed,
    modes_and_levels,
    public_session,
    sessions_named,
)
from throughline.office.training.queries.year import training_year
from throughline.office.training.rules import BookingStatus
from throughline.office.training.rules.attendance import Presence
from throughline.office.training.rules.learning import LearntBy
from throughline.office.training.rules.programme import CourseStatus, SessionStatus
from throughline.office.training.tests.scorm_packages import scorm_12

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("scoped")]
LONDON = ZoneInfo("Europe/London")
TODAY = date(2024, 2, 5)


@pytest.fixture
def ann(actor):
    return actor("practitioner", email="ann@example.org")


@pytest.fixture
def booking(record, ann, at):
    return book(session_id=record().pk, by=ann, at=at, real_at=at)


@pytest.fixture
def officer(actor):
    return actor("training_officer")


@pytest.fixture
def tool(scoped, officer):
    return operations.add_tool(name="Graded Care Profile 2", owner="NSPCC", months=36, by=officer)


@pytest.fixture
def award(tool, officer, actor):
    """award(number, assessed, …) → a licence of Ann's."""

    def make(number: str, assessed: date, email: str = "ann@example.org", **fields) -> Licence:
        given = {
            "tool_id": tool.pk, "person": actor(email=email).user, "organisation_id": None, "number": number,
            "is_trainer": False, "trained_on": assessed, "assessed_on": assessed, "assessor": "Joan Marsh",
            "trained_by_id": None, "by": officer, "today": TODAY,
        } | fields  # fmt: skip
        return operations.award_licence(**given)

    return make


def test_what_is_needed_can_be_said_again_once_it_was_forgotten(booking, ann, at) -> None:
    say_what_is_needed(reference=booking.reference, text="A ramp", by=ann, at=at)
    AccessNeed.objects.update(text="", purged_at=at)
    say_what_is_needed(reference=booking.reference, text="A ramp", by=ann, at=at)
    assert AccessNeed.objects.values_list("text", "purged_at").get() == ("A ramp", None)


def test_what_is_needed_goes_with_the_booking(booking, ann, at) -> None:
    say_what_is_needed(reference=booking.reference, text="A ramp", by=ann, at=at)
    cancel_booking(reference=booking.reference, by=ann, at=at, real_at=at)
    assert AccessNeed.objects.values_list("text", "purged_at").get() == ("", at)


def test_what_is_needed_goes_with_a_session_that_is_cancelled(booking, ann, officer, at) -> None:
    say_what_is_needed(reference=booking.reference, text="A ramp", by=ann, at=at)
    cancel_session(session_id=booking.session_id, reason="Ill", by=officer, at=at, real_at=at)
    assert AccessNeed.objects.values_list("text", "purged_at").get() == ("", at)


def test_TR_112_an_older_licence_recorded_later_renews_nothing(award, tool) -> None:
    newer, older = award("M-2", date(2024, 1, 9)), award("M-1", date(2022, 3, 1))
    newer.refresh_from_db()
    assert (older.renews, newer.renews) == (None, older)
    (shown,) = queries.tools(TODAY)
    assert shown.in_date == 1
    assert award("M-3", date(2024, 2, 1)).renews == newer


def test_TR_111_a_trainers_licence_counts_for_the_days_on_which_it_held(award, officer) -> None:
    first = award("T-1", date(2022, 1, 10), is_trainer=True)
    second = award("T-2", date(2024, 1, 10), is_trainer=True)
    trained = {"trained_on": date(2023, 5, 2), "assessed_on": date(2023, 6, 1), "email": "b@example.org"}
    assert award("M-1", trained_by_id=second.pk, assessed=date(2023, 6, 1), **_without(trained)).trained_by == first
    operations.withdraw_licence(licence_id=second.pk, reason="Left", by=officer, today=TODAY)
    late = award("M-2", date(2024, 2, 4), "c@example.org", trained_by_id=second.pk)
    assert late.trained_by == second
    with pytest.raises(Refused, match="held no trainer's licence"):
        award("M-3", TODAY, "d@example.org", trained_by_id=second.pk)


def _without(fields: dict) -> dict:
    return {name: value for name, value in fields.items() if name != "assessed_on"}


def test_a_promise_made_again_on_the_day_replaces_the_first(award, tool, officer) -> None:
    person = award("T-1", date(2023, 1, 10), is_trainer=True).person
    for times, by_day in ((2, date(2024, 6, 1)), (3, date(2024, 7, 1))):
        made = operations.promise_delivery(
            tool_id=tool.pk, person=person, times=times, by_day=by_day, by=officer, today=TODAY
        )
    (found,) = queries.promises(tool.pk)
    assert (found, found.times, found.by_day) == (made, 3, date(2024, 7, 1))


def test_a_promise_is_not_kept_by_deliveries_after_its_day(award, tool, officer) -> None:
    person = award("T-1", date(2023, 1, 10), is_trainer=True).person
    promise = operations.promise_delivery(
        tool_id=tool.pk, person=person, times=2, by_day=date(2024, 3, 1), by=officer, today=TODAY
    )
    for day in (date(2024, 3, 1), date(2024, 3, 2)):
        operations.record_delivery(promise_id=promise.pk, day=day, people=4, by=officer, today=date(2024, 3, 5))
    (found,) = queries.promises(tool.pk)
    assert (found.done, found.in_time, found.reached) == (2, 1, 8)
    assert promise_words(found, found.in_time, date(2024, 3, 5)) == "Not kept"


@pytest.mark.parametrize("over", ["booking", "session", None])
def test_nobody_is_reminded_of_questions_before_what_is_cancelled(booking, officer, ann, at, over) -> None:
    worker = system_actor("worker")
    follow_sessions(by=worker, now=at + timedelta(days=2), at=at)
    survey = Survey.objects.get(kind=BEFORE)
    if over == "booking":
        cancel_booking_for(booking_id=booking.pk, reason="Ill", by=officer, at=at, real_at=at)
    if over == "session":
        Session.objects.update(status=SessionStatus.CANCELLED, cancelled_at=at, cancel_reason="Snow")
    today = TODAY + timedelta(days=6)
    assert surveys.remind(survey_id=survey.pk, by=worker, today=today, at=at) == (0 if over else 1)
    found = Booking.objects.select_related("session").get()
    assert bool(follow_up_links(found, today)) is (over is None)


def test_after_an_outage_only_the_latest_reminder_goes(scoped, award, actor, at) -> None:
    licence = award("M-1", date(2021, 2, 10))
    LearningRecord.objects.create(
        space_id=scoped.home_id, person=licence.person, title="Neglect", by=LearntBy.ATTENDED, source_key="1",
        day=date(2021, 2, 10), counts=True, runs_out=date(2024, 2, 10),
    )  # fmt: skip
    assert learning.remind_of_what_runs_out(by=actor(), today=TODAY, at=at) == 2
    assert OutboxMessage.objects.count() == 2
    assert learning.remind_of_what_runs_out(by=actor(), today=TODAY, at=at) == 0


def test_twelve_months_reach_back_to_the_same_day(scoped, ann) -> None:
    for key, day in enumerate((date(2023, 1, 29), date(2023, 1, 31), date(2023, 2, 1))):
        LearningRecord.objects.create(
            space_id=scoped.home_id, person=ann.user, title="Neglect", by=LearntBy.ATTENDED, source_key=str(key),
            day=day, counts=True, hours=1,
        )  # fmt: skip
    assert passport(ann.user.pk, date(2024, 1, 31)).hours == 1


def test_TR_62_absent_on_one_of_two_days_is_no_no_show_in_the_year(booking, officer, scoped) -> None:
    SessionDay.objects.all().delete()
    session = booking.session
    days = [
        SessionDay.objects.create(
            space_id=scoped.home_id, session=session, starts=starts, ends=starts + timedelta(hours=6)
        )
        for starts in (session.starts, session.starts + timedelta(days=1))
    ]
    after = datetime(2024, 2, 21, 18, 0, tzinfo=LONDON)
    counted = []
    for day in days:
        mark_register(day_id=day.pk, marks={booking.pk: Presence.ABSENT}, by=officer, at=after)
        counted.append(training_year(year_of("2023-24")).no_shows)
    assert counted == [0, 1]


@pytest.mark.parametrize("where", ["year", "copy"])
def test_an_address_that_names_no_year_is_not_found(sign_in, partnership, where) -> None:
    office = sign_in(partnership, "training_officer")
    assert office.get(f"/office/training/{where}/2023-24/").status_code == 200
    for wrong in ("2023-25", "0001-02", "9999-00", "1900-01"):
        assert office.get(f"/office/training/{where}/{wrong}/").status_code == 404


def test_a_session_of_a_draft_course_is_the_offices_alone(record, ann, at, client, partnership, settings) -> None:
    session = record()
    session.course.status = CourseStatus.WITHDRAWN
    session.course.save()
    assert list(for_everyone(coming_sessions(at))) == [session]
    session.course.status = CourseStatus.DRAFT
    session.course.save()
    assert list(coming_sessions(at)) == [session]  # the office's list
    assert not for_everyone(coming_sessions(at))
    assert api.sessions() == api.coming_sessions(at, at_most=5) == []
    settings.AS_AT = at
    for page in ("/training/", "/training/months/2024-02/", "/training/calendar.ics"):
        found = client.get(page)
        assert session.title not in found.content.decode()
    assert not for_the_feed(at)
    assert not sessions_named([session.pk])
    assert not days_of_month(date(2024, 2, 1))
    assert coming_months(at) == []
    assert modes_and_levels() == ([], [])
    with pytest.raises(Session.DoesNotExist):
        public_session(session.pk)
    with pytest.raises(Session.DoesNotExist):
        book(session_id=session.pk, by=ann, at=at, real_at=at)
    assert not Booking.objects.filter(status=BookingStatus.BOOKED).exists()


def test_TR_111_a_trainer_whose_licence_was_withdrawn_can_be_named(award, officer, tool) -> None:
    licence = award("T-1", date(2022, 1, 10), is_trainer=True)
    operations.withdraw_licence(licence_id=licence.pk, reason="Left", by=officer, today=TODAY)
    assert list(queries.trainers(tool.pk)) == [licence]


def test_e_learning_of_a_course_no_longer_offered_cannot_be_gone_on_with(
    sign_in, partnership, scoped, actor, officer, at, settings, tmp_path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    course = Course.objects.create(space_id=scoped.home_id, title="Sleep", mode="E-learning", delivery="e_learning")
    sent = SimpleUploadedFile("course.zip", scorm_12(), content_type="application/zip")
    unpacked = unpack(accept_upload(sent, Accepts(kinds=("zip",))))
    package = elearning.add_package(course_id=course.pk, unpacked=unpacked, by=officer, at=at)
    elearning.open_package(package_id=package.pk, by=actor("practitioner", email="practitioner@example.org"), at=at)

    def pages() -> list[bool]:
        person = sign_in(partnership, "practitioner").get(f"/training/e-learning/{package.pk}/").content.decode()
        office = sign_in(partnership, "training_officer").get(f"/office/training/e-learning/{package.pk}/")
        return ["course" in person and "/open/" in person, "Can be taken" in office.content.decode()]

    assert pages() == [True, True]
    for status in (CourseStatus.WITHDRAWN, CourseStatus.DRAFT):
        Course.objects.filter(pk=course.pk).update(status=status)
        assert pages() == [False, False]


def test_a_yearly_survey_started_again_does_not_pass_over_another_last_day(officer, scoped, at) -> None:
    def start(closes_on: date) -> Survey:
        return start_yearly_survey(
            which="yearly", year="2023-24", audience=Whom.NOBODY, emails=["a@example.org"], closes_on=closes_on,
            by=officer, today=TODAY, at=at,
        )  # fmt: skip

    survey = start(date(2024, 3, 10))
    with pytest.raises(Refused, match="10 March 2024"):
        start(date(2024, 3, 20))
    assert start(date(2024, 3, 10)) == survey
