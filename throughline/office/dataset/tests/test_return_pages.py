"""The pages of rounds and returns: grid, pasted block, spreadsheet, explanations, steps; who may and who may not."""

import io
import re
import zipfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from throughline.foundation.sheets.api import csv_file, excel_file, read_rows
from throughline.foundation.sheets.models import SheetUpload
from throughline.office.dataset.grid import Line, pasted
from throughline.office.dataset.models import Explanation, Return, ReturnRound, ReturnRule
from throughline.office.dataset.operations.rounds import Asked, ask_for
from throughline.office.dataset.tests.conftest import AT

HEADING = ["Code", "Indicator", "Period", "Unit", "Area", "Value", "Note"]


@pytest.fixture(autouse=True)
def stands_at(settings: Any) -> None:
    """5 February 2024."""
    settings.AS_AT = AT


@pytest.fixture
def office(sign_in: Any, partnership: Any, opened: Any) -> Any:
    return sign_in(partnership, "business_unit")


@pytest.fixture
def row(opened: Any, council: Any, plans: Any, unit: Any) -> Return:
    """The council's return: plans, whole and by sex."""
    found = Return.objects.get(agency=council)
    ask_for(return_id=found.pk, asked=[Asked(plans.pk), Asked(plans.pk, "sex")], by=unit, at=AT)
    return found


@pytest.fixture
def filler(person: Any, council: Any, sign_in: Any, partnership: Any) -> Any:
    person("filler@example.org", council)
    return sign_in(partnership, email="filler@example.org")


@pytest.fixture
def lead(person: Any, council: Any, sign_in: Any, partnership: Any) -> Any:
    person("lead@example.org", council, leads=True)
    return sign_in(partnership, email="lead@example.org")


def main_of(response: Any) -> str:
    return response.content.decode().split("<main", 1)[1].split("</main>", 1)[0]


def typed(row: Return, *values: str, revision: int | None = None) -> dict[str, Any]:
    lines = list(row.lines.order_by("position"))
    found = Return.objects.get(pk=row.pk)
    given = {f"v{line.pk}": value for line, value in zip(lines, values, strict=True)}
    given |= {f"o{line.pk}": line.given.written for line in lines}
    return given | {"revision": str(found.revision if revision is None else revision)}


def values_of(row: Return) -> list[str]:
    return [line.given.said for line in row.lines.order_by("position")]


def test_a_round_is_asked_for_and_shows_who_has_not_returned(office: Any, unit: Any) -> None:
    given = {
        "year": "2022-23", "quarter": "4", "due_day": "10", "due_month": "5", "due_year": "2023", "wider_area": "",
        "note": "",
    }  # fmt: skip
    answer = office.post("/office/dataset/returns/new/", given, follow=True)
    page = main_of(answer)
    assert "Quarter 4 of 2022-23, January to March 2023" in page
    assert "Medway Council" in page
    assert "overdue by" in page
    answer = office.post("/office/dataset/returns/new/", given | {"year": "2023-25"})
    assert (answer.status_code, "is not one year" in answer.content.decode()) == (422, True)
    assert ReturnRound.objects.count() == 2


def test_the_grid_keeps_six_answers_apart(filler: Any, row: Return) -> None:
    page = main_of(filler.get(f"/office/dataset/returns/{row.pk}/fill/"))
    assert page.count('list="answers"') == 4
    answer = filler.post(f"/office/dataset/returns/{row.pk}/fill/", typed(row, "0", "not held", "wider area 900", "c"))
    assert answer.status_code == 302
    assert values_of(row) == ["0", "not held", "wider area 900", "suppressed"]
    filler.post(f"/office/dataset/returns/{row.pk}/fill/", typed(row, "290", "not yet", "", "12"))
    assert values_of(row) == ["290", "not yet", "missing", "12"]


def test_a_cell_that_is_wrong_says_where_and_saves_nothing(filler: Any, row: Return) -> None:
    answer = filler.post(
        f"/office/dataset/returns/{row.pk}/fill/", typed(row, "290", "about 12", "=cmd|' /C calc'!A0", "1.5")
    )
    page = main_of(answer)
    second = row.lines.order_by("position")[1]
    assert answer.status_code == 422
    assert f'href="#v{second.pk}"' in page
    assert "CSC-17 sex Female must be a number, or ‘not held’" in page
    assert "must be a whole number" in page
    assert 'value="about 12"' in page
    assert values_of(row) == ["missing"] * 4


