"""The published report of the real year: what stays hidden and what stays frozen."""

import json
import zipfile
from collections.abc import Callable
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.test import Client, override_settings
from pypdf import PdfReader

from throughline.foundation.access.actors import system_actor
from throughline.foundation.documents.api import read_content
from throughline.foundation.figures.operations import run_figures
from throughline.foundation.figures.published import published
from throughline.foundation.tenancy import scope
from throughline.foundation.tenancy.models import Partnership
from throughline.office.dataset.models import Observation
from throughline.publishing.yearly_report import queries, tasks
from throughline.publishing.yearly_report.demonstration import folder_of, load_report
from throughline.publishing.yearly_report.models import Edition, Frozen, ReportFile
from throughline.publishing.yearly_report.tests.conftest import NOW, PLANS, SMALL, TODAY, medways_scope, year


@pytest.fixture(scope="module")
def editions_key(
    loaded_medway: None, for_the_module: Callable[..., Any], tmp_path_factory: pytest.TempPathFactory
) -> Any:
    files = tmp_path_factory.mktemp("files")

    def make() -> int:
        with override_settings(MEDIA_ROOT=files), scope.activate(medways_scope()):
            folder = folder_of(Partnership.objects.get(slug="medway"))
            assert folder is not None
            edition = load_report(folder=folder, by=system_actor("command line"), at=NOW)
            assert edition is not None
            return edition.pk

    return for_the_module(make), files


@pytest.fixture
def published_report(editions_key: Any, medway: Any, settings: Any) -> Edition:
    key, settings.MEDIA_ROOT = editions_key
    return Edition.objects.get(pk=key)


@pytest.mark.slow
@pytest.mark.pango
def test_the_public_reads_what_was_published_and_no_hidden_number_is_anywhere_in_it(published_report: Edition) -> None:
    """The 5 of 6 is the one small number of the year."""
    forms = {file.format: file for file in queries.files_of(edition=published_report)}
    pdf = "\n".join(page.extract_text() for page in PdfReader(BytesIO(read_content(forms["pdf"].stored))).pages)
    texts = {"pdf": pdf, "html": published_report.html, "content": json.dumps(published_report.content)}
    for file in queries.files_of(edition=published_report):
        content = read_content(file.stored)
        if file.format == "docx":
            with zipfile.ZipFile(BytesIO(content)) as parts:
                texts["docx"] = parts.read("word/document.xml").decode()
        elif file.format != "pdf":
            texts[file.format] = content.decode("utf-8-sig")
    assert set(texts) == {"html", "content", "docx", "csv", "json", "pdf"}
    figures = {f["id"]: f for f in json.loads(texts["json"])}
    assert (figures[SMALL]["value"], figures[SMALL]["status"]) == (None, "suppressed")
    assert figures[SMALL]["numerator"] is figures[SMALL]["denominator"] is None
    assert "conversations about restraint, c had experienced it" in str(published_report.content["sections"])
    rows = [line for line in texts["csv"].splitlines() if line.startswith(SMALL)]
    assert ",,suppressed,children," in rows[0]
    assert "conversations about restraint, c had" in " ".join(pdf.split())
    for name, text in texts.items():
        text = text if name != "pdf" else " ".join(text.split())
        near = [part[:160] for part in text.split("had experienced restraint")[1:]]
        assert near, name
        assert [part for part in near if ">5<" in part or " 5 children" in part or '"value": 5,' in part] == [], name
    assert "Command line" not in "".join(texts.values())  # who returned a figure is the office's to know


@pytest.mark.slow
def test_an_edition_stays_as_it_was_when_a_record_changes(published_report: Edition, medway: Any) -> None:
    folder = folder_of(medway)
    assert folder is not None
    assert load_report(folder=folder, by=system_actor("command line"), at=NOW) is None
    assert Edition.objects.count() == 1
    before = (published_report.html, published_report.content)
    row = Observation.objects.get(
        indicator__name="children subject to a child protection plan", unit="children", period="2024-03-31"
    )
    row.value = Decimal(291)
    row.save()
    run_figures(year=year(), as_at=TODAY, by=system_actor("command line"), at=NOW)
    again = Edition.objects.get(pk=published_report.pk)
    assert (again.html, again.content) == before
    standing = queries.standing(year(), TODAY)
    assert [r.value for r in standing.revisions[PLANS]] == [Decimal(290)]
    assert standing.values[PLANS].value == Decimal(291)
    with pytest.raises(Frozen):
        again.save()
    with pytest.raises(Frozen):
        again.delete()

    reader = Client(headers={"host": "medway.localhost"})
    assert reader.get("/reports/").status_code == 200
    page = reader.get("/reports/2023-24/").content.decode()
    assert "frozen as at 30 September 2024" in page
    assert "Draft: not for publication" not in page
    for file in queries.files_of(edition=published_report):
        answer = reader.get(file.stored.get_absolute_url())
        assert b"".join(answer.streaming_content) == read_content(file.stored)  # type: ignore[attr-defined]
    figure = published(SMALL, "2023-24")
    assert figure is not None
    assert figure.hidden
    shown = reader.get(f"/figures/2023-24/{SMALL}/")
    assert shown.status_code == 200
    assert reader.get("/reports/2022-23/").status_code == 404
    assert reader.get("/office/report/2023-24/draft/").status_code == 302


@pytest.mark.slow
def test_without_pango_the_pages_say_what_is_missing(
    published_report: Edition, medway: Any, sign_in: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("throughline.foundation.documents.pdf.LIBRARIES", ("a-library-that-no-machine-has",))
    unit = sign_in(medway, "business_unit")
    line = "apt-get install libpango-1.0-0 libpangoft2-1.0-0"
    assert line in unit.get("/office/report/2023-24/publish/").content.decode()
    as_at = {"as_at_day": "1", "as_at_month": "10", "as_at_year": "2024"}
    unit.post("/office/report/2023-24/build/", as_at)
    waiting = queries.last_build(queries.report_of("2023-24"))
    assert waiting is not None
    tasks.carry_out(build_id=waiting.pk)
    assert line in unit.get("/office/report/2023-24/draft/").content.decode()
    ReportFile.objects.filter(edition=published_report, format="pdf").delete()
    assert "There is no PDF of this edition" in unit.get("/reports/2023-24/").content.decode()
