"""The pages: whole ways through them, what goes wrong, who sees nothing, and that nothing leaks."""

import re
from io import BytesIO

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, SimpleTestCase

from throughline.foundation.sheets.api import read_rows
from throughline.foundation.tenancy import scope
from throughline.office.audits import yaml_files
from throughline.office.audits.forms import AnswerForm
from throughline.office.audits.models import Answer, AssessmentCycle, Evidence, Return, SetVersion
from throughline.office.audits.operations import answering, helping
from throughline.office.audits.operations.answering import AnswerInput
from throughline.office.audits.presenters.answer_fields import answer_fields
from throughline.office.audits.tests.conftest import AT, LEAD
from throughline.office.audits.yaml_files import shipped
from throughline.office.partnership.models import AgencyInvolvement, Organisation

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
WORD = "Quillfeather"  # planted; no page of anybody else may show it


@pytest.fixture
def office(sign_in, partnership, at) -> Client:
    return sign_in(partnership, "business_unit", email="unit@example.org")


@pytest.fixture
def head(sign_in, partnership, at) -> Client:
    return sign_in(partnership, "practitioner", email=LEAD)


def day(name: str, year: int, month: int, number: int) -> dict[str, str]:
    return {f"{name}_day": str(number), f"{name}_month": str(month), f"{name}_year": str(year)}


def workbook(rows: list[list[str]]) -> SimpleUploadedFile:
    out = BytesIO()
    book = xlsxwriter.Workbook(out)
    sheet = book.add_worksheet()
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            sheet.write_string(number, column, cell)
    book.close()
    return SimpleUploadedFile("schools.xlsx", out.getvalue())


def test_a_set_is_taken_published_and_comes_out_again(office, scoped) -> None:
    page = office.post("/office/audits/sets/shipped/", {"name": "section-11"}, follow=True)
    assert "45 questions" in page.text
    version = SetVersion.objects.get()
    again = office.get(f"/office/audits/sets/{version.pk}/set.yaml")
    assert yaml_files.load(again.content) == yaml_files.shipped("section-11")
    changed = again.content.decode().replace("title: Section 11 self-assessment", "title: Section 11 in 2025")
    file = SimpleUploadedFile("next.yaml", changed.encode())
    data = {"file": file, "kind": "own", "scale": "grade-0-3", "note": "A new title"}
    page = office.post("/office/audits/sets/new/", data, follow=True)
    assert "Publish this version" in page.text
    draft = SetVersion.objects.get(number=2)
    assert "Both ask the same" in office.get(f"/office/audits/sets/{version.pk}/compare/{draft.pk}/").text
    assert office.post(f"/office/audits/sets/{draft.pk}/publish/").status_code == 302
    excel = office.get(f"/office/audits/sets/{draft.pk}/set.xlsx").content
    data = {"file": SimpleUploadedFile("s.xlsx", excel), "key": "copy", "title": "Copy", "kind": "own",
            "scale": "grade-0-3", "signed_by": "Head, Chair of governors"}  # fmt: skip
    assert office.post("/office/audits/sets/new/", data).status_code == 302
    copied = SetVersion.objects.get(question_set__key="copy").asked
    assert (len(copied.questions), copied.signed_by) == (45, ("Head", "Chair of governors"))


def test_a_file_that_is_wrong_says_where(office, scoped) -> None:
    data = {"file": SimpleUploadedFile("x.yaml", b"format: other\n"), "kind": "own", "scale": "rag"}
    page = office.post("/office/audits/sets/new/", data)
    assert page.status_code == 422
    assert "must be throughline-question-set/1" in page.text
    assert not SetVersion.objects.exists()