def test_two_tabs_see_what_the_other_saved(filler: Any, lead: Any, row: Return) -> None:
    first = typed(row, "290", "", "", "")
    filler.post(f"/office/dataset/returns/{row.pk}/fill/", first)
    answer = lead.post(f"/office/dataset/returns/{row.pk}/fill/", first | typed_over(row, "281"))
    page = main_of(answer)
    assert answer.status_code == 409
    assert "Somebody else saved this return" in page
    assert "Saved by somebody else" in page
    assert ">290<" in page
    assert values_of(row)[0] == "290"
    again = typed(row, "281", "", "", "")
    assert lead.post(f"/office/dataset/returns/{row.pk}/fill/", again).status_code == 302
    assert values_of(row)[0] == "281"


def typed_over(row: Return, value: str) -> dict[str, Any]:
    return {f"v{row.lines.order_by('position')[0].pk}": value, "revision": "0"}


def test_enter_in_a_value_saves_and_the_place_to_paste_is_empty(filler: Any, row: Return) -> None:
    """Enter presses a form's first button."""
    page = filler.get(f"/office/dataset/returns/{row.pk}/fill/").content.decode()
    area = re.search(r"<textarea[^>]*>(.*?)</textarea>", page, re.DOTALL)
    assert area is not None
    assert area[1] == ""
    form = page[page.index('name="revision"') :]
    first = re.search(r"<button[^>]*>\s*(.*?)\s*</button>", form, re.DOTALL)
    assert first is not None
    assert first[1] == "Save"


def test_a_block_is_pasted_without_script_and_saved_only_then(filler: Any, row: Return) -> None:
    path = f"/office/dataset/returns/{row.pk}/fill/"
    answer = filler.post(path, typed(row, "", "", "", "") | {"paste": "1", "block": "290\n140\r\n150\nnot held"})
    page = main_of(answer)
    assert "4 lines filled from what you pasted" in page
    assert 'value="140"' in page
    assert values_of(row) == ["missing"] * 4
    answer = filler.post(path, typed(row, "", "", "", "") | {"paste": "1", "block": "1\n2\n3\n4\n5"})
    assert (answer.status_code, "You pasted 5 rows; this return has 4 lines." in main_of(answer)) == (422, True)
    answer = filler.post(path, typed(row, "", "", "", "") | {"paste": "1", "block": "\n".join(["1"] * 1_000_000)})
    assert (answer.status_code, "You pasted 1,000,000 rows" in main_of(answer)) == (422, True)


LINES = [Line(1, "CSC-17", "Plans", "children"), Line(2, "CSC-17 sex Male", "Plans, sex Male", "children")]


@pytest.mark.parametrize(
    ("text", "found", "says"),
    [
        ("1\n2", {1: "1", 2: "2"}, ""),
        ("1", {1: "1"}, ""),
        ("\n5", {1: "", 2: "5"}, ""),
        ("Code\tValue\nCSC-17 sex male\t4\ncsc-17\t9", {1: "9", 2: "4"}, ""),
        ("CSC-17\t1\nCSC-17\t2", {}, "Row 2 gives CSC-17 a second time."),
        ("CSC-17\t1\nCSC-99\t2", {}, "Row 2 begins with ‘CSC-99’, which this return does not ask for."),
        ("\n\n", {}, "Paste at least one row."),
    ],
)
def test_a_pasted_block(text: str, found: dict[int, str], says: str) -> None:
    assert pasted(text, LINES) == (found, says)


# By spreadsheet


def send(browser: Any, row: Return, content: bytes, name: str = "r.csv") -> Any:
    file = SimpleUploadedFile(name, content)
    return browser.post(f"/office/dataset/returns/{row.pk}/spreadsheet/", {"file": file})


def test_the_template_goes_out_filled_and_comes_back(filler: Any, row: Return) -> None:
    filler.post(f"/office/dataset/returns/{row.pk}/fill/", typed(row, "290", "140", "wider area 900", "not held"))
    sent = filler.get(f"/office/dataset/returns/{row.pk}/spreadsheet/template.xlsx")
    assert 'filename="return-medway-council-2023-24-q3.xlsx"' in sent["Content-Disposition"]
    rows = read_rows(sent.content)
    assert rows[0] == HEADING
    assert [(each[0], each[4], each[5]) for each in rows[1:]] == [
        ("CSC-17", "Medway", "290"), ("CSC-17 sex Female", "Medway", "140"),
        ("CSC-17 sex Male", "Kent and Medway", "900"), ("CSC-17 sex Not recorded or neither", "Medway", "not held"),
    ]  # fmt: skip
    answer = send(filler, row, excel_file("r", rows[0], rows[1:]), "r.xlsx")
    assert (answer.status_code, answer.context["count"]) == (200, 0)
    rows[1][5], rows[4][5] = "291", "0"
    answer = send(filler, row, csv_file(rows))
    assert "290 → 291" in main_of(answer)
    assert values_of(row)[0] == "290"
    path = f"/office/dataset/returns/{row.pk}/spreadsheet/"
    filler.post(path, {"upload": SheetUpload.objects.get().pk, "mark": answer.context["mark"]})
    assert values_of(row) == ["291", "140", "wider area 900", "0"]


