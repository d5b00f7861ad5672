"""The report on the real year: draft, settling, publishing, what stays hidden and what stays frozen."""

import json
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from pypdf import PdfReader

from throughline.foundation.access.actors import Actor, system_actor
from throughline.foundation.access.operations import NotPermitted, Refused
from throughline.foundation.documents.api import read_content
from throughline.foundation.figures.operations import run_figures
from throughline.foundation.figures.published import published
from throughline.foundation.tenancy import scope
from throughline.foundation.tenancy.models import Partnership
from throughline.foundation.tenancy.queries import scope_of
from throughline.office.dataset.models import Observation
from throughline.office.intake.operations import load
from throughline.publishing.yearly_report import operations, queries, tasks
from throughline.publishing.yearly_report.demonstration import folder_of, load_report
from throughline.publishing.yearly_report.models import Edition, Frozen, ReportFile, Section
from throughline.publishing.yearly_report.rules.findings import How
from throughline.publishing.yearly_report.rules.showing import Audience

DATA = Path(__file__).resolve().parents[3] / "demonstration"
NOW = datetime(2024, 10, 1, 9, tzinfo=UTC)
TODAY = date(2024, 10, 1)
SMALL = "dataset.of-whom-had-experienced-restraint.medway.2023-24.children"
PLANS = "dataset.children-subject-to-a-child-protection-plan.medway.2024-03-31.children"


