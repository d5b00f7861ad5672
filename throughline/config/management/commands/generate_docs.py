"""manage.py generate_docs: writes docs/generated/ from the code; --check says which files are out of date."""

import functools
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from throughline.foundation.access.tables import render_permissions
from throughline.foundation.statute.tables import render_clocks
from throughline.foundation.workflow import drawing
from throughline.foundation.workflow.api import machines


def documents() -> dict[str, Callable[[], str]]:
    """File name under docs/generated/ → what renders it."""
    return {
        "clocks.md": render_clocks,
        "permissions.md": render_permissions,
        **{drawing.file_name(machine): functools.partial(drawing.render, machine) for machine in machines()},
    }


def left_over(folder: Path) -> list[str]:
    """Pictures of machines that are no more."""
    there = {path.relative_to(folder).as_posix() for path in folder.glob("workflows/*.md")}
    return sorted(there - set(documents()))


def out_of_date(folder: Path) -> list[str]:
    """Names of the files whose text is not what the code renders, and of those that nothing renders."""
    return [
        name
        for name, render in documents().items()
        if not (folder / name).exists() or (folder / name).read_text() != render()
    ] + left_over(folder)


class Command(BaseCommand):
    help = "Writes docs/generated/ from the code."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="change nothing; fail when a file is out of date")

    def handle(self, *args: Any, **options: Any) -> None:
        folder = settings.ROOT / "docs" / "generated"
        stale = out_of_date(folder)
        if options["check"]:
            if stale:
                raise CommandError(f"Out of date: {', '.join(stale)}. Run ./manage generate_docs.")
            return
        for name in stale:
            path = folder / name
            if name in documents():
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(documents()[name]())
            else:
                path.unlink()
            self.stdout.write(f"docs/generated/{name}")