def test_an_export_with_code_and_value_alone_comes_in_and_leaves_the_notes(filler: Any, row: Return) -> None:
    first = row.lines.order_by("position")[0]
    note = {f"n{first.pk}": "Provisional."}
    filler.post(f"/office/dataset/returns/{row.pk}/fill/", typed(row, "1", "", "", "") | note)
    answer = send(filler, row, "\ufeffValue;Code\r\n290;CSC-17\r\nnot held;CSC-17 sex Male\r\n".encode())
    assert "Lines of the return that are not in the file and stay as they are: 2 of 4." in main_of(answer)
    path = f"/office/dataset/returns/{row.pk}/spreadsheet/"
    filler.post(path, {"upload": SheetUpload.objects.get().pk, "mark": answer.context["mark"]})
    assert values_of(row) == ["290", "missing", "not held", "missing"]
    assert row.lines.get(pk=first.pk).note == "Provisional."
    for heading, says in ("Code", "is missing from the heading"), ("Code,Value,Aera", "is not a column of this"):
        answer = send(filler, row, f"{heading}\nCSC-17,1,2\n".encode())
        assert (answer.status_code, says in main_of(answer)) == (422, True)


GOOD = ["CSC-17", "", "", "", "Medway", "290", ""]


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ([GOOD, GOOD], "stands in row 2 already"),
        ([["CSC-99", *GOOD[1:]]], "is not asked for in this return"),
        ([[*GOOD[:4], "Atlantis", "290", ""]], "must be one of: Medway, Kent and Medway"),
        ([[*GOOD[:5], "many", ""]], "must be a number, or"),
        ([[*GOOD[:5], "=cmd|' /C calc'!A0", ""]], "must be a number, or"),
        ([[*GOOD[:4], "Kent and Medway", "not held", ""]], "must be a number where the area is the wider one"),
        ([[*GOOD[:5], "-4", ""]], "must be 0 or more"),
    ],
)
def test_bad_rows_are_refused_whole_with_their_places(filler: Any, row: Return, rows: Any, says: str) -> None:
    answer = send(filler, row, csv_file([HEADING, *rows]))
    assert (answer.status_code, says in main_of(answer)) == (422, True)
    assert SheetUpload.objects.count() == 0
    assert values_of(row) == ["missing"] * 4


def test_bad_files_are_refused(filler: Any, row: Return) -> None:
    many = ",".join(HEADING) + "\n" + "CSC-17,,,,Medway,1,\n" * 1_000_000
    for content, says in [
        (many.encode(), "must be 5 MB or smaller"),
        (",".join(HEADING).encode() + b"\n" + b"x,,,,,1,\n" * 30_000, "20,000 rows or fewer"),
        (",".join(HEADING).encode("utf-16"), "CSV UTF-8"),
        (b"Code,Value\n\xff\xfe,1", "CSV UTF-8"),
        (b"", "empty"),
        (_bomb(), "Excel file"),
    ]:
        answer = send(filler, row, content)
        assert (answer.status_code, says in answer.content.decode()) == (422, True), says


def _bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", "x")
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * 100_000_000)
    return out.getvalue()


# Its way


def test_from_the_agency_to_the_record(filler: Any, lead: Any, office: Any, row: Return) -> None:
    page = f"/office/dataset/returns/{row.pk}/"
    filler.post(f"{page}fill/", typed(row, "290", "140", "149", "0"))
    found = main_of(filler.get(page))
    assert "Before it can be sent: 1 broken rule to explain." in found
    assert "its 3 parts add up to 289" in found
    assert "One rule is broken and not explained" in main_of(filler.get(f"{page}do/submit/"))
    assert filler.post(f"{page}do/submit/").status_code == 422
    form = filler.get(f"{page}explain/").context["form"]
    mark = next(iter(form.fields))
    filler.post(f"{page}explain/", {mark: "One child is unborn."})
    assert Explanation.objects.get().text == "One child is unborn."
    assert filler.post(f"{page}do/submit/").status_code == 302
    assert "do/approve/" not in main_of(filler.get(page))
    assert lead.post(f"{page}do/send_back/", {"reason": ""}).status_code == 422
    assert lead.post(f"{page}do/approve/").status_code == 302
    assert lead.get(f"{page}do/accept/").status_code == 200
    assert lead.post(f"{page}do/accept/").status_code == 422
    assert office.post(f"{page}do/accept/").status_code == 302
    found = main_of(office.get(page))
    assert "One child is unborn." in found
    assert "Open it again" in found
    assert office.post(f"{page}do/reopen/", {"reason": ""}).status_code == 422
    office.post(f"{page}do/reopen/", {"reason": "One was counted twice."})
    filler.post(f"{page}fill/", typed(row, "289", "140", "149", "0"))
    filler.post(f"{page}do/submit/")
    lead.post(f"{page}do/approve/")
    office.post(f"{page}do/accept/")
    found = main_of(office.get(page))
    assert "One was counted twice." in found
    assert "290 (accepted 5 February 2024)" in found
    assert "Explained earlier" in found
    assert office.get(f"{page}do/nonsense/").status_code == 404


