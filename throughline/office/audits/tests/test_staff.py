"""AU-10, AU-11: staff beside their body's own grades, and what records say; anonymous, small groups hidden."""

import copy
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from throughline.foundation import agency_records
from throughline.foundation.access.actors import ANONYMOUS
from throughline.foundation.access.operations import NotPermitted, Refused
from throughline.foundation.agency_records import AgencyRecord
from throughline.foundation.notices.models import OutboxMessage
from throughline.foundation.surveys import queries as survey_queries
from throughline.foundation.surveys.models import Answer, OpenLink, Response
from throughline.foundation.surveys.operations import LinkGone
from throughline.foundation.surveys.operations.links import send_by_link
from throughline.office.audits.models import Return
from throughline.office.audits.operations import answering, cycles, sets, staff
from throughline.office.audits.operations.answering import AnswerInput
from throughline.office.audits.operations.cycles import BodyInput
from throughline.office.audits.queries import answers as answer_reads
from throughline.office.audits.queries import staff as reads
from throughline.office.audits.rules.question_sets import Unfit, read
from throughline.office.audits.rules.set_differences import compare
from throughline.office.audits.rules.staff import Beside, agreement, questions_of, standard_codes
from throughline.office.audits.tests.conftest import AT, LEAD
from throughline.office.audits.tests.test_question_sets import SMALL
from throughline.office.partnership.models import AgencyInvolvement, Organisation

CLOSES = date(2024, 2, 20)
AFTER = CLOSES + timedelta(days=1)
ASKED = copy.deepcopy(SMALL)
ASKED["standards"][0] |= {"staff": ["I know what to do.", "I am listened to."], "beside": ["training", "escalations"]}


def test_AU_10_a_set_says_what_staff_are_asked_and_what_stands_beside() -> None:
    asked = read(copy.deepcopy(ASKED))
    assert [q["text"] for q in questions_of(asked)] == ["I know what to do.", "I am listened to."]
    assert standard_codes(asked) == {"s0-1": "1", "s0-2": "1"}
    assert [d.code for d in compare(read(copy.deepcopy(SMALL)), asked)] == ["1", "1"]
    wrong = copy.deepcopy(ASKED)
    wrong["standards"][0] |= {"staff": ["x"] * 6, "beside": ["weather"]}
    with pytest.raises(Unfit) as unfit:
        read(wrong)
    assert [place for place, _ in unfit.value.problems] == ["standard 1", "standard 1"]


def test_AU_11_shares_and_when_they_are_apart() -> None:
    rows = [("7", "s0-1", "4", 3), ("7", "s0-1", "5", 1), ("7", "s0-2", "1", 4), ("7", "gone", "4", 9)]
    assert agreement(rows, {"s0-1": "1", "s0-2": "1"}) == {"7": {"1": 3 / 8}}
    assert Beside(1, 0.75).words == "graded higher than staff see it"
    assert Beside(0.5, 0.75).words == "graded lower than staff see it"
    assert (Beside(0.9, 0.75).words, Beside(0.9, 0.75).apart) == ("much the same", None)
    assert (Beside(None, 1).words, Beside(1, None).words) == ("not graded by the body", "nothing shown of staff")


@pytest.fixture
def asking(unit, at, scoped, make_cycle) -> Any:
    """A cycle whose set puts two statements to staff, with an agency besides the two schools; staff are asked."""
    draft = sets.take_question_set(given=read(copy.deepcopy(ASKED)), by=unit, at=AT)
    version = sets.publish_version(version_id=draft.pk, by=unit, at=AT)
    cycle = make_cycle(version_id=version.pk)
    agency = Organisation.objects.create(space_id=scoped.home_id, name="An agency")
    AgencyInvolvement.objects.create(space_id=scoped.home_id, organisation=agency, name=agency.name, sector="health")
    body = BodyInput("An agency", "health", email="agency@example.org", organisation_id=agency.pk)
    cycles.ask_bodies(cycle_id=cycle.pk, bodies=[body], by=unit, at=AT, real_at=AT)
    return cycle


