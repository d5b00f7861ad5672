"""The tracker's pages, as those who may see them and those who may not."""

import csv
import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document

from throughline.foundation.access.models import User
from throughline.foundation.notices.models import OutboxMessage
from throughline.foundation.sheets.api import csv_file, excel_file, read_rows
from throughline.foundation.sheets.models import SheetUpload
from throughline.office.actions.models import Action, DigestRun
from throughline.office.actions.operations import raise_finding, send_digests
from throughline.office.actions.presenters.listing import FILE_HEADING
from throughline.office.actions.tests.conftest import AT, TODAY
from throughline.office.partnership.api import record_post

pytestmark = pytest.mark.django_db
HEADING = ["Reference", "Action", "More about it", "Owner’s email", "Agency", "Group", "Due", "Priority",
           "Reason for another day or owner"]  # fmt: skip


@pytest.fixture(autouse=True)
def stands_at(at) -> None:
    """5 February 2024."""


@pytest.fixture
def office(sign_in, partnership):
    return sign_in(partnership, "business_unit")


def main_of(response) -> str:
    return response.content.decode().split("<main", 1)[1].split("</main>", 1)[0]


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_asks_the_same_few_questions(office, raised, number, django_assert_num_queries) -> None:
    for each in range(number):
        raised(f"Action {each}")
    with django_assert_num_queries(13):  # host, spaces, session, user, roles, posts, counts, ages, rows; filter, checks
        office.get("/office/actions/")


def test_each_sees_ones_own_and_what_one_answers_for(
    sign_in, partnership, raised, member, unit, agency, group, owner, at
) -> None:
    lead = member("practitioner", email="lead@example.org")
    seat = member("practitioner", email="seat@example.org")
    record_post(title="Lead", organisation_id=agency.pk, holder_id=lead.user.pk, leads=True, by=unit, at=at)
    record_post(title="Seat", group_id=group.pk, holder_id=seat.user.pk, by=unit, at=at)
    mine, theirs = raised("Of the owner"), raised("Of the agency", agency_id=agency.pk, owner_id=unit.user.pk)
    groups = raised("Of the group", group_id=group.pk, owner_id=unit.user.pk)
    for email, sees in [
        ("owner@example.org", {mine}), ("lead@example.org", {theirs}), ("seat@example.org", {groups}),
        ("nobody@example.org", set()),
    ]:  # fmt: skip
        browser = sign_in(partnership, email=email)
        page = main_of(browser.get("/office/actions/"))
        assert {row for row in (mine, theirs, groups) if f"/office/actions/{row.pk}/" in page} == sees, email
        for row in (mine, theirs, groups):
            assert browser.get(f"/office/actions/{row.pk}/").status_code == (200 if row in sees else 404)
        exported = browser.get("/office/actions/actions.csv").content.decode("utf-8-sig")
        assert {row["Reference"] for row in csv.DictReader(io.StringIO(exported))} == {r.reference for r in sees}
        report = browser.get(f"/office/actions/groups/{group.pk}/report.docx").status_code
        assert report == (200 if email == "seat@example.org" else 404)


def test_another_partnership_finds_nothing(sign_in, other_partnership, raised, unit, owner) -> None:
    row = raised("Ours alone")
    kent = sign_in(other_partnership, "business_unit")
    for path in ("", "change/", "do/start/", "evidence/", "check/", "due/", "owner/", "effect/", "judge/"):
        answer = kent.get(f"/office/actions/{row.pk}/{path}")
        assert (answer.status_code, answer.content) == (404, kent.get(f"/office/actions/987654/{path}").content)
    for path in ("", "board/", "actions.csv"):
        assert b"Ours alone" not in kent.get(f"/office/actions/{path}").content


def test_a_groups_report_as_word_and_excel(office, raised, closed, group) -> None:
    late = raised("Ask fathers", due=TODAY - timedelta(days=4), group_id=group.pk)
    done = closed(group_id=group.pk)
    raised("Another group’s")
    document = Document(io.BytesIO(office.get(f"/office/actions/groups/{group.pk}/report.docx").content))
    words = [paragraph.text for paragraph in document.paragraphs]
    assert "Actions of Learning Lessons" in words
    assert "2 actions on record; 1 overdue." in words
    assert [each for each in words if each.endswith("(1)")] == ["Not started (1)", "Closed but unproven (1)"]
    assert [table.rows[1].cells[0].text for table in document.tables] == [
        f"{late.reference} Ask fathers", f"{done.reference} {done.title}",
    ]  # fmt: skip
    rows = read_rows(office.get(f"/office/actions/groups/{group.pk}/report.xlsx").content)
    found = [dict(zip(FILE_HEADING, row, strict=False)) for row in rows if row[0] in (late.reference, done.reference)]
    assert sorted(row["How it stands"] for row in found) == ["Closed but unproven", "Not started"]


