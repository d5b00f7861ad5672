"""Points: who explains, what an agency is asked and answers, notes and rebases, actions, what is refused."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from throughline.foundation.access.operations import NotPermitted, Refused
from throughline.foundation.notices.models import OutboxMessage
from throughline.office.actions import sources
from throughline.office.dataset.models import PointExplanation, Question, SeriesNote, SeriesPoint
from throughline.office.dataset.operations import narrative
from throughline.office.dataset.operations.narrative import Where
from throughline.office.dataset.presenters import indicator
from throughline.office.dataset.queries.indicator import indicator_page
from throughline.office.dataset.queries.narrative import said_of
from throughline.office.dataset.tests.points import NOW, Kept, record, register, returned
from throughline.office.partnership.models import AgencyInvolvement, Organisation

pytestmark = pytest.mark.slow


def at(kept: Kept, period: str = "2023-03-31") -> Where:
    return Where(kept.indicator.pk, "own", "children", period)


def signals(kept: Kept) -> list[tuple[str, str]]:
    """(period, explanation) of every special cause."""
    drawn = indicator.variations(indicator_page(kept.indicator.pk), said_of(kept.indicator.pk))
    return [(signal.label, signal.explained) for each in drawn for signal in each.signals]


def test_a_special_cause_waits_for_a_sentence_of_its_owner_and_keeps_it(kept: Kept) -> None:
    assert signals(kept) == [("31 Mar 2023", "")]
    narrative.explain(where=at(kept), text=" One large family. ", value="95", by=kept.lead, at=NOW)
    assert signals(kept) == [("31 Mar 2023", "One large family.")]
    record(returned(kept.indicator.name, "2024-03-31", 41, 99), year="2024-25")
    assert signals(kept) == [("31 Mar 2023", "One large family.")]


def test_only_the_owner_and_the_business_unit_explain(kept: Kept) -> None:
    with pytest.raises(NotPermitted):
        narrative.explain(where=at(kept), text="No", value="95", by=kept.other, at=NOW)
    with pytest.raises(Refused, match="Say in a sentence"):
        narrative.explain(where=at(kept), text=" ", value="95", by=kept.lead, at=NOW)
    narrative.explain(where=at(kept), text="Yes", value="95", by=kept.unit, at=NOW)
    assert [row.by for row in PointExplanation.objects.all()] == [kept.unit.user]


@pytest.mark.parametrize("where", [("own", "children", "soon"), ("own", "", "20224"), ("other", "", "2024")])
def test_what_is_no_point_is_refused(kept: Kept, where: tuple[str, str, str]) -> None:
    with pytest.raises(Refused, match="no period"):
        narrative.note(where=Where(kept.indicator.pk, *where), said="x", rebase=False, why="", by=kept.unit, at=NOW)


def test_a_question_is_answered_once_by_the_agency_that_was_asked(kept: Kept) -> None:
    """And both are told by mail, without what was asked or answered."""
    ask = {"where": at(kept), "text": "Why?", "by": kept.unit, "at": NOW, "real_at": NOW}
    asked, told = narrative.ask_agency(organisation_id=kept.agency.pk, **ask)
    assert told == 1
    mail = OutboxMessage.objects.get()
    assert (mail.to, mail.kind) == ("lead@example.org", "dataset.question_asked")
    assert "Why?" not in mail.text
    assert f"/office/dataset/questions/{asked.pk}/" in mail.text
    answer = {"question_id": asked.pk, "text": "Since", "at": NOW, "real_at": NOW}
    with pytest.raises(NotPermitted):
        narrative.answer_question(by=kept.other, **answer)
    assert narrative.answer_question(by=kept.lead, **answer).answer == "Since"
    assert [each.to for each in OutboxMessage.objects.filter(kind="dataset.question_answered")] == [
        kept.unit.user.email
    ]
    with pytest.raises(Refused, match="answered already"):
        narrative.answer_question(by=kept.lead, **answer)
    with pytest.raises(Refused, match="Choose an agency"):
        narrative.ask_agency(organisation_id=999_999, **ask)
    nobodys = Organisation.objects.create(space_id=kept.agency.space_id, name="Kent Fire")
    AgencyInvolvement.objects.create(space_id=nobodys.space_id, organisation=nobodys, name="Kent Fire", sector="fire")
    assert narrative.ask_agency(organisation_id=nobodys.pk, **ask)[1] == 0


def test_limits_begin_anew_for_a_reason_that_stays_on_record(kept: Kept) -> None:
    with pytest.raises(Refused, match="Say why the limits"):
        narrative.note(where=at(kept), said="New form", rebase=True, why=" ", by=kept.unit, at=NOW)
    made = narrative.note(where=at(kept), said="New form", rebase=True, why="Counted anew", by=kept.unit, at=NOW)
    with pytest.raises(Refused, match="already"):
        narrative.note(where=at(kept), said="Again", rebase=True, why="Twice", by=kept.unit, at=NOW)
    assert signals(kept) == []
    drawn = indicator.variations(indicator_page(kept.indicator.pk), said_of(kept.indicator.pk))
    assert "limits begin anew: New form" in drawn[0].html
    narrative.take_back_note(note_id=made.pk, why="It was not so", by=kept.unit, at=NOW)
    assert signals(kept) == [("31 Mar 2023", "")]
    row = SeriesNote.objects.get()
    assert (row.why, row.ended_why, row.ended_by) == ("Counted anew", "It was not so", kept.unit.user)
    with pytest.raises(Refused, match="already"):
        narrative.take_back_note(note_id=made.pk, why="Again", by=kept.unit, at=NOW)


def test_an_action_from_a_point_leads_back_to_its_indicator(kept: Kept) -> None:
    assert kept.unit.user is not None
    made = narrative.raise_from_point(
        where=at(kept), title="Look into it", due=date(2024, 6, 1), owner_id=kept.unit.user.pk, text="", by=kept.unit,
        at=NOW,
    )  # fmt: skip
    pair = (made.source_kind, made.source_id)
    found = sources.named(kept.unit, [pair])[pair]
    assert found.title == "Children on plans, 2023-03-31"
    assert found.url == f"/office/dataset/indicators/{kept.indicator.pk}/"
    assert sources.named(kept.other, [pair]) == {}


def test_one_sentence_explains_a_whole_trend(kept: Kept, partnership: Any, sign_in: Any) -> None:
    rising = register("X-2", "Contacts", owner_id=kept.agency.pk)
    days = [f"{year}-{day}" for year in (2020, 2021) for day in ("03-31", "06-30", "09-30", "12-31")]
    record(*(returned(str(rising), day, 10 + n, 50 + n, "contacts") for n, day in enumerate(days)))
    here = f"/office/dataset/indicators/{rising.pk}/points/own/{{}}/explain/?unit=contacts"
    unit = sign_in(partnership, "business_unit")
    assert "other points of the same trend" in unit.get(here.format("2020-06-30")).content.decode()
    unit.post(here.format("2020-06-30"), {"text": "A new front door.", "whole": "on"})
    explained = PointExplanation.objects.filter(text="A new front door.")
    assert {row.point.period: row.value for row in explained} == {day: str(10 + n) for n, day in enumerate(days)}
    assert "Not explained yet" not in unit.get(f"/office/dataset/indicators/{rising.pk}/").content.decode()
    assert "other points of the same trend" not in unit.get(here.format("2020-09-30")).content.decode()
    unit.post(here.format("2020-09-30"), {"text": "Above all here.", "whole": "on"})
    assert explained.count() == 8
    assert PointExplanation.objects.filter(text="Above all here.").count() == 1


def test_the_database_refuses_what_is_half_said(kept: Kept) -> None:
    narrative.note(where=at(kept), said="x", rebase=False, why="", by=kept.unit, at=NOW)
    point = SeriesPoint.objects.get()
    common = {"space_id": point.space_id, "point": point}
    user = kept.unit.user
    wrong = [
        PointExplanation(**common, text="", value="", by=user, at=NOW),
        Question(**common, organisation=kept.agency, text="x", asked_by=user, asked_at=NOW, answer="y"),
        SeriesNote(**common, said="x", rebase=True, why="", by=user, at=NOW),
        SeriesNote(**common, said="x", by=user, at=NOW, ended_at=NOW, ended_by=user),
    ]
    for row in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save()


def test_the_pages_of_a_point(kept: Kept, partnership: Any, sign_in: Any) -> None:
    asked, _ = narrative.ask_agency(
        where=at(kept), organisation_id=kept.agency.pk, text="Why?", by=kept.unit, at=NOW, real_at=NOW
    )
    here = f"/office/dataset/indicators/{kept.indicator.pk}/points/own/2023-03-31/"
    unit = sign_in(partnership, "business_unit")
    lead = sign_in(partnership, "practitioner", email="lead@example.org")
    other = sign_in(partnership, "practitioner", email="nobody-else@example.org")
    assert [each.get(f"{here}?unit=children").status_code for each in (unit, lead, other)] == [200, 200, 404]
    assert lead.post(f"{here}explain/?unit=children", {"text": ""}).status_code == 422
    answer = lead.post(f"{here}explain/?unit=children", {"text": "One large family."})
    assert (answer.status_code, answer["Location"]) == (302, f"{here}?unit=children")
    assert "One large family." in unit.get(f"/office/dataset/indicators/{kept.indicator.pk}/").content.decode()
    assert other.get(f"{here}explain/?unit=children").status_code == 404
    assert unit.post(f"{here}note/?unit=children", {"said": "x", "rebase": "on", "why": ""}).status_code == 422
    assert unit.post(f"{here}note/?unit=children", {"said": "x", "rebase": "on", "why": "y"}).status_code == 302
    given = {"title": "Do", "due_day": "1", "due_month": "6", "due_year": "2024"}
    assert unit.post(f"{here}action/?unit=children", given)["Location"].startswith("/office/actions/")
    assert unit.post(f"{here}ask/?unit=children", {"organisation": kept.agency.pk, "text": "And?"}).status_code == 302
    reader = sign_in(partnership, "scrutineer")
    shown = reader.get(f"{here}?unit=children").content.decode()
    assert ("Why?" in shown, "Answer it" in shown, "Take it back" in shown) == (True, False, False)
    assert lead.post(f"/office/dataset/questions/{asked.pk}/", {"text": "Since."}).status_code == 302
    assert "Since. (" in reader.get(f"{here}?unit=children").content.decode()
    assert lead.post(f"/office/dataset/questions/{asked.pk}/", {"text": "Again."}).status_code == 422
    assert other.get(f"/office/dataset/questions/{asked.pk}/").status_code == 404
    mine = lead.get("/office/dataset/mine/").content.decode()
    assert "And?" in mine
    assert unit.get(f"{here}?unit=boxes").status_code == 404
