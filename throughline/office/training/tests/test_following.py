"""From attendance to evaluation, certificate, passport and three months later; and the evaluation of many."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.core.cache import cache
from django.test import Client

from throughline.foundation.access.actors import ANONYMOUS, system_actor
from throughline.foundation.access.operations import Refused
from throughline.foundation.figures.values import Asked
from throughline.foundation.figures.years import year_of
from throughline.foundation.notices.models import OutboxMessage
from throughline.foundation.surveys import operations as answering
from throughline.foundation.surveys.models import Invitation, Survey
from throughline.office.training.figures import training_figures
from throughline.office.training.kinds import BEFORE, EVALUATION, FOLLOW_UP, MANAGER_VIEW
from throughline.office.training.models import Attendance, Booking, Certificate, CodedText, LearningRecord, SessionDay
from throughline.office.training.operations import book
from throughline.office.training.operations.attending import mark_register
from throughline.office.training.operations.certificates import withdraw_certificate
from throughline.office.training.operations.following import ask_manager, follow_sessions
from throughline.office.training.operations.themes import sort_text
from throughline.office.training.presenters.following import follow_up_links
from throughline.office.training.queries import evaluation as queries
from throughline.office.training.questionnaires import CONFIDENCE
from throughline.office.training.rules.attendance import Presence

pytestmark = pytest.mark.django_db
LONDON = ZoneInfo("Europe/London")
REAL = datetime(2024, 2, 20, 18, 0, tzinfo=UTC)
YEAR = year_of("2023-24")
DAYS = (datetime(2024, 2, 20, 9, 30, tzinfo=LONDON), datetime(2024, 2, 27, 9, 30, tzinfo=LONDON))
AFTER = datetime(2024, 2, 27, 17, 0, tzinfo=LONDON)


@pytest.fixture
def session(record, scoped):
    """A course of two days, 20 and 27 February 2024."""
    found = record("Two days on neglect", 30)
    SessionDay.objects.filter(session=found).delete()
    for starts in DAYS:
        SessionDay.objects.create(
            space_id=scoped.home_id, session=found, starts=starts, ends=starts + timedelta(hours=6)
        )
    found.ends = DAYS[1] + timedelta(hours=6)
    found.save()
    return found


@pytest.fixture
def booked(session, actor, at):
    def make(*names):
        return [
            book(session_id=session.pk, by=actor("practitioner", email=f"{name}@example.org"), at=at, real_at=at)
            for name in names
        ]

    return make


@pytest.fixture
def came(session, actor):
    """came(booking, days) marks the booking there on the first so many days."""

    def make(booking, days=2, presence=Presence.ATTENDED):
        for day in SessionDay.objects.filter(session=session).order_by("starts")[:days]:
            mark_register(day_id=day.pk, marks={booking.pk: presence}, by=actor("training_officer"), at=AFTER)

    return make


def follow(now=AFTER):
    follow_sessions(by=system_actor("worker"), now=now, at=REAL)


def answer(kind, booking, day=date(2024, 2, 27), score=4, **more):
    """Everything that the questionnaire asks, each scale with the same score."""
    invitation = Invitation.objects.select_related("survey__version").get(survey__kind=kind, subject=booking.reference)
    given = {q.key: str(score) for q in invitation.survey.version.asked if q.kind == "scale"}
    given |= {q.key: "1" for q in invitation.survey.version.asked if q.kind == "single"}
    return answering.send_answers(token=invitation.token, answers=given | more, by=ANONYMOUS, today=day)


def test_TR_116_whoever_is_booked_is_asked_before(session, booked, at) -> None:
    booked("ann", "bob")
    follow(at)
    assert not Survey.objects.exists()  # fifteen days before: too early
    follow(at + timedelta(days=2))
    follow(at + timedelta(days=3))
    survey = Survey.objects.get()
    assert (survey.kind, survey.about, survey.closes_on) == (BEFORE, str(session.pk), date(2024, 2, 20))
    assert sorted(survey.invitations.values_list("email", flat=True)) == ["ann@example.org", "bob@example.org"]
    assert OutboxMessage.objects.filter(kind="surveys.invitation").count() == 2


def test_TR_115_whoever_came_is_asked_to_evaluate_and_who_did_not_is_not(booked, came) -> None:
    ann, bob, cat = booked("ann", "bob", "cat")
    came(ann)
    came(bob, days=1)
    came(cat, presence=Presence.ABSENT)
    follow(AFTER - timedelta(hours=3))  # not over yet
    assert not Survey.objects.filter(kind=EVALUATION).exists()
    follow()
    asked = Invitation.objects.filter(survey__kind=EVALUATION).order_by("email").values_list("email", flat=True)
    assert list(asked) == ["ann@example.org", "bob@example.org"]


def test_TR_100_a_certificate_follows_every_day_and_the_evaluation(booked, came) -> None:
    ann, bob = booked("ann", "bob")
    came(ann)
    came(bob, days=1)
    follow()
    assert not Certificate.objects.exists()
    answer(EVALUATION, ann)
    answer(EVALUATION, bob)
    found = Certificate.objects.get()
    assert (found.booking, found.title, found.day, found.hours) == (ann, "Two days on neglect", date(2024, 2, 27), 12)
    assert len(found.code) == 16
    came(bob)  # the register is put right afterwards
    follow()
    follow()
    assert Certificate.objects.count() == 2


def test_the_passport_follows_the_register_both_ways(booked, came, session) -> None:
    session.course.refresh_months = 24
    session.course.save()
    ann, bob = booked("ann", "bob")
    came(ann)
    came(bob, days=1)
    follow()
    follow()
    record = LearningRecord.objects.get()
    assert (record.person, record.day, record.hours, record.runs_out) == (
        ann.person, date(2024, 2, 27), 12, date(2026, 2, 27),
    )  # fmt: skip
    Attendance.objects.filter(booking=ann).first().delete()
    follow()
    assert not LearningRecord.objects.exists()


def test_TR_117_three_months_later_and_the_line_manager(booked, came, actor) -> None:
    (ann,) = booked("ann")
    came(ann)
    follow()
    follow(datetime(2024, 5, 26, 9, 0, tzinfo=LONDON))
    assert not Survey.objects.filter(kind=FOLLOW_UP).exists()
    follow(datetime(2024, 5, 27, 9, 0, tzinfo=LONDON))
    later = date(2024, 5, 28)
    by = actor("practitioner", email="ann@example.org")

    def ask(email):
        ask_manager(reference=ann.reference, email=email, by=by, today=later, at=REAL)

    def offered(on):
        return [link.label for link in follow_up_links(ann, on)]

    assert offered(later) == ["What has come of it, three months later"]
    with pytest.raises(Refused, match="first"):
        ask("boss@example.org")
    answer(FOLLOW_UP, ann, later)
    assert "Ask your line manager for their view" in offered(later)
    assert "Ask your line manager for their view" not in offered(later + timedelta(days=28))
    with pytest.raises(Refused, match="your own address"):
        ask("Ann@example.org")
    ask("boss@example.org")
    assert "Ask your line manager for their view" not in offered(later)
    with pytest.raises(Refused, match="already"):
        ask("other@example.org")
    invitation = Invitation.objects.get(survey__kind=MANAGER_VIEW)
    assert (invitation.email, invitation.subject) == ("boss@example.org", ann.reference)
    named = "named you as their line manager."
    assert f"{ann.person.name} (ann@example.org) {named}" in OutboxMessage.objects.get(to="boss@example.org").text
    page = Client(headers={"host": "medway.localhost"}).get(f"/surveys/{invitation.token}/").text
    assert f"{ann.person.name} (ann@example.org) {named}" in page
    assert named not in "".join(OutboxMessage.objects.exclude(to="boss@example.org").values_list("text", flat=True))


def test_TR_102_TR_103_anyone_checks_a_certificate(booked, came, actor, partnership, other_partnership) -> None:
    (ann,) = booked("ann")
    came(ann)
    follow()
    answer(EVALUATION, ann)
    found = Certificate.objects.get()
    cache.clear()
    reader = Client(headers={"host": "medway.localhost"})
    page = reader.get(f"/certificates/{found.code}/").content.decode()
    assert "Valid" in page
    for said in (found.name, "Two days on neglect", "27 February 2024"):
        assert said in page
    for unsaid in ("ann@example.org", ann.reference, str(found.hours)):
        assert unsaid not in page.split("<main")[1].split("</main>")[0]
    assert reader.get("/certificates/", {"code": found.code.lower()})["Location"] == f"/certificates/{found.code}/"
    assert reader.get("/certificates/", {"code": "nonsense"}).status_code == 422
    assert reader.get("/certificates/23456789BCDFGHJK/").status_code == 404
    assert Client(headers={"host": "kent.localhost"}).get(f"/certificates/{found.code}/").status_code == 404
    with pytest.raises(Refused, match="Say why"):
        withdraw_certificate(certificate_id=found.pk, reason=" ", by=actor("training_officer"), today=date(2024, 3, 1))
    withdraw_certificate(
        certificate_id=found.pk, reason="A mistake", by=actor("training_officer"), today=date(2024, 3, 1)
    )
    page = reader.get(f"/certificates/{found.code}/").content.decode()
    assert "withdrawn" in page
    assert "A mistake" not in page


def test_TR_104_checking_is_limited(partnership) -> None:
    cache.clear()
    reader = Client(headers={"host": "medway.localhost"})
    found = [reader.get("/certificates/23456789BCDFGHJK/").status_code for _ in range(31)]
    assert found == [404] * 30 + [429]
    cache.clear()


def test_from_the_booking_page_to_the_certificate(booked, came, sign_in, partnership, settings) -> None:
    settings.AS_AT = AFTER
    (ann,) = booked("ann")
    came(ann)
    follow()
    browser = sign_in(partnership, email="ann@example.org")
    page = browser.get(f"/training/bookings/{ann.reference}/").content.decode()
    token = Invitation.objects.get(survey__kind=EVALUATION).token
    assert f"/surveys/{token}/" in page
    scores = {f"q-{item}": "5" for item in (*CONFIDENCE, "useful", "trainer")}
    sent = browser.post(f"/surveys/{token}/1/", scores, follow=True).content.decode()
    assert f"/training/bookings/{ann.reference}/certificate/" in sent
    assert "PDF needs Pango" in browser.get(f"/training/bookings/{ann.reference}/certificate/").content.decode()
    other = sign_in(partnership, email="other@example.org")
    assert other.get(f"/training/bookings/{ann.reference}/certificate/").status_code == 404


@pytest.mark.pango
@pytest.mark.slow
def test_the_pdf_has_the_code_and_only_its_owner_downloads_it(
    booked, came, sign_in, partnership, settings, tmp_path
) -> None:
    import io
    from urllib.parse import urlsplit

    from pypdf import PdfReader

    from throughline.foundation.documents.api import save_content
    from throughline.office.training.documents.certificate import certificate_pdf
    from throughline.office.training.operations.certificates import keep_file
    from throughline.office.training.presenters.certificates import certificate_facts
    from throughline.office.training.rules.learning import shown_code

    settings.MEDIA_ROOT = tmp_path
    (ann,) = booked("ann")
    came(ann)
    follow()
    answer(EVALUATION, ann)
    found = Certificate.objects.get()
    owner = sign_in(partnership, email="ann@example.org")
    assert "is being made" in owner.get(f"/training/bookings/{ann.reference}/certificate/").content.decode()
    facts = certificate_facts(found.pk)
    assert "Valid" in owner.get(urlsplit(facts["url"]).path).content.decode()  # where the QR code leads
    content = save_content(certificate_pdf(**facts))
    keep_file(certificate_id=found.pk, content=content, by=system_actor("worker"), at=REAL)
    found.refresh_from_db()
    assert certificate_facts(found.pk) is None
    assert OutboxMessage.objects.filter(kind="training.certificate_ready").count() == 1
    url = found.file.get_absolute_url()
    answered = owner.get(url)
    reader = PdfReader(io.BytesIO(b"".join(answered.streaming_content)))
    text = " ".join(page.extract_text() for page in reader.pages)
    assert shown_code(found.code) in text
    assert facts["url"] in "".join(text.split())
    assert len(reader.pages) == 1
    assert sign_in(partnership, email="other@example.org").get(url).status_code == 404


@pytest.fixture
def evaluated(booked, came, at):
    """Seven people: confidence 2 before; 3, 4 or 5 afterwards."""
    people = booked(*(f"p{n}" for n in range(7)))
    follow(at + timedelta(days=2))
    for booking in people:
        answer(BEFORE, booking, date(2024, 2, 8), 2)
        came(booking)
    follow()
    for n, booking in enumerate(people[:6]):
        answer(EVALUATION, booking, score=3 + n % 3, **{"will-do": f"Text {n}"})
    return people


def test_TR_118_the_change_in_pairs_with_its_interval(evaluated) -> None:
    found = queries.evaluation(YEAR, "course")
    assert (found.everybody.asked, found.everybody.answered) == (7, 6)
    change = found.everybody.after
    assert (change.pairs, change.before, change.after, change.mean, change.improved) == (6, 2, 4, 2, 6)
    # six differences 1 2 3 1 2 3: s = 0.894427, t(5) = 2.570582, 2.570582 · s / √6 = 0.938644
    assert change.low == pytest.approx(2 - 0.938644, abs=1e-6)
    assert change.high == pytest.approx(2 + 0.938644, abs=1e-6)
    (line,) = found.lines
    assert (line.group, line.after, line.later, line.opinions) == ("Two days on neglect", change, None, (4, 4))


def test_the_yearly_report_has_the_same_rate_and_change(evaluated) -> None:
    found = {value.id: value.value for value in training_figures(Asked(YEAR, date(2024, 4, 2), "Medway"))}
    assert found["training.evaluation.response-rate"] == Decimal("85.7")  # six of seven
    assert found["training.evaluation.change"] == Decimal(2)


def test_TR_118_four_pairs_are_not_shown(booked, came, at) -> None:
    people = booked(*"abcd")
    follow(at + timedelta(days=2))
    for booking in people:
        answer(BEFORE, booking, date(2024, 2, 8))
        came(booking)
    follow()
    for booking in people:
        answer(EVALUATION, booking)
    found = queries.evaluation(YEAR, "course")
    assert (found.everybody.after, found.lines[0].after, found.lines[0].opinions) == (None, None, (None, None))


def test_TR_118_a_small_group_and_the_one_it_follows_from_are_not_shown(evaluated) -> None:
    Booking.objects.filter(pk__in=[booking.pk for booking in evaluated[:5]]).update(sector="health")
    Booking.objects.filter(pk__in=[booking.pk for booking in evaluated[5:]]).update(sector="police")
    found = queries.evaluation(YEAR, "sector")
    assert found.everybody.after.pairs == 6
    lines = [(line.group, line.asked, line.answered, line.after) for line in found.lines]
    assert lines == [("Health", 5, 5, None), ("Police", 2, 1, None)]  # six less five would be the one
    Booking.objects.filter(pk=evaluated[5].pk).update(sector="health")
    health, police = queries.evaluation(YEAR, "sector").lines
    assert (health.after.pairs, police.after) == (6, None)


def test_three_months_later_the_same_items_in_pairs_and_what_line_managers_saw(
    evaluated, actor, sign_in, partnership, settings
) -> None:
    settings.AS_AT = datetime(2024, 5, 28, 9, 0, tzinfo=LONDON)
    follow(datetime(2024, 5, 27, 9, 0, tzinfo=LONDON))
    later = date(2024, 5, 28)
    for n, booking in enumerate(evaluated):
        answer(FOLLOW_UP, booking, later, score=3 + n % 2)  # 2 before: 1 or 2 better
    change = queries.evaluation(YEAR, "course").everybody.later
    assert (change.pairs, change.improved, change.mean) == (7, 7, pytest.approx(10 / 7))
    for n, booking in enumerate(evaluated[:5]):
        by = actor("practitioner", email=f"p{n}@example.org")
        ask_manager(reference=booking.reference, email=f"boss{n}@example.org", by=by, today=later, at=REAL)
        view = Invitation.objects.select_related("survey__version").get(email=f"boss{n}@example.org")
        example = {"example": f"Asked about the child first, {n}."}
        given = {q.key: "1" if q.kind == "single" else "4" for q in view.survey.version.asked if q.kind != "text"}
        answering.send_answers(token=view.token, answers=given | example, by=ANONYMOUS, today=later)
    officer = sign_in(partnership, "training_officer")
    assert "No evaluation was asked for of these sessions" in officer.get("/office/training/evaluation/").text
    page = officer.get("/office/training/evaluation/?year=2023-24&by=course").text
    assert f"{10 / 7:+.2f} (" in page
    assert '<option value="2023-24" selected>' in page
    for nonsense in ("1907-08", "2023-25", "x"):  # this year's, with the reason
        assert "Select a valid choice" in officer.get(f"/office/training/evaluation/?year={nonsense}").text
    assert f"{10 / 7:.2f}" in officer.get("/office/training/evaluation/evaluation.csv?year=2023-24&by=course").text
    address = "/office/training/evaluation/seen/?year=2023-24"
    assert f'href="{address}"' in page
    seen = officer.get(address).text
    assert "5 texts, 5 not sorted yet" in seen
    assert "Asked about the child first, 0." in seen
    assert "boss" not in seen
    first = queries.words(YEAR, "seen").left[0][0]
    assert officer.post(address, {"answer": first, "another": "Curiosity"}).headers["Location"] == address
    assert "5 texts, 4 not sorted yet" in officer.get(address).text


@pytest.mark.parametrize("by", ["course", "trainer", "sector"])
def test_the_pages_of_the_evaluation(evaluated, sign_in, partnership, settings, by) -> None:
    settings.AS_AT = AFTER
    officer = sign_in(partnership, "training_officer")
    page = officer.get(f"/office/training/evaluation/?by={by}").content.decode()
    assert "+2.00 (1.06 to 2.94), 6 pairs" in page
    assert "1.06" in officer.get(f"/office/training/evaluation/evaluation.csv?by={by}").content.decode()
    survey = Survey.objects.get(kind=EVALUATION)
    page = officer.get(f"/office/surveys/{survey.pk}/").content.decode()
    assert "together with those of the other sessions" in page
    assert "Mean" not in page
    assert officer.get(f"/office/surveys/{survey.pk}/results.csv").status_code == 404


def test_free_text_is_sorted_by_theme(evaluated, sign_in, partnership, settings, actor) -> None:
    settings.AS_AT = AFTER
    officer = sign_in(partnership, "training_officer")
    address = "/office/training/evaluation/will-do/"
    page = officer.get(address).content.decode()
    assert "6 texts, 6 not sorted yet" in page
    assert "<legend" not in page  # of themes, while there is none to choose
    first = queries.words(YEAR, "will-do").left[0][0]
    officer.post(address, {"answer": first, "another": "Curiosity"})
    page = officer.get(address).content.decode()
    assert "5 not sorted yet" in page
    assert "<legend" in page
    found = queries.words(YEAR, "will-do")
    assert found.themes == (("Curiosity", 1),)
    by = actor("training_officer")
    theme = queries.themes()[0][0]
    assert sort_text(year=YEAR, which="will-do", answer=found.left[0][0], theme_ids=[theme], another="Curiosity",
                     by=by) == ["Curiosity"]  # fmt: skip
    sort_text(year=YEAR, which="will-do", answer=found.left[1][0], theme_ids=[], another="", by=by)
    assert CodedText.objects.filter(theme=None).count() == 1
    with pytest.raises(Refused, match="already"):
        sort_text(year=YEAR, which="will-do", answer=first, theme_ids=[], another="X", by=by)
    assert "Fewer than five" in officer.get("/office/training/evaluation/barriers/").content.decode()
    assert officer.get("/office/training/evaluation/nothing/").status_code == 404


@pytest.mark.parametrize("people", [1, 3])
def test_the_evaluation_asks_the_same_few_questions(booked, came, at, people, django_assert_num_queries) -> None:
    for booking in booked(*(f"p{n}" for n in range(people))):
        came(booking)
    follow()
    for invitation in Invitation.objects.filter(survey__kind=EVALUATION):
        given = dict.fromkeys((*CONFIDENCE, "useful", "trainer"), "3")
        answering.send_answers(token=invitation.token, answers=given, by=ANONYMOUS, today=date(2024, 2, 27))
    with django_assert_num_queries(9):
        queries.evaluation(YEAR, "trainer")


def test_the_offices_list_and_withdrawing(booked, came, sign_in, partnership, settings) -> None:
    settings.AS_AT = AFTER
    (ann,) = booked("ann")
    came(ann)
    follow()
    answer(EVALUATION, ann)
    found = Certificate.objects.get()
    officer = sign_in(partnership, "training_officer")
    assert found.name in officer.get("/office/training/certificates/?q=neglect").content.decode()
    assert "No certificate fits" in officer.get("/office/training/certificates/?q=%26nothing").content.decode()
    page = f"/office/training/certificates/{found.pk}/"
    assert officer.post(page, {"reason": ""}).status_code == 422
    officer.post(page, {"reason": "A mistake"})
    assert "A mistake" in officer.get(page).content.decode()
    assert sign_in(partnership, "practitioner").get(page).status_code == 403