def test_a_cycle_from_the_form_to_the_launch(office, version, scoped) -> None:
    agency = Organisation.objects.create(space_id=scoped.home_id, name="An agency")
    AgencyInvolvement.objects.create(space_id=scoped.home_id, organisation=agency, name=agency.name, sector="health")
    police = Organisation.objects.create(space_id=scoped.home_id, name="A force")
    AgencyInvolvement.objects.create(space_id=scoped.home_id, organisation=police, name="A force", sector="police")
    data = {"title": "Audit", "version": version.pk, "year": "2024-25", "chase_days": "−3, x",
            "carry_rule": "cautious", "shared": "home", **day("opens_on", 2024, 2, 5),
            **day("due", 2024, 2, 1)}  # fmt: skip
    page = office.post("/office/audits/new/", data)
    assert page.status_code == 422
    assert "Days must be whole numbers" in page.text
    assert "The due day must be after" in page.text
    right = {**data, "chase_days": "−3, 7", **day("due", 2024, 3, 1)}
    page = office.post("/office/audits/new/", right, follow=True)
    cycle = AssessmentCycle.objects.get()
    assert cycle.chase_days == [-3, 7]
    base = f"/office/audits/{cycle.pk}"
    page = office.post(f"{base}/agencies/", {"kind": "health", "why": "statutory"})
    assert "Choose at least one agency or sector" in page.text
    office.post(f"{base}/agencies/", {"sectors": ["health"], "kind": "health", "why": "statutory"})
    rows = [
        ["URN", "School", "Kind", "Trust", "Lead’s email", "Lead’s name", "Why they answer"],
        ["100001", "Example School", "School", "A Trust", LEAD, "Ada", "Statutory body"],
        ["12", "Wrong", "School", "", "nobody", "", "Invited"],
    ]
    page = office.post(f"{base}/schools/", {"file": workbook(rows)})
    assert page.status_code == 422
    assert "must be six digits" in page.text
    assert "must be an email address" in page.text
    page = office.post(f"{base}/schools/", {"file": workbook(rows[:2])})
    found = re.search(r'name="upload" value="(\d+)".*?name="mark" value="(\w+)"', page.text, re.DOTALL)
    assert found
    page = office.post(f"{base}/schools/", {"upload": found[1], "mark": found[2]}, follow=True)
    assert "Example School (100001)" in page.text
    page = office.post(f"{base}/launch/")
    assert "no address yet for An agency" in page.text
    assert not Return.objects.filter(name="A force").exists()
    row = Return.objects.get(name="An agency")
    office.post(f"/office/audits/returns/{row.pk}/lead/", {"email": "agency@example.org"})
    assert office.post(f"{base}/launch/").status_code == 302
    assert office.get(f"{base}/trusts/").text.count("A Trust") == 1
    template = office.get(f"{base}/schools/template.xlsx")
    assert template.status_code == 200


def test_the_head_answers_signs_and_submits(head, office, own) -> None:
    page = head.get("/self-assessments/")
    assert "Own audit 2024" in page.text
    here = f"/self-assessments/{own.pk}"
    page = head.get(f"{here}/").text
    assert "Go on with the next question" in page
    assert "Still missing: 2" in page
    first = head.get(f"{here}/questions/1.1/")
    assert "Nothing" in first.text  # the descriptor of 0 stands beside its choice
    answer = {"seen": "0", "grade": "2", "text": "By the register", "improvement": "", "onwards": "1"}
    assert head.post(f"{here}/questions/1.1/", answer).headers["Location"].startswith(f"{here}/questions/1.2/?saved=")
    assert "Ask the register." in head.get(f"{here}/questions/1.2/").text  # the guidance stands beside
    page = head.get(f"{here}/sign/")
    assert "1 question is not answered yet" in page.text
    both = {"1.1-seen": "1", "1.1-grade": "2", "1.1-text": "By the register", "1.2-seen": "0", "1.2-grade": "na",
            "1.2-text": "None here"}  # fmt: skip
    page = head.post(f"{here}/all/", both, follow=True)
    assert "1 answer saved" in page.text
    head.post(f"{here}/questions/1.1/comment/", {"comment-text": "Look again"})
    assert "Look again" in head.get(f"{here}/questions/1.1/").text
    data = {"title": "Policy", "kind": "file", "questions": ["1.1", "1.2"],
            "upload": SimpleUploadedFile("policy.txt", b"words")}  # fmt: skip
    page = head.post(f"{here}/evidence/", data, follow=True)
    assert "Not scanned for viruses" in page.text
    page = head.post(f"{here}/sign/", {"name": "Ada Head", "post": "Head"})
    assert page.status_code == 422
    page = head.post(f"{here}/sign/", {"name": "Ada Head", "post": "Head", "confirmed": "on"}, follow=True)
    assert "Ada Head, Head, 5 February 2024" in page.text
    page = head.post(f"{here}/submit/", {}, follow=True)
    assert "Submitted" in page.text
    assert head.get(f"{here}/questions/1.1/").text.count("<textarea") == 1  # the comment's
    office.post(f"/office/audits/returns/{own.pk}/send-back/", {"questions": "Which register?"})
    assert "Which register?" in head.get(f"{here}/").text
    board = f"/office/audits/{own.cycle_id}/"
    assert "2 of 2" in office.get(board).text
    shown = {state: office.get(f"{board}?state={state}").text for state in ("returned", "not_started", "late")}
    assert [[name in text for name in ("Example School", "Other School")] for text in shown.values()] == [
        [True, False], [False, True], [False, False]
    ]  # fmt: skip


