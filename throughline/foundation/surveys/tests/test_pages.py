"""Answering page by page without an account, and the office's pages."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from throughline.foundation.surveys import operations, queries
from throughline.foundation.surveys.models import Response, Survey
from throughline.foundation.surveys.rules import Naming
from throughline.foundation.surveys.tests.conftest import TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def stands_at(settings, scoped) -> None:
    settings.AS_AT = datetime(2024, 2, 5, 9, 0, tzinfo=ZoneInfo("Europe/London"))


@pytest.fixture
def reader(partnership) -> Client:
    return Client(headers={"host": "medway.localhost"})


def test_one_question_a_page_kept_and_sent(reader, make_survey, asked) -> None:
    (invitation,) = asked(make_survey(Naming.ANONYMOUS), 1)
    base = f"/surveys/{invitation.token}/"
    start = reader.get(base)
    assert "Your answers are anonymous" in start.content.decode()
    assert f'href="{base}1/"' in start.content.decode()
    wrong = reader.post(f"{base}1/", {})
    assert wrong.status_code == 422
    assert "Select an answer to ‘How sure are you?’" in wrong.content.decode()
    assert reader.post(f"{base}1/", {"q-sure": "3"})["Location"] == f"{base}2/"
    assert f'href="{base}2/"' in reader.get(base).content.decode()  # begun: the link leads to where one left
    assert reader.post(f"{base}2/", {"q-uses": ["1", "9"]}).status_code == 422
    reader.post(f"{base}2/", {"q-uses": ["1", "2"]})
    assert reader.post(f"{base}3/", {"q-help": "Time"})["Location"] == f"{base}check/"
    check = reader.get(f"{base}check/").content.decode()
    assert "Mostly" in check
    assert "Toolkit, Leaflet" in check
    sent = reader.post(f"{base}check/")
    assert sent["Location"] == "/surveys/thank-you/"
    assert reader.get(sent["Location"]).status_code == 200
    assert Response.objects.count() == 1
    assert [reader.get(f"{base}{end}").status_code for end in ("", "1/", "check/")] == [404, 404, 404]
    assert reader.post(f"{base}check/").status_code == 404
    assert Response.objects.count() == 1


def test_all_on_one_page_is_sent_at_once_and_thanked_again(reader, make_survey, asked) -> None:
    (invitation,) = asked(make_survey(one_a_page=False), 1)
    base = f"/surveys/{invitation.token}/"
    wrong = reader.post(f"{base}1/", {"q-help": "My <b>words</b>"})
    assert wrong.status_code == 422
    assert "My &lt;b&gt;words&lt;/b&gt;" in wrong.content.decode()
    sent = reader.post(f"{base}1/", {"q-sure": "4", "q-help": "x"})
    assert sent["Location"] == base
    for path in (base, f"{base}1/", f"{base}check/"):
        assert "We have your answers" in reader.get(path).content.decode()


def test_a_required_answer_missing_at_the_end_says_which(reader, make_survey, asked) -> None:
    (invitation,) = asked(make_survey(), 1)
    answer = reader.post(f"/surveys/{invitation.token}/check/")
    assert answer.status_code == 422
    assert "Not answered yet: How sure are you?" in answer.content.decode()


def test_a_closed_survey_says_so_and_another_partnerships_is_not_there(
    reader, make_survey, asked, settings, other_partnership
) -> None:
    (invitation,) = asked(make_survey(), 1)
    base = f"/surveys/{invitation.token}/"
    kent = Client(headers={"host": "kent.localhost"})
    assert kent.get(base).status_code == kent.get("/surveys/nonsense/").status_code == 404
    settings.AS_AT = datetime(2024, 3, 5, 9, 0, tzinfo=ZoneInfo("Europe/London"))
    assert "closed" in reader.get(base).content.decode()
    assert reader.post(f"{base}1/", {"q-sure": "3"}).status_code == 422


def test_the_office_sees_how_many_and_the_results(sign_in, partnership, make_survey, asked, anybody) -> None:
    survey = make_survey()
    for n, invitation in enumerate(asked(survey, 6)):
        answers = {"sure": str(n % 2 + 1), "help": "=SUM(1)"}
        operations.send_answers(token=invitation.token, answers=answers, by=anybody, today=TODAY)
    officer = sign_in(partnership, "training_officer")
    assert "How it is" in officer.get("/office/surveys/").content.decode()
    page = officer.get(f"/office/surveys/{survey.pk}/").content.decode()
    assert "6 answered. Mean 1.5 of 4." in page
    file = officer.get(f"/office/surveys/{survey.pk}/results.csv").content.decode("utf-8-sig")
    assert "How sure are you?,Everybody,,6,1.50" in file
    assert "'=SUM(1)" in file
    assert "p1@example.org" not in page + file
    assert sign_in(partnership, "practitioner").get(f"/office/surveys/{survey.pk}/").status_code == 403


@pytest.mark.parametrize("surveys", [1, 3])
def test_the_list_asks_the_same_few_questions(
    sign_in, partnership, make_survey, surveys, django_assert_num_queries
) -> None:
    for number in range(surveys):
        make_survey(about=str(number))
    officer = sign_in(partnership, "training_officer")
    with django_assert_num_queries(
        10
    ):  # host, spaces, session, user, roles, count, page, questionnaires, versions; frame
        officer.get("/office/surveys/")


def test_writing_the_next_version(sign_in, partnership, make_survey) -> None:
    survey = make_survey()
    base = f"/office/surveys/questionnaires/{survey.version.questionnaire_id}/"
    officer = sign_in(partnership, "training_officer")
    assert "- Completely" in officer.get(f"{base}write/").content.decode()
    wrong = officer.post(f"{base}write/", {"questions": "What?\nkind: matrix"})
    assert wrong.status_code == 422
    assert "Question 1: the kind is one of" in wrong.content.decode()
    officer.post(f"{base}write/", {"questions": "What now?\nkind: long", "one_a_page": "on"})
    draft = queries.questionnaire(survey.version.questionnaire_id).versions.get(published_on=None)
    assert draft.number == 2
    officer.post(f"/office/surveys/versions/{draft.pk}/publish/")
    assert "Version 2, asked now" in officer.get(base).content.decode()


def test_closing_from_the_page(sign_in, partnership, make_survey) -> None:
    today, yesterday = make_survey(), make_survey(about="2", opens_on=date(2024, 2, 4))
    officer = sign_in(partnership, "training_officer")
    assert officer.get(f"/office/surveys/{today.pk}/close/").status_code == 200
    refused = officer.post(f"/office/surveys/{today.pk}/close/", follow=True).content.decode()
    assert "from the day after it opened" in refused
    officer.post(f"/office/surveys/{yesterday.pk}/close/")
    assert [s.closes_on for s in Survey.objects.order_by("about")] == [date(2024, 2, 19), date(2024, 2, 4)]
