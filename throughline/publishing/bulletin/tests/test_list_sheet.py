"""An old list of readers comes in by a spreadsheet: with its lawful basis, previewed, all or nothing."""

import re
from datetime import datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from throughline.foundation.sheets.api import EXCEL_TYPE, excel_file
from throughline.publishing.bulletin.models import Subscriber

pytestmark = pytest.mark.django_db
PAGE = "/office/bulletin/readers/bring-in/"
HEADING = ["Email", "Lawful basis", "Where it comes from", "Agreed on", "What they agreed to", "Sector", "Agency"]


@pytest.fixture
def unit(sign_in: Any, partnership: Any, readers: Any, at: datetime) -> Client:
    """r0@example.org gets the bulletin already."""
    readers(1)
    client: Client = sign_in(partnership, "business_unit")
    return client


def upload(unit: Client, *rows: list[str]) -> Any:
    file = SimpleUploadedFile("list.xlsx", excel_file("Readers", HEADING, rows), EXCEL_TYPE)
    return unit.post(PAGE, {"file": file})


def row(email: str, basis: str = "Public task", agreed: str = "", wording: str = "", sector: str = "") -> list[str]:
    return [email, basis, "The old site", agreed, wording, sector, "A school"]


def test_the_list_is_shown_before_it_comes_in_and_comes_in_once(unit: Client) -> None:
    page = upload(unit, row("New@example.org"), row("r0@example.org")).content.decode()
    assert "new@example.org" in page
    assert "Left out of 2 rows: 1, as known here" in page
    assert Subscriber.objects.count() == 1
    sent = {name: re.search(rf'name="{name}" value="([^"]*)"', page)[1] for name in ("upload", "mark")}  # type: ignore[index]
    assert unit.post(PAGE, sent).status_code == 302
    assert unit.post(PAGE, sent).status_code in (302, 409)
    made = Subscriber.objects.get(email="new@example.org")
    assert (made.state, made.basis, made.source) == ("active", "public_task", "The old site")
    assert Subscriber.objects.count() == 2


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([row("no address")], "must be an email address"),
        ([row("é@example.org")], "must be an email address"),
        ([row("a@example.org", "Consent")], "must say on which day they agreed"),
        ([row("a@example.org", "Consent", "2023-05-04")], "must say what they agreed to"),
        ([row("a@example.org", "")], "Lawful basis"),
        ([row("a@example.org"), row("b@example.org", "Legitimate interests")], "bring in one list at a time"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_comes_in(rows: list[list[str]], said: str, unit: Client) -> None:
    answer = upload(unit, *rows)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert Subscriber.objects.count() == 1