@pytest.fixture
def surveyed(asking, unit) -> Any:
    assert staff.start_staff_survey(cycle_id=asking.pk, closes_on=CLOSES, by=unit, at=AT, real_at=AT) == 3
    return asking


def answers(row: Return, number: int, choice: str = "4") -> None:
    token = OpenLink.objects.get(group=str(row.pk)).token
    for _ in range(number):
        send_by_link(token=token, answers={"s0-1": choice, "s0-2": "3"}, by=ANONYMOUS, today=AT.date())


def rows_of(cycle: Any) -> list[Return]:
    return list(Return.objects.filter(cycle=cycle).select_related("cycle", "body").order_by("name"))


@pytest.mark.django_db
def test_AU_10_nothing_but_the_group_is_kept_and_small_groups_stay_hidden(surveyed) -> None:
    agency, school, other = rows_of(surveyed)
    answers(agency, 6)
    answers(school, 7, "1")
    answers(other, 3)
    kept = Response.objects.values("day", "invitation_id").distinct().get()
    assert kept == {"day": None, "invitation_id": None}
    fields = {field.name for model in (Response, Answer, OpenLink) for field in model._meta.fields}
    assert fields.isdisjoint({"at", "created", "email", "person", "by", "address", "history"})
    asked = answer_reads.asked(agency)
    survey = reads.survey_of(surveyed.pk)
    assert survey is not None
    open_now = reads.said(survey, asked, CLOSES)
    assert (open_now.waits, open_now.answered, open_now.everybody, open_now.by_return) == (True, 16, {}, {})
    said = reads.said(survey, asked, AFTER)
    # the three of the other school are hidden, and the next smallest with them: else a subtraction would show them
    assert said.hidden == {other.pk, agency.pk}
    assert dict(said.by_return) == {school.pk: {"1": 0.5}}
    assert said.everybody == {"1": (6 * 2 + 7 + 3 * 2) / 32}
    assert survey_queries.counted([survey.pk]) == (0, 16)


@pytest.mark.django_db
def test_staff_are_asked_once_and_of_each_body(surveyed, unit, actor, scoped) -> None:
    again = staff.start_staff_survey(cycle_id=surveyed.pk, closes_on=CLOSES, by=unit, at=AT, real_at=AT)
    assert again == 0
    late = BodyInput("Late School", "school", email="late@example.org", urn="100009")
    cycles.ask_bodies(cycle_id=surveyed.pk, bodies=[late], by=unit, at=AT, real_at=AT)
    assert OpenLink.objects.count() == 4
    told = OutboxMessage.objects.filter(kind="audits.staff_link").order_by("to").values_list("to", flat=True)
    assert list(told) == ["agency@example.org", "late@example.org", LEAD, "other@example.org"]
    school = rows_of(surveyed)[1]
    staff.expect_staff(return_id=school.pk, people=40, by=actor("practitioner", email=LEAD), at=AT)
    survey = reads.survey_of(surveyed.pk)
    assert survey_queries.counted([survey.pk]) == (40, 0)
    assert survey_queries.standings(["audits.staff"]).get().asked == 40
    with pytest.raises(Return.DoesNotExist):
        staff.expect_staff(return_id=school.pk, people=1, by=actor("practitioner", email="x@example.org"), at=AT)
    with pytest.raises(NotPermitted):
        staff.start_staff_survey(
            cycle_id=surveyed.pk, closes_on=CLOSES, by=actor("practitioner", email=LEAD), at=AT, real_at=AT
        )
    with pytest.raises(LinkGone):
        send_by_link(token="none", answers={}, by=ANONYMOUS, today=AT.date())
    token = OpenLink.objects.get(group=str(school.pk)).token
    with pytest.raises(Refused, match="Not answered yet"):
        send_by_link(token=token, answers={"s0-1": "1"}, by=ANONYMOUS, today=AT.date())
    with pytest.raises(Refused, match="closed"):
        send_by_link(token=token, answers={"s0-1": "1", "s0-2": "1"}, by=ANONYMOUS, today=AFTER)


