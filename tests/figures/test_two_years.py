"""A second year's folder is loaded: the first year's report stays as it was, the second has only its own."""

import csv
import json
import shutil
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from throughline.foundation.tenancy import scope
from throughline.foundation.tenancy.models import Partnership
from throughline.foundation.tenancy.queries import scope_of
from throughline.office.dataset.models import ObservationRevision

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
FIRST = Path(__file__).resolve().parents[2] / "throughline" / "demonstration" / "medway-2023-24"
CARE = "dataset.children-in-care.medway"


@pytest.fixture
def second(tmp_path: Path) -> Path:
    """Medway a year later, made up: other values, last year's beside them in another order and other words."""
    folder = Path(shutil.copytree(FIRST, tmp_path / "medway-2024-25"))
    (folder / "observations.csv").write_text(
        "indicator,area,as_at_or_period,value,unit,source\n"
        "rapid reviews completed,Medway,2024-25,4,reviews,section eight\n"
        "children in care,Medway,2025-03-31,481,children,section eight\n"
        "children in care,Medway,2024-03-31,475,children,section eight\n"
        "children in care,Medway,2025-03-31,73,per 10000,section eight\n"
        "of whom placed with relatives,Medway,2024-25,90,children,section eight\n"
    )
    finance = (folder / "finance.toml").read_text().replace('year = "2023-24"', 'year = "2024-25"')
    (folder / "finance.toml").write_text(finance.replace("212117", "99000"))
    (folder / "contributions.csv").write_text(
        "contributor,amount_gbp,share_percent_as_published\nMedway Council,99000,100\n"
    )
    facts = (
        (folder / "partnership.toml")
        .read_text()
        .replace(
            "[contacts]", '[[population]]\nwhat = "Children aged 0 to 17"\nyear = 2025\nvalue = 66000\n\n[contacts]'
        )
    )
    (folder / "partnership.toml").write_text(facts)
    with (folder / "reviews.csv").open("a") as file:
        file.write("learning lessons review,Harper,2024-11,\n")
    with (folder / "practice_changes.csv").open("a") as file:
        file.write("Harper,Front door,a second call after each referral\n")
    return folder


def load(folder: Path) -> str:
    said = StringIO()
    call_command("load_partnership", str(folder), stdout=said)
    return said.getvalue()


def build(year: str, out: Path) -> tuple[dict[str, dict], str]:
    quiet = {"stdout": StringIO(), "stderr": StringIO()}
    call_command("build_yearly_report", year, "--out", str(out), "--as-at", "2025-09-30", **quiet)
    return {f["id"]: f for f in json.loads((out / "figures.json").read_text())}, (out / "report.html").read_text()


def test_the_first_years_report_stays_as_it_was_and_the_second_has_only_its_own(second: Path, tmp_path: Path) -> None:
    load(FIRST)
    before = build("2023-24", tmp_path / "before")
    said = load(second)
    assert "added: children in care, Medway, 2024-03-31, children (to 2024-25; on record from 2023-24)" in said
    assert [line for line in said.splitlines() if line.startswith("observations.csv")] == ["observations.csv: 5 added"]
    assert build("2023-24", tmp_path / "after") == before

    figures, _ = build("2024-25", tmp_path / "second")
    returned = {
        i: f["source"] for i, f in figures.items() if i.startswith("dataset.") and f["provenance"] == "returned"
    }
    rows = {(s["file"], s["row"], s["column"]) for s in returned.values()}
    assert rows == {("observations.csv", n, "section eight") for n in range(2, 7)}
    assert len(returned) == 5
    assert figures[f"{CARE}.2025-03-31.children.change"]["value"] == 6
    rate = figures[f"{CARE}.2025-03-31.rate"]
    assert (rate["value"], rate["inputs"]) == (73.7, [f"{CARE}.2025-03-31.children", rate["inputs"][1]])
    assert figures["reviews.published.2024-25"]["value"] == 1


def test_each_folder_again_changes_nothing_and_a_corrected_comparison_is_a_revision(second: Path) -> None:
    load(FIRST)
    load(second)
    for folder in (FIRST, second, FIRST):
        said = load(folder)
        assert [line for line in said.splitlines() if line.startswith("observations.csv")] == [
            f"observations.csv: {len((folder / 'observations.csv').read_text().splitlines()) - 1} unchanged"
        ]
    text = (second / "observations.csv").read_text()
    (second / "observations.csv").write_text(text.replace("2024-03-31,475", "2024-03-31,476"))
    assert "observations.csv: 1 changed, 4 unchanged" in load(second)
    with scope.activate(scope_of(Partnership.objects.get(slug="medway"), date(2025, 9, 30))):
        assert ObservationRevision.objects.get().value == 475


def test_a_year_without_a_folder_shows_what_is_of_it_by_its_period(tmp_path: Path) -> None:
    load(FIRST)
    figures, _ = build("2022-23", tmp_path / "out")
    found = {i for i, f in figures.items() if i.startswith("dataset.") and f["provenance"] == "returned"}
    with (FIRST / "observations.csv").open(newline="") as file:
        periods = {row["as_at_or_period"] for row in csv.DictReader(file)}
    assert "2023-24" in periods
    assert all("2023-24" not in i and "2024" not in i for i in found)
    assert f"{CARE}.2023-03-31.children" in found
    assert "dataset.rapid-reviews-completed.medway.2021-22.reviews" in found  # to compare with
    assert figures["dataset.rapid-reviews-completed.medway.2022-23.reviews.change"]["value"] == -2
