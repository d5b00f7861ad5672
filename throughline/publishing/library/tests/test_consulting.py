"""Drafts out for comment, by section, to the public or to agencies; each comment answered."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from throughline.foundation.access.actors import ANONYMOUS
from throughline.foundation.access.operations import NotPermitted, Refused
from throughline.office.partnership.models import AgencyInvolvement, Organisation, Post
from throughline.publishing.library import operations, queries
from throughline.publishing.library.models import Comment, Consultation
from throughline.publishing.library.operations import Section
from throughline.publishing.library.tests.conftest import AT, TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def agency(scoped: Any) -> Organisation:
    found = Organisation.objects.create(space_id=scoped.home_id, name="Medway Community Healthcare")
    AgencyInvolvement.objects.create(space_id=scoped.home_id, organisation=found, name=found.name, sector="health")
    return found


@pytest.fixture
def opened(unit: Any) -> Any:
    def make(*, is_public: bool = True, agencies: list[int] | None = None) -> Consultation:
        return operations.open_consultation(
            page=7, title="Bruising", introduction="Is it clear?", is_public=is_public,
            sections=[Section("Who it is for", "<p>All<script>x</script></p>"), Section("What to do", "<p>Refer.</p>")],
            organisation_ids=agencies or [], closes_on=TODAY + timedelta(days=14), today=TODAY, by=unit,
        )  # fmt: skip

    return make


def say(consultation: Consultation, by: Any = ANONYMOUS, **more: Any) -> Comment:
    given = {
        "section": 2, "text": "Say <b>when</b>.", "name": "Ann", "organisation": "", "today": TODAY, "at": AT
    } | more  # fmt: skip
    return operations.comment(consultation_id=consultation.pk, by=by, **given)


def test_the_draft_is_frozen_and_cleaned(opened: Any) -> None:
    assert opened().sections[0] == {"heading": "Who it is for", "html": "<p>All</p>"}


def test_a_strangers_comment_is_plain_words(opened: Any) -> None:
    row = say(opened(), text="<img src=x onerror=alert(1)>Say <b>when</b>.")
    assert (row.text, row.by) == ("Say when.", None)


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"text": "<b></b> "}, "Write your comment"),
        ({"section": 3}, "one of the sections"),
        ({"section": -1}, "one of the sections"),
        ({"text": "x" * 5001}, "at most"),
        ({"today": TODAY + timedelta(days=15)}, "closed"),
    ],
)
def test_what_is_refused(opened: Any, more: dict[str, Any], why: str) -> None:
    with pytest.raises(Refused, match=why):
        say(opened(), **more)


def test_a_comment_sent_twice_arrives_once(opened: Any) -> None:
    found = opened()
    say(found)
    with pytest.raises(Refused, match="already"):
        say(found)


def test_a_flood_is_stopped(opened: Any) -> None:
    found = opened()
    for number in range(60):
        say(found, text=f"No. {number}")
    with pytest.raises(Refused, match="Very many"):
        say(found, text="One more")


def test_only_the_agencies_asked_comment_on_a_closed_draft(opened: Any, agency: Any, actor: Any, scoped: Any) -> None:
    found = opened(is_public=False, agencies=[agency.pk])
    asked, other = actor("practitioner", email="asked@example.org"), actor("practitioner", email="o@example.org")
    Post.objects.create(space_id=scoped.home_id, title="Nurse", organisation=agency, holder=asked.user)
    assert say(found, asked).by == asked.user
    for nobody in (ANONYMOUS, other):
        with pytest.raises(Consultation.DoesNotExist):
            say(found, nobody)


def test_LB_04_it_ends_when_each_comment_is_answered(opened: Any, unit: Any) -> None:
    found = opened()
    row = say(found)
    with pytest.raises(Refused, match="1 comment waits"):
        operations.end_consultation(consultation_id=found.pk, today=TODAY, by=unit)
    with pytest.raises(NotPermitted):
        operations.answer_comment(comment_id=row.pk, answer="Yes", is_shown=True, by=ANONYMOUS, at=AT)
    operations.answer_comment(comment_id=row.pk, answer="We added it.", is_shown=True, by=unit, at=AT)
    assert operations.end_consultation(consultation_id=found.pk, today=TODAY, by=unit).ended_on == TODAY
    with pytest.raises(Refused, match="closed"):
        say(found, text="Late")


def test_the_public_page_takes_a_comment_and_shows_answers_without_names(opened: Any, unit: Any, at: Any) -> None:
    found = opened()
    reader = Client(headers={"host": "medway.localhost"})
    address = f"/library/comment/{found.pk}/"
    empty = reader.post(address, {"section": "1", "text": ""})
    assert empty.status_code == 422
    assert "Enter your comment" in empty.content.decode()
    sent = reader.post(address, {"section": "2", "text": "Say when.", "name": "Ann Example", "organisation": "School"})
    assert sent.status_code == 302
    assert "Say when." not in reader.get(address).content.decode()
    operations.answer_comment(
        comment_id=queries.consultations().get().comments.get().pk, answer="We did.", is_shown=True, by=unit, at=AT
    )
    page = reader.get(address).content.decode()
    assert "Say when." in page
    assert "We did." in page
    assert "Ann Example" not in page


def test_a_closed_draft_does_not_exist_for_others(opened: Any, agency: Any, other_partnership: Any, at: Any) -> None:
    closed, public = opened(is_public=False, agencies=[agency.pk]), opened()
    reader, kent = Client(headers={"host": "medway.localhost"}), Client(headers={"host": "kent.localhost"})
    assert reader.get(f"/library/comment/{closed.pk}/").status_code == 404
    assert kent.get(f"/library/comment/{public.pk}/").status_code == 404
    assert reader.get("/library/comment/").content.decode().count("tl-card__link") == 1
