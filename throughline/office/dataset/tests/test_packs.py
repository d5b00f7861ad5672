"""The pack: what is in it as at a day, its files, that it stays as it was."""

import io
from datetime import date
from typing import Any

import docx
import pytest
from python_calamine import load_workbook

from throughline.foundation.documents.api import read_content
from throughline.foundation.documents.blocks import Table, plain
from throughline.office.dataset.documents import pack_document, parts_of, sheet_rows
from throughline.office.dataset.making import make_pack
from throughline.office.dataset.models import Pack
from throughline.office.dataset.operations import narrative, packs
from throughline.office.dataset.operations.rounds import open_round
from throughline.office.dataset.queries.packs import last_quarter, pack_facts
from throughline.office.dataset.tests.points import NOW, Kept, record, register, returned

AS_AT = date(2024, 2, 5)


@pytest.mark.parametrize(
    ("day", "quarter"),
    [
        (date(2024, 2, 5), "2023-24 Q3"), (date(2024, 4, 1), "2023-24 Q4"), (date(2024, 6, 30), "2023-24 Q4"),
        (date(2024, 7, 1), "2024-25 Q1"), (date(2024, 12, 31), "2024-25 Q2"), (date(2025, 1, 1), "2024-25 Q3"),
    ],
)  # fmt: skip
def test_the_latest_quarter_that_is_over(day: date, quarter: str) -> None:
    assert last_quarter(day) == quarter


@pytest.mark.slow
def test_a_pack_says_what_changed_who_is_missing_and_what_is_not_explained(kept: Kept) -> None:
    record(returned(kept.indicator.name, "2024-03-31", 41, 99), year="2024-25")  # after the day: not in it
    register("X-2", "Contacts", owner_id=kept.agency.pk, frequency="quarter")
    facts = pack_facts(AS_AT)
    assert [entry.page.indicator.code for entry in facts.entries] == ["X-1"]
    assert [(row.agency, row.indicator, row.period) for row in facts.missing] == [
        ("Medway Council", "X-2 Contacts", "2023-24 Q3")
    ]
    html = make_pack(AS_AT, "Medway").html
    assert "X-1 Children on plans, The partnership’s own, children: 95 in 31 Mar 2023, above the upper limit." in html
    anchor = f"indicator-{kept.indicator.pk}"
    assert f'<a class="govuk-link" href="#{anchor}">X-1 Children on plans</a>' in html
    assert html.count(f'id="{anchor}"') == 1
    assert "1 point beyond what usually varies, 1 not explained yet." in html
    assert "31 Mar 2024" not in html
    where = narrative.Where(kept.indicator.pk, "own", "children", "2023-03-31")
    narrative.explain(where=where, text="One large family.", value="95", by=kept.lead, at=NOW)
    later = make_pack(AS_AT, "Medway").html
    assert "Every point that stands out is explained." in later
    assert "31 Mar 2023: One large family." in later


@pytest.mark.slow
def test_the_points_of_one_trend_wait_for_an_explanation_in_one_row(kept: Kept) -> None:
    rising = register("X-2", "Contacts", owner_id=kept.agency.pk)
    days = [f"{year}-{day}" for year in (2020, 2021) for day in ("03-31", "06-30", "09-30", "12-31")]
    record(*(returned(str(rising), day, 10 + n, 50 + n, "contacts") for n, day in enumerate(days)))
    part = next(part for part in parts_of(pack_facts(AS_AT)) if part.entry.page.indicator == rising)
    assert len(part.watched[0].signals) == 8
    document = pack_document(pack_facts(AS_AT), [part], partnership="Medway")
    table = next(b for b in document.blocks if isinstance(b, Table) and b.caption == "Points without an explanation")
    assert [[plain(cell) for cell in row] for row in table.rows] == [
        ["X-2 Contacts", "Medway Council", "31 Mar 2020 to 31 Dec 2021: 10 to 17", "rising trend"]
    ]


