"""The report on the real year: draft, settling, publishing, what stays hidden and what stays frozen."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from throughline.foundation.access.actors import Actor, system_actor
from throughline.foundation.access.operations import NotPermitted, Refused
from throughline.foundation.figures.operations import run_figures
from throughline.foundation.figures.values import Provenance, Source, Value
from throughline.office.dataset.models import Observation
from throughline.publishing.yearly_report import operations, queries, tasks
from throughline.publishing.yearly_report.models import Edition, Section
from throughline.publishing.yearly_report.rules.charts import training_chart
from throughline.publishing.yearly_report.rules.findings import How
from throughline.publishing.yearly_report.rules.showing import Audience, Shown
from throughline.publishing.yearly_report.tests.conftest import NOW, PLANS, TODAY, year


@pytest.mark.parametrize(("whole", "charted"), [(None, 290), (312, 312), (0, 0)])
def test_the_records_of_a_whole_year_stand_in_place_of_what_was_returned(whole: int | None, charted: int) -> None:
    def shown(figure: str, label: str, number: int | None, provenance: Provenance) -> Shown:
        value = None if number is None else Decimal(number)
        made = Value(figure, label, "people", "2023-24", "Medway", value, provenance, Source())
        return Shown(made, str(number), value, "known")

    blocks = training_chart(
        [
            shown("dataset.x", "In-person training completed", 290, Provenance.RETURNED),
            shown("training.completed.in-person", "In-person training completed", whole, Provenance.COMPUTED),
            shown("training.on-record.in-person", "In-person training completed, on record", 7, Provenance.COMPUTED),
        ]
    )
    assert [bar.number for block in blocks for bar in block.bars] == [charted]  # type: ignore[union-attr]


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