def test_last_times_answer_stands_beside_and_is_taken_over_by_a_button(own, head, lead, make_cycle) -> None:
    answering.save_answer(return_id=own.pk, question="1.1", given=AnswerInput(0, 2, text="As ever"), by=lead, at=AT)
    following = make_cycle(title="Next", year="2024-25", previous_id=own.cycle_id)
    here = f"/self-assessments/{Return.objects.get(cycle=following, urn='100001').pk}/questions/1.1/"
    page = head.get(here).text
    assert all(words in page for words in ("Last time: Own audit 2024", "2, in place", "As ever"))
    assert "As ever</textarea>" not in page
    page = head.post(f"{here}take-over/", {"seen": "0"}, follow=True).text
    assert all(words in page for words in ("Check that it still holds", "As ever</textarea>", "Taken over from last"))


def test_AU_04_a_conflict_shows_both_texts(head, own, lead) -> None:
    helping.invite(return_id=own.pk, email="h@example.org", standards=[], signs=False, by=lead, at=AT, real_at=AT)
    answering.save_answer(return_id=own.pk, question="1.1", given=AnswerInput(0, 1, text="Theirs"), by=lead, at=AT)
    here = f"/self-assessments/{own.pk}/questions/1.1/"
    mine = {"seen": "0", "grade": "3", "text": "Mine"}
    page = head.post(here, mine)
    assert page.status_code == 409
    assert "Theirs" in page.text
    assert "Mine" in page.text
    assert Answer.objects.get().text == "Theirs"
    assert head.post(here, {**mine, "seen": "1", "text": "Both"}).status_code == 302
    assert Answer.objects.get().text == "Both"
    both = {"1.1-seen": "1", "1.1-grade": "3", "1.1-text": "Again", "1.2-seen": "0", "1.2-grade": "1",
            "1.2-text": "New"}  # fmt: skip
    page = head.post(f"/self-assessments/{own.pk}/all/", both)
    assert page.status_code == 409
    assert "Theirs: Both" in page.text
    assert Answer.objects.get(question="1.2").text == "New"  # one conflict holds up no other


def test_an_expired_session_leads_back_to_the_question(own, at) -> None:
    here = f"/self-assessments/{own.pk}/questions/1.1/"
    answer = Client(headers={"host": "medway.localhost"}).post(here, {"text": "typed"})
    assert answer.status_code == 302
    assert answer["Location"].endswith(f"/accounts/login/?next={here}")
    page = Client(headers={"host": "medway.localhost"}).post(here, {"text": "By the register, each term. " * 3})
    assert (page.status_code, "By the register, each term." in page.text) == (
        403,
        True,
    )  # to copy, also without scripts
    assert f'href="/accounts/login/?next={here}"' in page.text


