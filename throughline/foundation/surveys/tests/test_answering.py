"""Named and anonymous answers: kept once, never lost, and never linked where the page says so."""

import uuid
from dataclasses import replace
from datetime import date

import pytest
from django.db import IntegrityError, transaction

from throughline.foundation.access.operations import NotPermitted, Refused
from throughline.foundation.notices.models import OutboxMessage
from throughline.foundation.surveys import api, operations, queries, registry
from throughline.foundation.surveys.models import Answer, Draft, Frozen, Invitation, Response, Survey
from throughline.foundation.surveys.rules import Naming
from throughline.foundation.surveys.tests.conftest import KIND, NOW, QUESTIONS, TODAY

pytestmark = pytest.mark.django_db
GIVEN = {"sure": "3", "uses": ["1", "2"], "help": "More time."}


def send(invitation, anybody, **answers):
    return operations.send_answers(token=invitation.token, answers=GIVEN | answers, by=anybody, today=TODAY)


def test_SV_03_a_named_answer_is_kept_once_with_its_day(make_survey, asked, anybody, told) -> None:
    survey = make_survey()
    (invitation,) = asked(survey, 1)
    sent = send(invitation, anybody)
    response = Response.objects.get()
    assert (response.invitation, response.day) == (invitation, TODAY)
    assert told == [sent] == [api.Sent(KIND, "1", "0", None, TODAY)]
    rows = set(Answer.objects.values_list("question", "value", "number", "text"))
    assert rows == {
        ("sure", "3", 3, ""),
        ("uses", "1", None, ""),
        ("uses", "2", None, ""),
        ("help", "", None, "More time."),
    }
    with pytest.raises(operations.LinkGone):
        send(invitation, anybody)
    assert Response.objects.count() == 1


def test_SV_02_nothing_links_an_anonymous_answer_to_who_was_asked(make_survey, asked, anybody, told) -> None:
    survey = make_survey(Naming.ANONYMOUS)
    first, second = asked(survey, 2, "Health")
    assert send(first, anybody, help="A secret.") is None
    response = Response.objects.get()
    assert (response.invitation_id, response.day, response.group, told) == (None, None, "Health", [])
    used = Invitation.objects.filter(answered=True).values().get()
    assert used == {
        "id": first.pk, "space_id": survey.space_id, "survey_id": survey.pk, "person_id": None,
        "email": "p0@example.org", "subject": "0", "group": "Health", "token": None, "asked_on": TODAY,
        "reminders": 0, "answered": True,
    }  # fmt: skip
    assert Invitation.objects.get(pk=second.pk).token
    assert not Draft.objects.exists()
    for model in (Response, Answer):  # a random id: no order of arrival, and no column that holds a moment
        assert isinstance(model._meta.pk.get_default(), uuid.UUID)
        assert not hasattr(model, "history")
        assert {f.get_internal_type() for f in model._meta.fields}.isdisjoint({"DateTimeField", "TimeField"})
    assert not hasattr(Invitation, "history")
    with pytest.raises(operations.LinkGone):
        send(first, anybody)


