"""The register's pages: list, one, new, changed, by spreadsheet."""

import csv
import io
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from throughline.foundation.access.actors import system_actor
from throughline.foundation.sheets.api import csv_file, read_rows
from throughline.foundation.sheets.models import SheetUpload
from throughline.office.dataset import register_sheet
from throughline.office.dataset.models import Indicator
from throughline.office.dataset.operations.register import RegisterRow, register_indicators

NOW = datetime(2024, 2, 5, 9, 0, tzinfo=UTC)
ROW = RegisterRow("X-1", "Contacts", "Contacts in the period.", "social_care", "contacts")
TYPED = {
    "code": "X-2", "title": "Referrals", "definition": "Referrals accepted.", "sector": "police", "unit": "referrals",
    "polarity": "neutral",
}  # fmt: skip


@pytest.fixture
def office(sign_in: Any, partnership: Any, scoped: Any, settings: Any) -> Any:
    settings.AS_AT = NOW
    return sign_in(partnership, "business_unit")


def register(*rows: RegisterRow) -> None:
    register_indicators(rows=rows, by=system_actor("test"), at=NOW)


def test_an_empty_register_offers_the_set_that_ships(office: Any) -> None:
    page = office.get("/office/dataset/register/").content.decode()
    assert "Begin with the set that comes with the product" in page
    office.post("/office/dataset/register/starter/")
    assert Indicator.objects.count() == len(register_sheet.starter())
    assert "Begin with the set" not in office.get("/office/dataset/register/").content.decode()


def test_who_only_reads_is_offered_nothing_to_change(sign_in: Any, partnership: Any, scoped: Any) -> None:
    register(ROW)
    browser = sign_in(partnership, "scrutineer")
    found = Indicator.objects.get()
    for path in ("", f"{found.pk}/"):
        page = browser.get(f"/office/dataset/register/{path}").content.decode()
        assert "Contacts" in page
        assert "/change/" not in page
        assert "/new/" not in page
    assert browser.get("/office/dataset/register/new/").status_code == 403


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_asks_the_same_few_questions(office: Any, number: int, django_assert_num_queries: Any) -> None:
    register(*(RegisterRow(f"X-{n}", f"Contacts {n}", "d", "health", "u") for n in range(number)))
    with django_assert_num_queries(
        9
    ):  # host, spaces, session, user, roles; agencies and their names, rows, not described
        office.get("/office/dataset/register/")


def test_a_new_indicator_and_a_code_that_is_taken(office: Any) -> None:
    assert office.post("/office/dataset/register/new/", TYPED).status_code == 302
    assert Indicator.objects.get().title == "Referrals"
    answer = office.post("/office/dataset/register/new/", TYPED | {"title": "Other"})
    assert answer.status_code == 422
    assert "X-2 is the code of ‘Referrals’ already" in answer.content.decode()
    answer = office.post("/office/dataset/register/new/", TYPED | {"code": "X-3", "official_count": "nonsense"})
    assert "must be like referrals/referral_count" in answer.content.decode()


def test_a_changed_definition_asks_why_and_shows_both_versions(office: Any) -> None:
    register(ROW)
    found = Indicator.objects.get()
    changed = TYPED | {"title": "Contacts", "definition": "Contacts accepted.", "unit": "contacts"}
    answer = office.post(f"/office/dataset/register/{found.pk}/change/", changed)
    assert (answer.status_code, "Say why the definition changes" in answer.content.decode()) == (422, True)
    answer = office.post(f"/office/dataset/register/{found.pk}/change/", changed | {"why": "As others count."})
    assert answer.status_code == 302
    page = office.get(f"/office/dataset/register/{found.pk}/").content.decode()
    assert "Contacts accepted." in page
    assert "Contacts in the period." in page
    assert "As others count." in page


def test_the_register_goes_out_and_comes_in_with_a_preview(office: Any) -> None:
    register(ROW)
    sent = office.get("/office/dataset/register/register.csv").content
    rows = read_rows(sent)
    assert rows[1][0] == "X-1"
    rows[1][1] = "=cmd|' /C calc'!A0"
    answer = office.post("/office/dataset/register/spreadsheet/", {"file": SimpleUploadedFile("r.csv", csv_file(rows))})
    mark = answer.context["mark"]
    assert (answer.status_code, Indicator.objects.get().title) == (200, "Contacts")
    upload = SheetUpload.objects.get()
    office.post("/office/dataset/register/spreadsheet/", {"upload": upload.pk, "mark": mark})
    assert Indicator.objects.get().title == "=cmd|' /C calc'!A0"
    again = office.get("/office/dataset/register/register.csv").content.decode("utf-8-sig")
    assert next(iter(csv.DictReader(io.StringIO(again))))["Title"] == "'=cmd|' /C calc'!A0"
    assert office.get("/office/dataset/register/register.xlsx").content.startswith(b"PK")
    assert office.get("/office/dataset/register/spreadsheet/template.xlsx").content.startswith(b"PK")


def test_another_partnership_finds_nothing(sign_in: Any, other_partnership: Any, scoped: Any) -> None:
    register(ROW)
    found = Indicator.objects.get()
    kent = sign_in(other_partnership, "business_unit")
    for path in ("", "change/"):
        answer = kent.get(f"/office/dataset/register/{found.pk}/{path}")
        never = kent.get(f"/office/dataset/register/987654/{path}")
        assert (answer.status_code, answer.content) == (404, never.content)
    assert b"X-1" not in kent.get("/office/dataset/register/").content
