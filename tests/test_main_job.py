"""The main job from the command line, as an operator runs it: a real year goes in, its yearly report comes out."""

import csv
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tomllib
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from scripts.test_databases import migrated_file

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parent.parent
MEDWAY = ROOT / "throughline" / "demonstration" / "medway-2023-24"
KENT = ROOT / "throughline" / "demonstration" / "kent"


class Office:
    """A data folder with a migrated database, and manage.py in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def manage(self, *arguments: str | Path, expect: int = 0) -> subprocess.CompletedProcess[str]:
        environment = {k: v for k, v in os.environ.items() if k not in ("AS_AT", "DATABASE_URL")}
        environment |= {"DATA_DIR": str(self.folder), "THROUGHLINE_MODE": "local"}
        command = [sys.executable, "-W", "ignore", "manage.py", *map(str, arguments)]
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == expect, f"{arguments}: {done.returncode}\n{done.stdout}\n{done.stderr}"
        return done

    def rows(self) -> dict[str, list[Any]]:
        """Every table with its rows, the migrations' and sessions' own left out."""
        with closing(sqlite3.connect(self.folder / "throughline.sqlite3")) as database:
            names = [n for (n,) in database.execute("SELECT name FROM sqlite_master WHERE type='table'")]
            return {n: sorted(map(repr, database.execute(f'SELECT * FROM "{n}"'))) for n in sorted(names)}


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("empty")
    shutil.copy(migrated_file(), folder / "throughline.sqlite3")
    return folder


@pytest.fixture
def office(empty: Path, tmp_path: Path) -> Office:
    return Office(Path(shutil.copytree(empty, tmp_path / "office")))


@pytest.fixture(scope="module")
def loaded(empty: Path, tmp_path_factory: pytest.TempPathFactory) -> Office:
    office = Office(Path(shutil.copytree(empty, tmp_path_factory.mktemp("loaded") / "office")))
    office.manage("load_partnership", MEDWAY)
    return office


@pytest.fixture
def loaded_office(loaded: Office, tmp_path: Path) -> Office:
    """A copy of its own, with Medway in it."""
    return Office(Path(shutil.copytree(loaded.folder, tmp_path / "loaded")))


@pytest.fixture(scope="module")
def built(loaded: Office, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """(the folder of the draft, what the checks said)"""
    out = tmp_path_factory.mktemp("out")
    done = loaded.manage("build_yearly_report", "2023-24", "--out", out)
    return out, done.stderr


def figures(out: Path) -> list[dict[str, Any]]:
    return json.loads((out / "figures.json").read_text())


def lines(name: str) -> list[tuple[int, dict[str, str]]]:
    """(row as a person counts, cells) of one of Medway's files."""
    with (MEDWAY / name).open(newline="", encoding="utf-8-sig") as file:
        return list(enumerate(csv.DictReader(file), start=2))


def test_each_figure_is_whole(built: tuple[Path, str]) -> None:
    found = figures(built[0])
    ids = [figure["id"] for figure in found]
    assert len(ids) == len(set(ids))
    wanted = {"id", "label", "value", "unit", "period", "area", "provenance", "source", "inputs"}
    assert [f["id"] for f in found if not wanted <= set(f)] == []
    assert {f["provenance"] for f in found} == {"computed", "returned", "derived"}
    assert [f["id"] for f in found if f["value"] is None and not f.get("status")] == []
    assert [f["id"] for f in found if f["value"] is not None and not isinstance(f["value"], int | float)] == []
    assert [(f["id"], i) for f in found for i in f["inputs"] if i not in ids] == []


def test_every_observation_is_a_figure(built: tuple[Path, str]) -> None:
    by_row = {f["source"].get("row"): f for f in figures(built[0]) if f["source"].get("file") == "observations.csv"}
    for row, cells in lines("observations.csv"):
        figure = by_row[row]
        assert figure["value"] == float(cells["value"]), row
        assert figure["unit"] == cells["unit"].split(" (")[0], row
        assert (figure["period"], figure["area"]) == (cells["as_at_or_period"], cells["area"]), row
        assert figure["provenance"] == "returned"
        assert cells["source"] in str(figure["source"])


def test_every_contribution_and_every_amount_is_a_figure(built: tuple[Path, str]) -> None:
    found = figures(built[0])
    by_row = {}
    for figure in found:
        if figure["source"].get("file") == "contributions.csv" and figure["unit"] == "pounds":
            by_row[figure["source"]["row"]] = figure["value"]
    assert by_row == {row: float(cells["amount_gbp"]) for row, cells in lines("contributions.csv")}
    finance = tomllib.loads((MEDWAY / "finance.toml").read_text())
    amounts = {finance["total_income_gbp"], finance["drawn_from_reserve_gbp"], 47300}
    assert {f["value"] for f in found if f["source"].get("file") == "finance.toml"} == amounts