@pytest.fixture
def files_folder(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def medway(db: None, files_folder: Path) -> Any:
    """Medway as loaded, in its scope."""
    load(folder=DATA / "medway-2023-24", by=system_actor("command line"), at=NOW, on=TODAY)
    partnership = Partnership.objects.get(slug="medway")
    with scope.activate(scope_of(partnership, TODAY)):
        run_figures(year=queries.report_year("2023-24"), as_at=TODAY, by=system_actor("command line"), at=NOW)
        yield partnership


def year() -> Any:
    return queries.report_year("2023-24")


@pytest.fixture
def published_report(medway: Any) -> Edition:
    folder = folder_of(medway)
    assert folder is not None
    edition = load_report(folder=folder, by=system_actor("command line"), at=NOW)
    assert edition is not None
    return edition


@pytest.mark.slow
def test_what_does_not_add_up_in_the_real_year(medway: Any) -> None:
    judged = queries.standing(year(), TODAY).judged
    found: dict[str, int] = {}
    for each in judged:
        found[each.finding.code] = found.get(each.finding.code, 0) + 1
    assert found == {
        "YR-C01": 1, "YR-C02": 1, "YR-C03": 1, "YR-C04": 1, "YR-C05": 2, "YR-C07": 2, "YR-C08": 4, "YR-C09": 4,
        "YR-C10": 1, "YR-C14": 1,
    }  # fmt: skip
    asked = sorted(
        queries.standing(year(), TODAY).values[j.finding.figures[0]].value for j in judged if j.finding.code == "YR-C08"
    )
    assert asked == [Decimal(40), Decimal(52), Decimal(90), Decimal(98)]


@pytest.mark.slow
def test_every_figure_is_in_a_section_and_in_the_appendix(medway: Any) -> None:
    standing = queries.standing(year(), TODAY)
    content = standing.content(Audience.DRAFT)
    in_sections: set[str] = set()
    for part in content.parts[:7]:
        for block in part.blocks:
            for row in getattr(block, "rows", ()):
                in_sections |= {cell.figure for cell in row if cell.figure}
    assert in_sections == set(standing.values)
    appendix = content.parts[-1].blocks[-1]
    assert [row[0].anchor for row in appendix.rows] == [f"figure-{i}" for i in standing.values]  # type: ignore[union-attr]


@pytest.mark.slow
def test_publishing_refuses_while_an_error_is_open_and_writes_nothing(medway: Any) -> None:
    by = system_actor("command line")
    operations.start_report(year=year(), by=by, at=NOW)
    with pytest.raises(operations.NotReady, match="7 errors are not settled"):
        operations.ask_for_edition(year=year(), as_at=TODAY, by=by, at=NOW)
    assert not Edition.objects.exists()


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
def test_tying_puts_the_reference_where_the_number_was_typed(medway: Any, actor: Any) -> None:
    by: Actor = actor("business_unit")
    operations.start_report(year=year(), by=by, at=NOW)
    section = queries.section_of("2023-24", "context")
    save(section, "On the day 290 children had a plan.", by)
    (found,) = [j.finding for j in queries.standing(year(), TODAY).judged if j.finding.code == "YR-C06"]
    operations.settle(year=year(), as_at=TODAY, finding=found.key, how=How.TIE, figure_id=PLANS, by=by, at=NOW)
    text = queries.section_of("2023-24", "context")
    assert text.body == f"On the day {{{{ figure:{PLANS} }}}} children had a plan."
    assert text.version == 3
    assert [j for j in queries.standing(year(), TODAY).judged if j.finding.code == "YR-C06"] == []


@pytest.mark.slow
def test_YR_C17_a_second_edition_that_gives_an_old_number_away_is_refused(medway: Any) -> None:
    by = system_actor("command line")

    def returned(**counts: int) -> None:
        for name, count in counts.items():
            Observation.objects.filter(indicator__name=name.replace("_", " ")).update(value=count)

    def publish() -> None:
        for judged in queries.standing(year(), TODAY).blocking:
            how = judged.finding.ways[0]
            operations.settle(year=year(), as_at=TODAY, finding=judged.finding.key, how=how, text="So.", by=by, at=NOW)
        tasks.carry_out(build_id=operations.ask_for_edition(year=year(), as_at=TODAY, by=by, at=NOW).pk)

    returned(young_people_in_mapping_exercises=4, young_people_engaged_across_the_assessments=1593)
    run_figures(year=year(), as_at=TODAY, by=by, at=NOW)
    publish()
    mapping = "dataset.young-people-in-mapping-exercises.medway.2023-24.young-people"
    assert mapping in queries.standing(year(), TODAY).disclosure.hidden
    returned(young_people_in_mapping_exercises=44, young_people_engaged_across_the_assessments=1633)
    with pytest.raises(operations.NotReady, match="YR-C17"):
        operations.ask_for_edition(year=year(), as_at=TODAY, by=by, at=NOW)
    run_figures(year=year(), as_at=TODAY, by=by, at=NOW)
    found = {j.finding.figures[0]: j.finding.words for j in queries.standing(year(), TODAY).blocking}
    assert found[mapping] == (
        "Young people in mapping exercises can be found. Yearly report 2023-24, edition 1 hid what this edition would"
        " show (Young people who completed online surveys), and it follows by subtraction."
    )
    publish()
    assert Edition.objects.count() == 2


def save(section: Section, body: str, by: Actor, version: int | None = None) -> Section:
    return operations.save_section(
        section_id=section.pk, version=version or section.version, title=section.title, body=body, elements=[],
        by=by, at=NOW,
    )  # fmt: skip


@pytest.mark.slow
def test_a_section_is_saved_whole_or_not_at_all(medway: Any, actor: Any) -> None:
    by: Actor = actor("business_unit")
    operations.start_report(year=year(), by=by, at=NOW)
    section = queries.section_of("2023-24", "voice")
    with pytest.raises(Refused, match=r"line 2, column 5: there is no figure “no\.such”"):
        save(section, "One\nTwo {{ figure:no.such }}", by)
    save(section, "First writer", by)
    with pytest.raises(operations.EditConflict) as conflict:
        save(section, "Second writer", by, version=1)
    assert conflict.value.theirs.body == "First writer"
    for role in ("accountable_officer", "scrutineer", "practitioner"):
        with pytest.raises(NotPermitted):
            save(queries.section_of("2023-24", "voice"), "Mine", actor(role))
    assert queries.section_of("2023-24", "voice").body == "First writer"


@pytest.mark.slow
@pytest.mark.pango
def test_the_offices_pages(medway: Any, sign_in: Any) -> None:
    unit, reader = sign_in(medway, "business_unit"), sign_in(medway, "scrutineer")
    assert unit.post("/office/report/start/", {"year": "2023-25"}).status_code == 422
    assert unit.post("/office/report/start/", {"year": "2023-24"}).status_code == 302
    assert "2023-24" in unit.get("/office/report/").content.decode()
    assert "no text yet" in unit.get("/office/report/2023-24/").content.decode()
    checks = unit.get("/office/report/2023-24/checks/").content.decode()
    assert "1,946" in checks
    assert "Settle this" in checks
    assert "Settle this" not in reader.get("/office/report/2023-24/checks/").content.decode()
    assert reader.get("/office/report/2023-24/publish/").status_code == 403
    section = "/office/report/2023-24/sections/voice/"
    data = {"version": "1", "title": "Voice", "body": f"So {{{{ figure:{PLANS} }}}} and 17 more", "elements": ["YR07"]}
    preview = unit.post(section, {**data, "do": "preview"}).content.decode()
    assert "290" in preview
    assert "“17” at line 1" in preview
    assert queries.section_of("2023-24", "voice").body == ""
    assert unit.post(section, {**data, "do": "save"}).status_code == 302
    late = unit.post(section, {**data, "body": "Late text", "do": "save"})
    assert late.status_code == 409
    both = late.content.decode()
    assert "Late text" in both
    assert "and 17 more" in both
    found = next(j.finding for j in queries.standing(year(), TODAY).judged if j.finding.code == "YR-C01")
    settle = {"finding": found.key, "how": "explain", "text": "Incomplete in the source."}
    assert unit.post("/office/report/2023-24/checks/settle/", settle).status_code == 302
    assert "Incomplete in the source." in unit.get("/office/report/2023-24/checks/").content.decode()
    assert reader.post("/office/report/2023-24/checks/settle/", settle).status_code == 403
    as_at = {"as_at_day": "1", "as_at_month": "10", "as_at_year": "2024"}
    assert unit.post("/office/report/2023-24/build/", as_at).status_code == 302
    assert "being made" in reader.get("/office/report/2023-24/draft/").content.decode()
    waiting = queries.last_build(queries.report_of("2023-24"))
    assert waiting is not None
    tasks.carry_out(build_id=waiting.pk)
    tasks.carry_out(build_id=waiting.pk)  # a job may run twice
    build = queries.build(waiting.pk)
    assert len(queries.files_of(build=build)) == 4
    assert (build.status, build.message) == ("done", "")
    draft = reader.get("/office/report/2023-24/draft/").content.decode()
    assert "5 (published as c)" in draft
    assert unit.get("/office/report/2023-24/publish/").status_code == 200


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


@pytest.mark.slow
def test_kent_without_figures_says_not_available(db: None, files_folder: Path, tmp_path: Path) -> None:
    load(folder=DATA / "kent", by=system_actor("command line"), at=NOW, on=TODAY)
    out = tmp_path / "out"
    call_command("build_yearly_report", "2023-24", "--out", str(out), stdout=_Quiet(), stderr=_Quiet())
    page = (out / "report.html").read_text().lower()
    assert "not available" in page
    figures = json.loads((out / "figures.json").read_text())
    assert [f["id"] for f in figures if f["provenance"] == "returned" and f["value"] is not None] == []


class _Quiet:
    def write(self, text: str) -> int:
        return len(text)

    def flush(self) -> None:
        """Nothing is kept back."""


def test_a_build_that_meets_an_accident_is_waited_for_by_nobody(medway: Any, files_folder: Path) -> None:
    (files_folder / "stored").write_text("A file where the folder of files should be: nothing can be kept.")
    by = system_actor("command line")
    build = operations.ask_for_draft(year=year(), as_at=TODAY, by=by, at=NOW)
    with pytest.raises(OSError, match="stored"):
        tasks.carry_out(build_id=build.pk)
    failed = queries.build(build.pk)
    assert (failed.status, failed.message) == ("failed", tasks.ACCIDENT)
    assert operations.ask_for_draft(year=year(), as_at=TODAY, by=by, at=NOW).pk != build.pk


def test_a_build_whose_workers_died_is_asked_for_again(medway: Any) -> None:
    by = system_actor("command line")
    first = operations.ask_for_draft(year=year(), as_at=TODAY, by=by, at=NOW)
    soon = operations.ask_for_draft(year=year(), as_at=TODAY, by=by, at=NOW + operations.LONGEST_WAIT)
    late = operations.ask_for_draft(year=year(), as_at=TODAY, by=by, at=NOW + operations.LONGEST_WAIT * 1.1)
    assert (soon.pk == first.pk, late.pk == first.pk) == (True, False)
    assert (queries.build(first.pk).status, queries.build(late.pk).status) == ("failed", "waiting")
