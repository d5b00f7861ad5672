"""The report of a partnership that has returned nothing yet."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from throughline.foundation.access.actors import system_actor
from throughline.office.intake.operations import load
from throughline.publishing.yearly_report.tests.conftest import DATA, NOW, TODAY


@pytest.mark.slow
def test_kent_without_figures_says_not_available(db: None, files_folder: Path, tmp_path: Path) -> None:
    load(folder=DATA / "kent", by=system_actor("command line"), at=NOW, on=TODAY)
    out = tmp_path / "out"
    call_command("build_yearly_report", "2023-24", "--out", str(out), stdout=StringIO(), stderr=StringIO())
    page = (out / "report.html").read_text().lower()
    assert "not available" in page
    figures = json.loads((out / "figures.json").read_text())
    assert [f["id"] for f in figures if f["provenance"] == "returned" and f["value"] is not None] == []