@pytest.mark.django_db
@pytest.mark.slow
def test_the_pages_of_the_staff_survey(asking, sign_in, partnership, other_partnership, settings) -> None:
    office = sign_in(partnership, "business_unit", email="unit@example.org")
    here = f"/office/audits/{asking.pk}/staff/"
    assert "I know what to do." in office.get(here).text
    page = office.post(f"{here}start/", {"closes_on_day": "20", "closes_on_month": "2", "closes_on_year": "2024"},
                       follow=True)  # fmt: skip
    assert "3 links made." in page.text
    head = sign_in(partnership, "practitioner", email=LEAD)
    agency, school, other = rows_of(asking)
    own = f"/self-assessments/{school.pk}/staff/"
    assert own in head.get(f"/self-assessments/{school.pk}/").text
    page = head.post(own, {"people": "12"}, follow=True)
    assert "0 of 12" in page.text
    token = OpenLink.objects.get(group=str(school.pk)).token
    assert f"/surveys/open/{token}/" in page.text
    assert head.get(f"/self-assessments/{other.pk}/staff/").status_code == 404
    anybody = Client(headers={"host": "medway.localhost"})
    link = f"/surveys/open/{token}/"
    assert "no day" in anybody.get(link).text
    assert anybody.post(link, {"q-s0-1": "4"}).status_code == 422
    sent = anybody.post(link, {"q-s0-1": "4", "q-s0-2": "2"})
    assert (sent.status_code, Response.objects.count()) == (302, 1)
    mark = next(morsel for name, morsel in sent.cookies.items() if name.startswith("answered-survey-"))
    assert (mark.value, mark["httponly"], mark["path"]) == ("yes", True, "/surveys/")
    assert "This device has answered already" in anybody.get(link).text
    anybody.post(link, {"q-s0-1": "4", "q-s0-2": "2"})
    assert Response.objects.count() == 1
    assert Client(headers={"host": "kent.localhost"}).get(link).status_code == 404
    answers(school, 5)
    answers(agency, 8)
    settings.AS_AT = datetime.combine(AFTER, AT.timetz())
    assert "An agency" in office.get(here).text
    assert "96%" in office.get(here).text
    assert "Staff: 96% agree, not graded by the body" in office.get(f"/office/audits/{asking.pk}/heat/").text
    assert "As staff see it" in office.get(f"/office/audits/{asking.pk}/overview/").text
    assert "92%" in head.get(own).text


@pytest.mark.django_db
@pytest.mark.slow
def test_say_and_do_is_for_the_panel_and_asks(surveyed, sign_in, partnership, unit, actor, monkeypatch) -> None:
    agency = rows_of(surveyed)[0]
    given = AnswerInput(0, 3, text="So")
    lead = actor("practitioner", email="agency@example.org")
    answering.save_answer(return_id=agency.pk, question="1.2", given=given, by=lead, at=AT)
    organisation = agency.body.organisation_id
    found = {organisation: AgencyRecord("Training in date: 3 of 9.", "What stands in the way?", "/somewhere/")}
    monkeypatch.setitem(agency_records._sources, "training", lambda ids, today: found)
    office = sign_in(partnership, "business_unit", email="unit@example.org")
    page = office.get(f"/self-assessments/{agency.pk}/say-and-do/").text
    for words in ("Training in date: 3 of 9.", "What stands in the way?", "/somewhere/"):
        assert words in page
    # escalations have no source yet: the page says so once, and leaves no empty place for them
    assert page.count("Escalations") == 1
    assert "This site does not keep these records yet, so they are not shown below: Escalations." in page
    monkeypatch.setitem(agency_records._sources, "escalations", lambda ids, today: {})
    page = office.get(f"/self-assessments/{agency.pk}/say-and-do/").text
    assert "Escalations: nothing is on record here." in page
    assert "does not keep" not in page
    monkeypatch.setitem(agency_records._sources, "escalations", lambda ids, today: {organisation: AgencyRecord("Two.")})
    assert "Two." in office.get(f"/self-assessments/{agency.pk}/say-and-do/").text
    head = sign_in(partnership, "practitioner", email="agency@example.org")
    assert head.get(f"/self-assessments/{agency.pk}/say-and-do/").status_code == 404