@pytest.mark.slow
def test_once_a_round_is_open_its_returns_say_who_has_not_returned(kept: Kept) -> None:
    register("X-2", "Contacts", owner_id=kept.agency.pk, frequency="quarter")
    asked = open_round(year="2023-24", quarter=3, due=date(2024, 2, 1), by=kept.unit, at=NOW)
    assert [(row.agency, row.indicator, row.period) for row in pack_facts(AS_AT).missing] == [
        ("Medway Council", "the whole return (To be filled)", "2023-24 Q3")
    ]
    asked.returns.update(state="approved")
    assert pack_facts(AS_AT).missing == ()


@pytest.mark.slow
def test_small_numbers_are_hidden_in_every_form(kept: Kept) -> None:
    record(returned(kept.indicator.name, "2023-06-30", 3, 99), year="2023-24")
    parts = parts_of(pack_facts(AS_AT))
    assert [row[5:7] for row in sheet_rows(parts) if row[4] == "30 Jun 2023"] == [[None, "c"]]
    document = pack_document(pack_facts(AS_AT), parts, partnership="Medway")
    assert "30 Jun 2023 (c)" in str(document)


@pytest.mark.slow
@pytest.mark.pango
def test_the_worker_makes_the_page_and_three_files_and_freezes_them(kept: Kept, settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    asked = packs.ask_for_pack(as_at=AS_AT, by=kept.unit, at=NOW)
    assert packs.ask_for_pack(as_at=AS_AT, by=kept.unit, at=NOW).pk == asked.pk
    from throughline.foundation.documents.api import save_content

    made = make_pack(AS_AT, "Medway")
    assert made.note == ""
    files = {form: save_content(content) for form, content in made.files.items()}
    packs.finish_pack(pack_id=asked.pk, html=made.html, files=files, note="", by=kept.unit, at=NOW)
    packs.finish_pack(pack_id=asked.pk, html="other", files=files, note="", by=kept.unit, at=NOW)
    row = Pack.objects.get()
    assert (row.status, row.html) == ("done", made.html)
    stored = {each.form: read_content(each.file) for each in row.files.all()}
    assert stored["pdf"].startswith(b"%PDF")
    word = docx.Document(io.BytesIO(stored["docx"]))
    assert "Dataset pack" in "\n".join(each.text for each in word.paragraphs)
    assert len(word.inline_shapes) == row.html.count("<figure") == 1  # the same chart
    sheet = load_workbook(io.BytesIO(stored["xlsx"])).get_sheet_by_index(0).to_python()
    assert sheet[0][0] == "Priority"
    assert len(sheet) == 16
    assert sheet[-1][4:7] == ["31 Mar 2023", 95, "95"]


@pytest.mark.slow
def test_without_pango_a_pack_is_made_all_the_same_and_says_why_a_file_is_missing(kept: Kept) -> None:
    made = make_pack(AS_AT, "Medway")
    assert (sorted(made.files), bool(made.html)) == (["docx", "xlsx"], True)
    assert made.note.startswith("The PDF could not be made: PDF needs Pango, which is not on this machine.")


@pytest.mark.slow
def test_the_pages_of_packs(kept: Kept, partnership: Any, sign_in: Any) -> None:
    unit = sign_in(partnership, "business_unit")
    assert "No pack was made yet" in unit.get("/office/dataset/packs/").content.decode()
    assert (
        unit.post(
            "/office/dataset/packs/new/", {"as_at_day": "32", "as_at_month": "1", "as_at_year": "2024"}
        ).status_code
        == 422
    )
    answer = unit.post("/office/dataset/packs/new/", {"as_at_day": "5", "as_at_month": "2", "as_at_year": "2024"})
    assert answer.status_code == 302
    page = unit.get(answer["Location"]).content.decode()
    assert "being made" in page or "Dashboard by priority" in page
    row = Pack.objects.get()
    packs.fail_pack(pack_id=row.pk, message="No room on the disk.", by=kept.unit, at=row.asked_at)
    assert unit.get("/office/dataset/packs/").status_code == 200
    assert sign_in(partnership, "practitioner").get(answer["Location"]).status_code == 403
