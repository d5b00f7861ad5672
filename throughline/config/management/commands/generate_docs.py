"""manage.py generate_docs: writes docs/generated/ from the code; --check says which files are out of date."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from throughline.foundation.access.tables import render_permissions
from throughline.foundation.statute.tables import render_clocks

# file name under docs/generated/ → what renders it
DOCUMENTS: dict[str, Callable[[], str]] = {
    "clocks.md": render_clocks,
    "permissions.md": render_permissions,
}


def out_of_date(folder: Path) -> list[str]:
    """Names of the files whose text is not what the code renders."""
    return [
        name
        for name, render in DOCUMENTS.items()
        if not (folder / name).exists() or (folder / name).read_text() != render()
    ]


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
        folder.mkdir(parents=True, exist_ok=True)
        for name in stale:
            (folder / name).write_text(DOCUMENTS[name]())
            self.stdout.write(f"docs/generated/{name}")
