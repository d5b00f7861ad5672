"""Loads folders and looks at what is then on record."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from django.apps import apps

from throughline.foundation.access.actors import system_actor
from throughline.foundation.tenancy import scope
from throughline.foundation.tenancy.models import Partnership
from throughline.foundation.tenancy.queries import scope_of
from throughline.office.intake.operations import load
from throughline.office.intake.report import LoadReport

DEMONSTRATION = Path(__file__).parents[3] / "demonstration"
MEDWAY, KENT = DEMONSTRATION / "medway-2023-24", DEMONSTRATION / "kent"
AT, LATER, ON = datetime(2024, 9, 2, 10, tzinfo=UTC), datetime(2024, 9, 3, 10, tzinfo=UTC), date(2024, 9, 2)


def loaded(folder: Path, at: datetime = AT, **options: Any) -> LoadReport:
    return load(folder=folder, by=options.pop("by", None) or system_actor("command line"), at=at, on=ON, **options)


@contextmanager
def seen_by(slug: str) -> Iterator[scope.Scope]:
    with scope.activate(scope_of(Partnership.objects.get(slug=slug), ON)) as active:
        yield active


def everything() -> dict[str, list[Any]]:
    """Every row of every table of ours, histories included."""
    with scope.unscoped(reason="a test compares whole tables"):
        return {
            model._meta.label: [tuple(row) for row in model._base_manager.order_by("pk").values_list()]
            for model in apps.get_models()
            if model.__module__.startswith("throughline.") or "istorical" in model.__name__
        }


def summary(report: LoadReport) -> dict[str, str]:
    return dict(file.summary().split(": ", 1) for file in report.files)
