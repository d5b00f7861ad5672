"""The real year, loaded once for a module: it takes seconds."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from throughline.foundation.access.actors import system_actor
from throughline.foundation.figures.operations import run_figures
from throughline.foundation.tenancy import scope
from throughline.foundation.tenancy.models import Partnership
from throughline.foundation.tenancy.queries import scope_of
from throughline.office.intake.operations import load
from throughline.publishing.yearly_report import queries

DATA = Path(__file__).resolve().parents[3] / "demonstration"
NOW = datetime(2024, 10, 1, 9, tzinfo=UTC)
TODAY = date(2024, 10, 1)
SMALL = "dataset.of-whom-had-experienced-restraint.medway.2023-24.children"
PLANS = "dataset.children-subject-to-a-child-protection-plan.medway.2024-03-31.children"


def year() -> Any:
    return queries.report_year("2023-24")


def medways_scope() -> scope.Scope:
    return scope_of(Partnership.objects.get(slug="medway"), TODAY)


@pytest.fixture(scope="module")
def loaded_medway(for_the_module: Callable[..., Any]) -> None:
    def make() -> None:
        load(folder=DATA / "medway-2023-24", by=system_actor("command line"), at=NOW, on=TODAY)
        with scope.activate(medways_scope()):
            run_figures(year=year(), as_at=TODAY, by=system_actor("command line"), at=NOW)

    for_the_module(make)


@pytest.fixture
def files_folder(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def medway(loaded_medway: None, db: None, files_folder: Path) -> Iterator[Partnership]:
    """Medway as loaded, in its scope."""
    with scope.activate(medways_scope()):
        yield Partnership.objects.get(slug="medway")