def test_nobody_else_sees_a_word_of_it(own, lead, sign_in, partnership, other_partnership, at, scoped) -> None:
    answering.save_answer(
        return_id=own.pk, question="1.1", given=AnswerInput(0, 2, text=WORD, improvement=WORD), by=lead, at=AT
    )
    answering.comment(return_id=own.pk, question="1.1", text=WORD, by=lead, at=AT)
    helping.add_evidence(return_id=own.pk, title=WORD, questions=["1.1"], link="https://example.org", by=lead, at=AT,
                         real_at=AT)  # fmt: skip
    places = [
        f"/self-assessments/{own.pk}/", f"/self-assessments/{own.pk}/questions/1.1/",
        f"/self-assessments/{own.pk}/all/",
        f"/self-assessments/{own.pk}/people/", f"/self-assessments/{own.pk}/evidence/",
        f"/self-assessments/{own.pk}/evidence/{Evidence.objects.get().pk}/remove/",
        f"/self-assessments/{own.pk}/sign/", f"/self-assessments/{own.pk}/submit/",
    ]  # fmt: skip
    nothing = sign_in(partnership, "practitioner", email="other@example.org")
    kent = sign_in(other_partnership, "business_unit", email="kent@example.org")
    for client in (nothing, kent):
        missing = client.get("/self-assessments/999999/").text
        for place in places:
            answer = client.get(place)
            assert answer.status_code == 404
            assert WORD not in answer.text
            assert answer.text == missing
        assert WORD not in client.get("/self-assessments/").text
    assert nothing.get(f"/office/audits/{own.cycle_id}/").status_code == 403
    assert kent.get(f"/office/audits/{own.cycle_id}/").status_code == 404


def test_the_board_asks_the_same_number_of_queries_whatever_its_rows(make_cycle, office, unit, scoped) -> None:
    from throughline.office.audits.operations.cycles import BodyInput, ask_bodies

    cycle = make_cycle()
    office.get(f"/office/audits/{cycle.pk}/")
    counts = []
    for number in range(2):
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as seen:
            office.get(f"/office/audits/{cycle.pk}/")
        counts.append(len(seen))
        if not number:
            bodies = [BodyInput(f"School {n}", "school", email=LEAD, urn=f"20000{n}") for n in range(3)]
            ask_bodies(cycle_id=cycle.pk, bodies=bodies, by=unit, at=AT, real_at=AT)
    assert counts[0] == counts[1]
    assert scope.current().home_id == cycle.space_id


def test_offline_in_a_workbook_and_back(own, head, lead, actor) -> None:
    here = f"/self-assessments/{own.pk}/workbook"
    answering.save_answer(return_id=own.pk, question="1.1", given=AnswerInput(0, 1, text="Begun"), by=lead, at=AT)
    rows = read_rows(head.get(f"{here}.xlsx").content)
    assert [row[:1] + row[3:] for row in rows[1:]] == [["1.1", "1, begun", "Begun", "", "1"], ["1.2", "", "", "", "0"]]
    rows[1][3], rows[1][4] = "3", "=Now =all"
    rows[2][3] = "Does not apply"
    page = head.post(f"{here}/", {"file": workbook(rows)})
    assert "grade: 1, begun → 3, embedded; how you know: Begun → =Now =all" in page.text
    found = re.search(r'name="upload" value="(\d+)".*?name="mark" value="(\w+)"', page.text, re.DOTALL)
    assert found
    assert Answer.objects.get().text == "Begun"
    page = head.post(f"{here}/", {"upload": found[1], "mark": found[2]}, follow=True)
    assert "2 answers taken from the workbook" in page.text
    assert Return.objects.get(pk=own.pk).answered == 2
    page = head.post(f"{here}/", {"file": workbook(rows)})
    assert "Nothing" in page.text or "no change" in page.text.lower()
    rows[1][4] = "Old words"
    page = head.post(f"{here}/", {"file": workbook(rows)})
    assert page.status_code == 422
    assert "changed 1.1 online meanwhile" in page.text
    rows[1][0] = "9.9"
    assert "9.9 is not asked here" in head.post(f"{here}/", {"file": workbook(rows)}).text


def test_many_questions_show_the_fields_that_the_form_of_one_shows() -> None:
    asked = shipped("section-175-157")
    standard = asked.standards[0]
    question = standard.questions[0]
    for initial in ({"seen": 0}, {"seen": 3, "grade": "1", "text": "<b> & more", "improvement": "By June"}):
        form = AnswerForm(prefix=question.code, initial=initial, standard=standard, question=question, asked=asked)
        SimpleTestCase().assertHTMLEqual(answer_fields(standard, question, asked, initial), str(form))