def test_who_may_not_see_it_finds_what_is_not_there(
    sign_in: Any, partnership: Any, other_partnership: Any, person: Any, police: Any, row: Return
) -> None:
    person("police@example.org", police)
    others = [
        sign_in(partnership, email="police@example.org"), sign_in(partnership, "practitioner"),
        sign_in(other_partnership, "business_unit"),
    ]  # fmt: skip
    for browser in others:
        for path in ("", "fill/", "explain/", "do/submit/", "spreadsheet/", "spreadsheet/template.xlsx"):
            answer = browser.get(f"/office/dataset/returns/{row.pk}/{path}")
            never = browser.get(f"/office/dataset/returns/987654/{path}")
            assert (answer.status_code, answer.content) == (404, never.content), path
    assert "Medway Council" not in main_of(others[0].get("/office/dataset/returns/mine/"))
    assert "Kent Police" in main_of(others[0].get("/office/dataset/returns/mine/"))
    assert "You hold none on this site" in main_of(others[1].get("/office/dataset/returns/mine/"))


def test_who_only_reads_is_offered_nothing_to_do(sign_in: Any, partnership: Any, row: Return) -> None:
    reader = sign_in(partnership, "scrutineer")
    for path in ("returns/", f"returns/rounds/{row.round_id}/", f"returns/{row.pk}/", "returns/rules/"):
        page = main_of(reader.get(f"/office/dataset/{path}"))
        for word in ("/fill/", "/do/", "/change/", "/new/", "/agency/", "/asked/"):
            assert word not in page, (path, word)
    refused = reader.get(f"/office/dataset/returns/{row.pk}/fill/")
    assert "Only who holds a post in this agency" in main_of(refused)


def test_rules_are_set_and_dropped(office: Any, plans: Any, missing_episodes: Any) -> None:
    given = {
        "kind": "exclusive_pair",
        "whole": plans.pk,
        "part": missing_episodes.pk,
        "missing": "skip",
        "why": "Because.",
    }
    assert office.post("/office/dataset/returns/rules/new/", given).status_code == 302
    assert "DV-05 Not both" in main_of(office.get("/office/dataset/returns/rules/"))
    answer = office.post("/office/dataset/returns/rules/new/", given | {"part": plans.pk})
    assert (answer.status_code, "two different indicators" in main_of(answer)) == (422, True)
    office.post(f"/office/dataset/returns/rules/{ReturnRule.objects.get().pk}/drop/")
    assert ReturnRule.objects.count() == 0


def test_what_is_asked_is_changed_on_a_page(office: Any, row: Return, missing_episodes: Any, plans: Any) -> None:
    path = f"/office/dataset/returns/{row.pk}/asked/"
    assert office.post(path, {"asked": [str(plans.pk), str(missing_episodes.pk)]}).status_code == 302
    assert [line.key for line in row.lines.all()] == ["CSC-17", "POL-04"]
    assert office.post(path, {"asked": [f"{plans.pk}|sex"]}).status_code == 422


@pytest.mark.parametrize("number", [1, 3])
def test_lists_ask_the_same_few_questions(
    office: Any, agency: Any, unit: Any, opened: Any, number: int, django_assert_num_queries: Any
) -> None:
    from throughline.office.dataset.operations.rounds import ask_agency

    for n in range(number):
        ask_agency(round_id=opened.pk, agency_id=agency(f"Agency {n}").pk, by=unit, at=AT)
    with django_assert_num_queries(8):  # host, spaces, session, user, roles; the round, its returns; contacts
        office.get(f"/office/dataset/returns/rounds/{opened.pk}/")
    with django_assert_num_queries(7):  # host, spaces, session, user, roles; rounds; contacts
        office.get("/office/dataset/returns/")


@pytest.mark.parametrize("split", [False, True])
def test_a_return_asks_the_same_few_questions(
    filler: Any, row: Return, unit: Any, plans: Any, split: bool, django_assert_max_num_queries: Any
) -> None:
    if not split:
        ask_for(return_id=row.pk, asked=[Asked(plans.pk)], by=unit, at=AT)
    filler.post(f"/office/dataset/returns/{row.pk}/fill/", typed(row, *(["5"] * row.lines.count())))
    with django_assert_max_num_queries(33):
        filler.get(f"/office/dataset/returns/{row.pk}/")
    with django_assert_max_num_queries(18):
        filler.get(f"/office/dataset/returns/{row.pk}/fill/")