def test_filters_narrow_and_files_hold_the_same(office, raised, agency) -> None:
    late = raised("Late", due=TODAY - timedelta(days=40), agency_id=agency.pk)
    raised("In time")
    for query in ("late=all", "late=31-90", f"agency={agency.pk}", "q=late", "standing=not_started&q=Late"):
        rows = read_rows(office.get(f"/office/actions/actions.xlsx?{query}").content)
        assert [row[0] for row in rows[1:]] == [late.reference], query
    page = main_of(office.get("/office/actions/?late=31-90"))
    assert "40 days overdue" in page
    assert "In time" not in page
    assert office.get("/office/actions/?late=nonsense&agency=x&page=99").status_code == 200
    assert "No action fits" in main_of(office.get("/office/actions/?q=nowhere"))


def test_a_form_that_is_wrong_keeps_what_was_typed(office, raised) -> None:
    row = raised()
    answer = office.post(f"/office/actions/{row.pk}/due/", {"due_day": "31", "due_month": "2", "due_year": "2024",
                                                            "reason": "Ill"})  # fmt: skip
    assert answer.status_code == 422
    assert "must be a real date" in main_of(answer)
    assert "Ill" in main_of(answer)
    answer = office.post(f"/office/actions/{row.pk}/owner/", {"owner": "who@example.org", "reason": "x"})
    assert "Nobody here has this address" in main_of(answer)


def test_the_owner_is_told_why_they_cannot_check_or_judge(sign_in, partnership, closed, raised) -> None:
    row = closed()
    browser = sign_in(partnership, email="owner@example.org")
    for path in ("check/", "judge/"):
        page = main_of(browser.get(f"/office/actions/{row.pk}/{path}"))
        assert "govuk-warning-text" in page
        assert "<form" not in page
        assert browser.post(f"/office/actions/{row.pk}/{path}", {}).status_code == 422


def test_a_source_shows_only_what_it_may(office, unit, at) -> None:
    assert office.get("/office/actions/sources/reviews.review/987/").status_code == 404
    assert office.get("/office/actions/sources/no.such/1/").status_code == 404
    raise_finding(text="Found", by=unit, at=at)
    assert "No recommendation is on record" in main_of(office.get("/office/actions/recommendations/"))


def upload(browser, rows, name="actions.csv", content=None):
    file = SimpleUploadedFile(name, content if content is not None else csv_file([HEADING, *rows]))
    return browser.post("/office/actions/spreadsheet/", {"file": file})


def hidden(page: str, name: str) -> str:
    return page.split(f'name="{name}" value="', 1)[1].split('"', 1)[0]


def line(row: Action, **changes: str) -> list[str]:
    given = {
        "Reference": row.reference,
        "Action": row.title,
        "Due": row.due.isoformat(),
        "Priority": "Medium",
    } | changes
    return [given.get(label, "") for label in HEADING]


def test_a_spreadsheet_previews_then_writes_all(office, raised, owner, agency) -> None:
    row, same = raised(), raised("Unchanged")
    later = row.due + timedelta(days=7)
    rows = [
        line(row, Due=later.isoformat(), Priority="high",
             **{"Reason for another day or owner": "Staff are ill", "Agency": agency.name}),
        line(same),
        line(row, Reference="", Action="=1+1", **{"Owner’s email": "owner@example.org"}),
    ]  # fmt: skip
    page = main_of(upload(office, rows))
    assert "2 records would change. Nothing is written yet." in page
    assert Action.objects.count() == 2
    sent = {"upload": hidden(page, "upload"), "mark": hidden(page, "mark")}
    assert "1 added, 1 changed." in main_of(office.post("/office/actions/spreadsheet/", sent, follow=True))
    row.refresh_from_db()
    assert (row.due, row.priority, row.agency, row.moves.get().reason) == (later, 1, agency, "Staff are ill")
    assert Action.objects.filter(title="=1+1").count() == 1
    again = office.post("/office/actions/spreadsheet/", sent)
    assert (again.status_code, Action.objects.count()) == (409, 3)


def test_one_wrong_row_and_nothing_is_written(office, raised, unit) -> None:
    row = raised()
    answer = upload(office, [
        line(row, Priority="Low"), line(row), line(row, Reference="A999999"),
        line(row, Reference="", **{"Owner’s email": "who@example.org"}),
    ])  # fmt: skip
    page = main_of(answer)
    assert answer.status_code == 422
    for says in ("stands in row 2 already", "is no action that is on record here", "belongs to nobody with an account"):
        assert says in page
    moved = main_of(upload(office, [line(row, Due="2024-12-24")]))
    assert "must say why the day or the owner changes" in moved
    assert SheetUpload.objects.count() == 0


