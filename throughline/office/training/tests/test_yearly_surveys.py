"""The questionnaires shipped as data, and the two yearly surveys."""

from datetime import UTC, date, datetime

import pytest

from throughline.foundation.access.operations import NotPermitted, Refused
from throughline.foundation.notices.models import OutboxMessage
from throughline.foundation.surveys.models import Invitation, Survey
from throughline.foundation.surveys.rules import read_questions
from throughline.office.training.operations import book
from throughline.office.training.operations.asking import start_yearly_survey
from throughline.office.training.queries.asking import Whom
from throughline.office.training.questionnaires import CONFIDENCE, shipped

TODAY, NOW = date(2024, 2, 25), datetime(2024, 2, 25, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize("name", ["before", "evaluation", "follow-up", "manager-view", "yearly", "needs"])
def test_what_is_shipped_can_be_asked(name) -> None:
    read_questions(list(shipped(name).questions))


def test_the_same_items_stand_before_after_and_later() -> None:
    def items(name):
        return [q for q in read_questions(list(shipped(name).questions)) if q.key in CONFIDENCE]

    assert items("before") == items("evaluation") == items("follow-up")
    assert tuple(question.key for question in items("before")) == CONFIDENCE


@pytest.mark.django_db
def test_whoever_had_a_place_and_further_addresses_are_asked_once(record, actor, at, scoped) -> None:
    booked = actor("practitioner", email="ann@example.org")
    book(session_id=record().pk, by=booked, at=at, real_at=at)

    def start(*emails):
        return start_yearly_survey(
            which="yearly", year="2023-24", audience=Whom.BOOKED, emails=emails, closes_on=date(2024, 3, 10),
            by=actor("training_officer"), today=TODAY, at=NOW,
        )  # fmt: skip

    survey = start("Ann@example.org", "lead@example.org")
    assert start("lead@example.org", "new@example.org") == survey
    asked = dict(Invitation.objects.values_list("email", "person_id"))
    assert asked == {"ann@example.org": booked.user.pk, "lead@example.org": None, "new@example.org": None}
    assert survey.is_anonymous
    assert OutboxMessage.objects.filter(kind="surveys.invitation").count() == 3


@pytest.mark.django_db
def test_nobody_to_ask_a_day_gone_by_and_who_may_not(actor, scoped) -> None:
    def start(role="training_officer", emails=(), closes_on=date(2024, 3, 10)):
        return start_yearly_survey(
            which="needs", year="2023-24", audience=Whom.NOBODY, emails=emails, closes_on=closes_on,
            by=actor(role), today=TODAY, at=NOW,
        )  # fmt: skip

    with pytest.raises(Refused, match="nobody to ask"):
        start()
    with pytest.raises(Refused, match="after today"):
        start(emails=["a@example.org"], closes_on=TODAY)
    with pytest.raises(NotPermitted):
        start("practitioner", ["a@example.org"])
    assert not Survey.objects.exists()


@pytest.mark.django_db
def test_the_page_keeps_what_was_typed_and_starts_the_survey(sign_in, partnership, scoped) -> None:
    officer = sign_in(partnership, "training_officer")
    typed = {
        "which": "needs", "audience": "nobody", "emails": "good@example.org\nno address", "closes_on_day": "1",
        "closes_on_month": "3", "closes_on_year": "2099",
    }  # fmt: skip
    wrong = officer.post("/office/training/surveys/start/", typed)
    assert wrong.status_code == 422
    assert "Line 2: ‘no address’ is not an email address" in wrong.content.decode()
    assert "good@example.org" in wrong.content.decode()
    assert officer.post("/office/training/surveys/start/", typed | {"emails": "good@example.org"}).status_code == 302
    assert Survey.objects.get().kind == "training.needs"