def test_the_database_refuses_half_a_name(make_survey, asked) -> None:
    survey = make_survey()
    (invitation,) = asked(survey, 1)
    for wrong in ({"invitation": invitation}, {"day": TODAY}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Response.objects.create(space_id=survey.space_id, survey=survey, **wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        Survey.objects.filter(pk=survey.pk).update(naming=Naming.ANONYMOUS, threshold=2)
    with pytest.raises(IntegrityError), transaction.atomic():
        Survey.objects.filter(pk=survey.pk).update(closes_on=date(2024, 2, 1))


def test_answers_in_progress_are_kept_and_then_sent(make_survey, asked, anybody) -> None:
    survey = make_survey()
    (invitation,) = asked(survey, 1)
    operations.keep_answers(token=invitation.token, answers={"sure": "2"}, by=anybody, today=TODAY)
    operations.keep_answers(token=invitation.token, answers={"help": "Time."}, by=anybody, today=TODAY)
    assert queries.draft_of(invitation.pk) == {"sure": "2", "help": "Time."}
    operations.send_answers(token=invitation.token, answers={}, by=anybody, today=TODAY)
    assert not Draft.objects.exists()
    assert queries.scores([survey.pk], ["sure"]) == [("0", "sure", 2)]


def test_SV_04_a_required_answer_and_a_closed_survey_are_refused_and_nothing_is_lost(
    make_survey, asked, anybody
) -> None:
    survey = make_survey()
    (invitation,) = asked(survey, 1)
    operations.keep_answers(token=invitation.token, answers={"help": "Time."}, by=anybody, today=TODAY)
    with pytest.raises(Refused, match="Not answered yet: How sure are you"):
        operations.send_answers(token=invitation.token, answers={}, by=anybody, today=TODAY)
    with pytest.raises(Refused, match="closed"):
        operations.send_answers(token=invitation.token, answers=GIVEN, by=anybody, today=date(2024, 2, 20))
    assert Draft.objects.count() == 1
    assert not Response.objects.exists()


@pytest.mark.parametrize("wrong", [{"uses": ["1", "A tool"]}, {"uses": ["9"]}])
def test_a_choice_that_is_not_offered_is_an_error_and_nothing_is_kept(make_survey, asked, anybody, wrong) -> None:
    (invitation,) = asked(make_survey(), 1)
    with pytest.raises(KeyError, match="does not offer"), transaction.atomic():
        send(invitation, anybody, **wrong)
    assert not Response.objects.exists()
    assert not Invitation.objects.filter(answered=True).exists()


def test_asked_twice_is_one_invitation_and_one_message(make_survey, asked) -> None:
    survey = make_survey()
    asked(survey, 2, tell=True)
    asked(survey, 3, tell=True)
    assert Invitation.objects.count() == 3
    messages = OutboxMessage.objects.order_by("to")
    assert [m.to for m in messages] == ["p0@example.org", "p1@example.org", "p2@example.org"]
    assert f"/surveys/{Invitation.objects.get(email='p0@example.org').token}/" in messages[0].text
    assert messages[0].keeps_text is False


def test_reminders_go_once_to_whoever_has_not_answered(make_survey, asked, anybody) -> None:
    survey = make_survey(remind_after=[7, 12])
    first, _ = asked(survey, 2)
    send(first, anybody)

    def remind(day: int) -> int:
        return operations.remind(survey_id=survey.pk, by=anybody, today=date(2024, 2, day), at=NOW)

    assert [remind(day) for day in (6, 12, 12, 17, 18, 25)] == [0, 1, 0, 1, 0, 0]
    assert set(OutboxMessage.objects.values_list("to", flat=True)) == {"p1@example.org"}


def test_after_an_outage_only_the_latest_reminder_goes(make_survey, asked, anybody) -> None:
    survey = make_survey(remind_after=[3, 7])
    asked(survey, 1)
    days = (date(2024, 2, 13), date(2024, 2, 14))
    assert [operations.remind(survey_id=survey.pk, by=anybody, today=day, at=NOW) for day in days] == [1, 0]
    assert Invitation.objects.get().reminders == 2
    assert OutboxMessage.objects.count() == 1


def test_whom_the_owner_asks_no_more_is_not_reminded(make_survey, asked, anybody) -> None:
    survey = make_survey()
    asked(survey, 2)
    registry._kinds[KIND] = replace(registry.kind_of(KIND), still_asked=lambda subjects: {"1"} & set(subjects))
    assert operations.remind(survey_id=survey.pk, by=anybody, today=date(2024, 2, 13), at=NOW) == 1
    assert OutboxMessage.objects.get().to == "p1@example.org"


def test_a_published_version_is_frozen_and_a_draft_is_not(make_survey, actor) -> None:
    survey = make_survey()
    by = actor("business_unit")
    version = survey.version
    version.introduction = "Other words"
    with pytest.raises(Frozen):
        version.save()
    with pytest.raises(Frozen):
        version.delete()
    draft = operations.write_version(
        questionnaire_id=version.questionnaire_id, introduction="New", questions=QUESTIONS[:1], one_a_page=False, by=by
    )
    again = operations.write_version(
        questionnaire_id=version.questionnaire_id,
        introduction="Newer",
        questions=QUESTIONS[:2],
        one_a_page=False,
        by=by,
    )
    assert (draft.pk, again.number) == (again.pk, 2)
    operations.publish_version(version_id=again.pk, by=by, today=TODAY)
    shipped = api.Shipped("test.True", KIND, "How it is", "", QUESTIONS)
    assert api.published_version(shipped=shipped, by=by, today=TODAY) == again
    assert Survey.objects.get(pk=survey.pk).version_id == version.pk


def test_who_may_write_and_publish(make_survey, actor) -> None:
    version = make_survey().version
    for role in ("practitioner", "editor", "scrutineer"):
        with pytest.raises(NotPermitted):
            operations.publish_version(version_id=version.pk, by=actor(role), today=TODAY)


def test_closing_forgets_what_was_begun(make_survey, asked, anybody, actor) -> None:
    survey = make_survey(Naming.ANONYMOUS)
    (invitation,) = asked(survey, 1)
    operations.keep_answers(token=invitation.token, answers={"sure": "2"}, by=anybody, today=TODAY)
    later = date(2024, 2, 8)
    operations.close_survey(survey_id=survey.pk, by=actor("business_unit"), today=later)
    assert Survey.objects.get().closes_on == date(2024, 2, 7)
    assert not Draft.objects.exists()
    with pytest.raises(Refused, match="closed"):
        operations.keep_answers(token=invitation.token, answers={}, by=anybody, today=later)


def test_drafts_of_closed_surveys_are_forgotten_overnight(make_survey, asked, anybody) -> None:
    (invitation,) = asked(make_survey(), 1)
    operations.keep_answers(token=invitation.token, answers={"sure": "2"}, by=anybody, today=TODAY)
    operations.forget_drafts(by=anybody, today=date(2024, 2, 19))
    assert Draft.objects.exists()
    operations.forget_drafts(by=anybody, today=date(2024, 2, 20))
    assert not Draft.objects.exists()


def test_SV_06_results_by_group_hide_the_small_one_and_its_neighbour(make_survey, asked, anybody) -> None:
    survey = make_survey()
    for n, invitation in enumerate(asked(survey, 16, "Health", "Health", "Health", "Schools")):
        send(invitation, anybody, sure=str(n % 4 + 1), help="")
    found = queries.results(survey, TODAY)
    assert (found.asked, found.respondents, found.wait) == (16, 16, False)
    sure = found.questions[0]
    assert (sure.tally.n, sure.tally.mean) == (16, 2.5)
    assert [(g.group, g.hidden) for g in sure.groups] == [("Health", True), ("Schools", True)]
    assert found.questions[2].tally.hidden


def test_SV_07_an_open_anonymous_survey_shows_only_how_many(make_survey, asked, anybody) -> None:
    survey = make_survey(Naming.ANONYMOUS)
    for invitation in asked(survey, 6):
        send(invitation, anybody)
    assert queries.results(survey, TODAY) == queries.Results(6, 6, True, ())
    assert queries.results(survey, date(2024, 2, 20)).questions[0].tally.n == 6