def test_what_changed_since_the_preview_is_shown_again(office, raised, unit) -> None:
    row = raised()
    page = main_of(upload(office, [line(row, Action="New words")]))
    Action.objects.filter(pk=row.pk).update(title="Others’ words")
    sent = {"upload": hidden(page, "upload"), "mark": hidden(page, "mark")}
    answer = office.post("/office/actions/spreadsheet/", sent)
    assert answer.status_code == 409
    assert "The records changed since you looked" in main_of(answer)
    assert Action.objects.get().title == "Others’ words"


def test_an_upload_is_its_senders_alone(office, sign_in, partnership, raised) -> None:
    page = main_of(upload(office, [line(raised(), Priority="Low")]))
    other = sign_in(partnership, "business_unit", email="other@example.org")
    sent = {"upload": hidden(page, "upload"), "mark": hidden(page, "mark")}
    assert other.post("/office/actions/spreadsheet/", sent).status_code == 409
    assert Action.objects.get().priority == 2


def test_the_template_comes_back_unchanged(office, raised, agency) -> None:
    raised("=SUM(A1)", agency_id=agency.pk, text="-5 places")
    template = office.get("/office/actions/spreadsheet/template.xlsx").content
    assert "Nothing would change" in main_of(upload(office, [], "x.xlsx", template))


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7 \x00", "£".encode("latin-1"), b"PK\x03\x04broken",
                                     excel_file("T", ["Colour"], [["red"]])])  # fmt: skip
def test_hostile_and_wrong_files_are_refused_in_words(office, content) -> None:
    answer = upload(office, [], content=content)
    assert answer.status_code == 422
    assert "There is a problem" in answer.content.decode()


def test_one_digest_a_person_and_day(raised, unit, owner, member, scrutineer, agency, closed, at) -> None:
    deputy = member("practitioner", email="deputy@example.org")
    post = record_post(title="Nurse", organisation_id=agency.pk, deputy_id=deputy.user.pk, by=unit, at=at)
    soon, late = raised("Soon", due=TODAY + timedelta(days=7)), raised("Late", due=TODAY - timedelta(days=1))
    vacant = raised("Vacant", due=TODAY, owner_id=None, post_id=post.pk)
    raised("Far", due=TODAY + timedelta(days=8))
    judged = closed(TODAY.replace(year=2023, month=8), judge_id=scrutineer.user.pk)
    assert send_digests(today=TODAY, by=unit, at=AT) == 3
    assert send_digests(today=TODAY, by=unit, at=AT) == 0
    texts = {message.to: message.text for message in OutboxMessage.objects.all()}
    assert f"- {late.reference}: overdue by 1 day\n- {soon.reference}: due in 7 days" in texts["owner@example.org"]
    assert f"{vacant.reference}: due today" in texts["deputy@example.org"]
    assert f"{judged.reference}: judge its effect" in texts["scrutineer@example.org"]
    assert "Soon" not in "".join(texts.values())  # a title may say too much for a mail
    assert len(texts) == OutboxMessage.objects.count() == 3
    assert DigestRun.objects.get().people == 3


def test_somebody_who_left_is_not_written_to(raised, unit, owner, at) -> None:
    raised(due=TODAY)
    User.objects.filter(pk=owner.user.pk).update(is_active=False)
    assert send_digests(today=TODAY, by=unit, at=AT) == 0
    assert not OutboxMessage.objects.exists()


def test_a_file_is_evidence_for_those_who_see_the_action(sign_in, partnership, raised, settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path
    row = raised()
    mine = sign_in(partnership, email="owner@example.org")
    path = f"/office/actions/{row.pk}/evidence/"
    without = mine.post(path, {"kind": "file", "text": "Minutes"})
    assert (without.status_code, "Choose the file" in main_of(without)) == (422, True)
    page = tmp_path / "minutes.csv"
    page.write_text("Who,What\nAll,Agreed\n")
    with page.open("rb") as file:
        done = mine.post(path, {"kind": "file", "text": "Minutes of the team", "upload": file}, follow=True)
    assert "Minutes of the team" in main_of(done)
    address = row.evidence.get().file.get_absolute_url()
    assert b"".join(mine.get(address).streaming_content).startswith(b"Who,What")
    assert sign_in(partnership, "practitioner").get(address).status_code == 404
