"""AU-09: the panel. Grades before the discussion are hidden, three layers kept, and each partnership has its own."""

from datetime import date
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import docx
import pytest

from throughline.foundation.access.operations import NotPermitted, Refused
from throughline.foundation.figures.values import Asked, ReportYear
from throughline.foundation.notices.models import OutboxMessage
from throughline.foundation.sheets.api import read_rows
from throughline.office.actions import api as actions
from throughline.office.audits.figures import figures
from throughline.office.audits.models import Moderation, PanelGrade, PanelMember, Return
from throughline.office.audits.operations import answering, handing_in, panel
from throughline.office.audits.operations.answering import AnswerInput
from throughline.office.audits.operations.handing_in import Signer
from throughline.office.audits.presenters import heat
from throughline.office.audits.queries import answers as reads
from throughline.office.audits.queries import overview
from throughline.office.audits.queries.panel import panel_of
from throughline.office.audits.queries.people import part_of, reader, visible
from throughline.office.audits.rules.overview import StandardSum, lines, strengths, weaknesses
from throughline.office.audits.rules.panels import Layers, all_in
from throughline.office.audits.tests.conftest import AT, LEAD

pytestmark = pytest.mark.django_db


@pytest.fixture
def submitted(own, lead) -> Return:
    for code, grade in (("1.1", 3), ("1.2", 2)):
        given = AnswerInput(0, grade, text="By the register")
        answering.save_answer(return_id=own.pk, question=code, given=given, by=lead, at=AT)
    handing_in.sign(return_id=own.pk, signer=Signer("Ada", "Head"), by=lead, at=AT)
    handing_in.submit(return_id=own.pk, by=lead, at=AT, real_at=AT)
    return Return.objects.select_related("cycle").get(pk=own.pk)


@pytest.fixture
def members(submitted, unit, actor) -> tuple[Any, Any]:
    found = []
    for name in ("one", "two"):
        email = f"{name}@panel.example.org"
        panel.seat(cycle_id=submitted.cycle_id, name=name.capitalize(), email=email, by=unit, at=AT, real_at=AT)
        found.append(actor("practitioner", email=email))
    return found[0], found[1]


def seen(row: Return, by: Any) -> Any:
    return panel_of(row, reads.asked(row), part_of(reader(by), row))


def test_AU_09_rule() -> None:
    assert not all_in([], ["1"], {})
    assert not all_in([1, 2], ["1", "2"], {(1, "1"): 1, (1, "2"): 1, (2, "1"): 0})
    assert all_in([1, 2], ["1"], {(1, "1"): 1, (2, "1"): 0})
    assert Layers(3, (1, 3), 2).apart == 2
    assert (Layers(3, None, 2).moved, Layers(None, None, 2).moved) == (-1, None)


def test_AU_09_grades_are_hidden_until_all_are_in(submitted, members, unit) -> None:
    one, two = members
    panel.grade(return_id=submitted.pk, grades={"1": (1, "Planted note")}, by=one, at=AT)
    for reading in (two, unit):
        found = seen(submitted, reading)
        assert (found.open, found.layers["1"].panel, found.notes["1"], found.mine) == (False, None, [], {})
    assert seen(submitted, one).mine == {"1": (1, "Planted note")}
    with pytest.raises(Refused, match="Not all members"):
        panel.settle(return_id=submitted.pk, grades={"1": (2, "Because")}, by=unit, at=AT)
    panel.grade(return_id=submitted.pk, grades={"1": (3, "")}, by=two, at=AT)
    found = seen(submitted, unit)
    assert (found.open, found.layers["1"].panel) == (True, (1, 3))
    with pytest.raises(Refused, match="they stand as they are"):
        panel.grade(return_id=submitted.pk, grades={"1": (3, "")}, by=one, at=AT)


def test_three_layers_are_kept(submitted, members, unit) -> None:
    for member, rank in zip(members, (1, 2), strict=True):
        panel.grade(return_id=submitted.pk, grades={"1": (rank, "")}, by=member, at=AT)
    with pytest.raises(Refused, match="Give the reason"):
        panel.settle(return_id=submitted.pk, grades={"1": (1, " ")}, by=unit, at=AT)
    assert panel.settle(return_id=submitted.pk, grades={"1": (1, "No evidence")}, by=unit, at=AT) == 1
    assert panel.settle(return_id=submitted.pk, grades={"1": (1, "No evidence")}, by=unit, at=AT) == 0
    assert seen(submitted, unit).layers["1"] == Layers(2, (1, 2), 1)
    assert overview.judged(submitted.cycle_id) == {"1": [(2, 1)]}
    year = ReportYear("2023-24", date(2023, 4, 1), date(2024, 3, 31))
    counted = {v.id: (v.value, v.denominator) for v in figures(Asked(year, AT.date(), "Medway"))}
    assert counted == {
        "audits.on-record.2023-24": (1, None), "audits.self-assessments-moderated.2023-24": (1, None),
        "audits.self-assessments-handed-in.2023-24": (1, 2),
    }  # fmt: skip
    panel.settle(return_id=submitted.pk, grades={"1": (2, "Evidence came")}, by=unit, at=AT)
    assert sorted(Moderation.history.values_list("grade", "reason")) == [(1, "No evidence"), (2, "Evidence came")]