def test_the_rates_and_totals_are_computed(built: tuple[Path, str]) -> None:
    derived = [f for f in figures(built[0]) if f["provenance"] == "derived"]
    assert sorted(f["value"] for f in derived if f["unit"] == "per 10000") == [44.4, 72.8]
    pounds = {f["value"] for f in figures(built[0]) if f["unit"] == "pounds" and f["provenance"] != "returned"}
    assert {211117, 212117} <= pounds


@pytest.mark.parametrize(
    "words",
    [
        ("1,946", "1,893"), ("1,946", "3,000"), ("90,000", "65,289"), ("99.9",), ("44.4",),
        ("98",), ("90 ",), ("52",), ("40",), ("2022-23", "2024-03-31"), ("YR",),
    ],
    ids=" ".join,
)  # fmt: skip
def test_the_checks_say_what_does_not_add_up(built: tuple[Path, str], words: tuple[str, ...]) -> None:
    assert any(all(word in line for word in words) for line in built[1].splitlines()), built[1]


def test_built_again_all_figures_are_equal(loaded: Office, built: tuple[Path, str], tmp_path: Path) -> None:
    loaded.manage("build_yearly_report", "2023-24", "--out", tmp_path, "--without-pdf")
    assert figures(tmp_path) == figures(built[0])
    for name in ("report.html", "report.docx", "figures.csv"):
        assert (tmp_path / name).stat().st_size > 1000, name
    assert (built[0] / "report.pdf").read_bytes().startswith(b"%PDF")
    assert not (tmp_path / "report.pdf").exists()


def test_loading_twice_changes_nothing(loaded_office: Office) -> None:
    before = loaded_office.rows()
    loaded_office.manage("load_partnership", MEDWAY)
    assert loaded_office.rows() == before


def test_a_dry_run_writes_nothing(office: Office) -> None:
    before = office.rows()
    assert "observations.csv" in office.manage("load_partnership", MEDWAY, "--dry-run").stdout
    assert office.rows() == before


def test_what_is_wrong_is_refused_all_at_once_and_nothing_is_written(office: Office, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(MEDWAY, tmp_path / "wrong"))
    for name, old, new in [
        ("contributions.csv", "6996,3.3", "-6996,103.3"),
        ("agencies.csv", "Open Road,health", "Open Road,astrology"),
        ("training_sessions.csv", "full", "moved from Friday 26th February 2024"),
        ("observations.csv", "rapid reviews completed,Medway,2021-22", "rapid reviews completed,Medway,2022-23"),
    ]:
        text = (folder / name).read_text()
        assert old in text
        (folder / name).write_text(text.replace(old, new, 1))
    (folder / "priorities.csv").write_text("number,title,plan\n")
    (folder / "reviews.csv").write_bytes(b"kind,name,published\nserious case review,Georg\xff,2020-03\n")
    before = office.rows()
    said = office.manage("load_partnership", folder, expect=1).stderr
    for words in (
        ("contributions.csv", "row 10", "amount_gbp"), ("contributions.csv", "row 10", "share_percent_as_published"),
        ("agencies.csv", "astrology"), ("training_sessions.csv", "Monday"), ("observations.csv", "row 56"),
        ("priorities.csv",), ("reviews.csv",),
    ):  # fmt: skip
        assert any(all(word in line for word in words) for line in said.splitlines()), (words, said)
    assert office.rows() == before


def test_a_changed_record_is_a_revision_with_the_old_value_kept(
    built: tuple[Path, str], loaded_office: Office, tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(MEDWAY, tmp_path / "changed"))
    observations = folder / "observations.csv"
    observations.write_text(observations.read_text().replace("2024-03-31,290,children", "2024-03-31,291,children"))
    loaded_office.manage("load_partnership", folder)
    loaded_office.manage("build_yearly_report", "2023-24", "--out", tmp_path / "second", "--without-pdf")
    first, second = ({f["id"]: f for f in figures(out)} for out in (built[0], tmp_path / "second"))
    changed = {
        key: (first[key]["value"], second[key]["value"]) for key in first if first[key]["value"] != second[key]["value"]
    }
    assert sorted(changed.values()) == [(2, 3), (44.4, 44.6), (290, 291)]
    assert "290" in str([f.get("revisions") for f in figures(tmp_path / "second")])


def test_two_partnerships_and_one_without_figures(loaded_office: Office, tmp_path: Path) -> None:
    loaded_office.manage("load_partnership", KENT)
    said = loaded_office.manage("build_yearly_report", "2023-24", "--out", tmp_path, expect=1).stderr
    assert "kent" in said
    assert "medway" in said
    loaded_office.manage("build_yearly_report", "2023-24", "--out", tmp_path, "--partnership", "kent", "--without-pdf")
    assert "not available" in (tmp_path / "report.html").read_text().lower()
    assert [f["id"] for f in figures(tmp_path) if f["provenance"] == "returned" and f["value"] is not None] == []


def test_checks_only_writes_no_report(loaded: Office, tmp_path: Path) -> None:
    done = loaded.manage("build_yearly_report", "2023-24", "--checks-only", "--out", tmp_path / "none")
    assert "1,946" in done.stderr
    assert not (tmp_path / "none").exists()