def test_a_conflict_bars_and_does_not_hold_up(submitted, members, unit) -> None:
    one, two = members
    panel.grade(return_id=submitted.pk, grades={"1": (3, "")}, by=two, at=AT)
    with pytest.raises(Refused, match="Say why"):
        panel.declare_conflict(return_id=submitted.pk, reason="", by=one, at=AT)
    panel.declare_conflict(return_id=submitted.pk, reason="My own school", by=one, at=AT)
    assert list(visible(reader(one))) == []
    with pytest.raises(Return.DoesNotExist):
        panel.grade(return_id=submitted.pk, grades={"1": (3, "")}, by=one, at=AT)
    found = seen(submitted, unit)
    assert (found.open, found.layers["1"].panel) == (True, (3,))
    assert [seat.conflict for seat in found.seats] == ["My own school", ""]


def test_a_member_sees_what_was_handed_in_alone(submitted, members, lead, unit) -> None:
    assert list(visible(reader(members[0]))) == [submitted]
    with pytest.raises(NotPermitted):
        panel.settle(return_id=submitted.pk, grades={}, by=members[0], at=AT)
    with pytest.raises(NotPermitted):
        panel.grade(return_id=submitted.pk, grades={"1": (1, "")}, by=unit, at=AT)
    panel.seat(cycle_id=submitted.cycle_id, name="Lead", email=LEAD, by=unit, at=AT, real_at=AT)
    with pytest.raises(NotPermitted):  # nobody judges their own return
        panel.grade(return_id=submitted.pk, grades={"1": (3, "")}, by=lead, at=AT)


def test_out_of_the_panel_with_its_grades(submitted, members, unit) -> None:
    panel.grade(return_id=submitted.pk, grades={"1": (1, "")}, by=members[0], at=AT)
    member = PanelMember.objects.get(name="One")
    panel.unseat(cycle_id=submitted.cycle_id, member_id=member.pk, by=unit, at=AT)
    assert not PanelGrade.objects.exists()
    assert PanelGrade.history.filter(history_type="-").count() == 1


def test_feedback_is_told_and_actions_have_their_source(submitted, unit) -> None:
    panel.give_feedback(return_id=submitted.pk, text="Well done", by=unit, at=AT, real_at=AT)
    assert [m.to for m in OutboxMessage.objects.filter(kind="audits.feedback")] == [LEAD]
    made = panel.raise_action(
        return_id=submitted.pk, title="Do it", owner_id=unit.user.pk, due=date(2024, 6, 1), should_differ="", by=unit,
        at=AT,
    )  # fmt: skip
    assert (made.source_kind, made.source_id) == ("audits.return", submitted.pk)
    assert actions.Action.objects.count() == 1


def test_AU_08_the_overview_in_sums() -> None:
    now = {"1": StandardSum(2, 4, 10, 0), "2": StandardSum(2, 4, 2, 1)}
    before = {"1": StandardSum(1, 2, 2, 1)}
    found = lines([("1", "A"), ("2", "B"), ("3", "C")], 3, now, before, 2, {"1": [(3, 2), (2, 2)]})
    assert [line.change_words for line in found] == [
        "↑ better by 33 points of 100", "nothing to compare with", "nothing to compare with"
    ]  # fmt: skip
    assert found[0].moderated_words == "0.5 steps below their own (2 moderated)"
    assert [line.code for line in strengths(found, 1)] == ["1"]
    assert [line.code for line in weaknesses(found, 1)] == ["2"]
    assert found[2].mean is None
    assert (found[0].own, found[0].moderated) == (2.5, -0.5)


def test_AU_08b_a_draft_is_not_counted(submitted, unit, actor) -> None:
    draft = Return.objects.select_related("cycle").get(cycle=submitted.cycle_id, urn="100002")
    by = actor("practitioner", email="other@example.org")
    answering.save_answer(return_id=draft.pk, question="1.1", given=AnswerInput(0, 0, text="So far"), by=by, at=AT)
    asked = reads.asked(submitted)
    line = overview.standard_lines(submitted.cycle, asked)[0]
    assert (line.mean, line.bodies, line.at_bottom) == (2.5, 1, 0)
    assert overview.grid_of_cycle(submitted.cycle_id) == {(submitted.pk, "1"): 2.5}
    rows = heat.rows([submitted, draft], overview.grid([submitted, draft]), {}, asked, {submitted.pk: 2, draft.pk: 2})
    assert [(row.cells[0].words, row.note) for row in rows] == [
        ("2, in place, mean 2.5", "2 answers taken over for years"), ("not handed in yet", "not handed in yet")
    ]  # fmt: skip
    assert overview.handed_in("2023-24") == (2, 1)


@pytest.mark.slow
@pytest.mark.pango
def test_the_overview_and_the_own_report_as_pdf(submitted, sign_in, partnership) -> None:
    office = sign_in(partnership, "business_unit", email="unit@example.org")
    assert office.get(f"/office/audits/{submitted.cycle_id}/overview.pdf").content.startswith(b"%PDF")
    lead = sign_in(partnership, "practitioner", email=LEAD)
    assert lead.get(f"/self-assessments/{submitted.pk}/report.pdf").content.startswith(b"%PDF")


@pytest.mark.slow
def test_the_pages_of_the_panel_and_the_overview(
    submitted, members, lead, unit, sign_in, partnership, other_partnership, at, scoped
) -> None:
    office = sign_in(partnership, "business_unit", email="unit@example.org")
    one, two = (sign_in(partnership, "practitioner", email=who.user.email) for who in members)
    here, base = f"/self-assessments/{submitted.pk}", f"/office/audits/{submitted.cycle_id}"
    assert "Example School" in one.get("/self-assessments/panel/").text
    answering.comment(return_id=submitted.pk, question="1.1", text="Among ourselves", by=lead, at=AT)
    question = one.get(f"{here}/questions/1.1/").text
    assert ("By the register" in question, "Among ourselves" in question) == (True, False)
    assert "Own grade: ◑ 2, in place." in one.get(f"{here}/panel/grade/").text
    page = one.post(f"{here}/panel/grade/", {"grade_1": "1", "words_1": "Planted note"}, follow=True)
    assert "Nobody sees them until" in page.text
    for client in (two, office):
        text = client.get(f"{here}/panel/").text
        assert "hidden until all are in" in text
        assert "Planted note" not in text
    two.post(f"{here}/panel/grade/", {"grade_1": "3", "words_1": ""})
    assert "2 steps apart" in office.get(f"{here}/panel/").text
    office.post(f"/office/audits/returns/{submitted.pk}/settle/", {"grade_1": "1", "words_1": "No evidence"})
    office.post(f"/office/audits/returns/{submitted.pk}/feedback/", {"text": "Thank you for it"})
    data = {"title": "Do it", "owner": "unit@example.org", "due_day": "1", "due_month": "6", "due_year": "2024"}
    page = office.post(f"/office/audits/returns/{submitted.pk}/action/", data, follow=True)
    assert "is in the tracker" in page.text
    page = sign_in(partnership, "practitioner", email=LEAD).get(f"{here}/").text
    assert "Thank you for it" in page
    assert "No evidence" in page
    assert "Planted note" not in page
    page = office.get(f"{base}/heat/").text
    assert "● 3 (2.5)" not in page  # the half goes down
    assert "◑ 2 (2.5) → ◔ 1" in page
    assert "2, in place, mean 2.5; moderated 1, begun" in page
    assert "0.0 steps" not in page
    assert "1 of 2 have handed in. Only what was handed in is counted" in page
    page = office.get(f"{base}/heat/?trust=Example+Trust").text
    assert ("Example Trust, mean" in page, "Example School" in page, "Other School" in page) == (True, True, False)
    page = office.get(f"{base}/overview/").text
    assert "2 bodies were asked, 1 has handed in. Only what was handed in is counted." in page
    assert "1.0 steps below their own (1 moderated)" in page
    assert "Dot chart. Own grade and moderated grade" in page
    for name in ("overview.docx", "overview.xlsx"):
        assert office.get(f"{base}/{name}").content.startswith(b"PK")
    report = docx.Document(BytesIO(office.get(f"{base}/overview.docx").content))
    assert [p.text for p in report.paragraphs if p.style.name == "Heading 2"] == [
        "Strengths and weaknesses", "By standard", "By body", "Questions with the lowest grades", "Who has handed in"
    ]  # fmt: skip
    told = [shape._inline.docPr.get("descr").partition(".")[0] for shape in report.inline_shapes]
    assert told == ["Dot chart", "Dot chart"]
    assert "apt-get install" in office.get(f"{base}/overview.pdf", follow=True).text
    rows = read_rows(office.get(f"{base}/overview.xlsx").content)
    found = {row[0]: row[6:8] for row in rows if row[0] in ("Example School", "Other School")}
    assert found == {"Example School": ["2.5", "1"], "Other School": ["", ""]}
    with ZipFile(BytesIO(office.get(f"{here}/report.docx").content)) as file:
        own = file.read("word/document.xml").decode()
    for words in ("By the register", "Thank you for it", "No evidence"):
        assert words in own
    kent = sign_in(other_partnership, "business_unit", email="kent@example.org")
    assert {kent.get(f"{base}/{name}").status_code for name in ("heat/", "overview/", "overview.xlsx")} == {404}
